/** Snapshots of Redis with one key (rdb.h and rdb.c of Redis). */

/** Bytes of a literal run of LZF: so few that every value is cut by the next run's length. */
const RUN = 7;
const [LZF, LENGTH_4, TEXT, END] = [0xc3, 0x80, 0, 0xff] as const;
const CHECKSUM = 8;

function length(value: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes[0] = LENGTH_4;
  bytes.writeUInt32BE(value, 1);
  return bytes;
}

/** A string packed with LZF. @param claimed how long it is said to be, where that is not true */
export function packedString(text: string, claimed?: number): Buffer {
  const bytes = Buffer.from(text);
  const parts: number[] = [];
  for (let at = 0; at < bytes.length; at += RUN) {
    const run = bytes.subarray(at, at + RUN);
    parts.push(run.length - 1, ...run);
  }
  return Buffer.concat([Buffer.from([LZF]), length(parts.length), length(claimed ?? bytes.length), Buffer.from(parts)]);
}

/** A snapshot with a text under a key. @param text as it is written, with its length */
export function redisOf(key: string, text: Buffer): Buffer {
  const head = Buffer.from('REDIS0011');
  const name = Buffer.concat([length(key.length), Buffer.from(key)]);
  return Buffer.concat([head, Buffer.from([TEXT]), name, text, Buffer.from([END]), Buffer.alloc(CHECKSUM)]);
}
