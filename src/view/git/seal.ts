import { createHash } from 'node:crypto';
import type { RandomAccess } from '../random-access.ts';

const CHUNK = 1024 * 1024;
/** Hashes of ids and packs, by their length in bytes. */
const HASHES = { 20: 'sha1', 32: 'sha256' } as const;

/** Length of an object id in bytes. */
export type IdLength = keyof typeof HASHES;

function isSealed(access: RandomAccess, start: number, length: IdLength): boolean {
  const end = access.size - length;
  const hash = createHash(HASHES[length]);
  for (let at = start; at < end; at += CHUNK) hash.update(access.read(at, Math.min(CHUNK, end - at)));
  return end > start && hash.digest().equals(access.read(end, length));
}

/** The type of checksum at the end of a pack (gitformat-pack), by its length; undefined if it is wrong or cut. */
export function sealOf(access: RandomAccess, start: number): IdLength | undefined {
  return ([20, 32] as const).find((length) => isSealed(access, start, length));
}
