import type { Span } from '../../types.ts';

const [LF, BACKSLASH] = [10, 0x5c] as const;
/** Longest start of an event up to its text, and context read on both sides of a piece. */
const MOST_HEAD = 2048;
const MOST_BESIDE = 384;

/**
 * The member of an event that holds the next piece of a text: in APIs of language models (OpenAI's completions and responses, Anthropic's
 * messages, Gemini, Ollama, Text Generation Inference), and in what clients and agents make of them. As JSON, and as Python and JavaScript
 * print it.
 */
const PIECE =
  /(?<![\w-])["']?(?:content|text|value|delta|partial_json|arguments|chunk|output|data|response|completion|thinking|reasoning(?:_content)?|signature)["']?\s{0,2}[:=]\s{0,2}(?<quote>["'])/;
/** What differs between two events of one text: numbers, times, and strings except those that tell the kind of event. */
const COUNTED = /[\w.:+-]*\d[\w.:+-]*/g;
const MEMBER = /(?<name>\w{1,40})["']?\s?[:=]\s?(?<quote>["'])[^"'\\]{0,200}\k<quote>/g;
const TELLING: ReadonlySet<string> = new Set(['type', 'event', 'event_type', 'kind', 'object', 'role', 'stream']);
/** What an event belongs to if several texts are interleaved. */
const OWNER = /[iI]d["']?\s?[:=]\s?["'](?<id>[\w-]{4,80})["']|index["']?\s?[:=]\s?(?<index>\d{1,4})\b/g;
/** Longest prefix on an event's line that tells which text it belongs to. */
const MOST_PREFIX = 80;
/** The border between adjacent events: no further member follows the end of a list, object or call. */
const APART = /[}\])]\s{0,40}(?:,\s{0,40}(?=[{([]|\w{1,60}\()|(?=[^\s,}\])]))/g;
/** Minimum share of all events that must have an index for it to distinguish texts. */
const LEAST_SHARE = 1 / 16;
/** Signs that an object holds a part of a text and not a complete one: inside it, and before it. */
const DELTA = /elta|hunk|_stream|_CONTENT/;
const NAMED = /(?:elta(?:["']?\s?:\s?|Event)?|Chunk)$/;
const MOST_NAME = 12;

/** A piece of text in an event. */
interface Piece extends Span {
  /** Number of the text before it, without what differs between the events of one text. */
  readonly head: number;
  /** Numbers of the identifiers and indices of its event, and of the prefix on its line. */
  readonly owners: number[];
  /** Whether the event says that this is a part of a text. */
  readonly isSure: boolean;
}

/** A piece, and the text that it belongs to. */
export interface ToldPiece extends Span {
  readonly text: string;
  readonly isSure: boolean;
}

/** End of the string whose inside begins at `at`: the position of the given quote, -1 if there is none. */
export function stringEnd(bytes: Buffer, at: number, quote: string): number {
  for (let end = bytes.indexOf(quote, at); end >= 0; end = bytes.indexOf(quote, end + 1)) {
    let first = end;
    while (first > at && bytes[first - 1] === BACKSLASH) first--;
    if ((end - first) % 2 === 0) return end;
  }
  return -1;
}

/** What the pieces of one text have in common before them. */
function kindOf(head: string): string {
  return head.replace(MEMBER, (all, name: string) => (TELLING.has(name) ? all : name)).replace(COUNTED, '0');
}

/** Numbers words, and counts their occurrences. */
class Words {
  readonly #known: Map<string, number> = new Map();
  readonly counts: number[] = [];

  numberOf(word: string): number {
    let number = this.#known.get(word);
    if (number === undefined) this.#known.set(word, (number = this.counts.push(0) - 1));
    this.counts[number] = (this.counts[number] ?? 0) + 1;
    return number;
  }
}

/** Collects the pieces of texts in events, in byte order. */
export class Pieces {
  readonly #bytes: Buffer;
  readonly #pieces: Piece[] = [];
  readonly #heads: Map<string, { readonly head: number; readonly isSure: boolean }> = new Map();
  readonly #kinds: Words = new Words();
  readonly #owners: Words = new Words();
  /** Numbers of the owners that are indices. */
  readonly #indices: Set<number> = new Set();

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Adds the piece in the event on the line that begins at `start`, if there is one. */
  addLine(start: number): void {
    const newline = this.#bytes.subarray(start, start + MOST_HEAD).indexOf(LF);
    const piece = this.#pieceIn(start, newline < 0 ? start + MOST_HEAD : start + newline);
    if (piece !== undefined) this.#pieces.push(piece);
  }

  /** Adds the piece in the object that begins at `at`, if there is one; `next` is the start of the next such object. */
  addObject(at: number, next: number): void {
    const last = this.#pieces.at(-1);
    const floor = last?.end ?? 0;
    const piece = at < floor ? undefined : this.#pieceIn(at, Math.min(at + MOST_HEAD, next));
    if (piece === undefined) return;
    const isNamed = NAMED.test(this.#bytes.toString('latin1', Math.max(floor, at - MOST_NAME), at));
    this.#share(last, piece);
    this.#pieces.push(isNamed && !piece.isSure ? { ...piece, isSure: true } : piece);
  }

  /** What precedes a piece in its event, which begins at or after `at` and after the border of the previous event. */
  headOf(at: number, start: number): string {
    const between = this.#bytes.toString('latin1', Math.max(at, start - MOST_BESIDE), start - 1);
    const border = Array.from(between.matchAll(APART)).at(-1);
    return between.slice(border === undefined ? 0 : border.index + border[0].length);
  }

  /** Adds a piece whose event begins at or after `at`. */
  addPiece(at: number, { start, end }: Span): void {
    const piece = { start, end, owners: [], ...this.#head(this.headOf(at, start).replace(/^\W+/, '')) };
    this.#share(this.#pieces.at(-1), piece);
    this.#pieces.push(piece);
  }

  /** Divides the text between two pieces between their events, and records the owners in it. */
  #share(last: Piece | undefined, next: Piece): void {
    const floor = last?.end ?? 0;
    const from = Math.max(floor, next.start - MOST_BESIDE);
    const before = this.#bytes.toString('latin1', from, next.start);
    const borders = Array.from(before.matchAll(APART), ({ index }) => index);
    const border = borders.at(-1) ?? 0;
    this.#note(before.slice(border), next);
    this.#notePrefix(before.slice(border), from === 0 && border === 0, next);
    if (last === undefined) return;
    if (from === floor) this.#note(before.slice(0, borders[0]), last);
    else this.#noteBehind(last);
  }

  /** Records the owners between a piece and the end of its event, if no other piece is near. */
  #noteBehind(last: Piece): void {
    const behind = this.#bytes.toString('latin1', last.end, last.end + MOST_BESIDE);
    const border = behind.search(APART);
    this.#note(border < 0 ? behind : behind.slice(0, border), last);
  }

  #note(text: string, { owners }: Piece): void {
    for (const { groups: { id, index } = {} } of text.matchAll(OWNER)) {
      const number = this.#owners.numberOf(id ?? `#${index}`);
      owners.push(number);
      if (id === undefined) this.#indices.add(number);
    }
  }

  /** Records the prefix on the line of an event. @param isFirst whether `text` begins at the start of the bytes */
  #notePrefix(text: string, isFirst: boolean, { owners }: Piece): void {
    const brace = text.indexOf('{');
    const line = text.lastIndexOf('\n', brace) + 1;
    const prefix = brace < 0 || (line === 0 && !isFirst) ? '' : text.slice(line, brace);
    if (prefix.length > MOST_PREFIX || prefix.trim() === '') return;
    owners.push(this.#owners.numberOf(`\n${prefix.replace(/\d+/g, '0')}`));
  }

  /** The piece between `start` and `end`; undefined if there is none. */
  #pieceIn(start: number, end: number): Piece | undefined {
    const text = this.#bytes.toString('latin1', start, end);
    const found = PIECE.exec(text);
    if (found === null) return undefined;
    const from = start + found.index + found[0].length;
    const last = stringEnd(this.#bytes, from, found.groups?.['quote'] ?? '');
    return last < 0
      ? undefined
      : { start: from, end: last, owners: [], ...this.#head(text.slice(0, from - start - 1)) };
  }

  #head(head: string): { readonly head: number; readonly isSure: boolean } {
    let known = this.#heads.get(head);
    if (known === undefined) {
      known = { head: this.#kinds.numberOf(kindOf(head)), isSure: DELTA.test(head) };
      this.#heads.set(head, known);
    }
    return known;
  }

  /** The pieces with their texts, distinguished by numbers and identifiers that do not change with each event. */
  told(): readonly ToldPiece[] {
    const last = this.#pieces.at(-1);
    if (last !== undefined) this.#noteBehind(last);
    return this.#pieces.map(({ start, end, head, owners, isSure }) => {
      const text = owners.filter((owner) => this.#tells(owner));
      return { start, end, isSure, text: [head, ...text].join() };
    });
  }

  #tells(owner: number): boolean {
    const count = this.#owners.counts[owner] ?? 0;
    return count > 1 && (!this.#indices.has(owner) || count >= LEAST_SHARE * this.#pieces.length);
  }
}
