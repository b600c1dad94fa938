import { createHash } from 'node:crypto';
import { canonicalJson } from './json.ts';
import { documentPaths } from './governed.ts';
import type { Packet } from './packet.ts';

/** `sha256:` + hex over the packet's canonical JSON: comments, key order and YAML or JSON make no difference. */
export function packetDigest(packet: Packet): string {
  return `sha256:${createHash('sha256').update(canonicalJson(packet)).digest('hex')}`;
}

/**
 * The same over what of a packet decides what is read and matched. What says only whether a match is forbidden, or whether a part may
 * stay unread, is left out, so that a verdict written down does not make anything be read again.
 */
export function readingDigest(packet: Packet): string {
  const {
    metadata: _metadata,
    baseline: _baseline,
    forbid: _forbid,
    allow: _allow,
    notEvaluated: _notEvaluated,
    governed,
    ...rest
  } = packet;
  const { acceptUnread: _accepted, ...limits } = packet.coverage;
  const documents = documentPaths(governed);
  return `sha256:${createHash('sha256')
    .update(canonicalJson({ ...rest, coverage: limits, documents }))
    .digest('hex')}`;
}
