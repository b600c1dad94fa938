/** Length of the database header (https://www.sqlite.org/fileformat2.html#the_database_header). */
export const HEADER = 100;

/** How text is encoded. */
export type TextEncoding = 'utf8' | 'utf16le' | 'utf16be';

/** The settings of a database. */
export interface DatabaseHeader {
  readonly pageSize: number;
  /** Bytes at the end of each page that are not used by the database. */
  readonly reserved: number;
  readonly encoding: TextEncoding;
  /** Number of pages according to the header; 0 if it has none, or one that a later writer did not update. */
  readonly pages: number;
}

/** The contents of a header; undefined if it is not one. */
export function readHeader(head: Buffer): DatabaseHeader | undefined {
  if (head.length < HEADER) return undefined;
  const size = head.readUInt16BE(16);
  const pageSize = size === 1 ? 65_536 : size;
  const isPower = pageSize >= 512 && (pageSize & (pageSize - 1)) === 0;
  const encoding = head.readUInt32BE(56);
  if (!isPower || encoding > 3) return undefined;
  const encodings = ['utf8', 'utf8', 'utf16le', 'utf16be'] as const;
  return {
    pageSize,
    reserved: head[20] ?? 0,
    encoding: encodings[encoding] ?? 'utf8',
    pages: head.readUInt32BE(24) === head.readUInt32BE(92) ? head.readUInt32BE(28) : 0,
  };
}

/** Whether bytes are certainly a header: the payload fractions have always been the same. */
export function isDatabaseHeader(head: Buffer): boolean {
  return readHeader(head) !== undefined && head[21] === 64 && head[22] === 32 && head[23] === 32;
}
