import stored from '../generated/default-packet.json' with { type: 'json' };
import type { Packet } from './packet.ts';

/** The packet of `rules/packets/default.yaml`, checked and resolved at build time. */
export function builtInPacket(): Packet {
  return stored.packet as unknown as Packet;
}

/** Its digest, as `packetDigest()` gives it. */
export function builtInPacketDigest(): string {
  return stored.digest;
}

/** Names of the packets included in watertight, as in the schema. */
export const EXTENDED_PACKETS = ['watertight:default', 'watertight:cto-case'] as const;

/** What a packet may extend: `watertight:default`, or `watertight:cto-case`, the founding case of `rules/packets/cto-case.yaml`. */
export async function extendedPacket(name: string): Promise<Packet> {
  if (name !== 'watertight:cto-case') return builtInPacket();
  const { default: found } = await import('../generated/cto-case-packet.json', { with: { type: 'json' } });
  return found.packet as unknown as Packet;
}
