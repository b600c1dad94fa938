import { cutName } from '../../cut-name.ts';
import { BrokenTable } from '../rows/broken-table.ts';
import { type CellName, nameOf } from '../rows/json-lines.ts';
import type { ThriftReader } from './thrift.ts';

/** Physical types of columns (https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift). */
export const INT32 = 1;
export const INT64 = 2;
export const BYTE_ARRAY = 6;
const FIXED = 7;
const SHOWN: ReadonlySet<number> = new Set([INT32, INT64, BYTE_ARRAY, FIXED]);
/** Converted types of numbers that cannot be secrets: decimals, dates, times, intervals. */
const CONVERTED: ReadonlySet<number> = new Set([5, 6, 7, 8, 9, 10, 21]);
/** The same for logical types, by field id; also 16-bit floating point numbers. */
const LOGICAL: ReadonlySet<number> = new Set([5, 6, 7, 8, 15]);
const UUID = 14;
const [REQUIRED, REPEATED] = [0, 2] as const;
const DEEPEST = 64;

/** A column that is read. */
export interface Leaf {
  /** Its index among all columns. */
  readonly column: number;
  readonly path: string;
  readonly type: number;
  /** Bytes of each value, if all have the same length. */
  readonly width: number;
  readonly isUuid: boolean;
  /** Maximum repetition and definition levels. */
  readonly rep: number;
  readonly def: number;
}

/** A part of the schema with columns that are read. */
export interface SchemaNode {
  readonly name: CellName;
  readonly isRepeated: boolean;
  /** Levels from which on it continues, and is present. */
  readonly rep: number;
  readonly def: number;
  readonly leaf: Leaf | undefined;
  readonly children: readonly SchemaNode[];
}

interface Element {
  type: number;
  width: number;
  repetition: number;
  name: string;
  children: number;
  converted: number;
  logical: number;
}

/** Reads one element of the list that makes up a schema. */
export function readElement(reader: ThriftReader): Element {
  const element: Element = {
    type: -1,
    width: 0,
    repetition: REQUIRED,
    name: '',
    children: 0,
    converted: -1,
    logical: -1,
  };
  reader.struct((id) => {
    if (id === 1) element.type = reader.number();
    else if (id === 2) element.width = reader.number();
    else if (id === 3) element.repetition = reader.number();
    else if (id === 4) element.name = reader.binary().toString();
    else if (id === 5) element.children = reader.number();
    else if (id === 6) element.converted = reader.number();
    else if (id === 10) reader.struct((logical) => ((element.logical = logical), false));
    else return false;
    return true;
  });
  return element;
}

function isShown({ type, converted, logical }: Element): boolean {
  return SHOWN.has(type) && !CONVERTED.has(converted) && !LOGICAL.has(logical);
}

/** The names that lead to a part of the schema, and their number. */
interface Path {
  readonly text: string;
  readonly depth: number;
}

/** Longest name and path kept for each column: long ones above many columns would expand to far more than the file. */
const LONGEST_PATH = 256;

function within({ text, depth }: Path, name: string): string {
  const own = cutName(name, LONGEST_PATH);
  return depth === 0 ? own : cutName(`${text}.${own}`, LONGEST_PATH);
}

/** Assembles the tree from its elements, which are stored one after the other. */
class Tree {
  readonly #elements: readonly Element[];
  #next = 1;
  /** Number of columns so far. */
  columns = 0;

  constructor(elements: readonly Element[]) {
    this.#elements = elements;
  }

  /** Whether every element has its place. */
  get isDone(): boolean {
    return this.#next >= this.#elements.length;
  }

  children(count: number, path: Path, rep: number, def: number): SchemaNode[] {
    if (path.depth > DEEPEST) throw new BrokenTable('too-deep', 'columns are nested too deeply');
    const nodes: SchemaNode[] = [];
    for (let i = 0; i < count; i++) {
      const node = this.#node(path, rep, def);
      if (node !== undefined) nodes.push(node);
    }
    return nodes;
  }

  #node(path: Path, outerRep: number, outerDef: number): SchemaNode | undefined {
    const element = this.#elements[this.#next++];
    if (element === undefined) throw new BrokenTable('corrupt', 'the schema is cut');
    const isRepeated = element.repetition === REPEATED;
    const [rep, def] = [outerRep + Number(isRepeated), outerDef + Number(element.repetition !== REQUIRED)];
    const own = { text: within(path, element.name), depth: path.depth + 1 };
    const common = { name: nameOf(element.name), isRepeated, rep, def };
    if (element.type < 0 || element.children > 0) {
      const children = this.children(element.children, own, rep, def);
      return children.length === 0 ? undefined : { ...common, leaf: undefined, children };
    }
    const column = this.columns++;
    if (!isShown(element)) return undefined;
    const { type, width, logical } = element;
    const leaf = { column, path: own.text, type, width, isUuid: logical === UUID && width === 16, rep, def };
    return { ...common, leaf, children: [] };
  }
}

/** The fields of a row that have readable columns: texts, data and integers; and the number of columns. Throws {@link BrokenTable}. */
export function fieldsOf(elements: readonly Element[]): {
  readonly fields: readonly SchemaNode[];
  readonly columns: number;
} {
  const tree = new Tree(elements);
  const fields = tree.children(elements[0]?.children ?? 0, { text: '', depth: 0 }, 0, 0);
  if (!tree.isDone) throw new BrokenTable('corrupt', 'the schema is broken');
  return { fields, columns: tree.columns };
}
