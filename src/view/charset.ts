/** Text encodings that are distinguished; everything else is read as the bytes of `utf-8`. */
export type Charset = 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';

/** Byte order marks (Unicode 16, section 23.8); UTF-32LE before UTF-16LE, whose mark is a prefix of its mark. */
const MARKS: readonly (readonly [Charset, readonly number[]])[] = [
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-32be', [0, 0, 0xfe, 0xff]],
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** Bytes of the head used for statistics. */
const SAMPLE = 4096;
/** With fewer code units, NUL statistics are meaningless. */
const LEAST_UNITS = 8;

function mark(head: Uint8Array): (typeof MARKS)[number] | undefined {
  return MARKS.find(([, bytes]) => bytes.every((byte, index) => head[index] === byte));
}

/** Length of the byte order mark at the start of `head`, 0 if there is none. */
export function bomLength(head: Uint8Array): number {
  return mark(head)?.[1].length ?? 0;
}

function isText(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte >= 0xa0 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

/**
 * Whether units of `width` bytes are mostly Latin-1: the character at offset `place` of its unit, all other bytes NUL. Text contains no
 * character of code 0, which tells it from NUL-separated lists, tar headers and tables of small numbers.
 */
function isWideAscii(head: Uint8Array, width: number, place: number): boolean {
  const units = Math.floor(Math.min(head.length, SAMPLE) / width);
  if (units < LEAST_UNITS) return false;
  let ascii = 0;
  for (let unit = 0; unit < units; unit++) {
    let padding = 0;
    for (let i = 0; i < width; i++) if (i !== place && head[unit * width + i] === 0) padding++;
    const byte = head[unit * width + place] ?? 0;
    if (padding < width - 1) continue;
    if (!isText(byte)) return false;
    ascii++;
  }
  return ascii >= units * 0.7;
}

/**
 * The charset of a text, from its first bytes: by its byte order mark, otherwise by the positions of NUL bytes (UTF-16 and UTF-32 that are
 * mostly ASCII). Binaries, NUL-separated argv and tar archives are `utf-8`, that is, their bytes as they are.
 */
export function detectCharset(head: Uint8Array): Charset {
  const marked = mark(head);
  if (marked !== undefined) return marked[0];
  if (!head.subarray(0, SAMPLE).includes(0)) return 'utf-8';
  if (isWideAscii(head, 4, 0)) return 'utf-32le';
  if (isWideAscii(head, 4, 3)) return 'utf-32be';
  if (isWideAscii(head, 2, 0)) return 'utf-16le';
  if (isWideAscii(head, 2, 1)) return 'utf-16be';
  return 'utf-8';
}
