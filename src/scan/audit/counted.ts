import { isSameValue } from '../../policy/baseline/same-value.ts';
import type { Secret } from '../../secret.ts';
import type { Finding } from '../../types.ts';
import type { Collector } from '../collector.ts';
import type { ScanContext } from '../context.ts';
import type { Grouping } from './grouping.ts';
import type { RepositoryOutcome } from './repository-audit.ts';

/** Puts the findings of one repository, found now or by the audit before, to those of the same value. */
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

/** The findings that count; those in parts that the packet does not ask for are let pass. */
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

/** Files in which Git keeps texts of objects once more: the message that was typed last (gitrepository-layout, git-commit). */
const TYPED = /(?:^|\/)[A-Z]+_(?:EDIT)?MSG$/;

/** Whether Git keeps a text of an object there once more, which passes where the object is acknowledged. */
export function isGitsCopy(part: string, path: string): boolean {
  return part === 'reflog' || (part === 'file' && TYPED.test(path));
}

/** What an object holds that somebody acknowledged stands in Git's own copies of it as well, which no packet can name. */
function withoutCopies(counted: Counted<Secret>, { policy, collector }: ScanContext): Counted<Secret> {
  const { acknowledged } = policy;
  if (acknowledged.length === 0) return counted;
  const isCopy = ({ location }: Finding, value: Secret | undefined): boolean =>
    isGitsCopy(location.part ?? '', location.path) &&
    value !== undefined &&
    acknowledged.some((other) => isSameValue(value, other));
  return keep(counted, (finding, value) => !isCopy(finding, value), 'finding', collector);
}

/** Takes out what does not count, and has it counted as let pass. */
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
