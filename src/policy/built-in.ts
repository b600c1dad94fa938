import defaultPacket from '../generated/default-packet.json' with { type: 'json' };
import type { Packet } from './packet.ts';

/** The packet of `rules/packets/default.yaml`, checked and resolved at build time. */
export function builtInPacket(): Packet {
  return defaultPacket as unknown as Packet;
}
