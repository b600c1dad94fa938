import type { Span } from '../../types.ts';
import type { DecodedView, ViewContext } from '../decoded-view.ts';
import { credentialName, type NamedValue, namedValueViews } from './named-values.ts';

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a] as const;
const [OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = [0x5b, 0x5d, 0x7b, 0x7d] as const;
const BLANK = 0x20;
/** Among so many entries there is a text, or the list holds rows of numbers. */
const FIRST_ENTRIES = 64;
/** What a value in such an object is: the number of the entry that it stands for, less than nothing for what has none. */
const NUMBER = /^-?\d{1,8}$/;
/** A name that is an entry of its own, as turbo-stream writes it. */
const ENTRY = /^_(\d{1,8})$/;
const LONGEST_WORD = 16;
/** Of a list that a member refers to. */
const MOST_ITEMS = 64;
/** Of what holds name and value in members of their own, what those are called. */
const [NAME, VALUE] = [/^(?:name|key)$/i, /^value$/i];

/** An entry of the list: a text, or what refers to others. */
interface Entry {
  readonly text?: Span;
  /** Members of an object, or the items of a list, which have no name. */
  readonly members?: readonly Member[];
}

interface Member {
  /** Undefined in a list. */
  readonly name: Span | undefined;
  readonly index: number;
}

type NamedMember = Member & { readonly name: Span };

/** Reads a list of JSON whose objects hold nothing but numbers of its entries. */
class IndexedList {
  readonly #bytes: Buffer;
  #at: number;
  /** Whether numbers of entries are written as texts, and others are what they are. */
  #isQuoted: boolean | undefined;

  constructor(bytes: Buffer, start: number) {
    this.#bytes = bytes;
    this.#at = start;
  }

  /** Its entries up to where it ends or is cut; undefined where it is another list. */
  read(): readonly Entry[] | undefined {
    const entries: Entry[] = [];
    for (let byte = this.#next(); byte !== CLOSE_LIST && this.#at < this.#bytes.length; byte = this.#next()) {
      const entry = this.#entry(byte);
      if (entry === undefined) return undefined;
      entries.push(entry);
      if (entries.length === FIRST_ENTRIES && entries.every(({ text }) => text === undefined)) return undefined;
      this.#skip(COMMA);
    }
    return entries;
  }

  #entry(byte: number): Entry | undefined {
    if (byte === QUOTE) return { text: this.#string() };
    if (byte !== OPEN && byte !== OPEN_LIST) {
      this.#word();
      return {};
    }
    const members = this.#members(byte === OPEN);
    return members && { members };
  }

  /** What an object or a list refers to; undefined where it holds others. A list may begin with the name of its type. */
  #members(isObject: boolean): readonly Member[] | undefined {
    const close = isObject ? CLOSE : CLOSE_LIST;
    const members: Member[] = [];
    this.#at++;
    for (let byte = this.#next(); byte !== close && this.#at < this.#bytes.length; byte = this.#next()) {
      if (byte === OPEN || byte === OPEN_LIST) return undefined;
      const name = isObject ? this.#name() : undefined;
      const isText = this.#next() === QUOTE;
      const index = this.#index(isText);
      if (index !== undefined) members.push({ name, index });
      else if (isObject && isText) return undefined;
      this.#skip(COMMA);
    }
    this.#at++;
    return members;
  }

  #name(): Span {
    const name = this.#next() === QUOTE ? this.#string() : this.#word();
    this.#skip(COLON);
    return name;
  }

  /** The number of an entry that stands here. */
  #index(isText: boolean): number | undefined {
    const { start, end } = isText ? this.#string() : this.#word();
    const text = this.#bytes.toString('latin1', start, Math.min(end, start + 12));
    if (!NUMBER.test(text)) return undefined;
    this.#isQuoted ??= isText;
    return isText === this.#isQuoted ? Number(text) : undefined;
  }

  /** The next byte that is no blank. */
  #next(): number {
    while (this.#at < this.#bytes.length && (this.#bytes[this.#at] ?? 0) <= BLANK) this.#at++;
    return this.#bytes[this.#at] ?? CLOSE_LIST;
  }

  #skip(byte: number): void {
    if (this.#next() === byte) this.#at++;
  }

  /** What stands between the quotation marks here. */
  #string(): Span {
    const start = ++this.#at;
    while (this.#at < this.#bytes.length && this.#bytes[this.#at] !== QUOTE)
      this.#at += this.#bytes[this.#at] === BACKSLASH ? 2 : 1;
    return { start, end: Math.min(this.#at++, this.#bytes.length) };
  }

  /** A number or a word; at least one byte of whatever stands here. */
  #word(): Span {
    const start = this.#at++;
    while (this.#at < this.#bytes.length && isOfWord(this.#bytes[this.#at] ?? 0)) this.#at++;
    return { start, end: this.#at };
  }
}

function isOfWord(byte: number): boolean {
  return byte > BLANK && byte !== COMMA && byte !== COLON && byte !== CLOSE && byte !== CLOSE_LIST;
}

/** The texts that an entry is or, as a list, refers to. */
function textsOf(entries: readonly Entry[], index: number): readonly Span[] {
  const { text, members = [] } = entries[index] ?? {};
  if (text !== undefined) return [text];
  const items = members.slice(0, MOST_ITEMS);
  return items.flatMap(({ name, index: item }) => (name === undefined ? (entries[item]?.text ?? []) : []));
}

/** The members of an object with their names, of which one may be an entry as well (`_12`), and a value has the name in the member before it. */
function* namedMembers(bytes: Buffer, entries: readonly Entry[], members: readonly Member[]): Generator<NamedMember> {
  const wordOf = ({ start, end }: Span): string => bytes.toString('latin1', start, Math.min(end, start + LONGEST_WORD));
  let own: Span | undefined;
  for (const { name, index } of members) {
    if (name === undefined) continue;
    const [, number] = ENTRY.exec(wordOf(name)) ?? [];
    const called = (number === undefined ? undefined : entries[Number(number)]?.text) ?? name;
    if (NAME.test(wordOf(called))) own = entries[index]?.text;
    yield { name: own !== undefined && VALUE.test(wordOf(called)) ? own : called, index };
  }
}

/** What the objects among the entries refer to, with the names of credentials alone. */
function* pairsOf(bytes: Buffer, entries: readonly Entry[]): Generator<NamedValue> {
  const told = new Set<string>();
  for (const { members = [] } of entries) {
    for (const { name, index } of namedMembers(bytes, entries, members)) {
      const credential = credentialName(bytes, name);
      const key = `${credential ?? ''} ${index}`;
      if (credential === undefined || told.has(key)) continue;
      told.add(key);
      for (const text of textsOf(entries, index)) yield [name, text];
    }
  }
}

const DATA = '"data":[';

/** Where the lists begin: the whole text, or those of the nodes of a page of SvelteKit. */
function* listsIn(bytes: Buffer): Generator<number> {
  const first = bytes.indexOf(OPEN_LIST);
  if (bytes.indexOf(OPEN) < first && bytes.subarray(0, first).includes('"nodes"')) {
    for (let at = bytes.indexOf(DATA); at >= 0; at = bytes.indexOf(DATA, at + DATA.length)) yield at + DATA.length;
  } else yield first + 1;
}

/**
 * Texts beside the names of their members, where objects hold the numbers of the texts in a list: what flatted (reports of Vitest), devalue (pages of
 * SvelteKit, Nuxt and Astro) and turbo-stream (React Router) write.
 */
export function* indexedJsonViews(bytes: Buffer, context: ViewContext): Generator<DecodedView> {
  for (const start of listsIn(bytes)) {
    const entries = new IndexedList(bytes, start).read();
    if (entries !== undefined) yield* namedValueViews('indexed-json', bytes, pairsOf(bytes, entries), context);
    if (context.stopped) return;
  }
}
