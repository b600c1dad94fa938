/** Snapshots of Redis with one key, and the output of `DUMP` for one (rdb.h, rdb.c and cluster.c of Redis). */
import { Crc64, REDIS_CRC64 } from '../view/compressed/crc64.ts';

/** Length of a literal run of LZF in bytes: so small that every value is cut by the next run's length. */
const RUN = 7;
const [LZF, LENGTH_4, TEXT, END] = [0xc3, 0x80, 0, 0xff] as const;
const CHECKSUM = 8;

function length(value: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes[0] = LENGTH_4;
  bytes.writeUInt32BE(value, 1);
  return bytes;
}

/** A string packed with LZF. @param claimed its stated length, if that is to be false */
export function packedString(text: string | Buffer, claimed?: number): Buffer {
  const bytes = Buffer.from(text as string);
  const parts: number[] = [];
  for (let at = 0; at < bytes.length; at += RUN) {
    const run = bytes.subarray(at, at + RUN);
    parts.push(run.length - 1, ...run);
  }
  return Buffer.concat([Buffer.from([LZF]), length(parts.length), length(claimed ?? bytes.length), Buffer.from(parts)]);
}

/** A snapshot with a text under a key. @param text as written, with its length */
export function redisOf(key: string, text: Buffer): Buffer {
  const head = Buffer.from('REDIS0011');
  const name = Buffer.concat([length(key.length), Buffer.from(key)]);
  return Buffer.concat([head, Buffer.from([TEXT]), name, text, Buffer.from([END]), Buffer.alloc(CHECKSUM)]);
}

/** The output of `DUMP` for a value. @param version of the format, below 256 */
export function dumpedOf(type: number, value: Buffer, version = 11): Buffer {
  const body = Buffer.concat([Buffer.from([type]), value, Buffer.from([version, 0])]);
  const sum = new Crc64(REDIS_CRC64);
  sum.add(body);
  return Buffer.concat([body, sum.digest()]);
}

const escaped = (byte: number): string => `\\x${byte.toString(16).padStart(2, '0')}`;

/** Bytes as `redis-cli` prints them: in escapes, except for visible characters. */
export function quotedBytes(bytes: Buffer): string {
  const text = Array.from(bytes, (byte) =>
    /[!#-[\]-~ ]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : escaped(byte),
  );
  return `"${text.join('')}"`;
}
