import { createHash, createHmac } from 'node:crypto';
import { statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { ScanError, systemReason } from './errors.ts';
import { staleNotes } from './policy/baseline/baseline.ts';
import { isSameValue } from './policy/baseline/same-value.ts';
import { refusedRoots } from './policy/targets.ts';
import { outcomeOf, type ScanOutcome } from './scan/outcome.ts';
import { planOf, type ScanOptions, toolInfo } from './scan/plan.ts';
import { Grouping } from './scan/audit/grouping.ts';
import { auditRepository, type RepositoryOutcome } from './scan/audit/repository-audit.ts';
import type { AuditSetup } from './scan/audit/setup.ts';
import { BlobScanner } from './scan/blob-scan.ts';
import type { Collector } from './scan/collector.ts';
import type { ScanContext } from './scan/context.ts';
import { knownOf, tellKnown } from './scan/known-of.ts';
import type { KnownRun } from './scan/known.ts';
import { contextOf, type RunPlan } from './scan/run-context.ts';
import type { Secret } from './secret.ts';
import { submoduleFolders } from './source/git/folder.ts';
import { BLOB, COMMIT, TAG, TREE } from './source/git/listing.ts';
import { rangeArguments } from './source/git/missing.ts';
import { openRepository, type Repository } from './source/git/repository.ts';
import { refusal } from './source/refusal.ts';
import type { AuditSummary, Finding, Location } from './types.ts';

/** What to audit and how. */
export interface AuditOptions extends Omit<ScanOptions, 'paths' | 'files' | 'stdin' | 'exclude' | 'respectGitignore'> {
  /** Folders of repositories: a work tree or a folder in it, or a bare repository. @default `cwd` */
  readonly repositories?: readonly string[];
  /** Commits to audit, as `git rev-list` understands them: `main..HEAD`. @default every object there is */
  readonly range?: string | undefined;
  /** Only commits after this moment: an ISO date, `2 weeks ago`, `yesterday` (docs/audit.md lists the forms). */
  readonly since?: string | undefined;
  /** Whether objects count that no ref, reflog or index leads to. @default true without `range` and `since`, else false */
  readonly unreachable?: boolean;
  /** Parts in which what is found is let pass, by `commit-parts`. @default none */
  readonly leftOut?: readonly string[];
  /** Whether to remember under the repository's folder which objects hold nothing. @default true */
  readonly remember?: boolean;
}

/**
 * Audits repositories: every object once, in the order of its packs, with messages, people, tags, notes, names of refs and
 * paths; and the files of the repository's folder. Nothing of the repository is run, nothing is downloaded.
 *
 * @throws {ScanError} `usage` for a folder without a repository or one that git refuses
 * @example const { result } = await audit({ cwd: process.cwd(), env: process.env });
 */
export async function audit(options: AuditOptions): Promise<ScanOutcome> {
  const { signal, onProgress, baseline } = options;
  const known = await knownOf(options);
  const plan = await planOf({ ...options, paths: [] }, known);
  const context = await contextOf(plan, { onProgress, ...(baseline === undefined ? {} : { baseline }) });
  const tool = toolInfo({ ...options, paths: [] }, plan);
  const repositories = await openAll(options, context);
  const scanner = new BlobScanner(context);
  const grouping = new Grouping((name) => context.names.of(name));
  const outcomes: RepositoryOutcome[] = [];
  const limits = limitsOf(options);
  const knownNotes = await tellKnown(known, context);
  const cacheKey = cacheKeyOf(options, [tool.version, tool.rulesDigest, tool.packetDigest], known);
  const reportKey = repositories.length === 1 && known === undefined ? reportKeyOf(plan, options) : undefined;
  const rules = new Map(plan.rules.map((rule) => [rule.id, rule]));
  for (const { repository, prefix } of repositories) {
    const outcome = await auditRepository({
      repository,
      prefix,
      ...limits,
      cacheKey,
      reportKey,
      context,
      ruleOf: (id) => rules.get(id),
      scanner,
      signal,
    });
    outcomes.push(outcome);
    group({ ...outcome, prefix }, { grouping, context, leftOut: options.leftOut ?? [] });
  }
  context.collector.mergeSkips();
  context.collector.refill(grouping.result().map(withoutKeys));
  const notes = [...notesOf(options, outcomes), ...knownNotes];
  if (known !== undefined && cacheKey === undefined && options.remember !== false) notes.push(NOT_REMEMBERED);
  const end = {
    tool,
    notes,
    missing: [],
    known: known?.summary,
    enforced: options.enforced ?? true,
    audit: summaryOf(outcomes),
  };
  return outcomeOf(context.collector.result(end), context);
}

/**
 * What decides what a report says beside rules, packet and version; undefined where findings are not remembered: a baseline
 * keeps account of what it covers, as known values do.
 */
function reportKeyOf(plan: RunPlan, { baseline }: AuditOptions): string | undefined {
  if (baseline !== undefined) return undefined;
  const { packet, today, key, ledger, cwd, packetRoot } = plan;
  const expires = packet.allow.findings.length > 0 ? today : '';
  const keyed = key === undefined ? '' : createHmac('sha256', key).update('watertight audit').digest('hex');
  return digest([expires, keyed, String(ledger), relative(packetRoot, cwd)]);
}

/** Which commits to read, and whether what nothing leads to counts. */
function limitsOf({ range, since, unreachable }: AuditOptions): Pick<AuditSetup, 'range' | 'unreachable'> {
  const isLimited = range !== undefined || since !== undefined;
  return { range: isLimited ? rangeArguments(range, since) : undefined, unreachable: unreachable ?? !isLimited };
}

function notesOf({ notes = [], baseline }: AuditOptions, outcomes: readonly RepositoryOutcome[]): string[] {
  return [...notes, ...outcomes.flatMap(({ notes: own }) => own), ...staleNotes(baseline)];
}

/** Puts the findings of one repository, found now or by the audit before, to those of the same value. */
function group(
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

/** What an object holds that somebody acknowledged stands in Git's own copies of it as well, which no packet can name. */
function withoutCopies(counted: Counted<Secret>, { policy, collector }: ScanContext): Counted<Secret> {
  const { acknowledged } = policy;
  if (acknowledged.length === 0) return counted;
  const isCopy = ({ location: { part, path } }: Finding, value: Secret | undefined): boolean =>
    (part === 'reflog' || (part === 'file' && TYPED.test(path))) &&
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

interface Named {
  readonly repository: Repository;
  readonly prefix: string;
}

/** Opens the named repositories and those of their submodules, each once. */
async function openAll(options: AuditOptions, context: ScanContext): Promise<Named[]> {
  const { cwd, env } = options;
  const named = options.repositories ?? [];
  const refuse = refusal(refusedRoots(context.packet, env).map((root) => resolve(cwd, root)));
  const waiting = (named.length === 0 ? ['.'] : named).map((name) => ({
    folder: resolve(cwd, name),
    prefix: prefixOf(name, named),
  }));
  const opened = new Map<string, Named>();
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { folder, prefix } = next;
    const reason = refuse(folder);
    if (reason !== undefined) throw new ScanError('usage', `Cannot audit ${relative(cwd, folder)}: ${reason}`);
    assertFolder(folder, relative(cwd, folder) || '.');
    // The signal ends the reading between two objects: a git that it killed would look like a damaged repository.
    const repository = await openRepository({ folder, env });
    if (opened.has(repository.commonDir)) continue;
    opened.set(repository.commonDir, { repository, prefix });
    for (const inner of submoduleFolders(repository.commonDir)) {
      const below = relative(repository.commonDir, inner).split(sep).join('/');
      waiting.push({ folder: inner, prefix: `${prefix}.git/${below}/` });
    }
  }
  return [...opened.values()];
}

/** Git would be started in it, and would say that it cannot be. */
function assertFolder(folder: string, shown: string): void {
  const fail = (state: string, cause?: unknown): ScanError =>
    new ScanError('usage', `Cannot audit ${shown}: ${state}`, { cause });
  let isFolder: boolean;
  try {
    isFolder = statSync(folder).isDirectory();
  } catch (error) {
    throw fail(systemReason(error) === 'no such file' ? 'no such folder' : systemReason(error), error);
  }
  if (!isFolder) throw fail('it is no folder; audit reads repositories, scan reads files');
}

function prefixOf(name: string, all: readonly string[]): string {
  return all.length < 2 ? '' : `${name.replace(/\/+$/, '')}/`;
}

/**
 * What an audit may remember is kept under a digest of all that decides what is found. Of declared values that is a digest under
 * the project's key: a bare one, beside the repository, would tell a guess from a miss.
 */
function cacheKeyOf(
  { remember, key }: AuditOptions,
  parts: readonly string[],
  known: KnownRun | undefined,
): string | undefined {
  if (remember === false) return undefined;
  if (known === undefined) return digest(parts);
  return key === undefined ? undefined : digest([...parts, known.digest(key)]);
}

const NOT_REMEMBERED =
  'without a project key nothing is remembered of an audit with known values: the next one reads everything again';

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex');
}

/** The step of a path has no object id of its own: what led to its attribution is taken out again. */
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
  const summary = { blobs: 0, commits: 0, tags: 0, trees: 0, blobBytes: 0, read: 0, known: 0, missing: 0 };
  for (const { listing, read, known, missing } of outcomes) {
    summary.blobs += listing.count(BLOB);
    summary.commits += listing.count(COMMIT);
    summary.tags += listing.count(TAG);
    summary.trees += listing.count(TREE);
    summary.blobBytes += listing.bytes(BLOB);
    summary.read += read;
    summary.known += known;
    summary.missing += missing;
  }
  return { repositories: outcomes.length, ...summary };
}
