import { ScanError } from '../../errors.ts';
import { allowanceNotes } from '../../policy/allowances.ts';
import { foreignNotes, staleNotes } from '../../policy/baseline/baseline.ts';
import { outcomeOf, type ScanOutcome } from '../outcome.ts';
import { planOf, toolInfo } from '../plan.ts';
import { group } from './counted.ts';
import { Grouping } from './grouping.ts';
import { cacheKeyOf, reportKeyOf } from './keys.ts';
import { mergeSkips } from './merge-skips.ts';
import type { Named } from './open-all.ts';
import type { AuditOptions } from './options.ts';
import { auditRepository, type RepositoryOutcome } from './repository-audit.ts';
import type { AuditSetup } from './setup.ts';
import { BlobScanner } from '../blob-scan.ts';
import type { ScanContext } from '../context.ts';
import { knownOf, tellKnown } from '../known-of.ts';
import type { KnownRun } from '../known.ts';
import { contextOf, type RunPlan } from '../run-context.ts';
import { BLOB, COMMIT, TAG, TREE } from '../../source/git/listing.ts';
import { rangeArguments } from '../../source/git/missing.ts';
import type { AuditSummary, Finding, Location, RuleInfo, ToolInfo } from '../../types.ts';

/** The result of an audit. `objects`: the digest of everything in a single repository, if all objects were read. */
export interface Audited {
  readonly outcome: ScanOutcome;
  readonly objects: string | undefined;
}

/** Audits opened repositories, whatever is stored about them. */
export async function auditNow(options: AuditOptions, repositories: readonly Named[]): Promise<Audited> {
  const { signal, onProgress, baseline } = options;
  const known = await knownOf(options);
  const plan = await planOf({ ...options, paths: [], cwd: pathsFrom(options, repositories) }, known);
  const context = await contextOf(plan, { onProgress, ...(baseline === undefined ? {} : { baseline }) });
  const tool = toolInfo({ ...options, paths: [] }, plan);
  const knownNotes = await tellKnown(known, context);
  const keys = keysOf(options, { plan, tool, known, isOne: repositories.length === 1 });
  const outcomes = await auditEach(repositories, { options, plan, context, keys });
  const ofAllowances = allowanceNotes(plan.packet.allow, options.key !== undefined, plan.today);
  const notes = [...notesOf(options, outcomes), ...ofAllowances, ...knownNotes];
  if (known !== undefined && keys.cacheKey === undefined && options.remember !== false) notes.push(NOT_REMEMBERED);
  const end = {
    tool,
    notes,
    missing: [],
    known: known?.summary,
    enforced: options.enforced ?? true,
    audit: summaryOf(outcomes),
  };
  const isWhole = signal?.aborted !== true && outcomes.every(({ damaged }) => damaged === 0);
  const objects = isWhole ? outcomes[0]?.listing.digest : undefined;
  return { outcome: await outcomeOf(context.collector.result(end), context), objects };
}

/**
 * The folder that paths are relative to. With several repositories, paths begin with a name relative to `cwd`; with
 * one, they are relative to its top, wherever the audit was started.
 */
function pathsFrom({ cwd, packetRoot = cwd }: AuditOptions, [first]: readonly Named[]): string {
  return first?.prefix === '' ? packetRoot : cwd;
}

type Keys = Pick<AuditSetup, 'cacheKey' | 'reportKey'>;

/**
 * The keys under which results are stored. A baseline records what it covers, and known values are counted too: with
 * either, findings are not stored.
 */
function keysOf(
  { remember, env, key, baseline }: AuditOptions,
  run: { plan: RunPlan; tool: ToolInfo; known: KnownRun | undefined; isOne: boolean },
): Keys {
  const { plan, tool, known, isOne } = run;
  const cacheKey = remember === false ? undefined : cacheKeyOf({ tool, packet: plan.packet, env, known, key });
  const isRepeated = isOne && known === undefined && baseline === undefined;
  return { cacheKey, reportKey: isRepeated ? reportKeyOf({ ...plan, tool }) : undefined };
}

/** Audits the repositories one after the other. The run's collector gets one finding for each value. */
async function auditEach(
  repositories: readonly Named[],
  run: { options: AuditOptions; plan: RunPlan; context: ScanContext; keys: Keys },
): Promise<readonly RepositoryOutcome[]> {
  const { options, plan, context, keys } = run;
  const scanner = new BlobScanner(context);
  const grouping = new Grouping((name) => context.names.of(name));
  const outcomes: RepositoryOutcome[] = [];
  const limits = limitsOf(options);
  const rules = new Map(plan.rules.map((rule) => [rule.id, rule]));
  const ruleOf = (id: string): RuleInfo | undefined => rules.get(id);
  const { signal } = options;
  for (const { repository, prefix } of repositories) {
    const how = repository.unopened === undefined ? { ...limits, ...keys } : wholeStore(repository.unopened, limits);
    const outcome = await auditRepository({ repository, prefix, ...how, context, ruleOf, scanner, signal });
    outcomes.push(outcome);
    group({ ...outcome, prefix }, { grouping, context, leftOut: options.leftOut ?? [] });
  }
  context.collector.replaceSkips(mergeSkips);
  context.collector.refill(grouping.result().map(withoutKeys));
  return outcomes;
}

/** Which commits to read, and whether unreachable objects count. */
function limitsOf({ range, since, unreachable, beside }: AuditOptions): Limits {
  const isLimited = range !== undefined || since !== undefined;
  return {
    range: isLimited ? rangeArguments(range, since) : undefined,
    beside: isLimited ? (beside ?? []) : [],
    unreachable: unreachable ?? !isLimited,
  };
}

type Limits = Pick<AuditSetup, 'range' | 'beside' | 'unreachable'>;

/** If only the objects of a repository can be opened, all of them are read and nothing is stored. */
function wholeStore(unopened: string, { range }: Limits): Limits {
  if (range === undefined) return { range, beside: [], unreachable: true };
  throw new ScanError('usage', `Cannot audit a range of commits: ${unopened}; without a range all objects are read`);
}

function notesOf(options: AuditOptions, outcomes: readonly RepositoryOutcome[]): string[] {
  const { notes = [], baseline, key, range, since } = options;
  // A range contains few of a baseline's files, so a missing one means nothing.
  const isLimited = range !== undefined || since !== undefined;
  const stale = isLimited ? foreignNotes(baseline, key !== undefined) : staleNotes(baseline, key !== undefined);
  return [...notes, ...outcomes.flatMap(({ notes: own }) => own), ...stale];
}

const NOT_REMEMBERED =
  'without a project key nothing is remembered of an audit with known values: the next one reads everything again';

/** A path step has no object id: the key used for its attribution is removed again. */
function withoutKeys(finding: Finding): Finding {
  const places = finding.places?.map((place) => ({ ...place, location: withoutKey(place.location) }));
  return { ...finding, location: withoutKey(finding.location), ...(places && { places }) };
}

function withoutKey(location: Location): Location {
  if (location.part !== 'path') return location;
  const { object: _, ...rest } = location;
  return rest;
}

function summaryOf(outcomes: readonly RepositoryOutcome[]): AuditSummary {
  const summary = { blobs: 0, commits: 0, tags: 0, trees: 0, blobBytes: 0, read: 0, known: 0, missing: 0, left: 0 };
  for (const { listing, read, known, missing, left } of outcomes) {
    summary.blobs += listing.count(BLOB);
    summary.commits += listing.count(COMMIT);
    summary.tags += listing.count(TAG);
    summary.trees += listing.count(TREE);
    summary.blobBytes += listing.bytes(BLOB);
    summary.read += read;
    summary.known += known;
    summary.missing += missing;
    summary.left += left;
  }
  return { repositories: outcomes.length, ...summary, openEnded: outcomes.some(({ openEnded }) => openEnded) };
}
