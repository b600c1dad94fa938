import { createHash } from 'node:crypto';

/** Bytes without a pattern, the same on every run: chance would put a magic number among them now and then. */
export function noise(length: number): Buffer {
  return createHash('shake256', { outputLength: length }).update('noise').digest();
}
