import { NAME_STEP, type ScanResult, type Summary, TARGET_STEP } from '../types.ts';
import { byCount, count, plural, shortDigest, size, total } from './figures.ts';
import { objectsRead } from './history.ts';
import { visible } from './sanitize.ts';
import { CLASS_NOUNS } from './words.ts';

/** `empty`: nothing was in scope, so that nothing can be said about it; exit 3 where files were asked for. */
export type OutcomeKind = 'fail' | 'incomplete' | 'empty' | 'clean';

/** What is said of a run that had no file before it. */
export const NOTHING_IN_SCOPE = 'no file in scope: nothing was scanned';

/** How a run ended, in one word and one line. */
export interface Outcome {
  readonly kind: OutcomeKind;
  /** `FAIL`, `INCOMPLETE`, `EMPTY` or `CLEAN`. */
  readonly word: string;
  /** What stands after the word: `3 secrets in 2 of 41 files (exit 1)`. */
  readonly rest: string;
}

/** Judges by the counts and by the lists: a result that contradicts itself is never clean. */
export function outcomeOf(result: ScanResult): Outcome {
  const kind = kindOf(result);
  const said = `${SENTENCES[kind](result)}${knownWords(result.summary)} ${ending(result.summary)}`;
  return { kind, word: kind.toUpperCase(), rest: said };
}

/** That declared values were not looked for, to stand behind the rest of a last line: such a run is no plain success. Empty where all were. */
export function knownWords({ known }: Summary): string {
  if (known === undefined || known.notChecked === 0) return '';
  return `; known values: ${count(known.values)} searched for, ${count(known.notChecked)} unavailable or too weak`;
}

/** Whether part of what was in scope was not looked at. */
export function isIncomplete(result: ScanResult): boolean {
  const { complete, skipped, exitCode } = result.summary;
  return !complete || skipped > 0 || exitCode === 3 || result.skipped.some(({ accepted }) => !accepted);
}

function kindOf(result: ScanResult): OutcomeKind {
  const { findings, exitCode, files } = result.summary;
  if (findings > 0 || result.findings.length > 0 || exitCode === 1) return 'fail';
  if (files === 0 && !hasGaps(result)) return 'empty';
  return isIncomplete(result) ? 'incomplete' : 'clean';
}

/** Whether a part or a surface that the packet asks for was not looked at; a run that had nothing before it has no gap. */
function hasGaps({ summary, skipped }: ScanResult): boolean {
  return summary.skipped > 0 || summary.missing.length > 0 || skipped.some(({ accepted }) => !accepted);
}

const SENTENCES: Readonly<Record<OutcomeKind, (result: ScanResult) => string>> = {
  fail: (result) => {
    const { summary } = result;
    const where = summary.audit === undefined ? scannedWords(result) : auditWords(result);
    const found = `${foundWords(result)} ${where}`;
    return isIncomplete(result) ? `${found}; incomplete: ${unreadWords(result)}` : found;
  },
  incomplete: (result) => `${unreadWords(result)}; nothing forbidden in ${looked(result.summary)}`,
  empty: () => NOTHING_IN_SCOPE,
  clean: ({ summary, tool }) => {
    const passed = total(summary.allowed);
    const pack = `pack ${shortDigest(tool.rulesDigest)}`;
    const said = passed === 0 ? `no rule matched (${pack})` : `${passedWords(summary.allowed)} (${pack})`;
    return `${looked(summary)}; ${said}`;
  },
};

/** Where something was found: `in 2 of 41 files`, and beside that `and 1 name` where it is a name of a file, folder or link that holds it. */
export function scannedWords({ findings, summary }: ScanResult): string {
  const [files, names] = [new Set<string>(), new Set<string>()];
  for (const { location } of findings) {
    const members = membersOf(location.view);
    const isName = [NAME_STEP, TARGET_STEP].includes(location.view[members.length] ?? '');
    (isName ? names : files).add([location.path, ...members].join('\0'));
  }
  const inNames = [...names].filter((name) => !files.has(name)).length;
  const beside = inNames === 0 ? '' : ` and ${plural(inNames, 'name')}`;
  return `in ${count(files.size)} of ${plural(summary.files, 'file')}${beside}`;
}

function auditWords({ findings, summary }: ScanResult): string {
  const places = findings.reduce((sum, finding) => sum + (finding.places?.length ?? 1), 0);
  return `in ${plural(places, 'place')} of the history; ${looked(summary)}`;
}

function looked(summary: Summary): string {
  if (summary.audit !== undefined) return objectsRead(summary.audit);
  return `${plural(summary.files, 'file')}, ${size(summary.bytes)}, ${plural(summary.views, 'view')}`;
}

function unreadWords(result: ScanResult): string {
  const parts = Math.max(result.summary.skipped, result.skipped.filter(({ accepted }) => !accepted).length);
  const { missing } = result.summary;
  const said = [
    ...(parts > 0 ? [`${plural(parts, 'part')} not scanned`] : []),
    ...(missing.length > 0 ? [`required ${missing.join(', ')} not found`] : []),
  ];
  return said.join(', ') || 'the packet requires more than was scanned';
}

/** Reasons for which matches are let pass that are named in one line. */
const PASSED_SHOWN = 4;

/** What was let pass, and by what: `3 matches not reported (2 baseline, 1 inline comment)`. */
export function passedWords(allowed: Summary['allowed']): string {
  const kinds: Record<string, number> = {};
  for (const [by, number] of Object.entries(allowed)) kinds[kindOfPass(by)] = (kinds[kindOfPass(by)] ?? 0) + number;
  const list = byCount(kinds);
  const said = list
    .slice(0, PASSED_SHOWN)
    .map(([kind, number]) => (list.length === 1 ? kind : `${count(number)} ${kind}`));
  const more = list.length > PASSED_SHOWN ? ', …' : '';
  return `${plural(total(allowed), 'match', 'matches')} not reported (${said.join(', ')}${more})`;
}

function kindOfPass(by: string): string {
  if (by.startsWith('inline:')) return 'inline comment';
  return by === 'finding' ? 'allowance' : visible(by);
}

/** What was found, counted and named by its class where there is one class alone: `3 secrets`. */
export function foundWords({ findings, summary }: ScanResult): string {
  const number = Math.max(summary.findings, findings.length);
  const [first, ...others] = new Set(findings.map((finding) => finding.class));
  return first === undefined || others.length > 0 ? plural(number, 'finding') : plural(number, ...CLASS_NOUNS[first]);
}

/** The container steps of a view, since a file and a member of one are two: those with a place, and gzip, which needs none. What was decoded inside is no member. */
function membersOf(view: readonly string[]): readonly string[] {
  const last = view.findLastIndex((step) => step.includes(':') || step === 'gzip');
  return view.slice(0, last + 1);
}

function ending({ exitCode, enforced, notes }: Summary): string {
  const aside = notes.length > 0 ? `; ${plural(notes.length, 'note')}` : '';
  return `(exit ${exitCode}${enforced ? '' : ', NOT ENFORCED: --report-only'}${aside})`;
}
