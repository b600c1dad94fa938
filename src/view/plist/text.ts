import type { PlistObjects, PlistValue } from './objects.ts';

/** Maximum nesting of objects that are written. */
const DEEPEST = 64;
/** Keys under which Apple's archiver stores the keys and values of a dictionary, and its objects. */
const [ARCHIVED, ARCHIVED_KEYS, ARCHIVED_VALUES] = ['$objects', 'NS.keys', 'NS.objects'] as const;

/**
 * Writes the values of a property list as JSON. A container is written only once, where it occurs first, so that the text grows with the
 * file; texts may be repeated and count each time.
 */
export class PlistText {
  readonly #objects: PlistObjects;
  readonly #most: number;
  readonly #parts: string[] = [];
  readonly #met: Set<number> = new Set();
  #length = 0;
  #archived: readonly number[] = [];
  /** Whether an object could not be read. */
  isBroken = false;

  /** @param most maximum number of characters written */
  constructor(objects: PlistObjects, most: number) {
    this.#objects = objects;
    this.#most = most;
  }

  /** Whether something was omitted because the text got too long. */
  get isCut(): boolean {
    return this.#length >= this.#most;
  }

  write(): Buffer {
    const root = this.#read(this.#objects.root);
    if (root?.kind === 'dictionary') this.#archived = this.#archiveOf(root);
    this.#value(this.#objects.root, 0);
    this.#put('\n');
    return Buffer.from(this.#parts.join(''));
  }

  #archiveOf({ keys, values }: PlistValue & { readonly kind: 'dictionary' }): readonly number[] {
    const at = keys.findIndex((key) => this.#textOf(key) === ARCHIVED);
    const array = at < 0 ? undefined : this.#read(values[at] ?? -1);
    return array?.kind === 'array' ? array.members : [];
  }

  #read(index: number): PlistValue | undefined {
    return index < 0 ? undefined : this.#objects.read(index);
  }

  #textOf(index: number): string | undefined {
    const value = this.#read(index);
    return value?.kind === 'text' ? value.text : undefined;
  }

  #put(text: string): void {
    if (this.isCut) return;
    this.#parts.push(text);
    this.#length += text.length;
  }

  #value(index: number, depth: number): void {
    if (this.isCut) return;
    const value = this.#read(index);
    if (value === undefined) {
      this.isBroken = true;
      return this.#put('null');
    }
    if (value.kind !== 'array' && value.kind !== 'dictionary') return this.#put(this.#leaf(value));
    if (depth >= DEEPEST || this.#met.has(index)) return this.#put('null');
    this.#met.add(index);
    if (value.kind === 'array') this.#array(value.members, depth);
    else this.#dictionary(value, depth);
  }

  #leaf(value: PlistValue): string {
    if (value.kind === 'text') return JSON.stringify(value.text);
    if (value.kind === 'data') return JSON.stringify(value.bytes.toString('base64'));
    if (value.kind === 'plain') return value.text;
    // A reference into the archive: texts are written where they are referenced.
    const text = value.kind === 'uid' ? this.#textOf(this.#archived[value.index] ?? -1) : undefined;
    return text === undefined ? 'null' : JSON.stringify(text);
  }

  #array(members: readonly number[], depth: number): void {
    this.#put('[');
    for (const [position, member] of members.entries()) {
      if (position > 0) this.#put(',\n');
      this.#value(member, depth + 1);
    }
    this.#put(']');
  }

  #dictionary({ keys, values }: PlistValue & { readonly kind: 'dictionary' }, depth: number): void {
    this.#put('{');
    for (const [position, key] of keys.entries()) {
      if (position > 0) this.#put(',\n');
      this.#put(`${JSON.stringify(this.#textOf(key) ?? '')}: `);
      this.#value(values[position] ?? -1, depth + 1);
    }
    this.#pairs(keys, values);
    this.#put('}');
  }

  /** Writes a dictionary whose keys an archiver stores in one array and its values in another. */
  #pairs(keys: readonly number[], values: readonly number[]): void {
    const arrayAt = (name: string): readonly number[] => {
      const at = keys.findIndex((key) => this.#textOf(key) === name);
      const array = at < 0 ? undefined : this.#read(values[at] ?? -1);
      return array?.kind === 'array' ? array.members : [];
    };
    if (this.#archived.length === 0) return;
    const [names, meant] = [arrayAt(ARCHIVED_KEYS), arrayAt(ARCHIVED_VALUES)];
    for (const [position, name] of names.entries()) {
      const [one, other] = [this.#read(name), this.#read(meant[position] ?? -1)];
      if (one?.kind !== 'uid' || other?.kind !== 'uid') continue;
      this.#put(`,\n${this.#leaf(one)}: ${this.#leaf(other)}`);
    }
  }
}
