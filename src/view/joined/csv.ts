import type { Span } from '../../types.ts';
import type { Family } from './family.ts';
import { seamViews, type Seam } from './seams.ts';

const QUOTE = 0x22;
const DOUBLED = Buffer.from('""');
/** How far before the first quoted name a field may begin. */
const MARGIN = 4096;

/** The second of two quotes (RFC 4180, 2.7), wherever the text has JSON in CSV fields. */
function* doubledSeams(bytes: Buffer, { start, end }: Span): Generator<Seam> {
  for (let at = bytes.indexOf(DOUBLED, start); at >= 0 && at < end;) {
    let behind = at + 2;
    while (bytes[behind] === QUOTE) behind++;
    // Three quotes are a doubled one next to that of the field.
    if (behind - at < 4) yield { start: at, end: at + 1, trust: 'sure' };
    at = bytes.indexOf(DOUBLED, behind);
  }
}

/** JSON in CSV fields, with its quotes undoubled. */
export const csvViews: Family = ({ bytes, range, context }, { doubled }) => {
  const start = Math.max(range.start, (doubled[0] ?? 0) - MARGIN);
  return seamViews('csv', doubledSeams(bytes, { start, end: range.end }), bytes, context);
};
