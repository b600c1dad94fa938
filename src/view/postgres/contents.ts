import type { CompressedKind } from '../compressed/formats.ts';
import { AccessCursor, BrokenParts } from '../access-cursor.ts';
import type { RandomAccess } from '../random-access.ts';

/**
 * The header of a pg_dump archive (pg_backup_archiver.c of PostgreSQL, WriteHead): magic, three version bytes, the sizes of a number and of
 * an offset, the format.
 */
const [VERSION, OFFSET_SIZE, HEAD] = [6, 9, 11] as const;
const NUMBER = 4;
/** First versions that have a field. 11: PostgreSQL 8.4, the first version that is read. */
const [LEAST, HAS_METHOD, HAS_CODE, HAS_KIND] = [11, 14, 15, 16] as const;
/** Compressions by their codes in archives of PostgreSQL 16 and later. */
const METHODS: readonly (CompressedKind | 'plain')[] = ['plain', 'zlib', 'lz4', 'zstd'];
/** Number of fields of the creation time. */
const TIME = 7;
/** State of an entry's offset if it has no rows. */
const NO_DATA = 3;

/** An archive's table of contents. */
export interface DumpContents {
  /** By the number of an entry: its name, and the statement that loads its rows. */
  readonly tables: ReadonlyMap<number, { readonly name: string; readonly copy: Buffer }>;
  /** Compression of rows. */
  readonly packing: CompressedKind | 'plain';
  /** Number of entries that have rows. */
  readonly filled: number;
}

/** Reads the parts of an archive in order. */
export class DumpCursor extends AccessCursor {
  constructor(access: RandomAccess) {
    super(access, HEAD);
  }

  /** A number: its sign, then its bytes, least significant first. */
  int(): number {
    const isNegative = this.byte() !== 0;
    const size = this.bytes(NUMBER).readUInt32LE(0);
    return isNegative ? -size : size;
  }

  /** A text; undefined if it is null in the archive. */
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

/** An entry: the statement that loads its rows, and whether it has any. */
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
  // Numbers in the catalogue, then name and type.
  passTexts(cursor, 2);
  const name = cursor.text()?.toString() ?? '';
  cursor.text();
  cursor.int();
  // Statements that create and drop it.
  passTexts(cursor, 2);
  const copy = cursor.text();
  // Schema, tablespace, access method.
  passTexts(cursor, version >= HAS_METHOD ? 3 : 2);
  if (version >= HAS_KIND) cursor.int();
  // Owner, whether rows have OIDs; then its dependencies.
  passTexts(cursor, 2);
  while (cursor.text() !== undefined);
  const isFilled = cursor.byte() !== NO_DATA;
  cursor.skip(offsetSize);
  return { id, name, copy, isFilled };
}

/**
 * Reads the table of contents. Throws `BrokenParts` if it cannot be read any further.
 *
 * @param cursor after the header; afterwards before the rows
 */
export function readContents(access: RandomAccess, cursor: DumpCursor): DumpContents {
  const head = access.read(0, HEAD);
  const version = head[VERSION] ?? 0;
  if (version < LEAST) throw new BrokenParts('unsupported-format', `version 1.${version} of archives of pg_dump`);
  const packing = packingOf(cursor, version);
  for (let left = TIME; left > 0; left--) cursor.int();
  // The database, the versions of the server and of the program.
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
