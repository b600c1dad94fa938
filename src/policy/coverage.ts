import type { SkipReason } from '../types.ts';
import type { Packet } from './packet.ts';

/** Whether parts that stayed unread for this reason leave the run complete. An interrupted run never is. */
export function acceptsUnread(packet: Packet, reason: SkipReason): boolean {
  return reason !== 'interrupted' && packet.coverage.acceptUnread.includes(reason);
}
