import { BrokenTable } from '../rows/broken-table.ts';
import type { Effort } from '../rows/effort.ts';
import type { JsonLines } from '../rows/json-lines.ts';
import type { AvroType } from './schema.ts';

const DEEPEST = 64;
/** Number of seven-bit bytes up to which a number is exact. */
const EXACT = 7;
const LONGEST = 10;
/** Work charged for a value, which may take up no byte. */
const VALUE = 4;

function broken(): BrokenTable {
  return new BrokenTable('corrupt', 'values of a block are broken');
}

/** Reads numbers and texts from bytes in memory. Throws {@link BrokenTable} at their end. */
export class AvroBytes {
  readonly bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at: number = 0) {
    this.bytes = bytes;
    this.#at = at;
  }

  get position(): number {
    return this.#at;
  }

  get left(): number {
    return this.bytes.length - this.#at;
  }

  /** Skips bytes; gives their start. */
  skip(count: number): number {
    if (count < 0) throw broken();
    if (count > this.left) throw new BrokenTable('truncated', 'values are cut');
    const start = this.#at;
    this.#at += count;
    return start;
  }

  /** A number of up to 64 bits; above 53 bits it is not exact. */
  long(): number {
    let value = 0;
    for (let scale = 1, i = 0; i < LONGEST; scale *= 128, i++) {
      const byte = this.bytes[this.skip(1)] as number;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
    throw broken();
  }

  /** A number in digits. */
  digits(): string {
    const start = this.#at;
    const value = this.long();
    if (this.#at - start <= EXACT) return String(value);
    let whole = 0n;
    for (let at = this.#at - 1; at >= start; at--) whole = (whole << 7n) | BigInt((this.bytes[at] as number) & 0x7f);
    return String((whole >> 1n) ^ -(whole & 1n));
  }
}

/** Writes values as JSON, according to their schema. */
export class ValueWriter {
  readonly #from: AvroBytes;
  readonly #lines: JsonLines;
  readonly #effort: Effort;
  #depth = 0;

  constructor(from: AvroBytes, lines: JsonLines, effort: Effort) {
    this.#from = from;
    this.#lines = lines;
    this.#effort = effort;
  }

  value(schema: AvroType): void {
    const type = this.#chosen(schema);
    this.#effort.spend(VALUE);
    switch (type.kind) {
      case 'number':
        return this.#lines.put(this.#from.digits());
      case 'text':
        return this.#text(this.#from.long());
      case 'fixed':
        return this.#text(type.size);
      case 'enum':
        return this.#symbol(type.symbols[this.#from.long()] ?? '');
      case 'record':
      case 'array':
      case 'map':
        return this.#inside(type);
      case 'null':
      case 'hidden':
      case 'union':
        this.#pass(type);
        return this.#lines.put('null');
      default:
        return undefined;
    }
  }

  /** The type of a value of a union. */
  #chosen(type: AvroType): AvroType {
    if (type.kind !== 'union') return type;
    const branch = type.branches[this.#from.long()];
    if (branch === undefined || branch.kind === 'union') throw broken();
    return branch;
  }

  #symbol(symbol: string): void {
    this.#effort.spend(symbol.length);
    this.#lines.put(JSON.stringify(symbol));
  }

  #text(length: number): void {
    const start = this.#from.skip(length);
    this.#lines.text(this.#from.bytes, start, start + length);
  }

  #inside(type: AvroType): void {
    if (++this.#depth > DEEPEST) throw new BrokenTable('too-deep', 'values are nested too deeply');
    if (type.kind === 'record') this.#record(type);
    else if (type.kind === 'array') this.#list('[', ']', type.items);
    else if (type.kind === 'map') this.#list('{', '}', type.values);
    this.#depth--;
  }

  #record({ fields }: AvroType & { readonly kind: 'record' }): void {
    let isFirst = true;
    this.#lines.put('{');
    for (const { name, type } of fields) {
      const chosen = this.#chosen(type);
      if (this.#pass(chosen)) continue;
      if (!isFirst) this.#lines.put(',');
      isFirst = false;
      this.#lines.name(name);
      this.value(chosen);
    }
    this.#lines.put('}');
  }

  /** Skips a value that is not shown; false, with nothing read, for any other. */
  #pass(type: AvroType): boolean {
    if (type.kind !== 'null' && type.kind !== 'hidden') return false;
    this.#effort.spend(VALUE);
    if (type.kind === 'null') return true;
    const length = type.size === 0 ? this.#from.long() : type.size;
    if (type.size > 0 || type.isText) this.#from.skip(length);
    return true;
  }

  /** Writes blocks of elements, each block preceded by the number of its elements; in a map, each element by its key. */
  #list(open: string, close: string, each: AvroType): void {
    let isFirst = true;
    this.#lines.put(open);
    for (let count = this.#from.long(); count !== 0; count = this.#from.long()) {
      // A negative count is followed by the size of the block in bytes.
      if (count < 0) this.#from.long();
      for (let left = Math.abs(count); left > 0; left--) {
        if (open === '[' && this.#pass(each)) continue;
        if (!isFirst) this.#lines.put(',');
        isFirst = false;
        if (open === '{') this.#key();
        this.value(each);
      }
    }
    this.#lines.put(close);
  }

  #key(): void {
    this.#text(this.#from.long());
    this.#lines.put(':');
  }
}
