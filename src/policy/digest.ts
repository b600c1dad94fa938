import { createHash } from 'node:crypto';
import { canonicalJson } from './json.ts';
import type { Packet } from './packet.ts';

/** `sha256:` + hex over the packet's canonical JSON: comments, key order and YAML or JSON make no difference. */
export function packetDigest(packet: Packet): string {
  return `sha256:${createHash('sha256').update(canonicalJson(packet)).digest('hex')}`;
}
