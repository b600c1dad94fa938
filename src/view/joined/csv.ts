import type { Span } from '../../types.ts';
import type { Family } from './family.ts';
import { seamViews, type Seam } from './seams.ts';

const QUOTE = 0x22;
const DOUBLED = Buffer.from('""');
/** How far in front of the first name in quotes a field may begin. */
const MARGIN = 4096;

/** The second of two quotes (RFC 4180, 2.7), wherever the text has JSON in fields of CSV. */
function* doubledSeams(bytes: Buffer, { start, end }: Span): Generator<Seam> {
  for (let at = bytes.indexOf(DOUBLED, start); at >= 0 && at < end;) {
    let behind = at + 2;
    while (bytes[behind] === QUOTE) behind++;
    // Three are a doubled one beside the field's own.
    if (behind - at < 4) yield { start: at, end: at + 1, trust: 'sure' };
    at = bytes.indexOf(DOUBLED, behind);
  }
}

/** Fields of CSV that hold JSON, with their quotes single. */
export const csvViews: Family = ({ bytes, range, context }, { doubled }) => {
  const start = Math.max(range.start, (doubled[0] ?? 0) - MARGIN);
  return seamViews('csv', doubledSeams(bytes, { start, end: range.end }), bytes, context);
};
