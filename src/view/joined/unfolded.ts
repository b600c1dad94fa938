import type { Span } from '../../types.ts';
import { BLANKS } from '../byte-class.ts';
import type { DecodedView } from '../decoded-view.ts';
import type { CutText } from './family.ts';
import { seamViews, type Seam } from './seams.ts';

const [LF, CR, SPACE, TAB] = [10, 13, 0x20, 9] as const;
/** Minimum length of a folded line. */
const LEAST_LINE = 60;

function* foldSeams(bytes: Buffer, { start, end }: Span): Generator<Seam> {
  let line = bytes.indexOf(LF, start) + 1;
  if (line === 0) return;
  for (let at = bytes.indexOf(LF, line); at >= 0 && at < end; at = bytes.indexOf(LF, line)) {
    const isFolded = bytes[at + 1] === SPACE || bytes[at + 1] === TAB;
    if (isFolded && at - line >= LEAST_LINE && BLANKS[bytes[at + 2] ?? 0] !== 1)
      yield { start: bytes[at - 1] === CR ? at - 1 : at, end: at + 2, trust: 'sure' };
    line = at + 1;
  }
}

/** The lines of an LDIF directory, a calendar, a vCard or a Java manifest, unfolded: each continuation begins with a blank. */
export function unfoldedTexts({ bytes, range, context }: CutText): Generator<DecodedView> {
  return seamViews('joined-lines', foldSeams(bytes, range), bytes, context);
}
