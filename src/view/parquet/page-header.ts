import type { RandomAccess } from '../random-access.ts';
import { BrokenTable } from '../rows/broken-table.ts';
import { ThriftReader } from './thrift.ts';

/** Types of pages. */
export const DATA_PAGE = 0;
export const DICTIONARY_PAGE = 2;
export const DATA_PAGE_2 = 3;
/** Bytes read for a header, and the factor by which more are read if it does not end in them. */
const [USUAL_HEADER, LONGER, LONGEST_HEADER] = [1024, 32, 32 * 1024 * 1024] as const;

/** The header before a page. */
export interface PageHeader {
  kind: number;
  unpacked: number;
  packed: number;
  values: number;
  encoding: number;
  /** Encodings of definition and repetition levels, in pages of the first version. */
  levelEncodings: [def: number, rep: number];
  /** Bytes of the levels, in pages of the second version. */
  defBytes: number;
  repBytes: number;
  isPacked: boolean;
}

function readHeader(reader: ThriftReader): PageHeader {
  const header: PageHeader = {
    kind: -1,
    unpacked: -1,
    packed: -1,
    values: -1,
    encoding: -1,
    levelEncodings: [-1, -1],
    defBytes: 0,
    repBytes: 0,
    isPacked: true,
  };
  reader.struct((id) => {
    if (id === 1) header.kind = reader.number();
    else if (id === 2) header.unpacked = reader.number();
    else if (id === 3) header.packed = reader.number();
    else if (id === 5 || id === 7) readPlain(reader, header);
    else if (id === 8) readSecond(reader, header);
    else return false;
    return true;
  });
  return header;
}

/** Reads the header of a first-version page, or of a dictionary. */
function readPlain(reader: ThriftReader, header: PageHeader): void {
  reader.struct((id, type) => {
    if (id === 1) header.values = reader.number();
    else if (id === 2) header.encoding = reader.number();
    else if (id === 3 && type > 2) header.levelEncodings[0] = reader.number();
    else if (id === 4) header.levelEncodings[1] = reader.number();
    else return false;
    return true;
  });
}

function readSecond(reader: ThriftReader, header: PageHeader): void {
  reader.struct((id, type) => {
    if (id === 1) header.values = reader.number();
    else if (id === 4) header.encoding = reader.number();
    else if (id === 5) header.defBytes = reader.number();
    else if (id === 6) header.repBytes = reader.number();
    else if (id === 7) header.isPacked = ThriftReader.isTrue(type);
    else return false;
    return id !== 7;
  });
}

/** The header of the page at an offset, and the start of its data. Throws {@link BrokenTable}. */
export function pageHeaderAt(access: RandomAccess, at: number): { readonly header: PageHeader; readonly data: number } {
  if (at < 0 || at >= access.size) throw new BrokenTable('truncated', 'a page is not there');
  for (let length = USUAL_HEADER; ; length *= LONGER) {
    const bytes = access.read(at, length);
    const reader = new ThriftReader(bytes);
    try {
      return { header: readHeader(reader), data: at + reader.position };
    } catch (error) {
      const isCut = error instanceof BrokenTable && error.reason === 'truncated';
      if (!isCut || bytes.length < length || length >= LONGEST_HEADER) throw error;
    }
  }
}
