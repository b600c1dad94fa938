/** Archives of `pg_dump -Fc` (pg_backup_archiver.c of PostgreSQL, WriteHead, WriteToc and _StartData). */
import { deflateSync } from 'node:zlib';

/** Size of a piece in bytes: small enough for most values to be cut by the length of the next one. */
const PIECE = 7;
const [ROWS, OBJECTS] = [1, 3] as const;
const [PLACED, NO_DATA] = [2, 3] as const;

/** A number: its sign, then four bytes. */
export function dumpInt(value: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes[0] = Number(value < 0);
  bytes.writeUInt32LE(Math.abs(value), 1);
  return bytes;
}

/** A text preceded by its length, or the mark for none. */
export function dumpText(text?: string): Buffer {
  return text === undefined ? dumpInt(-1) : Buffer.concat([dumpInt(Buffer.byteLength(text)), Buffer.from(text)]);
}

/** Data in pieces, each preceded by its length. */
function dumpPieces(data: Buffer, piece: number = PIECE): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < data.length; at += piece) {
    const part = data.subarray(at, at + piece);
    parts.push(dumpInt(part.length), part);
  }
  return Buffer.concat([...parts, dumpInt(0)]);
}

/** An entry of the table of contents. */
export interface DumpEntry {
  readonly id: number;
  readonly name: string;
  /** The statement that loads its rows; undefined if there is none. */
  readonly copy?: string;
  /** Version of its fields: 14 or 16. */
  readonly version?: number;
}

function entryOf({ id, name, copy, version = 14 }: DumpEntry): Buffer {
  const hasData = copy !== undefined;
  return Buffer.concat([
    dumpInt(id),
    dumpInt(Number(hasData)),
    ...['1259', '16385', name, hasData ? 'TABLE DATA' : 'TABLE'].map((text) => dumpText(text)),
    dumpInt(3),
    ...[hasData ? '' : `CREATE TABLE ${name} ();\n`, '', copy, 'public', ''].map((text) => dumpText(text)),
    ...(version >= 14 ? [dumpText('heap')] : []),
    ...(version >= 16 ? [dumpInt(114)] : []),
    ...['ann', 'false', '215', undefined].map((text) => dumpText(text)),
    Buffer.from([hasData ? PLACED : NO_DATA]),
    Buffer.alloc(8),
  ]);
}

/** The head of an archive. @param packing as written by that version: a level, or from 15 on the code of a method */
export function dumpHead(version: number, packing: number): Buffer {
  const method = version >= 15 ? Buffer.from([packing]) : dumpInt(packing);
  const time = [1, 2, 3, 4, 5, 126, 0].map((value) => dumpInt(value));
  const texts = ['shop', '15.8', '15.8'].map((text) => dumpText(text));
  return Buffer.concat([
    Buffer.from(`PGDMP\x01${String.fromCharCode(version)}\0\x04\x08\x01`),
    method,
    ...time,
    ...texts,
  ]);
}

/** An archive. @param data blocks of rows and of objects */
export function dumpFile(head: Buffer, entries: readonly DumpEntry[], ...data: readonly Buffer[]): Buffer {
  return Buffer.concat([head, dumpInt(entries.length), ...entries.map(entryOf), ...data]);
}

/** A block with the rows of an entry. @param packed as the archive says */
export function dumpRows(id: number, packed: Buffer, piece?: number): Buffer {
  return Buffer.concat([Buffer.from([ROWS]), dumpInt(id), dumpPieces(packed, piece)]);
}

/** A block with large objects. */
export function dumpObjects(id: number, objects: readonly (readonly [number: number, packed: Buffer])[]): Buffer {
  const parts = objects.flatMap(([number, packed]) => [dumpInt(number), dumpPieces(packed)]);
  return Buffer.concat([Buffer.from([OBJECTS]), dumpInt(id), ...parts, dumpInt(0)]);
}

/** An archive of one table with a text in its only row. */
export function postgresOf(text: string): Buffer {
  const entry = { id: 9, name: 'notes', copy: 'COPY public.notes (line) FROM stdin;\n' };
  const row = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r');
  return dumpFile(dumpHead(14, -1), [entry], dumpRows(9, deflateSync(`${row}\n`)));
}
