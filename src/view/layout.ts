import { delimitedHead, type DelimitedHead } from './columns/delimited.ts';
import { SqlTables } from './columns/sql-tables.ts';

/** What the parts of a text that were read say of its next window. */
export interface Layout {
  /** Of a text of separated values whose first line names the columns. */
  readonly delimited?: DelimitedHead;
  /** Of a dump of a database. */
  readonly sql: SqlTables;
  /** Whether the bytes are a program or a catalogue: of the strings in it none is the name of the next one. */
  readonly isProgram: boolean;
}

/** First bytes of programs: ELF, Java classes and fat Mach-O, Mach-O, DEX, WebAssembly, LLVM, Lua, Erlang; catalogues of gettext. */
const PROGRAMS: ReadonlySet<number> = new Set([
  0x7f454c46, 0xcafebabe, 0xcffaedfe, 0xcefaedfe, 0xfeedface, 0xfeedfacf, 0x6465780a, 0x0061736d, 0x4243c0de,
  0x1b4c7561, 0x464f5231, 0xde120495, 0x950412de,
]);

/** Whether the first bytes are those of a program; Python's have a number for its version, then a line break. */
function isProgram(head: Buffer): boolean {
  if (head.length < 64) return false;
  const first = head[0] as number;
  // Most texts begin otherwise.
  if (first > 0x20 && first < 0x7f && first !== 0x42 && first !== 0x46 && first !== 0x4d && first !== 0x64)
    return false;
  const [second, third, fourth] = [head[1] as number, head[2] as number, head[3] as number];
  if (first === 0x4d && second === 0x5a) return true;
  if (third === 0x0d && fourth === 0x0a && second < 0x20) return true;
  return PROGRAMS.has(((first << 24) | (second << 16) | (third << 8) | fourth) >>> 0);
}

/** Reads the layout of a text from its first bytes. */
export function layoutOf(head: Buffer): Layout {
  const delimited = delimitedHead(head);
  return { sql: new SqlTables(), isProgram: isProgram(head), ...(delimited !== undefined && { delimited }) };
}
