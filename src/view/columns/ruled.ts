import type { Family } from '../joined/family.ts';
import { addAligned } from './aligned.ts';
import { addFenced } from './asciidoc.ts';
import { addBarred, addDrawn } from './barred.ts';
import { Labels } from './labels.ts';
import { lineAt } from './table-lines.ts';

/** Values in tables drawn with rules, each next to the title of its column or the name before it. */
export const ruledViews: Family = function* ({ bytes, context }, { rules }) {
  const labels = new Labels(bytes, context);
  let floor = 0;
  for (const start of rules) {
    if (start < floor) continue;
    const rule = lineAt(bytes, start);
    floor =
      addFenced(bytes, rule, labels, context) ??
      addBarred(bytes, rule, labels, context) ??
      addDrawn(bytes, rule, labels, context) ??
      addAligned(bytes, rule, labels, context) ??
      floor;
    yield* labels.full();
    if (context.stopped) return;
  }
  yield* labels.rest();
};
