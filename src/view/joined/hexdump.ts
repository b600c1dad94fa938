import type { Span } from '../../types.ts';
import { HEX_DIGITS, hexValue } from '../byte-class.ts';
import { distance, RADICES } from './dump-address.ts';
import type { Family } from './family.ts';
import { Joiner } from './joiner.ts';

const [LF, SPACE, TAB, COLON, MINUS, PIPE, ZERO, LOWER_X] = [10, 0x20, 9, 0x3a, 0x2d, 0x7c, 0x30, 0x78] as const;
/** Digits of a byte, and where the next one stands. */
const PAIR = { stride: 2, width: 2 } as const;
/** Digits of the address, blanks in front of the address and between the columns. */
const [LEAST_ADDRESS, MOST_ADDRESS] = [3, 16] as const;
const MOST_BLANKS = 16;
const MOST_GAP = 3;
const MOST_WIDTH = 256;

/** A line of a dump: its address, and where the digits of its bytes stand. */
interface Line {
  readonly address: string;
  /** Place of the first digit of each byte. */
  readonly places: readonly number[];
  /** Digits that stand together: 2, 4, 8 … */
  readonly group: number;
  /** Whether a colon stands behind the address: `xxd` and `tcpdump` write bytes in their order, whatever the groups. */
  readonly colon: boolean;
  /** Column behind the last digit. */
  readonly width: number;
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}

function isHex(byte: number | undefined): boolean {
  return byte !== undefined && HEX_DIGITS[byte] === 1;
}

function skip(bytes: Buffer, from: number, most: number): number {
  let at = from;
  while (at < from + most && isBlank(bytes[at])) at++;
  return at;
}

/** The address at the start of a line: where it begins, and what stands behind it. */
function addressAt(
  bytes: Buffer,
  lineStart: number,
): { start: number; end: number; next: number; colon: boolean } | undefined {
  let start = skip(bytes, lineStart, MOST_BLANKS);
  if (bytes[start] === PIPE) start++;
  if (bytes[start] === ZERO && bytes[start + 1] === LOWER_X) start += 2;
  let end = start;
  while (end - start <= MOST_ADDRESS && isHex(bytes[end])) end++;
  if (end - start < LEAST_ADDRESS || end - start > MOST_ADDRESS) return undefined;
  const colon = bytes[end] === COLON;
  const mark = colon || bytes[end] === PIPE ? end + 1 : end;
  const next = skip(bytes, mark, MOST_BLANKS);
  return next > end ? { start, end, next, colon } : undefined;
}

/** End of the digits from `at` on. */
function digitsEnd(bytes: Buffer, at: number, limit: number): number {
  let end = at;
  while (end < limit && isHex(bytes[end])) end++;
  return end;
}

/** Reads the groups of digits from `at` on, at most `most` bytes and not beyond `limit`. */
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
    const next = bytes[stop] === MINUS ? stop + 1 : skip(bytes, stop, MOST_GAP);
    if (next === stop || length < group) break;
    at = next;
  }
  return { places: places.slice(0, most), group, end };
}

/** The line of a dump that begins at `start`; `most` and `width` are what a full line before it has. */
function lineAt(bytes: Buffer, start: number, most: number, width: number): Line | undefined {
  const address = addressAt(bytes, start);
  if (address === undefined) return undefined;
  const { places, group, end } = groupsAt(bytes, address.next, most, start + width);
  if (places.length === 0) return undefined;
  return {
    address: bytes.toString('latin1', address.start, address.end),
    places,
    group,
    colon: address.colon,
    width: end - start,
  };
}

function nextLine(bytes: Buffer, at: number): number {
  const newline = bytes.indexOf(LF, at);
  return newline < 0 ? bytes.length : newline + 1;
}

/** The first line of a dump that begins at `start`, with as many bytes as the address of the next line says. */
function firstLine(bytes: Buffer, start: number): { readonly line: Line; readonly radix: number } | undefined {
  const next = nextLine(bytes, start);
  const [own, below] = [addressAt(bytes, start), addressAt(bytes, next)];
  if (own === undefined || below === undefined) return undefined;
  const text = ({ start: from, end }: Span): string => bytes.toString('latin1', from, end);
  for (const radix of RADICES) {
    const count = distance(text(own), text(below), radix);
    const line = count === 0 ? undefined : lineAt(bytes, start, count, MOST_WIDTH);
    if (line?.places.length === count) return { line, radix };
  }
  return undefined;
}

/** Lines of one dump from `start` on, and where it ends; fewer than two are none. */
function dumpAt(bytes: Buffer, start: number): { readonly lines: readonly Line[]; readonly end: number } {
  const first = firstLine(bytes, start);
  let at = nextLine(bytes, start);
  if (first === undefined) return { lines: [], end: at };
  const count = first.line.places.length;
  const lines = [first.line];
  for (let previous = first.line; at < bytes.length;) {
    const line = lineAt(bytes, at, count, first.line.width);
    if (line === undefined || distance(previous.address, line.address, first.radix) !== count) break;
    lines.push(line);
    previous = line;
    at = nextLine(bytes, at);
    if (line.places.length < count) break;
  }
  return { lines, end: at };
}

/** The bytes of a dump; `swap` turns groups round, as programs do that print words of a little-endian machine. */
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

/** The bytes of hexadecimal dumps: `xxd`, `hexdump`, `od -x`, `tcpdump -X` and their like. */
export const hexdumpViews: Family = function* ({ bytes, range, context }, { dumps }) {
  const straight = new Joiner(bytes);
  const swapped = new Joiner(bytes);
  let floor = 0;
  for (const at of dumps) {
    if (at < floor) continue;
    const { lines, end } = dumpAt(bytes, at);
    const [line] = lines;
    if (line === undefined || lines.length < 2) continue;
    join(bytes, lines, straight, false);
    // `xxd -e` writes words of four bytes.
    if (line.group > 2 && (!line.colon || line.group === 8)) join(bytes, lines, swapped, true);
    floor = end;
  }
  for (const joiner of [straight, swapped]) {
    if (joiner.length === 0) continue;
    if (!context.pay(joiner.length, 'hexdump', range)) return;
    yield joiner.view('hexdump');
  }
};
