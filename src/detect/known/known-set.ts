import type { NamedValue } from '../../types.ts';
import { partsOf } from './parts.ts';
import { publicPrefix } from './prefix.ts';
import { weaknessOf } from './strength.ts';
import { type KnownTables, LEAST_PART, type Piece, tablesOf } from './tables.ts';

/** Maximum bytes of a piece; longer values are cut. */
const LONGEST_PIECE = 192;
/** With more pieces than this, only common forms are searched for: all forms would exhaust the memory. */
const MOST_IN_EVERY_FORM = 10_000;
/** If this many values share a prefix, it is taken to be public. */
const ALIKE = 32;
const HEAD = 6;

/** A declared value that is not searched for, and the reason, without any information about the value. */
export interface Refused {
  readonly name: string;
  readonly reason: string;
}

/** The outcome for a set of declared values. */
export interface KnownSet {
  readonly tables: KnownTables;
  /** Number of values that are searched for. */
  readonly count: number;
  readonly refused: readonly Refused[];
  /** Whether they are searched for in every form. */
  readonly every: boolean;
}

/** Options for creating a set. */
export interface KnownOptions {
  /** Names of hosts, users and repositories, lower case: never secrets, whatever they are declared as. */
  readonly names?: ReadonlySet<string>;
  /** Maximum number of pieces that are searched for in every form. @default 10,000 */
  readonly mostInEveryForm?: number;
}

/** Declared values in pieces short enough to be searched for. */
export interface KnownPieces {
  readonly pieces: readonly Piece[];
  /** Number of values that have one. */
  readonly count: number;
  readonly refused: readonly Refused[];
}

/** Splits declared values, drops those that are too weak, and builds the tables for the rest. */
export function knownSet(values: Iterable<NamedValue>, options: KnownOptions = {}): KnownSet {
  const { pieces, count, refused } = knownPieces(values, options.names);
  const every = pieces.length <= (options.mostInEveryForm ?? MOST_IN_EVERY_FORM);
  return { tables: tablesOf(pieces, every), count, refused, every };
}

/** Splits declared values and drops those that are too weak. */
export function knownPieces(values: Iterable<NamedValue>, names: ReadonlySet<string> = new Set()): KnownPieces {
  const refused: Refused[] = [];
  const texts = new Map<string, Omit<Piece, 'publicChars'>>();
  let count = 0;
  for (const { name, secret, readings = [] } of values) {
    const judged = [secret, ...readings].map((reading) => judge(reading.reveal(), names));
    if (judged.every(({ strong }) => strong.length === 0)) refused.push({ name, reason: judged[0]?.reason ?? '' });
    else count++;
    for (const { whole, strong } of judged) {
      for (const [ordinal, text] of strong.flatMap(piecesOf).entries()) {
        // The same text under two names is reported under the first.
        if (!texts.has(text)) texts.set(text, { name, text, whole, ordinal });
      }
    }
  }
  const shared = sharedHeads([...texts.keys()]);
  const pieces = [...texts.values()].map((piece) => ({ ...piece, publicChars: publicChars(piece.text, shared) }));
  return { pieces, count, refused };
}

/** The parts of a value that are strong enough, or the reason if there are none. */
function judge(
  whole: string,
  names: ReadonlySet<string>,
): { readonly whole: string; readonly strong: readonly string[]; readonly reason: string } {
  const parts = partsOf(whole).map((text) => ({ text, weakness: weaknessOf(text, names) }));
  const strong = parts.filter(({ weakness }) => weakness === undefined).map(({ text }) => text);
  return { whole, strong, reason: parts[0]?.weakness ?? 'no secret part in it' };
}

/** A long text in pieces of about equal length, cut between characters. */
function piecesOf(text: string): readonly string[] {
  const bytes = Buffer.byteLength(text);
  if (bytes <= LONGEST_PIECE) return [text];
  const size = Math.ceil(bytes / Math.ceil(bytes / LONGEST_PIECE));
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const one of text) {
    const width = Buffer.byteLength(one);
    if (used + width > size) {
      pieces.push(piece);
      [piece, used] = ['', 0];
    }
    piece += one;
    used += width;
  }
  return [...pieces, piece].filter((part) => part.length >= LEAST_PART);
}

function publicChars(text: string, shared: ReadonlyMap<string, number>): number {
  const length = Math.max(publicPrefix(text), shared.get(text.slice(0, HEAD)) ?? 0);
  return text.length - length >= LEAST_PART ? length : 0;
}

/** Length of the prefix that many values share, by its first characters. */
function sharedHeads(texts: readonly string[]): ReadonlyMap<string, number> {
  const groups = new Map<string, { head: string; count: number }>();
  for (const text of texts) {
    const group = groups.get(text.slice(0, HEAD));
    if (group === undefined) groups.set(text.slice(0, HEAD), { head: text, count: 1 });
    else {
      group.count++;
      let length = 0;
      while (length < group.head.length && group.head[length] === text[length]) length++;
      group.head = group.head.slice(0, length);
    }
  }
  return new Map([...groups].filter(([, { count }]) => count >= ALIKE).map(([key, { head }]) => [key, head.length]));
}
