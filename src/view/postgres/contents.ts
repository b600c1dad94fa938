import type { CompressedKind } from '../compressed/formats.ts';
import { AccessCursor, BrokenParts } from '../access-cursor.ts';
import type { RandomAccess } from '../random-access.ts';

/**
 * The head of an archive of pg_dump (pg_backup_archiver.c of PostgreSQL, WriteHead): magic, three bytes of the version, the sizes of a number
 * and of an offset, the format.
 */
const [VERSION, OFFSET_SIZE, HEAD] = [6, 9, 11] as const;
const NUMBER = 4;
/** Versions from which on a field is there. 11: PostgreSQL 8.4, the first that is read. */
const [LEAST, HAS_METHOD, HAS_CODE, HAS_KIND] = [11, 14, 15, 16] as const;
/** Compressions by their codes in archives of PostgreSQL 16 and later. */
const METHODS: readonly (CompressedKind | 'plain')[] = ['plain', 'zlib', 'lz4', 'zstd'];
/** Numbers of the time at which it was made. */
const TIME = 7;
/** What an entry says of the place of its rows where it has none. */
const NO_DATA = 3;

/** An archive's list of contents. */
export interface DumpContents {
  /** The statement that loads the rows of an entry, and its name, by its number. */
  readonly tables: ReadonlyMap<number, { readonly name: string; readonly copy: Buffer }>;
  /** How rows are compressed. */
  readonly packing: CompressedKind | 'plain';
  /** Entries that have rows. */
  readonly filled: number;
}

/** Reads the parts of an archive in order. */
export class DumpCursor extends AccessCursor {
  constructor(access: RandomAccess) {
    super(access, HEAD);
  }

  /** A number: its sign, then its bytes, the low one first. */
  int(): number {
    const isNegative = this.byte() !== 0;
    const size = this.bytes(NUMBER).readUInt32LE(0);
    return isNegative ? -size : size;
  }

  /** A text; undefined where the archive has none in its place. */
  text(): Buffer | undefined {
    const length = this.int();
    return length < 0 ? undefined : Buffer.from(this.bytes(length));
  }
}

function packingOf(cursor: DumpCursor, version: number): CompressedKind | 'plain' {
  if (version < HAS_CODE) return cursor.int() === 0 ? 'plain' : 'zlib';
  const code = cursor.byte();
  const packing = METHODS[code];
  if (packing === undefined) throw new BrokenParts('unsupported-format', `rows packed with method ${code}`);
  return packing;
}

/** What an entry says: the statement that loads its rows, and whether it has any. */
interface Entry {
  readonly id: number;
  readonly name: string;
  readonly copy: Buffer | undefined;
  readonly isFilled: boolean;
}

function passTexts(cursor: DumpCursor, count: number): void {
  for (let left = count; left > 0; left--) cursor.text();
}

function readEntry(cursor: DumpCursor, version: number, offsetSize: number): Entry {
  const id = cursor.int();
  cursor.int();
  // The catalogue's numbers, then name and kind.
  passTexts(cursor, 2);
  const name = cursor.text()?.toString() ?? '';
  cursor.text();
  cursor.int();
  // What makes it and what drops it.
  passTexts(cursor, 2);
  const copy = cursor.text();
  // Schema, table space, access method.
  passTexts(cursor, version >= HAS_METHOD ? 3 : 2);
  if (version >= HAS_KIND) cursor.int();
  // Owner, whether rows have numbers; then what it depends on.
  passTexts(cursor, 2);
  while (cursor.text() !== undefined);
  const isFilled = cursor.byte() !== NO_DATA;
  cursor.skip(offsetSize);
  return { id, name, copy, isFilled };
}

/**
 * Reads the list of contents. Throws `BrokenParts` where it cannot be read on.
 *
 * @param cursor behind the head; afterwards in front of the rows
 */
export function readContents(access: RandomAccess, cursor: DumpCursor): DumpContents {
  const head = access.read(0, HEAD);
  const version = head[VERSION] ?? 0;
  if (version < LEAST) throw new BrokenParts('unsupported-format', `version 1.${version} of archives of pg_dump`);
  const packing = packingOf(cursor, version);
  for (let left = TIME; left > 0; left--) cursor.int();
  // The database, the server's version and that of the program.
  passTexts(cursor, 3);
  const tables = new Map<number, Pick<Entry, 'name'> & { readonly copy: Buffer }>();
  let filled = 0;
  for (let left = cursor.int(); left > 0; left--) {
    const { id, name, copy, isFilled } = readEntry(cursor, version, head[OFFSET_SIZE] ?? 0);
    filled += Number(isFilled);
    if (copy !== undefined && copy.length > 0) tables.set(id, { name, copy });
  }
  return { tables, packing, filled };
}
