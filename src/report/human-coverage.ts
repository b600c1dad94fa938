import { KNOWN_VALUES, SURFACES } from '../types.ts';
import type { ScanResult, SkipReason, SurfaceSummary } from '../types.ts';
import { acceptCommand } from './acceptance.ts';
import { byCount, count, grouped, plural, size, total } from './figures.ts';
import { columns, wrapped } from './layout.ts';
import type { Palette } from './layout.ts';
import { shownDetail, shownPart, shownPlace } from './names.ts';
import { isIncomplete } from './outcome.ts';
import { clipped, visible } from './sanitize.ts';
import { NEVER_ACCEPTED, PASS_WORDS, REASON_WORDS, remedyOf } from './words.ts';

/** Unread parts of one reason, and notes, that are written out; all are counted. */
const SHOWN_PER_REASON = 50;
/** Of those, parts of one file: an archive of texts in texts has them by the dozen, and one cause. */
const SHOWN_PER_FILE = 5;
/** Matches that no entry of the packet forbids, of which the place is written out. */
const SHOWN_UNLISTED = 5;

type Unread = ScanResult['skipped'][number];

/** What was not looked at: each part that makes the run incomplete, by reason; the accepted ones as counts. */
export function coverageSection(result: ScanResult, palette: Palette): readonly string[] {
  const { skipped, summary } = result;
  const open = skipped.filter(({ accepted }) => !accepted);
  const accepted = total(summary.accepted);
  if (open.length + accepted + summary.excluded + summary.notes.length === 0) return [];
  const declared = countedBy(skipped.filter((skip) => skip.accepted && isDeclared(skip)));
  const evidence = without(summary.accepted, declared);
  const incomplete = isIncomplete(result) ? '  the run is incomplete' : '';
  return [
    `${palette.heading('NOT SCANNED')}${palette.severity.medium(incomplete)}`,
    ...[...grouped(open, ({ reason }) => reason)].flatMap(([reason, list]) => reasonLines(reason, list, palette)),
    ...countLine('accepted by the packet', evidence, acceptedWords),
    ...countLine('optional known values not searched for', declared, acceptedWords),
    ...(summary.excluded > 0 ? [`  excluded: ${plural(summary.excluded, 'path')}`] : []),
    ...noteLines(summary.notes),
  ];
}

function reasonLines(reason: SkipReason, list: readonly Unread[], palette: Palette): readonly string[] {
  const shown = [...grouped(list, ({ path }) => path).values()].flatMap((own) => own.slice(0, SHOWN_PER_FILE));
  const more = list.length - Math.min(shown.length, SHOWN_PER_REASON);
  const [first, ...others] = new Set(list.map(({ detail }) => detail));
  const isSame = list.length > 1 && others.length === 0;
  return [
    `  ${palette.strong(REASON_WORDS[reason])} ${palette.faint(`(${count(list.length)})`)}`,
    ...(isSame ? wrapped(shownDetail(first ?? ''), 4).filter((line) => line.trim() !== '') : []),
    ...shown.slice(0, SHOWN_PER_REASON).flatMap((skip) => partLines(isSame ? { ...skip, detail: '' } : skip)),
    ...(more > 0 ? [`    … and ${count(more)} more: --format json lists all`] : []),
    ...toDo(reason, list, palette),
  ];
}

/** What to do about parts of one reason, with the command that lets the first of them stay unread. */
function toDo(reason: SkipReason, list: readonly Unread[], palette: Palette): readonly string[] {
  const command = list[0] && acceptCommand(list[0]);
  const remedy = `to do: ${remedyOf(reason)}`;
  if (command === undefined) return wrapped(remedy, 4).map(palette.faint);
  return [
    ...wrapped(`${remedy}; or accept it as unread in the packet:`, 4).map(palette.faint),
    `      ${palette.strong(command)}`,
  ];
}

function partLines(skip: Unread): readonly string[] {
  const detail = shownDetail(skip.detail);
  return [`    - ${shownPart(skip)}`, ...(detail === '' ? [] : wrapped(detail, 6))].map((line) => line.trimEnd());
}

/** Whether a part is a declared value, or a source of such, and no evidence. */
function isDeclared({ path, reason }: Unread): boolean {
  return path === KNOWN_VALUES || NEVER_ACCEPTED.has(reason);
}

function countedBy(list: readonly Unread[]): Readonly<Record<string, number>> {
  return Object.fromEntries([...grouped(list, ({ reason }) => reason)].map(([reason, own]) => [reason, own.length]));
}

/** Counts less those of the others; what comes to none is left out. */
function without(
  counts: Readonly<Record<string, number>>,
  others: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(counts)
      .map(([name, value]) => [name, value - (others[name] ?? 0)] as const)
      .filter(([, value]) => value > 0),
  );
}

function acceptedWords(reason: string): string {
  return (REASON_WORDS as Readonly<Record<string, string>>)[reason] ?? visible(reason);
}

function countLine(
  title: string,
  counts: Readonly<Record<string, number>>,
  name: (key: string) => string,
): readonly string[] {
  const parts = byCount(counts).map(([key, value]) => `${clipped(name(key), 80)} ${count(value)}`);
  return parts.length === 0 ? [] : wrapped(`${title}: ${parts.join(', ')}`, 4, 2);
}

function noteLines(notes: readonly string[]): readonly string[] {
  const more = notes.length - SHOWN_PER_REASON;
  return [
    ...notes.slice(0, SHOWN_PER_REASON).flatMap((note) => wrapped(`note: ${shownDetail(note)}`, 4, 2)),
    ...(more > 0 ? [`  … and ${plural(more, 'more note')}: --format json lists all`] : []),
  ];
}

/** What matched and was let pass, counted by what let it pass. */
export function passedSection({ summary, allowed }: ScanResult, palette: Palette): readonly string[] {
  const passed = total(summary.allowed);
  if (passed === 0) return [];
  const title = `${palette.heading('NOT REPORTED')}  ${palette.faint(plural(passed, 'match', 'matches'))}`;
  const list = byCount(summary.allowed);
  const rows = columns(list.map(([by, value]) => [clipped(visible(by), 80), count(value)]));
  return [
    title,
    ...rows.map((line, index) => `  ${line}${palette.faint(passedBy(list[index]?.[0] ?? ''))}`),
    ...unlistedLines(allowed),
  ];
}

/** Where the first matches stand that nobody let pass: who reads of them wants to see for oneself. */
function unlistedLines(allowed: ScanResult['allowed']): readonly string[] {
  const unlisted = allowed.filter(({ by }) => by === 'unlisted');
  const more = unlisted.length - SHOWN_UNLISTED;
  const shown = unlisted.slice(0, SHOWN_UNLISTED);
  return [
    ...shown.map(({ location, ruleId }) => `    ${shownPlace(location)} ${visible(ruleId)}`),
    ...(more > 0 ? [`    … and ${plural(more, 'more place')}: --format json lists all`] : []),
  ];
}

function passedBy(by: string): string {
  const words = PASS_WORDS[by.startsWith('inline:') ? 'inline' : by];
  return words === undefined ? '' : `  ${words}`;
}

/** Figures by surface, below their titles; a total where there are several surfaces, nothing where there is none. */
export function surfaceRows({ summary }: ScanResult): readonly (readonly string[])[] {
  const rows = SURFACES.flatMap((surface) => {
    const counts = summary.bySurface[surface];
    return counts ? [row(surface, counts)] : [];
  });
  return rows.length === 0 ? [] : [HEAD, ...rows, ...(rows.length > 1 ? [row('total', summary)] : [])];
}

/** Figures by surface as lines. */
export function tableSection(result: ScanResult, palette: Palette): readonly string[] {
  const [head, ...lines] = columns(surfaceRows(result));
  if (head === undefined) return [];
  const own = lines.length > 1 ? lines.length - 1 : lines.length;
  return [palette.faint(head), ...lines.slice(0, own), ...lines.slice(own).map(palette.strong)];
}

const HEAD = ['surface', 'files', 'bytes', 'views', 'findings', 'unscanned'] as const;

function row(name: string, counts: SurfaceSummary): readonly string[] {
  return [
    name,
    count(counts.files),
    size(counts.bytes),
    count(counts.views),
    count(counts.findings),
    count(counts.skipped),
  ];
}
