import type { NamedValue } from '../../types.ts';
import { partsOf } from './parts.ts';
import { publicPrefix } from './prefix.ts';
import { weaknessOf } from './strength.ts';
import { type KnownTables, LEAST_PART, type Piece, tablesOf } from './tables.ts';

/** Bytes of a piece; longer values are cut. */
const LONGEST_PIECE = 192;
/** More pieces than this are looked for in the forms that are met every day: all forms would fill the memory. */
const MOST_IN_EVERY_FORM = 10_000;
/** Values that begin alike from which on their head is taken for public. */
const ALIKE = 32;
const HEAD = 6;

/** A declared value that is not looked for, and why, in words that say nothing of it. */
export interface Refused {
  readonly name: string;
  readonly reason: string;
}

/** What became of a set of declared values. */
export interface KnownSet {
  readonly tables: KnownTables;
  /** Values that are looked for. */
  readonly count: number;
  readonly refused: readonly Refused[];
  /** Whether they are looked for in every form. */
  readonly every: boolean;
}

/** What a set is made with. */
export interface KnownOptions {
  /** Names of hosts, users and repositories, lower case: they are no secrets whatever they are called. */
  readonly names?: ReadonlySet<string>;
  /** Most pieces that are looked for in every form. @default 10,000 */
  readonly mostInEveryForm?: number;
}

/** Declared values in pieces short enough to be looked for. */
export interface KnownPieces {
  readonly pieces: readonly Piece[];
  /** Values that have one. */
  readonly count: number;
  readonly refused: readonly Refused[];
}

/** Takes declared values apart, leaves out what is too weak, and makes the tables to find the rest. */
export function knownSet(values: Iterable<NamedValue>, options: KnownOptions = {}): KnownSet {
  const { pieces, count, refused } = knownPieces(values, options.names);
  const every = pieces.length <= (options.mostInEveryForm ?? MOST_IN_EVERY_FORM);
  return { tables: tablesOf(pieces, every), count, refused, every };
}

/** Takes declared values apart and leaves out what is too weak. */
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
        // The same text under two names is told under the first.
        if (!texts.has(text)) texts.set(text, { name, text, whole, ordinal });
      }
    }
  }
  const shared = sharedHeads([...texts.keys()]);
  const pieces = [...texts.values()].map((piece) => ({ ...piece, publicChars: publicChars(piece.text, shared) }));
  return { pieces, count, refused };
}

/** The parts of a value that are strong enough, and why where none is. */
function judge(
  whole: string,
  names: ReadonlySet<string>,
): { readonly whole: string; readonly strong: readonly string[]; readonly reason: string } {
  const parts = partsOf(whole).map((text) => ({ text, weakness: weaknessOf(text, names) }));
  const strong = parts.filter(({ weakness }) => weakness === undefined).map(({ text }) => text);
  return { whole, strong, reason: parts[0]?.weakness ?? 'no secret part in it' };
}

/** A long text in pieces of about one length, cut between characters. */
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

/** How long the head is that many values share, by its first characters. */
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
