import type { Span } from '../../types.ts';
import { hexValue, isHexDigit } from '../byte-class.ts';
import { type DecodedView, NO_VIEWS } from '../decoded-view.ts';
import type { Reach } from '../reach.ts';
import { addressAt, addressText, distance, nextAddressed, RADICES, skipBlanks } from './dump-address.ts';
import type { CutText, Family } from './family.ts';
import type { Found } from './found.ts';
import { joinedTexts, Joiner } from './joiner.ts';
import { joinRows, type PairRow, stackedRows } from './stacked-rows.ts';
import { nextLine } from '../line-end.ts';

const MINUS = 0x2d;
/** Two digits per byte. */
const PAIR = { stride: 2, width: 2 } as const;
/** Blanks between columns: in dumps with several forms, columns are as wide as the widest form. */
const MOST_GAP = 12;
const MOST_WIDTH = 256;

/** A line of a dump: its address, and the positions of its digits. */
interface Line {
  readonly address: string;
  /** Position of the first digit of each byte. */
  readonly places: readonly number[];
  /** Digits in a group: 2, 4, 8 … */
  readonly group: number;
  /** Column after the last digit. */
  readonly width: number;
}

/** End of the digits that begin at `at`. */
function digitsEnd(bytes: Buffer, at: number, limit: number): number {
  let end = at;
  while (end < limit && isHexDigit(bytes[end])) end++;
  return end;
}

/** Reads the groups of digits from `at` on: at most `most` bytes, and not beyond `limit`. */
function groupsAt(
  bytes: Buffer,
  from: number,
  most: number,
  limit: number,
): { places: number[]; group: number; end: number } {
  const places: number[] = [];
  let group = 0;
  let end = from;
  for (let at = from; at < limit && places.length < most;) {
    const stop = digitsEnd(bytes, at, limit);
    const length = stop - at;
    group ||= length;
    if (length === 0 || length % 2 === 1 || length > group) break;
    for (let digit = at; digit < stop; digit += 2) places.push(digit);
    end = stop;
    const next = bytes[stop] === MINUS ? stop + 1 : skipBlanks(bytes, stop, MOST_GAP);
    if (next === stop || length < group) break;
    at = next;
  }
  return { places: places.slice(0, most), group, end };
}

/** The dump line that begins at `start`; `most` and `width` are those of a full line before it. */
function lineAt(bytes: Buffer, start: number, most: number, width: number): Line | undefined {
  const address = addressAt(bytes, start);
  if (address === undefined) return undefined;
  const { places, group, end } = groupsAt(bytes, address.next, most, start + width);
  if (places.length === 0) return undefined;
  return { address: addressText(bytes, address), places, group, width: end - start };
}

/** The first line of the dump that begins at `start`; its number of bytes follows from the address of the next line. */
function firstLine(bytes: Buffer, start: number): { readonly line: Line; readonly radix: number } | undefined {
  const [own, below] = [addressAt(bytes, start), addressAt(bytes, nextAddressed(bytes, start))];
  if (own === undefined || below === undefined) return undefined;
  for (const radix of RADICES) {
    const count = distance(addressText(bytes, own), addressText(bytes, below), radix);
    const line = count === 0 ? undefined : lineAt(bytes, start, count, MOST_WIDTH);
    if (line?.places.length === count) return { line, radix };
  }
  return undefined;
}

/** The lines of the dump that begins at `start`, and its end; fewer than two lines are not a dump. */
function dumpAt(bytes: Buffer, start: number): { readonly lines: readonly Line[]; readonly end: number } {
  const first = firstLine(bytes, start);
  let at = nextAddressed(bytes, start);
  if (first === undefined) return { lines: [], end: at };
  const count = first.line.places.length;
  const lines = [first.line];
  for (let previous = first.line; at < bytes.length;) {
    const line = lineAt(bytes, at, count, first.line.width);
    if (line === undefined || distance(previous.address, line.address, first.radix) !== count) break;
    lines.push(line);
    previous = line;
    at = nextAddressed(bytes, at);
    if (line.places.length < count) break;
  }
  return { lines, end: at };
}

/** Appends the bytes of a dump; `swap` reverses each group, for programs that print words on a little-endian machine. */
function join(bytes: Buffer, lines: readonly Line[], joiner: Joiner, swap: boolean): void {
  for (const { places, group } of lines) {
    const size = group / 2;
    joiner.joint('sure');
    places.forEach((_, index) => {
      const first = index - (index % size);
      const last = Math.min(first + size, places.length) - 1;
      const at = places[swap ? last - (index - first) : index] ?? 0;
      joiner.byte((hexValue(bytes[at]) << 4) | hexValue(bytes[at + 1]), at, PAIR);
    });
  }
  joiner.break();
}

/** The dumps of a text, joined as printed and with swapped byte order. */
class HexDumps {
  readonly #bytes: Buffer;
  readonly #reach: Reach | undefined;
  readonly #done: Span[] = [];
  #passed = 0;
  readonly straight: Joiner;
  readonly swapped: Joiner;

  constructor(bytes: Buffer, reach: Reach | undefined) {
    this.#bytes = bytes;
    this.#reach = reach;
    this.straight = new Joiner(bytes);
    this.swapped = new Joiner(bytes);
  }

  /** Joins the addressed dump that begins at `start`, if there is one. */
  add(start: number): void {
    if (start < (this.#done.at(-1)?.end ?? 0)) return;
    const { lines, end } = dumpAt(this.#bytes, start);
    const [line] = lines;
    if (line === undefined || lines.length < 2) return;
    this.#reach?.goFar();
    join(this.#bytes, lines, this.straight, false);
    if (line.group > 2) join(this.#bytes, lines, this.swapped, true);
    this.#done.push({ start, end });
  }

  /** Joins rows that are not part of an addressed dump. Called in order, after all calls of `add`. */
  addRows(rows: readonly PairRow[]): void {
    const { start = 0 } = rows[0] ?? {};
    while ((this.#done[this.#passed]?.end ?? Infinity) <= start) this.#passed++;
    if ((this.#done[this.#passed]?.start ?? Infinity) <= start) return;
    this.#reach?.isOne({ start, end: nextLine(this.#bytes, rows.at(-1)?.start ?? start) });
    joinRows(this.#bytes, rows, this.straight);
  }
}

function* dumpViews(text: CutText, { dumps }: Found): Generator<DecodedView> {
  const { bytes, range, context } = text;
  const found = new HexDumps(bytes, context.reach);
  for (const at of dumps) found.add(at);
  for (const rows of stackedRows(bytes, range, context.runs.pairs)) found.addRows(rows);
  yield* joinedTexts([found.straight, found.swapped], 'hexdump', text);
}

/**
 * The bytes of hexadecimal dumps: `xxd`, `hexdump`, `od -x`, `tcpdump -X` and the like; also stacked rows of digit pairs without an
 * address, or with one after the prefix of a log line.
 */
export const hexdumpViews: Family = (text, found) =>
  found.dumps.length === 0 && text.context.runs.pairs.length === 0 ? NO_VIEWS : dumpViews(text, found);
