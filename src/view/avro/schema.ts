import { BrokenTable } from '../rows/broken-table.ts';
import { type CellName, nameOf } from '../rows/json-lines.ts';

/** How values are encoded (https://avro.apache.org/docs/1.12.0/specification/); `hidden` if they are neither text nor integers. */
export type AvroType =
  | { readonly kind: 'null' }
  | { readonly kind: 'number' }
  | { readonly kind: 'text' }
  /** `size`: bytes; 0 for a number or a length-prefixed text, which `isText` distinguishes. */
  | { readonly kind: 'hidden'; readonly size: number; readonly isText: boolean }
  | { readonly kind: 'fixed'; readonly size: number }
  | { readonly kind: 'enum'; readonly symbols: readonly string[] }
  | { readonly kind: 'array'; readonly items: AvroType }
  | { readonly kind: 'map'; readonly values: AvroType }
  | { readonly kind: 'union'; readonly branches: readonly AvroType[] }
  | { readonly kind: 'record'; readonly fields: AvroField[] };

/** A field of a record. */
export interface AvroField {
  readonly name: CellName;
  readonly type: AvroType;
}

const DEEPEST = 64;
const SIMPLE: Readonly<Record<string, AvroType>> = {
  null: { kind: 'null' },
  boolean: { kind: 'hidden', size: 1, isText: false },
  int: { kind: 'number' },
  long: { kind: 'number' },
  float: { kind: 'hidden', size: 4, isText: false },
  double: { kind: 'hidden', size: 8, isText: false },
  bytes: { kind: 'text' },
  string: { kind: 'text' },
};
/** Logical types that cannot be secrets. */
const LOGICAL = /^(?:decimal|date|duration|(?:local-)?time.*)$/;

type Json = Readonly<Record<string, unknown>>;

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function broken(): BrokenTable {
  return new BrokenTable('corrupt', 'the schema is broken');
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw broken();
  return value;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Reads a schema, whose named types may be referenced by name. */
class SchemaReader {
  readonly #named: Map<string, AvroType> = new Map();

  read(schema: unknown, space: string, depth: number): AvroType {
    if (depth > DEEPEST) throw new BrokenTable('too-deep', 'the schema is nested too deeply');
    if (typeof schema === 'string') return this.#byName(schema, space);
    if (Array.isArray(schema))
      return { kind: 'union', branches: schema.map((branch) => this.read(branch, space, depth + 1)) };
    if (!isJson(schema)) throw broken();
    return this.#complex(schema, space, depth);
  }

  #byName(name: string, space: string): AvroType {
    const simple = Object.hasOwn(SIMPLE, name) ? SIMPLE[name] : undefined;
    const type = simple ?? this.#named.get(name) ?? this.#named.get(`${space}.${name}`);
    if (type === undefined) throw broken();
    return type;
  }

  #complex(schema: Json, space: string, depth: number): AvroType {
    const { type, logicalType } = schema;
    switch (type) {
      case 'record':
      case 'error':
        return this.#record(schema, space, depth);
      case 'enum':
        return this.#define(schema, space, { kind: 'enum', symbols: listOf(schema['symbols']).map(textOf) });
      case 'fixed':
        return this.#define(schema, space, fixedOf(schema));
      case 'array':
        return { kind: 'array', items: this.read(schema['items'], space, depth + 1) };
      case 'map':
        return { kind: 'map', values: this.read(schema['values'], space, depth + 1) };
      default:
        return hiddenWhere(LOGICAL.test(textOf(logicalType)), this.read(type, space, depth + 1));
    }
  }

  #record(schema: Json, outer: string, depth: number): AvroType {
    const fields: AvroField[] = [];
    const record = this.#define(schema, outer, { kind: 'record', fields });
    const space = spaceOf(schema, outer);
    for (const field of listOf(schema['fields'])) {
      if (!isJson(field)) throw broken();
      fields.push({ name: nameOf(textOf(field['name'])), type: this.read(field['type'], space, depth + 1) });
    }
    return record;
  }

  #define(schema: Json, outer: string, type: AvroType): AvroType {
    const name = textOf(schema['name']);
    this.#named.set(name.includes('.') ? name : `${spaceOf(schema, outer)}.${name}`, type);
    if (!this.#named.has(name)) this.#named.set(name, type);
    return type;
  }
}

function fixedOf(schema: Json): AvroType {
  const { size } = schema;
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) throw broken();
  return hiddenWhere(LOGICAL.test(textOf(schema['logicalType'])), { kind: 'fixed', size });
}

function hiddenWhere(isHidden: boolean, type: AvroType): AvroType {
  if (!isHidden) return type;
  if (type.kind === 'number' || type.kind === 'text') return { kind: 'hidden', size: 0, isText: type.kind === 'text' };
  return type.kind === 'fixed' ? { kind: 'hidden', size: type.size, isText: false } : type;
}

/** The namespace for names inside a named type. */
function spaceOf(schema: Json, outer: string): string {
  const name = textOf(schema['name']);
  if (name.includes('.')) return name.slice(0, name.lastIndexOf('.'));
  return typeof schema['namespace'] === 'string' ? schema['namespace'] : outer;
}

/** Reads the schema of a file, which is JSON. Throws {@link BrokenTable}. */
export function readSchema(json: string): AvroType {
  let schema: unknown;
  try {
    schema = JSON.parse(json);
  } catch {
    throw broken();
  }
  return new SchemaReader().read(schema, '', 0);
}
