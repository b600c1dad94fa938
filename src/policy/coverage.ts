import type { SkipReason } from '../types.ts';
import type { Packet } from './packet.ts';

/** Whether parts that stayed unread for this reason leave the run complete. An interrupted run, and one with a bug, never is. */
export function acceptsUnread(packet: Packet, reason: SkipReason): boolean {
  return reason !== 'interrupted' && reason !== 'internal-error' && packet.coverage.acceptUnread.includes(reason);
}
