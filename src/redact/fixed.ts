import { crc32 } from 'node:zlib';
import type { ContainerKind } from '../view/container-kind.ts';
import type { Part, RedactedPart } from './redactor.ts';
import { type Means, redactText } from './text.ts';

/** Formats full of lengths and offsets: the replacement of a value has the same length as the value. */
export const FIXED: ReadonlySet<ContainerKind> = new Set([
  'sqlite',
  'pdf',
  'ole2',
  'bplist',
  'redis',
  'parquet',
  'avro',
  'arrow',
  'pgdump',
  'pickle',
  'npy',
  'gguf',
  'hdf5',
  'wandb',
  'pcap',
  'pcapng',
  'ar',
  'cpio',
  'png',
  'jpeg',
  'gif',
  'webp',
]);

const SIGNATURE = 8;
const CHUNK_HEAD = 8;
const CHECKSUM = 4;

/** Redacts such a file as bytes; if a part of it is compressed, the scan of the copy reports what is left. */
export async function redactFixed(bytes: Buffer, kind: ContainerKind, part: Part, means: Means): Promise<RedactedPart> {
  const result = await redactText(bytes, part, { ...means, format: 'binary' });
  return kind === 'png' && result.redactions.length > 0 ? { ...result, bytes: sealed(bytes, result.bytes) } : result;
}

/** A PNG file with updated checksums of the changed chunks (PNG specification, third edition, 5.3). */
function sealed(before: Buffer, after: Buffer): Buffer {
  const file = Buffer.from(after);
  for (let at = SIGNATURE; at + CHUNK_HEAD + CHECKSUM <= file.length;) {
    const end = at + CHUNK_HEAD + file.readUInt32BE(at);
    if (end + CHECKSUM > file.length) break;
    const chunk = file.subarray(at + CHECKSUM, end);
    if (!before.subarray(at + CHECKSUM, end).equals(chunk)) file.writeUInt32BE(crc32(chunk), end);
    at = end + CHECKSUM;
  }
  return file;
}
