import type { Span } from '../../types.ts';
import type { DecodedView, ViewContext } from '../decoded-view.ts';
import { type NamedValue, namedValueViews } from './named-values.ts';

/** Most digits of a length, and lists and dictionaries inside one another. */
const MOST_DIGITS = 10;
const MOST_LEVELS = 64;
const [ZERO, NINE, COLON, BYTES, TEXT, DICTIONARY, LIST] = [0x30, 0x39, 0x3a, 0x2c, 0x3b, 0x7d, 0x5d] as const;

/** A value: what its data is, and the place of that. */
interface Item extends Span {
  readonly type: number;
}

/** The value at `at`, which ends at `end` at the latest; undefined where its length is wrong. */
function itemAt(bytes: Buffer, at: number, end: number): Item | undefined {
  let length = 0;
  let start = at;
  for (; start < at + MOST_DIGITS && isDigit(bytes[start]); start++) length = length * 10 + (bytes[start] ?? 0) - ZERO;
  if (start === at || bytes[start] !== COLON || start + 1 + length >= end) return undefined;
  return { start: start + 1, end: start + 1 + length, type: bytes[start + 1 + length] ?? 0 };
}

function isDigit(byte = 0): boolean {
  return byte >= ZERO && byte <= NINE;
}

/** The values of a list or dictionary, or those one behind the other, up to what is none. */
function itemsOf(bytes: Buffer, { start, end }: Span): Item[] {
  const items: Item[] = [];
  for (let at = start; at < end;) {
    const item = itemAt(bytes, at, end);
    if (item === undefined) break;
    items.push(item);
    at = item.end + 1;
  }
  return items;
}

const isText = ({ type }: Item): boolean => type === BYTES || type === TEXT;

/** Pairs of names and values in an item: members of a dictionary, and lists of two texts, as headers are. */
function* pairsOf(bytes: Buffer, within: Item, level = 0): Generator<NamedValue> {
  const items = itemsOf(bytes, within);
  const isPaired = within.type === DICTIONARY || (items.length === 2 && items.every(isText));
  for (const [index, item] of items.entries()) {
    const name = items[index - 1];
    if (isPaired && index % 2 === 1 && name !== undefined && isText(item)) yield [name, item];
    else if ((item.type === DICTIONARY || item.type === LIST) && level < MOST_LEVELS)
      yield* pairsOf(bytes, item, level + 1);
  }
}

/**
 * Values of typed netstrings (tnetstrings.info) beside their names, between which the length of the value stands: flows of mitmproxy, where headers
 * are lists of two.
 */
export function* netstringViews(bytes: Buffer, context: ViewContext): Generator<DecodedView> {
  const pairs = pairsOf(bytes, { start: 0, end: bytes.length, type: LIST });
  yield* namedValueViews('netstrings', bytes, pairs, context);
}
