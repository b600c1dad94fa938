import { isLineBreak } from '../../ascii.ts';
import type { Span } from '../../types.ts';
import { hexNumber } from '../byte-class.ts';
import type { DecodedView, ViewContext } from '../decoded-view.ts';
import { isContainer } from './worth.ts';
import { joinedTexts, Joiner } from '../joined/joiner.ts';
import { nextLine } from '../line-end.ts';

const [COLON, UPPER_S, ZERO] = [0x3a, 0x53, 0x30] as const;
const PAIR = { stride: 2, width: 2 } as const;
/** Bytes of the address by the digit after `S`: headers and data. */
const S_ADDRESSES: ReadonlyMap<number, number> = new Map([
  [0, 2],
  [1, 2],
  [2, 3],
  [3, 4],
]);
/** Sum of all bytes of a record, including its checksum. */
const [INTEL_SUM, MOTOROLA_SUM] = [0, 0xff] as const;

/** A record: the span of its data digits, which precede the two checksum digits, and its address; no data for other types. */
export interface HexRecord {
  /** Start of the digits that the checksum covers, and the sum of these bytes and the checksum. */
  readonly first: number;
  readonly sum: number;
  readonly start: number;
  readonly end: number;
  readonly address: number;
}

/** Whether `count` bytes in digits from `first` on have the required sum and are followed by the end of the line. */
function fits(bytes: Buffer, { first, sum }: Pick<HexRecord, 'first' | 'sum'>, count: number): boolean {
  const end = first + 2 * count;
  if (end > bytes.length || (end < bytes.length && !isLineBreak(bytes[end]))) return false;
  let total = 0;
  for (let digit = first; digit < end; digit += 2) {
    const byte = hexNumber(bytes, digit, 2, end);
    if (byte < 0) return false;
    total += byte;
  }
  return (total & 0xff) === sum;
}

/** `:`, number of bytes, 16-bit address, type (0: data), bytes, checksum. */
function intelRecord(bytes: Buffer, at: number): HexRecord | undefined {
  const count = hexNumber(bytes, at + 1, 2, bytes.length);
  const sums = { first: at + 1, sum: INTEL_SUM };
  if (count < 0 || !fits(bytes, sums, count + 5)) return undefined;
  const start = at + 9;
  const isData = hexNumber(bytes, at + 7, 2, bytes.length) === 0;
  return { ...sums, start, end: start + (isData ? 2 * count : 0), address: hexNumber(bytes, at + 3, 4, bytes.length) };
}

/** `S`, type, number of bytes that follow, address, bytes, checksum. */
function motorolaRecord(bytes: Buffer, at: number): HexRecord | undefined {
  const kind = (bytes[at + 1] ?? 0) - ZERO;
  const count = hexNumber(bytes, at + 2, 2, bytes.length);
  const sums = { first: at + 2, sum: MOTOROLA_SUM };
  if (kind < 0 || kind > 9 || count < 3 || !fits(bytes, sums, count + 1)) return undefined;
  const width = S_ADDRESSES.get(kind);
  if (width === undefined) return { ...sums, start: at, end: at, address: 0 };
  const start = at + 4 + 2 * width;
  const address = hexNumber(bytes, at + 4, 2 * width, bytes.length);
  return { ...sums, start, end: Math.max(start, at + 2 + 2 * count), address };
}

/** The record that begins at `at`; undefined if there is none, or its checksum is wrong. */
export function recordAt(bytes: Buffer, at: number): HexRecord | undefined {
  if (bytes[at] === COLON) return intelRecord(bytes, at);
  return bytes[at] === UPPER_S ? motorolaRecord(bytes, at) : undefined;
}

/** The correct checksum digits of a record, whatever it contains in their place. */
export function checksumOf(bytes: Buffer, { first, sum, end }: HexRecord): string {
  let total = 0;
  for (let digit = first; digit < end; digit += 2) total += hexNumber(bytes, digit, 2, end);
  return ((sum - total) & 0xff).toString(16).toUpperCase().padStart(2, '0');
}

/** The data of the records from `from` on, joined where addresses continue; also the text in headers. */
function dataOf(bytes: Buffer, from: number): readonly Joiner[] {
  const [data, headers] = [new Joiner(bytes), new Joiner(bytes)];
  let expected = -1;
  for (let at = from; at < bytes.length; at = nextLine(bytes, at)) {
    const record = recordAt(bytes, at);
    if (record === undefined) break;
    const { start, end, address } = record;
    if (end === start) continue;
    const joiner = bytes[at] === UPPER_S && bytes[at + 1] === ZERO ? headers : data;
    if (address === expected) joiner.joint('sure');
    else joiner.break();
    for (let digit = start; digit < end; digit += 2) joiner.byte(hexNumber(bytes, digit, 2, end), digit, PAIR);
    expected = address + (end - start) / 2;
    // Intel addresses go up to 65,535 and, after a record that says so, start at 0 again.
    if (bytes[at] === COLON) expected %= 0x10000;
  }
  return [data, headers];
}

/** The data of the records that begin at `from`, if any do. */
export function* recordViews(
  bytes: Buffer,
  from: number,
  text: { range: Span; context: ViewContext },
): Generator<DecodedView> {
  if (recordAt(bytes, from) === undefined) return;
  for (const view of joinedTexts(dataOf(bytes, from), 'hex-records', text))
    yield { ...view, container: isContainer(view.bytes) };
}
