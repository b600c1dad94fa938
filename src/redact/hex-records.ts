import { checksumOf, type HexRecord, recordAt } from '../view/encoded/hex-record-data.ts';
import { nextLine } from '../view/line-end.ts';
import type { Edit } from './edits.ts';

const STAR = '*';

/** Whether a text consists of records of Intel HEX or Motorola S from its first line on. */
export function isRecords(bytes: Buffer): boolean {
  return recordAt(bytes, 0) !== undefined;
}

/** What is written over the data covered by an edit: its mark, then stars. */
interface Mark {
  readonly edit: Edit;
  rest: string;
}

/** Writes marks over the data of a record as far as the edits cover it. */
function write(copy: Buffer, { start, end }: HexRecord, marks: readonly Mark[]): void {
  for (const mark of marks) {
    const first = Math.max(start, mark.edit.start - ((mark.edit.start - start) & 1));
    for (let at = first; at < Math.min(end, mark.edit.end); at += 2) {
      copy.write(
        Buffer.from(mark.rest.charAt(0) || STAR)
          .toString('hex')
          .toUpperCase(),
        at,
        'latin1',
      );
      mark.rest = mark.rest.slice(1);
    }
  }
}

/**
 * The edits of a text that begins with records, such that these stay records: over their data, in digits, the mark and
 * stars in the length of the value, and the checksum of the new content. Edits after the records are unchanged.
 */
export function inRecords(bytes: Buffer, edits: readonly Edit[]): readonly Edit[] {
  const copy = Buffer.from(bytes);
  // What was encoded again is not a mark.
  const marks = edits.map((edit): Mark => {
    const mark = edit.replacement.toString('latin1');
    return { edit, rest: mark.startsWith('[') ? mark : '' };
  });
  let at = 0;
  for (let first = 0; at < bytes.length; at = nextLine(bytes, at)) {
    const record = recordAt(bytes, at);
    if (record === undefined) break;
    while ((marks[first]?.edit.end ?? Infinity) <= at) first++;
    let last = first;
    while ((marks[last]?.edit.start ?? Infinity) < record.end) last++;
    if (first === last || record.start === record.end) continue;
    write(copy, record, marks.slice(first, last));
    copy.write(checksumOf(copy, record), record.end, 'latin1');
  }
  const behind = edits.filter(({ end }) => end > at).map((edit) => ({ ...edit, start: Math.max(at, edit.start) }));
  return [{ start: 0, end: at, replacement: copy.subarray(0, at) }, ...behind];
}
