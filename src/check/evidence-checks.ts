import { createHash } from 'node:crypto';
import type { Observation } from '../check-result.ts';
import { recordEvidence, recordExpectations, type Decision, type GitReference } from '../policy/decision/record.ts';
import { CopyFinder, runSignatures, type CopyTarget } from '../policy/evidence/copied.ts';
import { quoted } from '../policy/quotation.ts';
import { unlessFound, say, type CheckContext } from './context.ts';
import { recordPlace } from './decision.ts';
import { compilePathGlob } from './path-glob.ts';
import { existingTips } from './evidence-files.ts';
import { type GitFacts, leadsOut } from './git.ts';
import { decoded } from './reader.ts';

/** EVD-01, EVD-02, EVD-04 and EVD-05: valid references, nothing copied, expectations met. EVD-03 is part of the record's form. */
export async function evidenceChecks(context: CheckContext): Promise<Observation[]> {
  const references = recordEvidence(context.evaluation.decision?.record);
  return [
    ...(await referenceChecks(references, context)),
    ...presence(context),
    ...(await copyChecks(references, context)),
    ...(await expectationChecks(context)),
  ];
}

async function referenceChecks(
  references: readonly GitReference[],
  context: CheckContext,
): Promise<readonly Observation[]> {
  const { git, unopened = 'this is no git repository', packet, evaluation } = context;
  const { decision } = evaluation;
  const { reachableFrom, commitExists, pathExistsAtCommit } = packet.governed.evidence;
  if (!commitExists && !pathExistsAtCommit) return [];
  if (references.length === 0)
    return git === undefined ? [] : missingRefs(context, git, { asked: false, loose: false });
  if (git === undefined) {
    return [say('EVD-01', 'unproven', `${references.length} evidence references cannot be looked up: ${unopened}`)];
  }
  const tips = await existingTips(git, reachableFrom);
  const found: Observation[] = [];
  const loose: Observation[] = [];
  for (const reference of references) {
    const problem = await referenceProblem(reference, git, decision);
    if (problem !== undefined) found.push(problem);
    else if (!(await git.reachable(reference.commit, tips))) loose.push(unmerged(reference, reachableFrom, decision));
  }
  return [
    ...unlessFound('EVD-01', found, `${references.length} evidence references: commits and paths exist`),
    ...unlessFound(
      'EVD-02',
      [...loose, ...(await missingRefs(context, git, { asked: true, loose: loose.length > 0 }))],
      'every referenced commit is reachable',
    ),
  ];
}

const WHOLE_ID = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

async function referenceProblem(
  { path, commit, sha256, index }: GitReference,
  git: GitFacts,
  decision: Decision | null,
): Promise<Observation | undefined> {
  const fail = (message: string, key: string, fix: string): Observation =>
    say('EVD-01', 'fail', `evidence ${path} ${message}`, {
      place: decision === null ? { path } : recordPlace(decision, ['evidence', index, key]),
      fix,
    });
  const short = commit.slice(0, 12);
  if ((await git.commit(commit)) === undefined) {
    const hint = git.shallow ? ' (this clone is shallow: fetch its history)' : '';
    const why = WHOLE_ID.test(commit)
      ? `names no commit: there is no ${short}${hint}`
      : 'does not name a commit by its full id';
    return fail(why, 'commit', 'write the full id of the commit with the file');
  }
  if (leadsOut(path)) return fail('leads out of the packet folder', 'path', 'refer to a file below it');
  const found = await git.objectAt(commit, path);
  if (found?.type === 'tree') return fail(`is a folder in ${short}`, 'path', 'refer to a file in it');
  if (found?.type !== 'blob') return fail(`not in ${short}`, 'path', 'write the path as in that commit');
  if (sha256 === undefined) return undefined;
  const bytes = await git.read(found);
  if (bytes === undefined)
    return say('EVD-01', 'unproven', `evidence ${path} is too large to hash`, { place: { path } });
  const actual = createHash('sha256').update(bytes).digest('hex');
  return actual === sha256 ? undefined : fail(`in ${short} has a different sha256`, 'sha256', `it is ${actual}`);
}

function unmerged({ commit, index }: GitReference, refs: readonly string[], decision: Decision | null): Observation {
  const message = `commit ${commit.slice(0, 12)} exists only in an unmerged branch`;
  const fix = refs.length === 0 ? 'merge it' : `merge it into ${refs.join(' or ')}`;
  const place = decision === null ? undefined : recordPlace(decision, ['evidence', index, 'commit']);
  return say('EVD-02', 'warn', message, { place, fix });
}

/**
 * Refs of the packet that do not exist here. If others do and contain every commit, nothing depends on the missing
 * ones; otherwise it is unproved that the commits were merged.
 *
 * @param found whether the record refers to commits, and whether one of them is in none of the existing refs
 */
async function missingRefs(
  { packet, origin }: CheckContext,
  git: GitFacts,
  found: { readonly asked: boolean; readonly loose: boolean },
): Promise<Observation[]> {
  const refs = packet.governed.evidence.reachableFrom;
  const missing: string[] = [];
  for (const name of refs) if ((await git.commit(name)) === undefined) missing.push(name);
  if (missing.length === 0) return [];
  const extras = { fix: 'fetch it, or correct evidence.rules.reachable_from', place: { path: origin } };
  const [first = '', ...others] = missing.map(quoted);
  const names =
    others.length === 0 ? `${first} does not exist here` : `${missing.map(quoted).join(', ')} do not exist here`;
  if (missing.length < refs.length && !found.loose)
    return [say('EVD-02', 'warn', `${names}, so reachability was checked from the others`, extras)];
  const what = found.asked ? 'referenced commits are merged' : 'what a record refers to is merged';
  return [say('EVD-02', 'unproven', `${names}, so it is unproved that ${what}`, extras)];
}

/** Evidence that the packet requires but that is missing. */
function presence({ packet, evaluation }: CheckContext): Observation[] {
  return packet.governed.evidence.refs.flatMap((ref) => {
    const { state, why } = evaluation.evidence(ref);
    if (state === 'present') return [say('EVD-05', 'pass', `evidence ${ref.id}: ${why}`)];
    return [
      say(
        'EVD-05',
        ref.required ? 'fail' : 'info',
        `evidence ${ref.id} ${state === 'absent' ? 'is missing' : 'does not count'}: ${why}`,
      ),
    ];
  });
}

/** EVD-04: documents on the surfaces that the packet names contain no copy of referenced evidence and no run output. */
async function copyChecks(references: readonly GitReference[], context: CheckContext): Promise<readonly Observation[]> {
  const { copyRules, evidence } = context.packet.governed;
  if (copyRules.length === 0 && !evidence.noCopy) return [];
  const rules =
    copyRules.length > 0
      ? copyRules
      : [{ id: 'no_copy', surfaces: ['sot', 'task_file'] as const, minChars: 240, minLines: 6 }];
  const { texts: sources, unread } = await referencedTexts(references, context);
  const tooLarge = new Set<string>();
  const found = rules.flatMap(({ surfaces, minChars, minLines }) => {
    const { targets: all, large } = copyTargets(surfaces, context);
    for (const path of large) tooLarge.add(path);
    const targets = all.filter(({ path }) => !sources.has(path));
    const finder = new CopyFinder(targets, { minChars, minLines });
    const copies = [...sources].flatMap(([path, text]) => finder.find(text).map((copy) => ({ ...copy, from: path })));
    return [
      ...copies.map(({ path, startLine, endLine, kind, from }) =>
        say(
          'EVD-04',
          'fail',
          `${path} line ${startLine}–${endLine} copies runtime evidence ${from}${kind === 'verbatim' ? '' : ' (near-verbatim)'}`,
          {
            place: { path, line: startLine },
            fix: 'replace the passage with a reference to the evidence by path and commit',
          },
        ),
      ),
      ...targets.flatMap(runSignatures).map(({ path, startLine, what }) =>
        say('EVD-04', 'fail', `${path} line ${startLine} contains runtime evidence: ${what}`, {
          place: { path, line: startLine },
          fix: 'replace it with a reference to the evidence by path and commit',
        }),
      ),
    ];
  });
  const unproven = [
    ...unread.map((path) => [path, `evidence ${path} cannot be read, so copies of it cannot be ruled out`] as const),
    ...[...tooLarge].map((path) => [path, `${path} is too large to be compared with evidence`] as const),
  ].map(([path, message]) => say('EVD-04', 'unproven', message, { place: { path } }));
  return unlessFound('EVD-04', [...found, ...unproven], `no document copies any of ${sources.size} evidence files`);
}

/** Documents that may contain a copy, and the paths of those too large to be compared. */
function copyTargets(
  surfaces: readonly string[],
  { files, reader, packet, documents }: CheckContext,
): { readonly targets: CopyTarget[]; readonly large: string[] } {
  const paths = new Set([...files].filter(([, surface]) => surfaces.includes(surface)).map(([path]) => path));
  for (const { source } of documents) paths.add(source.path);
  if (packet.governed.decision !== null) paths.add(packet.governed.decision.record);
  const targets: CopyTarget[] = [];
  const large: string[] = [];
  for (const path of paths) {
    const file = reader.read(path);
    if (file.kind !== 'text') continue;
    if (file.bytes.length > LARGEST_DOCUMENT) large.push(path);
    else targets.push({ path, text: file.text });
  }
  return { targets, large };
}

/** Maximum size of a file that is compared, in bytes. */
const LARGEST_DOCUMENT = 4 * 1024 * 1024;

/** Texts of all referenced evidence: of the record's at its commits, and of the packet's own paths in their current state. */
async function referencedTexts(
  references: readonly GitReference[],
  context: CheckContext,
): Promise<{ readonly texts: Map<string, string>; readonly unread: readonly string[] }> {
  const { git, packet, evaluation, reader } = context;
  const texts = new Map<string, string>();
  const unread: string[] = [];
  for (const { path, commit } of references) {
    const blob = await git?.blobAt(commit, path);
    const bytes = blob === undefined ? undefined : await git?.read(blob);
    if (bytes !== undefined) texts.set(path, decoded(bytes));
    // If there is none, EVD-01 reports it.
    else if (blob !== undefined) unread.push(path);
  }
  for (const ref of packet.governed.evidence.refs) {
    for (const { path } of evaluation.evidence(ref).files) {
      const file = reader.read(path);
      if (file.kind === 'text' && !texts.has(path)) texts.set(path, file.text);
    }
  }
  return { texts, unread };
}

/** EVD-05: what the record expects from runs exists once runs are admitted. */
async function expectationChecks({ evaluation, files, packet }: CheckContext): Promise<Observation[]> {
  const admitted = Object.entries(packet.governed.gates).some(
    ([id, gate]) => gate.kind === 'file-matches-env' && evaluation.gate(id).state === 'open',
  );
  const found: Observation[] = [];
  for (const { id, path } of recordExpectations(evaluation.decision?.record)) {
    const fits = await compilePathGlob(path);
    if ([...files.keys()].some(fits)) found.push(say('EVD-05', 'pass', `expected evidence '${id}' exists`));
    else
      found.push(
        say(
          'EVD-05',
          admitted ? 'fail' : 'info',
          `expected evidence '${id}' not produced${admitted ? '' : ' yet: nothing is admitted'}`,
          admitted
            ? { fix: `have a run write it (no file matches ${path}), or correct evidence_expectations of the record` }
            : {},
        ),
      );
  }
  return found;
}
