import type { Effort } from '../rows/effort.ts';
import { Composite, type StoredValue } from './values.ts';

/** Pandas classes that store the names of columns separately from their contents. */
const FRAMES = /^pandas\.(?:core\.(?:frame|series)\.)?(?:DataFrame|Series)$/;
/** Attribute names under which they store both, and the version key of their description. */
const [MANAGERS, VERSION] = [['_mgr', '_data'], '0.14.1'] as const;
const [SLICE, TYPE] = ['builtins.slice', 'numpy.dtype'] as const;
const MOST_COLUMNS = 65_536;
/** Maximum nesting and number of values searched for a list of texts. */
const [DEEPEST, MOST_LOOKED] = [10, 256] as const;
/** Work charged for a cell. */
const CELL = 32;

/** Columns stored together: their values, column after column, and the indexes of the columns. */
interface Block {
  readonly values: StoredValue | undefined;
  readonly places: StoredValue | undefined;
}

const NO_BLOCK: Block = { values: undefined, places: undefined };

function membersOf(value: StoredValue | undefined): readonly StoredValue[] {
  return value instanceof Composite ? value.members : [];
}

/** The list of texts in a value: wrappers of an array contain little else. */
function textsIn(value: StoredValue | undefined, depth: number = 0): Composite | undefined {
  if (!(value instanceof Composite) || value.maker === TYPE || depth > DEEPEST) return undefined;
  const { members, pairs = [] } = value;
  if (members.some((member) => typeof member === 'string') && !members.some((member) => member instanceof Composite))
    return value;
  // The last member is the main one.
  for (const inner of [...members.slice(-MOST_LOOKED).toReversed(), ...pairs.slice(0, MOST_LOOKED)]) {
    const texts = textsIn(inner, depth + 1);
    if (texts !== undefined) return texts;
  }
  return undefined;
}

/** Indexes of columns: from a range, or from a list. */
function placesOf(value: StoredValue | undefined): readonly number[] {
  const members = membersOf(value).map(Number);
  if (!(value instanceof Composite) || value.maker !== SLICE) return members;
  const [start = 0, stop = 0, step = 1] = members;
  const count = Math.min(MOST_COLUMNS, Math.max(0, Math.ceil((stop - start) / (step || 1))));
  return Array.from({ length: count || 0 }, (_, index) => start + index * step);
}

/** Blocks of columns, and the names of all columns. */
function partsOf(manager: Composite): { readonly blocks: readonly Block[]; readonly names: readonly StoredValue[] } {
  const [first] = manager.members;
  const members = manager.members.length === 1 ? membersOf(first) : manager.members;
  const last = members.at(-1);
  const told = last instanceof Composite ? last.get(VERSION) : undefined;
  if (told instanceof Composite)
    return {
      blocks: membersOf(told.get('blocks')).map((block) =>
        block instanceof Composite ? { values: block.get('values'), places: block.get('mgr_locs') } : NO_BLOCK,
      ),
      names: namesOf(told.get('axes')),
    };
  const [blocks, axes] = members;
  const read = membersOf(blocks).map((block): Block => {
    const [values, places] = membersOf(block);
    return { values, places };
  });
  return { blocks: read, names: namesOf(axes) };
}

function namesOf(axes: StoredValue | undefined): readonly StoredValue[] {
  return textsIn(membersOf(axes)[0])?.members ?? [];
}

/**
 * The texts of a pandas frame as rows, each next to the name of its column, and moved out of their original place; undefined if it is not a
 * frame.
 */
export function frameRows({ maker = '' }: Composite, state: StoredValue, effort: Effort): Composite | undefined {
  if (!FRAMES.test(maker) || !(state instanceof Composite)) return undefined;
  const manager = MANAGERS.map((name) => state.get(name)).find((value) => value instanceof Composite);
  if (!(manager instanceof Composite)) return undefined;
  const { blocks, names } = partsOf(manager);
  const rows: Composite[] = [];
  for (const { values, places } of blocks) {
    // A series has names for its values.
    const columns = maker.endsWith('Series') ? names : placesOf(places).map((place) => names[place]);
    addColumns(rows, textsIn(values), columns, effort);
  }
  return rows.length > 0 ? new Composite(rows) : undefined;
}

/** Takes the texts of columns, column after column, and adds them to their rows. */
function addColumns(
  rows: Composite[],
  texts: Composite | undefined,
  columns: readonly (StoredValue | undefined)[],
  effort: Effort,
): void {
  const height = Math.floor((texts?.members.length ?? 0) / columns.length);
  if (texts === undefined || !(height > 0)) return;
  effort.spend(texts.members.length * CELL);
  for (const [index, text] of texts.members.splice(0, height * columns.length).entries())
    (rows[index % height] ??= new Composite()).set(columns[Math.floor(index / height)] ?? '', text);
}
