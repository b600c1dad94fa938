import { SAMPLE, Sample } from '../encoded/worth.ts';
import { addressAt, addressText, distance, nextAddressed, RADICES } from './dump-address.ts';
import { bytesOf, cellsOf, NOTATIONS, sizeOf, type Notation } from './dump-cells.ts';
import { CHARACTER_WIDTH, characterOf } from './dump-characters.ts';
import type { Family } from './family.ts';
import { joinedTexts, Joiner } from './joiner.ts';
import { lineEnd, nextLine } from '../line-end.ts';

const SPACE = 0x20;
/** Longest line that is looked at. */
const MOST_WIDTH = 512;
/** Bytes of a number; 0 where its digits are to tell. */
const SIZES: ReadonlySet<number> = new Set([0, 1, 2, 4, 8]);
/** Fewest bytes of a line that has no address, and lines of other forms that may stand between two of them. */
const LEAST_UNADDRESSED = 4;
const MOST_BETWEEN = 3;
/** What stands behind the numbers where a line has no address: nothing, or the characters between marks. */
const TAIL = /^ *(?:\r?$| {2}[>|])/;

/** A line that may be one of a dump. */
interface Line {
  readonly start: number;
  /** Its address; undefined where it is read as one that has none. */
  readonly address: string | undefined;
  /** What stands behind the address, and where that begins. */
  readonly text: string;
  readonly at: number;
}

/** The lines that a dump begins with, two at least. */
type FirstLines = readonly [Line, Line, Line | undefined];

/** What a line stands for: each number with its bytes, the highest first. */
interface Values {
  readonly cells: readonly { readonly at: number; readonly width: number; readonly bytes: Uint8Array }[];
  /** Bytes of one number. */
  readonly size: number;
}

/** How the lines of one dump are written. `count`: bytes of a full line. */
interface Style {
  readonly notation: Notation | undefined;
  readonly count: number;
  /** Base of the addresses; 0 where there are none. */
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

/** The characters of a line, as many as `count` bytes. */
function characters({ text, at }: Line, count: number): Values | undefined {
  const cells = [];
  for (let from = 0; from < text.length && cells.length < count; from += CHARACTER_WIDTH) {
    const byte = characterOf(text.slice(from, from + CHARACTER_WIDTH));
    if (byte === undefined) return undefined;
    cells.push({ at: at + from, width: CHARACTER_WIDTH, bytes: Uint8Array.of(byte) });
  }
  return { cells, size: 1 };
}

/** The numbers of a line, as many as `count` bytes. `size`: bytes of each, where it is known. */
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

/** What a full line stands for; undefined where it is no full one. */
function fullLine(line: Line, notation: Notation | undefined, count: number): Values | undefined {
  if (notation === undefined) {
    const values = characters(line, count);
    return values?.cells.length === count ? values : undefined;
  }
  // Decimal numbers are not padded: how many there are tells how long each is.
  const size = notation.bytes === undefined ? count / cellsOf(line.text, notation, count).length : 0;
  const values = SIZES.has(size) ? numbers(line, notation, count, size) : undefined;
  return values !== undefined && values.cells.length * values.size === count ? values : undefined;
}

/** Bytes of a full line that has no address: all that stands there; 0 where that is nothing of the notation. */
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

/** The ways in which a line with so many bytes may be written, by base of addresses. */
function* stylesOf(line: Line, second: Line): Generator<Style> {
  for (const radix of line.address === undefined ? [0] : RADICES.toReversed()) {
    for (const notation of [...NOTATIONS, undefined]) {
      const count =
        radix === 0 ? wholeCount(line, notation) : distance(line.address ?? '', second.address ?? '', radix);
      if (count > 0) yield { notation, count, radix };
    }
  }
}

/** How well a style fits two lines: whether the first makes text counts more than whether nothing of it is left over. */
function fit([line, second, third]: FirstLines, style: Style): number {
  const values = fullLine(line, style.notation, style.count);
  if (values === undefined || valuesOf(second, style, values.size) === undefined) return 0;
  const text = isText(values, false) || isText(values, true) ? 2 : 0;
  // Numbers in columns are a dump by their addresses alone.
  if (text === 0 && style.radix === 0) return 0;
  const isWhole = wholeCount(line, style.notation) === style.count;
  const goesOn = distance(second.address ?? '', third?.address ?? '', style.radix || 16) === style.count;
  return 1 + text + Number(isWhole) + Number(goesOn);
}

/** How the dump is written that begins with these lines; undefined where they are none. */
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

/** The next line of a dump that has no addresses: the next one that reads as one, if it is not far. */
function nextUnaddressed(bytes: Buffer, start: number, reads: (line: Line) => boolean): Line | undefined {
  let at = nextLine(bytes, start);
  for (let between = 0; between < MOST_BETWEEN && at < bytes.length && bytes[at] === SPACE; between++) {
    const line = lineAt(bytes, at, false);
    if (line !== undefined && reads(line)) return line;
    at = nextLine(bytes, at);
  }
  return undefined;
}

/** Puts dumps together, in the order that the bytes of their numbers have on machines of either kind. */
class DumpJoiner {
  readonly #bytes: Buffer;
  readonly straight: Joiner;
  readonly swapped: Joiner;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.straight = new Joiner(bytes);
    this.swapped = new Joiner(bytes);
  }

  /** Joins the dump that begins at `start`; gives where it ends, 0 where there is none. */
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

  /** The second line of a dump without addresses, in whatever form the first is. */
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
 * The bytes of dumps that write them otherwise than as pairs of hexadecimal digits behind addresses: as characters (`od -c`, `od -a`,
 * `hexdump -c`), in octal (`od`, `od -b`), decimal (`od -td1`, `hexdump -d`) and binary (`xxd -b`), as numbers of 2, 4 or 8
 * bytes, with addresses (also those of `gdb`) or without (`od -An`).
 */
export const wordDumpViews: Family = function* (text, { dumps }) {
  const joiner = new DumpJoiner(text.bytes);
  let floor = 0;
  for (const at of dumps) if (at >= floor) floor = Math.max(floor, joiner.join(at));
  yield* joinedTexts([joiner.straight, joiner.swapped], 'hexdump', text);
};
