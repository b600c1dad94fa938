/** Formats that store a text in pages: the end of a page cuts the value. */

const VOID: Buffer = Buffer.alloc(0);
const PAGE = 512;
/** Where in the text the first page ends. */
const CUT = 100;

/** The text after blanks, so that the middle of its second half is at the cut. */
function aligned(text: string, length: number): Buffer {
  const bytes = Buffer.alloc(length, ' ');
  bytes.write(text, CUT - Math.floor(text.length / 2), 'latin1');
  return bytes;
}

function varint(value: number): Buffer {
  return Buffer.from(value < 0x80 ? [value] : [(value >> 7) | 0x80, value & 0x7f]);
}

/** A row: the types of its columns, texts or a number of one byte, followed by their content. */
function record(columns: readonly (Buffer | number)[]): Buffer {
  const types = Buffer.concat(columns.map((one) => varint(typeof one === 'number' ? 1 : 13 + 2 * one.length)));
  const cells = columns.map((one) => (typeof one === 'number' ? Buffer.from([one]) : one));
  return Buffer.concat([varint(types.length + 1), types, ...cells]);
}

/** A table page with one row, of which the first bytes are stored on the page. */
function leaf(page: Buffer, start: number, payload: Buffer, stored: Buffer): void {
  const cell = Buffer.concat([varint(payload.length), varint(1), stored]);
  const at = page.length - cell.length;
  cell.copy(page, at);
  page[start] = 13;
  page.writeUInt16BE(1, start + 3);
  page.writeUInt16BE(at, start + 5);
  page.writeUInt16BE(at, start + 8);
}

/** A database with one table of one row that continues from its page on another one (the SQLite file format, 1.6 and 2.1). */
export function sqliteOf(text: string): Buffer {
  const [schema, table, overflow] = [Buffer.alloc(PAGE), Buffer.alloc(PAGE), Buffer.alloc(PAGE)];
  schema.write('SQLite format 3\0', 'latin1');
  schema.writeUInt16BE(PAGE, 16);
  Buffer.from([1, 1, 0, 64, 32, 32]).copy(schema, 18);
  for (const [at, value] of [
    [28, 3],
    [44, 4],
    [56, 1],
  ] as const)
    schema.writeUInt32BE(value, at);
  const [type = VOID, name = VOID, sql = VOID] = ['table', 'log', 'CREATE TABLE log(line)'].map((one) =>
    Buffer.from(one),
  );
  const master = record([type, name, name, 2, sql]);
  leaf(schema, 100, master, master);
  const row = record([aligned(text, CUT + PAGE - 4)]);
  const local = row.length - (PAGE - 4);
  row.copy(overflow, 4, local);
  leaf(table, 0, row, Buffer.concat([row.subarray(0, local), Buffer.from([0, 0, 0, 3])]));
  return Buffer.concat([schema, table, overflow]);
}

const [FREE, END, TABLE] = [0xffffffff, 0xfffffffe, 0xfffffffd] as const;
/** Number of sectors of the stream: shorter ones are stored differently. */
const SECTORS = 8;

function entry(name: string, type: number, child: number, start: number, size: number): Buffer {
  const bytes = Buffer.alloc(128);
  bytes.write(name, 'utf16le');
  bytes.writeUInt16LE(name.length * 2 + 2, 64);
  bytes[66] = type;
  for (const [at, value] of [
    [68, FREE],
    [72, FREE],
    [76, child],
    [116, start],
    [120, size],
  ] as const)
    bytes.writeUInt32LE(value, at);
  return bytes;
}

/** A compound file with one stream, whose sectors are in reverse order ([MS-CFB], version 3). */
export function compoundOf(text: string): Buffer {
  const header = Buffer.alloc(PAGE);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header);
  for (const [at, value] of [
    [24, 0x3e],
    [26, 3],
    [28, 0xfffe],
    [30, 9],
    [32, 6],
  ] as const)
    header.writeUInt16LE(value, at);
  header.fill(0xff, 76);
  for (const [at, value] of [
    [44, 1],
    [48, 1],
    [56, 4096],
    [60, END],
    [68, END],
    [76, 0],
  ] as const)
    header.writeUInt32LE(value, at);
  const chain = Array.from({ length: SECTORS }, (_, index) => (index === 0 ? END : 1 + index));
  const table = Buffer.alloc(PAGE, 0xff);
  [TABLE, END, ...chain].forEach((value, index) => table.writeUInt32LE(value, index * 4));
  const root = entry('Root Entry', 5, 1, END, 0);
  const stream = entry('log', 2, FREE, 1 + SECTORS, SECTORS * PAGE);
  const empty = entry('', 0, FREE, 0, 0);
  const data = Buffer.concat([Buffer.alloc(PAGE - CUT, ' '), aligned(text, (SECTORS - 1) * PAGE + CUT)]);
  const sectors = Array.from({ length: SECTORS }, (_, index) => data.subarray(index * PAGE, (index + 1) * PAGE));
  return Buffer.concat([header, table, root, stream, empty, empty, ...sectors.toReversed()]);
}
