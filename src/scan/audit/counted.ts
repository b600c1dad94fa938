import { isSameValue } from '../../policy/baseline/same-value.ts';
import type { Secret } from '../../secret.ts';
import type { Finding } from '../../types.ts';
import type { Collector } from '../collector.ts';
import type { ScanContext } from '../context.ts';
import type { Grouping } from './grouping.ts';
import type { RepositoryOutcome } from './repository-audit.ts';

/** Adds the findings of one repository, new or from the previous audit, to those of the same value. */
export function group(
  outcome: RepositoryOutcome & { readonly prefix: string },
  run: { readonly grouping: Grouping; readonly context: ScanContext; readonly leftOut: readonly string[] },
): void {
  const { grouping, context, leftOut } = run;
  const { repeated } = outcome;
  if (repeated !== undefined) {
    const kept = withoutParts(repeated.state.findings, repeated.values, leftOut, context);
    grouping.addRepeated(kept.findings, kept.values, outcome);
  }
  context.collector.drain((findings, values) => {
    const kept = withoutCopies(withoutParts(findings, values, leftOut, context), context);
    grouping.add(kept.findings, kept.values, outcome);
  });
}

/** Findings, and what is known of the value of each. */
interface Counted<Value> {
  readonly findings: readonly Finding[];
  readonly values: readonly Value[];
}

/** The findings that count. Those in parts that the packet does not ask for are allowed. */
function withoutParts<Value>(
  findings: readonly Finding[],
  values: readonly Value[],
  leftOut: readonly string[],
  { collector }: ScanContext,
): Counted<Value> {
  if (leftOut.length === 0) return { findings, values };
  return keep(
    { findings, values },
    ({ location }) => !leftOut.includes(location.part ?? ''),
    'commit-parts',
    collector,
  );
}

/** Files in which Git keeps a second copy of an object's text: the message last typed (gitrepository-layout, git-commit). */
const TYPED = /(?:^|\/)[A-Z]+_(?:EDIT)?MSG$/;

/** Whether Git keeps a second copy of an object's text there, which is allowed if the object is acknowledged. */
export function isGitsCopy(part: string, path: string): boolean {
  return part === 'reflog' || (part === 'file' && TYPED.test(path));
}

/** Allows the values of an acknowledged object in Git's own copies of its text too, which no packet can name. */
function withoutCopies(counted: Counted<Secret>, { policy, collector }: ScanContext): Counted<Secret> {
  const { acknowledged } = policy;
  if (acknowledged.length === 0) return counted;
  const isCopy = ({ location }: Finding, value: Secret | undefined): boolean =>
    isGitsCopy(location.part ?? '', location.path) &&
    value !== undefined &&
    acknowledged.some((other) => isSameValue(value, other));
  return keep(counted, (finding, value) => !isCopy(finding, value), 'finding', collector);
}

/** Removes the findings that do not count and counts them as allowed. */
function keep<Value>(
  { findings, values }: Counted<Value>,
  doesCount: (finding: Finding, value: Value | undefined) => boolean,
  by: string,
  collector: Collector,
): Counted<Value> {
  const counts = findings.map((finding, index) => doesCount(finding, values[index]));
  for (const [index, { ruleId, surface, location }] of findings.entries())
    if (counts[index] === false) collector.allowed({ ruleId, surface, location, by });
  return { findings: findings.filter((_, index) => counts[index]), values: values.filter((_, index) => counts[index]) };
}
