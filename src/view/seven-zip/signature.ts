import { crc32 } from 'node:zlib';
import type { Span } from '../../types.ts';
import type { RandomAccess } from '../random-access.ts';

/** Bytes of the signature header: magic number, version, span and checksum of the header. */
export const SIGNATURE_HEADER = 32;

/** The contents of a 7z archive's first bytes. */
export interface Signature {
  /** Span of the header; its end is the end of the archive. */
  readonly header: Span;
  readonly crc: number;
  /** Whether the first bytes match their checksum. */
  readonly isWhole: boolean;
}

/** The signature header of the archive at `at`; undefined if the data is cut in it. */
export function readSignature(access: RandomAccess, at: number): Signature | undefined {
  const head = access.read(at, SIGNATURE_HEADER);
  if (head.length < SIGNATURE_HEADER) return undefined;
  const start = at + SIGNATURE_HEADER + Number(head.readBigUInt64LE(12));
  const header = { start, end: start + Number(head.readBigUInt64LE(20)) };
  return { header, crc: head.readUInt32LE(28), isWhole: head.readUInt32LE(8) === crc32(head.subarray(12)) };
}
