import { type KnownFinder, KnownFinders } from '../../detect/known/finder.ts';
import { knownSet } from '../../detect/known/known-set.ts';
import { KnownValues } from '../../detect/known/matcher.ts';
import { PrintedValues } from '../../detect/known/prints/matcher.ts';
import { type KnownInput, printPlan } from '../../scan/known.ts';

/** What finds the declared values of a run in its messages. */
export function declaredFinder({ values, own = [], prints = [] }: KnownInput): KnownFinder {
  return new KnownFinders([
    new KnownValues(knownSet([...values, ...own]).tables),
    ...prints.map((opened) => new PrintedValues(printPlan(opened))),
  ]);
}
