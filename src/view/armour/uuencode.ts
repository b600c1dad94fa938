import { Joiner } from '../joined/joiner.ts';
import type { Armoured } from './armour.ts';

const LF = 10;
const [SPACE, LAST] = [0x20, 0x60] as const;
/** Bytes of a line. */
const MOST = 45;
const BEGIN = /^begin [0-7]{3,4} [^\r\n]{1,255}\r?\n/;
const MOST_HEAD = 300;

/** The bytes of a line of digits, the first of which says how many; blanks at its end may be gone. Undefined where it is none. */
function lineOf(line: Buffer): Buffer | undefined {
  const count = ((line[0] ?? SPACE) - SPACE) & 63;
  const digits = Math.ceil(count / 3) * 4;
  if (count === 0 || count > MOST || line.length > digits + 2) return undefined;
  for (const byte of line) if (byte < SPACE || byte > LAST) return undefined;
  const decoded = Buffer.alloc((digits / 4) * 3);
  for (let group = 0; group < digits / 4; group++) {
    let bits = 0;
    for (let i = 1; i <= 4; i++) bits = (bits << 6) | (((line[group * 4 + i] ?? SPACE) - SPACE) & 63);
    decoded.writeUIntBE(bits, group * 3, 3);
  }
  return decoded.subarray(0, count);
}

/** `begin 644 name`, lines of up to 45 bytes, `end` (POSIX, uuencode). */
export function* uuencode(bytes: Buffer, at: number): Generator<Armoured> {
  const start = bytes[at] === LF ? at + 1 : at;
  const head = BEGIN.exec(bytes.toString('latin1', start, start + MOST_HEAD));
  if (head === null) return;
  const joiner = new Joiner(bytes);
  let from = start + head[0].length;
  for (let isCut = false; !isCut;) {
    const newline = bytes.indexOf(LF, from);
    isCut = newline < 0;
    const to = isCut ? bytes.length : newline;
    const end = bytes[to - 1] === 13 ? to - 1 : to;
    const line = lineOf(bytes.subarray(from, end));
    if (line === undefined) break;
    joiner.put(line, { start: from, end });
    from = to + 1;
  }
  if (joiner.length === 0) return;
  const view = joiner.view('uuencode');
  const cut = from > bytes.length ? 'uuencoded data has no end' : undefined;
  yield {
    span: { start, end: Math.min(from, bytes.length) },
    bytes: view.bytes,
    ...(cut !== undefined && { cut }),
    toOuter: (span) => view.toOuter(span),
  };
}
