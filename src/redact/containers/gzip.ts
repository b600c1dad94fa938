import { gunzipSync, gzipSync } from 'node:zlib';
import type { Descend, Part, RedactedPart } from '../redactor.ts';
import { room } from './room.ts';

/** Redacts what a gzip file (RFC 1952) holds and packs it again; undefined where it cannot be unpacked whole. */
export async function redactGzip(bytes: Buffer, part: Part, descend: Descend): Promise<RedactedPart | undefined> {
  let content: Buffer;
  try {
    content = gunzipSync(bytes, { maxOutputLength: room(part.budget) });
  } catch {
    return undefined;
  }
  if (!part.budget.spend(content.length)) return undefined;
  const inner = await descend(content, { ...part, view: [...part.view, 'gzip'] });
  if (inner.redactions.length === 0) return undefined;
  return { bytes: gzipSync(inner.bytes), redactions: inner.redactions };
}
