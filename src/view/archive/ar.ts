import type { RandomAccess } from '../random-access.ts';
import type { ArchiveEvent } from './archives.ts';

const MAGIC = 8;
const HEADER = 60;
const END = '`\n';
/** Longest name table, and longest name, that is read. */
const LONGEST_TABLE = 4 * 1024 * 1024;
const LONGEST_NAME = 4096;

/** A name from the table of long names, which ends with a slash and a line break (System V and GNU). */
function longName(table: Buffer, offset: number): string {
  const end = table.indexOf('\n', offset);
  return table.toString('utf8', offset, end < 0 ? table.length : end).replace(/\/$/, '');
}

/** Members of an `ar` archive: libraries and Debian packages (deb(5)), with GNU and BSD names. */
export function* arMembers(access: RandomAccess): Generator<ArchiveEvent> {
  let table: Buffer = Buffer.alloc(0);
  for (let at = MAGIC; at < access.size;) {
    const header = access.read(at, HEADER);
    const size = Number(header.toString('latin1', 48, 58).trim());
    if (header.length < HEADER) return yield { reason: 'truncated', detail: `a header is cut at byte ${at}` };
    if (header.toString('latin1', 58, 60) !== END || !Number.isSafeInteger(size) || size < 0)
      return yield { reason: 'corrupt', detail: `no member begins at byte ${at}` };
    const start = at + HEADER;
    const span = { start, end: start + size };
    const name = header.toString('latin1', 0, 16).trimEnd();
    if (name === '//') table = access.read(start, Math.min(size, LONGEST_TABLE));
    else yield member(access, name, span, table);
    at = span.end + (size % 2);
  }
}

function member(access: RandomAccess, name: string, span: { start: number; end: number }, table: Buffer): ArchiveEvent {
  const gnu = /^\/(\d+)$/.exec(name)?.[1];
  if (gnu !== undefined) return { name: longName(table, Number(gnu)), span };
  const bsd = Number(/^#1\/(\d+)$/.exec(name)?.[1] ?? Number.NaN);
  if (!(bsd <= LONGEST_NAME && bsd <= span.end - span.start)) return { name: name.replace(/\/$/, ''), span };
  const long = access.read(span.start, bsd).toString('utf8').replace(/\0+$/, '');
  return { name: long, span: { start: span.start + bsd, end: span.end } };
}
