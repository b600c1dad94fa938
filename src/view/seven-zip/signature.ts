import { crc32 } from 'node:zlib';
import type { Span } from '../../types.ts';
import type { RandomAccess } from '../random-access.ts';

/** Bytes of the signature header: magic number, version, where the header is and its checksum. */
export const SIGNATURE_HEADER = 32;

/** What a 7z archive's first bytes say. */
export interface Signature {
  /** Where the header stands; its end is that of the archive. */
  readonly header: Span;
  readonly crc: number;
  /** The first bytes have the checksum that they say. */
  readonly isWhole: boolean;
}

/** The signature header of the archive at `at`; undefined where the data is cut in it. */
export function readSignature(access: RandomAccess, at: number): Signature | undefined {
  const head = access.read(at, SIGNATURE_HEADER);
  if (head.length < SIGNATURE_HEADER) return undefined;
  const start = at + SIGNATURE_HEADER + Number(head.readBigUInt64LE(12));
  const header = { start, end: start + Number(head.readBigUInt64LE(20)) };
  return { header, crc: head.readUInt32LE(28), isWhole: head.readUInt32LE(8) === crc32(head.subarray(12)) };
}
