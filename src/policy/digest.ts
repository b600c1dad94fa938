import { createHash } from 'node:crypto';
import { canonicalJson } from './json.ts';
import { documentPaths } from './governed.ts';
import type { Packet } from './packet.ts';

/** `sha256:` + hex over the packet's canonical JSON: comments, key order and YAML or JSON make no difference. */
export function packetDigest(packet: Packet): string {
  return `sha256:${createHash('sha256').update(canonicalJson(packet)).digest('hex')}`;
}

/**
 * The same over the part of a packet that decides what is read and matched. What only says whether a match is
 * forbidden, or whether a part may stay unread, is left out, so that adding a verdict does not cause anything to be
 * read again.
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
