import type { Span } from '../../types.ts';
import { Lexer } from './lexer.ts';
import { type PdfDictionary, PdfName, PdfReference, PdfString, type PdfValue, ValueReader } from './value.ts';
import { textOf } from './text.ts';

/** An object with a stream: its dictionary, and the span of its data in the file. */
export interface PdfStream {
  readonly object: number;
  readonly dictionary: PdfDictionary;
  readonly data: Span;
}

const OBJECT = Buffer.from('obj');
const END_OBJECT = Buffer.from('endobj');
const END_STREAM = Buffer.from('endstream');
const TRAILER = Buffer.from('trailer');
const LF = 10;
const CR = 13;
/** Keys whose strings are digests, signatures or ids. */
const NO_TEXT: ReadonlySet<string> = new Set([
  'ID',
  'O',
  'U',
  'OE',
  'UE',
  'Perms',
  'Contents/Sig',
  'CheckSum',
  'Panose',
]);
/** Keys of the names of a field. */
const FIELD_NAMES = ['T', 'TU'] as const;
/** Maximum number of references followed to find a value. */
const LONGEST_CHAIN = 8;

/** Everything in a PDF file's objects outside their streams. */
export class PdfObjects {
  readonly streams: PdfStream[] = [];
  /** Strings with their keys, one per line. */
  readonly strings: string[] = [];
  encrypted = false;
  readonly #values: Map<number, PdfValue> = new Map();

  /** A value, or the value that it refers to. */
  resolve(value: PdfValue | undefined): PdfValue | undefined {
    let current = value;
    for (let i = 0; i < LONGEST_CHAIN && current instanceof PdfReference; i++)
      current = this.#values.get(current.object);
    return current instanceof PdfReference ? undefined : current;
  }

  dictionary(value: PdfValue | undefined): PdfDictionary | undefined {
    const resolved = this.resolve(value);
    return resolved instanceof Map ? resolved : undefined;
  }

  /** All dictionaries that are separate objects. */
  *dictionaries(): Generator<readonly [number, PdfDictionary]> {
    for (const [object, value] of this.#values) if (value instanceof Map) yield [object, value];
  }

  add(object: number, value: PdfValue): void {
    this.#values.set(object, value);
    this.#strings('', value);
    if (value instanceof Map && value.has('Encrypt') && (object < 0 || nameOf(value.get('Type')) === 'XRef'))
      this.encrypted = true;
  }

  /** Adds the value of a form field after its names: the one for programs and the one shown to people (ISO 32000-1, 12.7.3.1). */
  #field(dictionary: PdfDictionary): void {
    const value = dictionary.get('V');
    if (!(value instanceof PdfString)) return;
    for (const key of FIELD_NAMES) {
      const name = dictionary.get(key);
      if (name instanceof PdfString) this.strings.push(`${textOf(name.bytes)}: ${textOf(value.bytes)}`);
    }
  }

  /** Adds the strings of a value, including names that are written with escapes. */
  #strings(key: string, value: PdfValue): void {
    if (value instanceof PdfString || value instanceof PdfName) {
      const text = NO_TEXT.has(key) ? '' : textIn(value);
      if (text !== '') this.strings.push(key === '' ? text : `${key}: ${text}`);
    } else if (value instanceof Map) {
      this.#field(value as PdfDictionary);
      for (const [name, inner] of value as PdfDictionary) this.#strings(name, inner);
    } else if (Array.isArray(value)) for (const inner of value as readonly PdfValue[]) this.#strings(key, inner);
  }
}

function textIn(value: PdfString | PdfName): string {
  if (value instanceof PdfString) return textOf(value.bytes);
  return value.isEscaped ? value.text : '';
}

/** The text of a name; undefined for any other value. */
export function nameOf(value: PdfValue | undefined): string | undefined {
  return value instanceof PdfName ? value.text : undefined;
}

/** Start of the number of the object whose `obj` is at `at`; -1 if there is none. */
function objectNumber(bytes: Buffer, at: number): number {
  const head = bytes.toString('latin1', Math.max(0, at - 24), at);
  const found = /(\d{1,10})\s+\d{1,5}\s*$/.exec(head);
  return found === null ? -1 : Number(found[1]);
}

/** Span of the data after the word `stream`: by the dictionary's length if that is correct, otherwise up to `endstream`. */
function dataSpan(bytes: Buffer, from: number, length: PdfValue | undefined): Span {
  let start = from;
  if (bytes[start] === CR) start++;
  if (bytes[start] === LF) start++;
  if (typeof length === 'number' && length >= 0 && start + length <= bytes.length) {
    const behind = bytes.subarray(start + length, start + length + END_STREAM.length + 4);
    if (behind.includes(END_STREAM)) return { start, end: start + length };
  }
  const found = bytes.indexOf(END_STREAM, start);
  if (found < 0) return { start, end: bytes.length };
  let end = found;
  if (bytes[end - 1] === LF) end--;
  if (bytes[end - 1] === CR) end--;
  return { start, end: Math.max(start, end) };
}

/** One walk over a file, from object to object, whatever its tables say. */
class ObjectWalk {
  readonly #bytes: Buffer;
  readonly #into: PdfObjects;
  /** The next `endobj`, kept until the walk has passed it. */
  #endObject = -1;

  constructor(bytes: Buffer, into: PdfObjects) {
    this.#bytes = bytes;
    this.#into = into;
  }

  run(): void {
    let at = 0;
    for (;;) {
      const found = this.#bytes.indexOf(OBJECT, at);
      this.#trailers(at, found < 0 ? this.#bytes.length : found);
      if (found < 0) return;
      const number = objectNumber(this.#bytes, found);
      at = number < 0 ? found + OBJECT.length : this.#object(number, found + OBJECT.length);
    }
  }

  /** Reads the trailers between objects. */
  #trailers(from: number, end: number): void {
    const at = this.#bytes.subarray(from, end).indexOf(TRAILER);
    if (at < 0) return;
    const value = new ValueReader(new Lexer(this.#bytes, from + at + TRAILER.length, end)).read();
    if (value !== undefined) this.#into.add(-1, value);
  }

  /** A value ends there at the latest, however many of its brackets are still open. */
  #objectEnd(from: number): number {
    if (this.#endObject < from) {
      const found = this.#bytes.indexOf(END_OBJECT, from);
      this.#endObject = found < 0 ? this.#bytes.length : found;
    }
    return this.#endObject;
  }

  #object(object: number, from: number): number {
    const lexer = new Lexer(this.#bytes, from, this.#objectEnd(from));
    const value = new ValueReader(lexer).read();
    if (value === undefined) return from;
    this.#into.add(object, value);
    const behind = lexer.at;
    const word = lexer.next();
    if (!(value instanceof Map) || word?.kind !== 'word' || word.text !== 'stream') return behind;
    const dictionary: PdfDictionary = value;
    const data = dataSpan(this.#bytes, lexer.at, this.#into.resolve(dictionary.get('Length')));
    this.#into.streams.push({ object, dictionary, data });
    return data.end;
  }
}

/** Reads the objects of a file in file order, including those no longer listed in any table. */
export function readObjects(bytes: Buffer): PdfObjects {
  const objects = new PdfObjects();
  new ObjectWalk(bytes, objects).run();
  return objects;
}

/** Adds the objects of an unpacked object stream (ISO 32000-1, 7.5.7). */
export function addPacked(objects: PdfObjects, bytes: Buffer, dictionary: PdfDictionary): void {
  const first = dictionary.get('First');
  if (typeof first !== 'number') return;
  const header = new ValueReader(new Lexer(bytes, 0, Math.min(first, bytes.length)));
  const starts = new Map<number, number>();
  for (;;) {
    const object = header.read();
    const offset = header.read();
    if (typeof object !== 'number' || typeof offset !== 'number') break;
    starts.set(first + offset, object);
  }
  const sorted = [...starts].sort(([a], [b]) => a - b);
  for (const [index, [start, object]] of sorted.entries()) {
    const end = Math.min(bytes.length, sorted[index + 1]?.[0] ?? bytes.length);
    const value = new ValueReader(new Lexer(bytes, start, end)).read();
    if (value !== undefined) objects.add(object, value);
  }
}
