/** SQLite databases of one table on few pages for tests, built in memory (https://www.sqlite.org/fileformat2.html). */

const PAGE = 1024;

type Cell = string | Buffer | null;

function varint(value: number): Buffer {
  const bytes = [value & 0x7f];
  for (let left = value >> 7; left > 0; left >>= 7) bytes.unshift((left & 0x7f) | 0x80);
  return Buffer.from(bytes);
}

function record(cells: readonly (Cell | number)[]): Buffer {
  const types = cells.map((cell) => {
    if (cell === null) return varint(0);
    if (typeof cell === 'number') return varint(1);
    return typeof cell === 'string' ? varint(13 + 2 * Buffer.byteLength(cell)) : varint(12 + 2 * cell.length);
  });
  const body = cells.flatMap((cell) => {
    if (cell === null) return [];
    return [typeof cell === 'number' ? Buffer.from([cell]) : Buffer.from(cell as string)];
  });
  const head = Buffer.concat(types);
  return Buffer.concat([varint(head.length + 1), head, ...body]);
}

/** Pages in the order in which they are asked for; overflow pages come behind. */
class Writer {
  readonly #pages: Buffer[] = [];

  page(): Buffer {
    const page = Buffer.alloc(PAGE);
    this.#pages.push(page);
    return page;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#pages);
  }

  /** A cell of a table's leaf, its rest on overflow pages. */
  cell(id: number, payload: Buffer): Buffer {
    const head = Buffer.concat([varint(payload.length), varint(id)]);
    const least = Math.floor(((PAGE - 12) * 32) / 255) - 23;
    const wanted = least + ((payload.length - least) % (PAGE - 4));
    const local = payload.length <= PAGE - 35 ? payload.length : wanted <= PAGE - 35 ? wanted : least;
    if (local === payload.length) return Buffer.concat([head, payload]);
    const number = Buffer.alloc(4);
    number.writeUInt32BE(this.#pages.length + 1);
    for (let at = local; at < payload.length; at += PAGE - 4) {
      const page = this.page();
      if (at + PAGE - 4 < payload.length) page.writeUInt32BE(this.#pages.length + 1);
      payload.copy(page, 4, at, at + PAGE - 4);
    }
    return Buffer.concat([head, payload.subarray(0, local), number]);
  }
}

function fill(page: Buffer, start: number, cells: readonly Buffer[]): void {
  page[start] = 13;
  page.writeUInt16BE(cells.length, start + 3);
  let end = page.length;
  cells.forEach((cell, index) => {
    end -= cell.copy(page, end - cell.length);
    page.writeUInt16BE(end, start + 8 + 2 * index);
  });
  page.writeUInt16BE(end, start + 5);
}

/** A database with one table; all its rows are on one page and those that flow over. */
export function makeDatabase(table: string, columns: string, rows: readonly (readonly Cell[])[]): Buffer {
  const writer = new Writer();
  const [first, leaf] = [writer.page(), writer.page()];
  first.write('SQLite format 3\0', 'latin1');
  first.writeUInt16BE(PAGE, 16);
  first.writeUInt32BE(1, 56);
  const sql = `CREATE TABLE ${table}(${columns})`;
  fill(first, 100, [writer.cell(1, record(['table', table, table, 2, sql]))]);
  fill(
    leaf,
    0,
    rows.map((cells, index) => writer.cell(index + 1, record(cells))),
  );
  return writer.bytes;
}

function pageOf(database: Buffer, number: number): Buffer {
  return database.subarray((number - 1) * PAGE, number * PAGE);
}

const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** A write-ahead log of pages of a database, without checksums. */
export function makeWal(database: Buffer, pages: readonly number[]): Buffer {
  const head = Buffer.concat([Buffer.from('377f0682', 'hex'), word(3_007_000), word(PAGE), Buffer.alloc(20)]);
  return Buffer.concat([head, ...pages.flatMap((page) => [word(page), Buffer.alloc(20), pageOf(database, page)])]);
}

/** A rollback journal of pages of a database, in sectors of 512 bytes. */
export function makeJournal(database: Buffer, pages: readonly number[]): Buffer {
  const head = Buffer.alloc(512);
  head.write('d9d505f920a163d7', 'hex');
  head.writeUInt32BE(512, 20);
  head.writeUInt32BE(PAGE, 24);
  return Buffer.concat([head, ...pages.flatMap((page) => [word(page), pageOf(database, page), word(0)])]);
}
