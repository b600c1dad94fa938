import type { Family } from '../joined/family.ts';
import { addAligned } from './aligned.ts';
import { addBarred } from './barred.ts';
import { Labels } from './labels.ts';
import { lineAt } from './table-lines.ts';

/** Values of tables with a rule below the titles, each beside the title of its column. */
export const ruledViews: Family = function* ({ bytes, context }, { rules }) {
  const labels = new Labels(bytes, context);
  let floor = 0;
  for (const start of rules) {
    if (start < floor) continue;
    const rule = lineAt(bytes, start);
    floor = addBarred(bytes, rule, labels, context) ?? addAligned(bytes, rule, labels, context) ?? floor;
    yield* labels.full();
    if (context.stopped) return;
  }
  yield* labels.rest();
};
