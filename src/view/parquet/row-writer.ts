import type { JsonLines } from '../rows/json-lines.ts';
import type { ColumnCursor } from './cursor.ts';
import { BYTE_ARRAY, type SchemaNode } from './schema.ts';

/** A part of the schema with the cursors of its columns. */
export interface BoundNode extends Pick<SchemaNode, 'name' | 'isRepeated' | 'rep' | 'def'> {
  readonly cursors: readonly ColumnCursor[];
  /** Undefined for a part that consists of others. */
  readonly own: ColumnCursor | undefined;
  readonly children: readonly BoundNode[];
  /** Whether its children are a text and the value that it names. */
  readonly isPair: boolean;
}

/** A part of the schema with its available columns; undefined if there are none. */
export function bind(node: SchemaNode, cursorOf: (column: number) => ColumnCursor | undefined): BoundNode | undefined {
  const { name, isRepeated, rep, def, leaf } = node;
  if (leaf !== undefined) {
    const own = cursorOf(leaf.column);
    return own && { name, isRepeated, rep, def, cursors: [own], own, children: [], isPair: false };
  }
  const children = node.children.map((child) => bind(child, cursorOf)).filter((child) => child !== undefined);
  if (children.length === 0) return undefined;
  const [first] = node.children;
  const isPair = children.length === 2 && first?.name.name === 'key' && first.leaf?.type === BYTE_ARRAY;
  const cursors = children.flatMap((child) => child.cursors);
  return { name, isRepeated, rep, def, cursors, own: undefined, children, isPair };
}

/** Assembles rows from the levels of their values (https://research.google/pubs/dremel-interactive-analysis-of-web-scale-datasets-2/). */
export class RowWriter {
  readonly #lines: JsonLines;

  constructor(lines: JsonLines) {
    this.#lines = lines;
  }

  /** Writes the fields that are present, as an object. */
  object(fields: readonly BoundNode[]): void {
    this.#lines.put('{');
    let isFirst = true;
    for (const field of fields) {
      if (!this.#isThere(field)) continue;
      if (!isFirst) this.#lines.put(',');
      isFirst = false;
      this.#lines.name(field.name);
      this.#value(field);
    }
    this.#lines.put('}');
  }

  /** Whether a part is present; if not, its placeholder is skipped. */
  #isThere({ cursors, def }: BoundNode): boolean {
    const isThere = (cursors[0] as ColumnCursor).def >= def;
    if (!isThere) for (const cursor of cursors) cursor.advance();
    return isThere;
  }

  #value(node: BoundNode): void {
    if (node.isRepeated) this.#list(node);
    else this.#single(node);
  }

  #single({ own, children }: BoundNode): void {
    const [only] = children;
    if (own !== undefined) {
      own.write(this.#lines);
      own.advance();
    } else if (children.length === 1 && only?.isRepeated === true) this.#orNothing(only, only.isPair ? '{}' : '[]');
    else this.object(children);
  }

  #orNothing(node: BoundNode, nothing: string): void {
    if (this.#isThere(node)) this.#value(node);
    else this.#lines.put(nothing);
  }

  #list(node: BoundNode): void {
    const [first] = node.cursors;
    this.#lines.put(node.isPair ? '{' : '[');
    for (let isFirst = true; ; isFirst = false) {
      if (!isFirst) this.#lines.put(',');
      this.#element(node);
      if ((first as ColumnCursor).rep < node.rep) break;
    }
    this.#lines.put(node.isPair ? '}' : ']');
  }

  /** Writes an element: a value, the contents of a wrapping group, a pair, or an object. */
  #element(node: BoundNode): void {
    const [first, second] = node.children;
    if (first === undefined) this.#single(node);
    else if (second === undefined) this.#orNothing(first, 'null');
    else if (node.isPair) {
      this.#orNothing(first, '""');
      this.#lines.put(':');
      this.#orNothing(second, 'null');
    } else this.object(node.children);
  }
}
