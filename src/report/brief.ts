import type { Finding, Occasion, Reporter, ReportOptions, ScanResult, Summary } from '../types.ts';
import { acceptCommand } from './acceptance.ts';
import { INLINE_COMMENT, isAllowable } from './advice.ts';
import { copiesOf, copyLine, type Copies, valueCount } from './copies.ts';
import { count, grouped, plural, total } from './figures.ts';
import { historyPlaceIn, objectsRead } from './history.ts';
import { shownDetail, shownInside, shownPart, shownPlace } from './names.ts';
import { foundWords, isIncomplete, knownWords, outcomeOf, passedWords, scannedWords } from './outcome.ts';
import { visible } from './sanitize.ts';
import { uncheckedWords } from './unchecked.ts';
import { REASON_WORDS, remedyOf } from './words.ts';

/** Values, and parts not looked at, that are written out; all are counted. */
const SHOWN = 20;

/**
 * A few lines for hooks and agents: how it ended, each value on a line with its first place, and what to do about them. Plain text
 * without colours, so that nothing has to be loaded for it. No line begins with a name from evidence.
 */
export const brief: Reporter = (result, options) => {
  const lines = [
    `watertight: ${headline(result, options)}`,
    ...findingLines(result.findings, options.occasion),
    ...unreadLines(result),
    ...noteLines(options.occasion === undefined ? result.summary.notes : cautionsOf(result, options)),
    ...(options.occasion === undefined ? [] : knownLines(result)),
  ];
  return `${lines.join('\n')}\n`;
};

function headline(result: ScanResult, options: ReportOptions): string {
  const { summary } = result;
  const { kind } = outcomeOf(result);
  const where = looked(summary, options.occasion);
  const time = Date.parse(options.finishedAt) - Date.parse(options.startedAt);
  const ending = `(${Number.isFinite(time) ? `${count(Math.max(0, time))} ms, ` : ''}exit ${summary.exitCode})`;
  const unread = isIncomplete(result) ? [`${plural(unreadOf(result).length, 'part')} not scanned`] : [];
  const passed = total(summary.allowed);
  const { excluded } = summary;
  const leftOut = `${plural(excluded, 'file')} excluded (--ledger FILE says why)`;
  const said = {
    fail: [`${foundWords(result)}${ofValues(result.findings)} ${foundIn(result, options.occasion)}`, ...unread],
    incomplete: [...unread, `nothing forbidden in ${where}`],
    empty: [excluded > 0 ? `nothing was scanned: ${leftOut}` : EMPTY[options.occasion ?? 'scan']],
    clean: [
      where,
      ...(excluded > 0 && options.occasion !== undefined ? [leftOut] : []),
      ...(passed === 0 ? [] : [passedWords(summary.allowed)]),
    ],
  }[kind].join('; ');
  const enforced = summary.enforced ? '' : ' NOT ENFORCED: --report-only';
  return `${wordOf(result, options.occasion)}  ${said}${knownWords(summary)} ${ending}${enforced}`;
}

function wordOf(result: ScanResult, occasion: Occasion | undefined): string {
  const { kind, word } = outcomeOf(result);
  const stops = occasion !== undefined && occasion !== 'files';
  return kind === 'fail' && stops && result.summary.enforced ? 'BLOCKED' : word;
}

/** Nothing to look at is how many a commit is: no reason to warn. */
const EMPTY: Readonly<Record<Occasion | 'scan', string>> = {
  commit: 'nothing is staged',
  files: 'the index has no content of the named files',
  message: 'the message is empty',
  push: 'no new commit or file to push',
  scan: 'no file in scope: nothing was scanned',
};

function looked({ files, audit }: Summary, occasion: Occasion | undefined): string {
  if (audit !== undefined && occasion === undefined) return objectsRead(audit);
  if (occasion === 'message') return 'the commit message';
  // Names of refs and texts of tags are looked at and no files.
  if (occasion === 'push' && files === 0) return 'pushed names and tags';
  if (occasion === 'push') return plural(files, 'new object or member', 'new objects and members');
  const kinds = { commit: 'staged file', files: 'named file' };
  return plural(files, occasion === undefined ? 'file' : kinds[occasion]);
}

/** A hook's figures are of what is staged or pushed, an audit's of objects: neither counts files in which something was found. */
function foundIn(result: ScanResult, occasion: Occasion | undefined): string {
  const { summary } = result;
  const isScan = occasion === undefined && summary.audit === undefined;
  return isScan ? scannedWords(result) : `in ${looked(summary, occasion)}`;
}

function findingLines(findings: readonly Finding[], occasion: Occasion | undefined): readonly string[] {
  if (findings.length === 0) return [];
  const values = copiesOf(findings);
  const shown = values.slice(0, SHOWN);
  const more = findings.length - shown.flat().length;
  return [
    ...shown.flatMap(valueLines),
    ...(more > 0 ? [`  … and ${plural(more, 'more finding')}: --format json lists all`] : []),
    ...[...fixes(findings, occasion ?? 'scan')].map((fix) => `    fix: ${fix}`),
    ...notASecret(findings, occasion ?? 'scan'),
  ];
}

function ofValues(findings: readonly Finding[]): string {
  const values = valueCount(findings);
  return values === undefined ? '' : ` of ${plural(values, 'value')}`;
}

function valueLines(copies: Copies): readonly string[] {
  const others = copyLine(copies);
  return [findingLine(copies[0]), ...(others === undefined ? [] : [`    ${others}`])];
}

function findingLine(finding: Finding): string {
  const { location, secret, severity, surface, ruleId, verdict } = finding;
  const since = location.commit === undefined ? '' : ` in commit ${visible(location.commit).slice(0, 12)}`;
  const place = finding.places === undefined ? `${shownPlace(location)}${since}` : historyPlaceIn(location);
  const within = shownInside(location);
  const inside = within === '' ? '' : ` (in ${within})`;
  const mask = secret.mask === '' ? '' : `, ${visible(secret.mask)}`;
  return (
    `  ${severity}  ${place}${inside}  ${surface}  ${visible(ruleId)}  ${plural(secret.length, 'character')}` +
    `${mask}  [${visible(verdict.by)}]  fingerprint ${visible(finding.fingerprint)}`
  );
}

const FIX_STAGED =
  'replace the value with its name ($NAME, op://vault/item, vault:path) and stage the file again; rotate it if it was ' +
  'pushed or shared before';

const FIXES: Readonly<Record<Occasion | 'scan' | 'history', string>> = {
  commit: FIX_STAGED,
  files: FIX_STAGED,
  message:
    'remove the value and commit again (git commit -e -F "$(git rev-parse --git-path COMMIT_EDITMSG)"); nothing was ' +
    'committed, so rotate it only if it was shared elsewhere',
  push:
    'the value is in unpushed commits: amend or rebase them to remove it, then push; rotate it if it ' +
    'was shared elsewhere',
  history:
    'rotate the value at its issuer, then record that (watertight audit acknowledge FINGERPRINT): the history keeps it',
  scan: 'rotate the value at its issuer if anyone could read it, then replace it with its name ($NAME, op://vault/item)',
};

/** For what a push brings beside commits and files, by part. */
const PUSHED_PARTS: Readonly<Record<string, string>> = {
  note:
    'the notes ref keeps every version of a note: reset it to the commit before the value ' +
    '(git update-ref refs/notes/commits ID), rewrite the note, then push',
  tag: 'recreate the tag without the value (git tag -f -a NAME COMMIT), then push',
  ref: 'rename the branch or the tag (git branch -m, git tag NEW OLD), then push',
};

const WHO_FIX =
  'correct the name or the address (git config user.name, user.email; GIT_AUTHOR_NAME and the like; git commit --author), ' +
  'then commit again';
/** For what a commit takes its message from beside `COMMIT_EDITMSG`, by the place's name. */
const MESSAGE_PLACES: Readonly<Record<string, string>> = {
  MERGE_MSG: 'remove the value and commit again (git commit opens the message); rotate it if it was shared elsewhere',
  '<author>': WHO_FIX,
  '<committer>': WHO_FIX,
};

/** What to do, once for each kind of place. */
function fixes(findings: readonly Finding[], occasion: Occasion | 'scan'): ReadonlySet<string> {
  return new Set(findings.map((finding) => fixOf(finding, occasion)));
}

function fixOf({ location, places }: Finding, occasion: Occasion | 'scan'): string {
  if (places !== undefined && location.object !== undefined) return FIXES.history;
  const { part = '', path } = location;
  const special = {
    push: PUSHED_PARTS[part],
    message: MESSAGE_PLACES[path.slice(path.lastIndexOf('/') + 1)],
    commit: undefined,
    files: undefined,
    scan: undefined,
  }[occasion];
  return special ?? FIXES[occasion];
}

/** The packet that counts is the one that is committed. */
const AFTER_ALLOWING: Readonly<Record<Occasion | 'scan', string>> = {
  commit: ', then git add the packet',
  files: ', then git add the packet',
  message: ', then git add the packet',
  push: ', then commit the packet',
  scan: '',
};

function notASecret(findings: readonly Finding[], occasion: Occasion | 'scan'): readonly string[] {
  const open = findings.filter(isAllowable);
  if (open.length === 0) return [];
  const source = open.some(({ surface }) => surface === 'other');
  const comment = source ? `; in source code, end the line with the comment ${INLINE_COMMENT}` : '';
  const history = open.some(({ places }) => places !== undefined) ? ' --history' : '';
  return [
    `    not a secret? watertight allow FINGERPRINT${history} --reason TEXT --owner NAME${AFTER_ALLOWING[occasion]}${comment}`,
  ];
}

function unreadOf({ skipped }: ScanResult): ScanResult['skipped'] {
  return skipped.filter(({ accepted }) => !accepted);
}

/** One line for the parts that a file has of one reason, which one entry of the packet would accept. */
function unreadLines(result: ScanResult): readonly string[] {
  const groups = [...grouped(unreadOf(result), (skip) => [skip.path, skip.object, skip.reason].join('\n')).values()];
  const left = groups.slice(SHOWN).flat().length;
  return [
    ...groups.slice(0, SHOWN).flatMap(([skip, ...others]) => {
      if (skip === undefined) return [];
      const detail = shownDetail(skip.detail);
      const more = others.length === 0 ? '' : `, and ${plural(others.length, 'more part')} of it`;
      return [
        `  not scanned: ${shownPart(skip)}: ${REASON_WORDS[skip.reason]}${detail === '' ? '' : ` (${detail})`}${more}`,
        `    fix: ${[remedyOf(skip.reason), acceptCommand(skip) ?? []].flat().join('; or ')}`,
      ];
    }),
    ...(left > 0 ? [`  … and ${plural(left, 'more part')}: --format json lists all`] : []),
  ];
}

/** A hook says nothing of what a commit is not, but what it was asked to look for and did not. */
function knownLines({ summary }: ScanResult): readonly string[] {
  const words = uncheckedWords(summary.known);
  return words === undefined ? [] : [`  note: ${words}`];
}

/** The hook for the message runs right after the one that has said them of the files. */
function cautionsOf(result: ScanResult, { occasion, cautions = [] }: ReportOptions): readonly string[] {
  return occasion === 'message' && outcomeOf(result).kind === 'clean' ? [] : cautions;
}

function noteLines(notes: readonly string[]): readonly string[] {
  return notes.slice(0, SHOWN).map((note) => `  note: ${shownDetail(note)}`);
}
