import { inflateSync } from 'node:zlib';
import { hasZlibHeader } from '../compressed/zlib.ts';
import { deltaInserts } from '../git/delta.ts';
import type { Armoured } from './armour.ts';
import { base85 } from './base85.ts';
import { lineEnd } from '../line-end.ts';

const LF = 10;
const HEAD = 'GIT binary patch';
const CR = 13;
const HUNK = /^(?<form>literal|delta) \d{1,12}\r?\n/;
const MOST_HUNK_HEAD = 32;
const LARGEST = 64 * 1024 * 1024;
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~';
const VALUES: Readonly<Int8Array> = Int8Array.from({ length: 256 }, (_, byte) =>
  DIGITS.indexOf(String.fromCharCode(byte)),
);

/** Number of bytes on a line by its first letter: A to Z are 1 to 26, a to z 27 to 52; 0 for none. */
function countOf(letter: number): number {
  if (letter >= 0x41 && letter <= 0x5a) return letter - 0x40;
  return letter >= 0x61 && letter <= 0x7a ? letter - 0x60 + 26 : 0;
}

/** The data of a line; undefined if it has none. */
function lineOf(line: Buffer): Buffer | undefined {
  const count = countOf(line[0] ?? 0);
  if (count === 0 || line.length !== 1 + Math.ceil(count / 4) * 5) return undefined;
  const values = Array.from(line.subarray(1), (byte) => VALUES[byte] ?? -1);
  return values.includes(-1) ? undefined : base85(values).subarray(0, count);
}

/** The data of the lines of digits from `at` on, and their end. */
function packedAt(bytes: Buffer, at: number): { readonly packed: Buffer; readonly end: number } {
  const parts: Buffer[] = [];
  let from = at;
  while (from < bytes.length) {
    const to = lineEnd(bytes, from);
    const line = lineOf(bytes.subarray(from, bytes[to - 1] === CR ? to - 1 : to));
    if (line === undefined) break;
    parts.push(line);
    from = to + 1;
  }
  return { packed: Buffer.concat(parts), end: Math.min(from, bytes.length) };
}

/** The content of a hunk; undefined if it is damaged or too large. */
function contentOf(packed: Buffer, isDelta: boolean): Buffer | undefined {
  // Node creates an error with a stack trace for each failure.
  if (!hasZlibHeader(packed)) return undefined;
  try {
    const data = inflateSync(packed, { maxOutputLength: LARGEST });
    return isDelta ? deltaInserts(data) : data;
  } catch {
    return undefined;
  }
}

/**
 * Git binary patches (`git diff --binary`): the new and the old content, each either complete (`literal`) or as the data added by a delta,
 * in zlib format and base85 digits.
 */
export function* gitBinary(bytes: Buffer, at: number): Generator<Armoured> {
  const behind = at + HEAD.length;
  const newline = bytes[behind] === CR ? behind + 1 : behind;
  if (bytes[newline] !== LF) return;
  for (let start = newline + 1; start < bytes.length;) {
    const head = HUNK.exec(bytes.toString('latin1', start, start + MOST_HUNK_HEAD));
    if (head === null) return;
    const { packed, end } = packedAt(bytes, start + head[0].length);
    const content = contentOf(packed, head.groups?.['form'] === 'delta');
    const cut = content === undefined && packed.length > 0 ? 'a binary patch is cut or damaged' : undefined;
    yield { span: { start, end }, bytes: content ?? Buffer.alloc(0), ...(cut !== undefined && { cut }) };
    // An empty line follows each.
    start = bytes[end] === LF ? end + 1 : end;
  }
}
