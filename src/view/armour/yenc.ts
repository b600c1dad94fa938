import { Joiner } from '../joined/joiner.ts';
import type { Armoured } from './armour.ts';
import { nextLine } from '../line-end.ts';

const [LF, CR, EQUALS] = [10, 13, 0x3d] as const;
const END = Buffer.from('\n=yend ');
const MOST_HEADER = 512;
const HEADER = /^=ybegin [^\r\n]*\bsize=\d+[^\r\n]*\r?\n(?:=ypart [^\r\n]*\r?\n)?/;
const SHIFT = 42;
const ESCAPE_SHIFT = 64;

function decodeLine(line: Buffer): Buffer {
  const decoded = Buffer.allocUnsafe(line.length);
  let length = 0;
  for (let at = 0; at < line.length; at++) {
    const isEscape = line[at] === EQUALS;
    if (isEscape) at++;
    decoded[length++] = ((line[at] ?? 0) - SHIFT - (isEscape ? ESCAPE_SHIFT : 0)) & 0xff;
  }
  return decoded.subarray(0, length);
}

/** `=ybegin … =yend` (yEnc 1.3): bytes increased by 42, with an equals sign before those that a line cannot contain. */
export function* yenc(bytes: Buffer, at: number): Generator<Armoured> {
  if (at > 0 && bytes[at - 1] !== LF) return;
  const header = HEADER.exec(bytes.toString('latin1', at, at + MOST_HEADER));
  if (header === null) return;
  let from = at + header[0].length;
  const end = bytes.indexOf(END, from - 1);
  const stop = end < 0 ? bytes.length : end;
  const joiner = new Joiner(bytes);
  while (from < stop) {
    const next = Math.min(nextLine(bytes, from), stop);
    let to = next;
    while (to > from && (bytes[to - 1] === LF || bytes[to - 1] === CR)) to--;
    joiner.put(decodeLine(bytes.subarray(from, to)), { start: from, end: to });
    from = next;
  }
  if (joiner.length === 0) return;
  const view = joiner.view('yenc');
  yield {
    span: { start: at, end: stop },
    bytes: view.bytes,
    ...(end < 0 && { cut: 'yEnc data has no end' }),
    toOuter: (span) => view.toOuter(span),
  };
}
