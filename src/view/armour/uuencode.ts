import type { Span } from '../../types.ts';
import type { Armoured } from './armour.ts';

const LF = 10;
const [SPACE, LAST] = [0x20, 0x60] as const;
/** Bytes per line. */
const MOST = 45;
const BEGIN = /^begin [0-7]{3,4} [^\r\n]{1,255}\r?\n/;
const MOST_HEAD = 300;

/**
 * The bytes of a line of digits, the first of which gives their number; trailing blanks may have been lost. Undefined if it is not such a
 * line.
 */
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

/** Lines of digits: their data, and the position of each group of four digits. */
class Lines {
  readonly #parts: Buffer[] = [];
  /** Offset of each line's data. */
  readonly #starts: number[] = [];
  readonly #spans: Span[] = [];
  length = 0;

  add(line: Buffer, span: Span): void {
    this.#parts.push(line);
    this.#starts.push(this.length);
    this.#spans.push(span);
    this.length += line.length;
  }

  bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }

  toOuter({ start, end }: Span): Span {
    const last = this.#groupOf(Math.max(start, end - 1));
    return { start: this.#groupOf(start).start, end: last.end };
  }

  /** The digits of the byte at `place`. */
  #groupOf(place: number): Span {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#starts[middle] ?? 0) <= place) low = middle;
      else high = middle - 1;
    }
    const { start, end } = this.#spans[low] ?? { start: 0, end: 0 };
    const digits = start + 1 + 4 * Math.floor((place - (this.#starts[low] ?? 0)) / 3);
    return { start: Math.min(digits, end), end: Math.min(digits + 4, end) };
  }
}

/** `begin 644 name`, lines of up to 45 bytes, `end` (POSIX, uuencode). */
export function* uuencode(bytes: Buffer, at: number): Generator<Armoured> {
  const start = bytes[at] === LF ? at + 1 : at;
  const head = BEGIN.exec(bytes.toString('latin1', start, start + MOST_HEAD));
  if (head === null) return;
  const lines = new Lines();
  let from = start + head[0].length;
  for (let isCut = false; !isCut;) {
    const newline = bytes.indexOf(LF, from);
    isCut = newline < 0;
    const to = isCut ? bytes.length : newline;
    const end = bytes[to - 1] === 13 ? to - 1 : to;
    const line = lineOf(bytes.subarray(from, end));
    if (line === undefined) break;
    lines.add(line, { start: from, end });
    from = to + 1;
  }
  if (lines.length === 0) return;
  const cut = from > bytes.length ? 'uuencoded data has no end' : undefined;
  yield {
    span: { start, end: Math.min(from, bytes.length) },
    bytes: lines.bytes(),
    ...(cut !== undefined && { cut }),
    toOuter: (span) => lines.toOuter(span),
  };
}
