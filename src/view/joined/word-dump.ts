import { SAMPLE, Sample } from '../encoded/worth.ts';
import { addressAt, addressText, distance, nextAddressed, RADICES } from './dump-address.ts';
import { bytesOf, cellsOf, NOTATIONS, sizeOf, type Notation } from './dump-cells.ts';
import { CHARACTER_WIDTH, characterOf } from './dump-characters.ts';
import type { Family } from './family.ts';
import { joinedTexts, Joiner } from './joiner.ts';
import { lineEnd, nextLine } from '../line-end.ts';

const SPACE = 0x20;
/** Longest line that is examined. */
const MOST_WIDTH = 512;
/** Bytes per number; 0 if it follows from the digits. */
const SIZES: ReadonlySet<number> = new Set([0, 1, 2, 4, 8]);
/** Minimum number of bytes on a line without an address, and maximum number of lines of other forms between two of them. */
const LEAST_UNADDRESSED = 4;
const MOST_BETWEEN = 3;
/** What may follow the numbers on a line without an address: nothing, or the characters between marks. */
const TAIL = /^ *(?:\r?$| {2}[>|])/;

/** A line that may belong to a dump. */
interface Line {
  readonly start: number;
  /** Its address; undefined if it is read as having none. */
  readonly address: string | undefined;
  /** The text after the address, and its start. */
  readonly text: string;
  readonly at: number;
}

/** The first two or three lines of a dump. */
type FirstLines = readonly [Line, Line, Line | undefined];

/** The bytes of a line, by number, most significant first. */
interface Values {
  readonly cells: readonly { readonly at: number; readonly width: number; readonly bytes: Uint8Array }[];
  /** Bytes per number. */
  readonly size: number;
}

/** How the lines of a dump are written. `count`: bytes on a full line. */
interface Style {
  readonly notation: Notation | undefined;
  readonly count: number;
  /** Base of the addresses; 0 if there are none. */
  readonly radix: number;
}

function lineAt(bytes: Buffer, start: number, hasAddress: boolean): Line | undefined {
  const address = hasAddress ? addressAt(bytes, start) : undefined;
  if (hasAddress && address === undefined) return undefined;
  const at = address?.close ?? start;
  const end = lineEnd(bytes, at);
  if (end - start > MOST_WIDTH || end <= at) return undefined;
  const text = bytes.toString('latin1', at, bytes[end - 1] === 13 ? end - 1 : end);
  return { start, address: address && addressText(bytes, address), text, at };
}

/** The characters of a line, at most `count` of them. */
function characters({ text, at }: Line, count: number): Values | undefined {
  const cells = [];
  for (let from = 0; from < text.length && cells.length < count; from += CHARACTER_WIDTH) {
    const byte = characterOf(text.slice(from, from + CHARACTER_WIDTH));
    if (byte === undefined) return undefined;
    cells.push({ at: at + from, width: CHARACTER_WIDTH, bytes: Uint8Array.of(byte) });
  }
  return { cells, size: 1 };
}

/** The numbers of a line, at most `count` bytes. `size`: bytes per number, 0 if unknown. */
function numbers({ text, at, address }: Line, notation: Notation, count: number, size: number): Values | undefined {
  const found = cellsOf(text, notation, size === 0 ? count : count / size);
  const bytes = size === 0 ? sizeOf(found, notation) : size;
  const last = found.at(-1);
  if (last === undefined || bytes === 0) return undefined;
  if (address === undefined && !TAIL.test(text.slice(last.at + last.digits.length))) return undefined;
  const cells = [];
  for (const cell of found.slice(0, count / bytes)) {
    const value = bytesOf(cell.digits, notation, bytes);
    if (value === undefined) return undefined;
    cells.push({ at: at + cell.at, width: cell.digits.length, bytes: value });
  }
  return { cells, size: bytes };
}

/** The bytes of a full line; undefined if the line is not full. */
function fullLine(line: Line, notation: Notation | undefined, count: number): Values | undefined {
  if (notation === undefined) {
    const values = characters(line, count);
    return values?.cells.length === count ? values : undefined;
  }
  // Decimal numbers are not padded: their size follows from how many there are.
  const size = notation.bytes === undefined ? count / cellsOf(line.text, notation, count).length : 0;
  const values = SIZES.has(size) ? numbers(line, notation, count, size) : undefined;
  return values !== undefined && values.cells.length * values.size === count ? values : undefined;
}

/** Number of bytes on a full line without an address, from all of its text; 0 if it is not in this notation. */
function wholeCount(line: Line, notation: Notation | undefined): number {
  if (notation === undefined) return Math.ceil(line.text.length / CHARACTER_WIDTH);
  const cells = cellsOf(line.text, notation, MOST_WIDTH);
  const count = cells.length * sizeOf(cells, notation);
  return cells.length < 2 || count < LEAST_UNADDRESSED ? 0 : count;
}

function isText({ cells, size }: Values, isSwapped: boolean): boolean {
  const sample = new Sample();
  const bytes = cells.flatMap((cell) => (isSwapped ? [...cell.bytes].toReversed() : [...cell.bytes]));
  return bytes.slice(0, SAMPLE - (SAMPLE % size)).every((byte) => sample.accept(byte)) && sample.isText;
}

/** The styles in which a line may be written, given its number of bytes for each base of addresses. */
function* stylesOf(line: Line, second: Line): Generator<Style> {
  for (const radix of line.address === undefined ? [0] : RADICES.toReversed()) {
    for (const notation of [...NOTATIONS, undefined]) {
      const count =
        radix === 0 ? wholeCount(line, notation) : distance(line.address ?? '', second.address ?? '', radix);
      if (count > 0) yield { notation, count, radix };
    }
  }
}

/**
 * How well a style fits the first lines: it matters most that the first line is text, less that it has nothing left over and that the third
 * line continues the addresses.
 */
function fit([line, second, third]: FirstLines, style: Style): number {
  const values = fullLine(line, style.notation, style.count);
  if (values === undefined || valuesOf(second, style, values.size) === undefined) return 0;
  const text = isText(values, false) || isText(values, true) ? 2 : 0;
  // Numbers in columns that are not text are a dump only if they have addresses.
  if (text === 0 && style.radix === 0) return 0;
  const isWhole = wholeCount(line, style.notation) === style.count;
  const goesOn = distance(second.address ?? '', third?.address ?? '', style.radix || 16) === style.count;
  return 1 + text + Number(isWhole) + Number(goesOn);
}

/** The style of the dump that begins with these lines; undefined if they are not a dump. */
function styleOf(lines: FirstLines): Style | undefined {
  let best: Style | undefined;
  let most = 0;
  for (const style of stylesOf(lines[0], lines[1])) {
    const points = fit(lines, style);
    if (points <= most) continue;
    best = style;
    most = points;
  }
  return best;
}

function valuesOf(line: Line, { notation, count }: Style, size: number): Values | undefined {
  return notation === undefined ? characters(line, count) : numbers(line, notation, count, size);
}

/** The next nearby line that can be read as a line of a dump without addresses. */
function nextUnaddressed(bytes: Buffer, start: number, reads: (line: Line) => boolean): Line | undefined {
  let at = nextLine(bytes, start);
  for (let between = 0; between < MOST_BETWEEN && at < bytes.length && bytes[at] === SPACE; between++) {
    const line = lineAt(bytes, at, false);
    if (line !== undefined && reads(line)) return line;
    at = nextLine(bytes, at);
  }
  return undefined;
}

/** Joins dumps in both byte orders of their numbers. */
class DumpJoiner {
  readonly #bytes: Buffer;
  readonly straight: Joiner;
  readonly swapped: Joiner;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.straight = new Joiner(bytes);
    this.swapped = new Joiner(bytes);
  }

  /** Joins the dump that begins at `start`; gives its end, 0 if there is none. */
  join(start: number): number {
    const end = this.#joinFrom(start, true);
    return end === 0 && this.#bytes[start] === SPACE ? this.#joinFrom(start, false) : end;
  }

  #joinFrom(start: number, hasAddress: boolean): number {
    const first = lineAt(this.#bytes, start, hasAddress);
    if (first === undefined) return 0;
    const second = hasAddress ? this.#addressed(first) : this.#secondOf(first);
    const third = hasAddress && second !== undefined ? this.#addressed(second) : undefined;
    const style = second && styleOf([first, second, third]);
    return style === undefined ? 0 : this.#joinLines(first, style);
  }

  #addressed({ start }: Line): Line | undefined {
    return lineAt(this.#bytes, nextAddressed(this.#bytes, start), true);
  }

  /** The second line of a dump without addresses, whatever the form of the first. */
  #secondOf(first: Line): Line | undefined {
    return nextUnaddressed(this.#bytes, first.start, (line) => styleOf([first, line, undefined]) !== undefined);
  }

  #joinLines(first: Line, style: Style): number {
    const size = fullLine(first, style.notation, style.count)?.size ?? 0;
    let end = 0;
    for (let line: Line | undefined = first; line !== undefined;) {
      const values = valuesOf(line, style, size);
      if (values === undefined) break;
      this.#write(values);
      end = nextLine(this.#bytes, line.start);
      if (values.cells.length * size < style.count) break;
      line = this.#next(line, style, size);
    }
    this.straight.break();
    if (size > 1) this.swapped.break();
    return end;
  }

  #next(line: Line, style: Style, size: number): Line | undefined {
    if (line.address === undefined)
      return nextUnaddressed(this.#bytes, line.start, (one) => valuesOf(one, style, size) !== undefined);
    const next = this.#addressed(line);
    const isNext = distance(line.address, next?.address ?? '', style.radix) === style.count;
    return isNext ? next : undefined;
  }

  #write({ cells, size }: Values): void {
    const [first, second] = cells;
    const layout = { stride: (second?.at ?? 0) - (first?.at ?? 0), width: first?.width ?? 1 };
    this.straight.joint('sure');
    for (const { at, bytes } of cells) for (const byte of bytes) this.straight.byte(byte, at, layout);
    if (size === 1) return;
    this.swapped.joint('sure');
    for (const { at, bytes } of cells) for (const byte of [...bytes].toReversed()) this.swapped.byte(byte, at, layout);
  }
}

/**
 * The bytes of dumps other than pairs of hexadecimal digits after addresses: characters (`od -c`, `od -a`, `hexdump -c`), octal (`od`, `od
 * -b`), decimal (`od -td1`, `hexdump -d`), binary (`xxd -b`), numbers of 2, 4 or 8 bytes; with addresses (also those of `gdb`) or without
 * (`od -An`).
 */
export const wordDumpViews: Family = function* (text, { dumps }) {
  const joiner = new DumpJoiner(text.bytes);
  let floor = 0;
  for (const at of dumps) if (at >= floor) floor = Math.max(floor, joiner.join(at));
  yield* joinedTexts([joiner.straight, joiner.swapped], 'hexdump', text);
};
