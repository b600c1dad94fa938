import { EVIDENCE_SURFACES } from '../types.ts';
import type { Finding, Surface } from '../types.ts';
import { pathFlag, shellWord } from './acceptance.ts';
import { ADVICE, INLINE_COMMENT, isAllowable, isHistory, SITUATIONS, situationOf, stepsOf } from './advice.ts';
import { count, grouped } from './figures.ts';
import { wrapped } from './layout.ts';
import type { Palette } from './layout.ts';
import { clipped, visible } from './sanitize.ts';
import { shownPath } from './names.ts';

/** What to do about what was found: once for each kind of situation, not once for each finding, and what several call for once. */
export function nextSection(findings: readonly Finding[], palette: Palette): readonly string[] {
  const bySituation = grouped(findings, situationOf);
  const kinds = SITUATIONS.flatMap((situation) => {
    const list = bySituation.get(situation);
    return list === undefined
      ? []
      : [{ title: ADVICE[situation].title, list, steps: stepsOf(situation, list.some(isHistory)) }];
  });
  if (kinds.length === 0) return [];
  const steps = kinds.flatMap((kind) => kind.steps);
  const shared = new Set(steps.filter((step, index) => steps.indexOf(step) !== index));
  const blocks = kinds.flatMap((kind) => [
    `  ${palette.strong(kind.title)} ${palette.faint(`(${count(kind.list.length)})`)}`,
    ...numbered(kind.steps.filter((step) => !shared.has(step))),
  ]);
  const isAll = kinds.every((kind) => kind.steps.every((step) => shared.has(step)));
  const title = palette.strong(isAll ? 'For each of them' : 'Then, for each of them');
  const then = shared.size === 0 ? [] : [`  ${title}`, ...numbered([...shared])];
  return [palette.heading('WHAT TO DO'), ...blocks, ...then];
}

function numbered(steps: readonly string[]): readonly string[] {
  if (steps.length === 1) return steps.flatMap((step) => wrapped(step, 4));
  return steps.flatMap((step, index) => wrapped(`${index + 1}. ${step}`, 7, 4));
}

/** How to let a match pass that is no secret: in the packet for evidence, by a comment for source code. */
export function allowSection(
  findings: readonly Finding[],
  targets: readonly string[],
  palette: Palette,
): readonly string[] {
  const open = findings.filter(isAllowable).toSorted(byDoubt);
  const evidence = open.find(({ surface }) => isEvidence(surface));
  const source = open.find(({ surface }) => !isEvidence(surface));
  if (!evidence && !source) return [];
  return [
    palette.heading('NOT A SECRET?'),
    ...whyLines(open, targets, palette),
    ...(evidence ? evidenceLines(allowCommand(evidence, targets), palette) : []),
    ...(source ? sourceLines(allowCommand(source, targets), palette) : []),
    ...(open.length < findings.length ? ['  A known value is always a leak: it cannot be allowed.'] : []),
  ];
}

/**
 * How to ask why a match is reported. A text of the history is written to a file first, under the name that it had: in a folder
 * of its own, because a file of that name may stand in the working directory, and removed again, because it holds a value.
 */
function whyLines(open: readonly Finding[], targets: readonly string[], palette: Palette): readonly string[] {
  const blob = open.find(
    ({ places, location }) =>
      places !== undefined && location.part === 'blob' && !location.path.includes('.git/modules/'),
  );
  if (blob === undefined) return ['  Why it is reported: watertight explain FILE:LINE.'];
  const { object = '', path, startLine } = blob.location;
  const name = shellWord(clipped(shownPath(path.slice(path.lastIndexOf('/') + 1)), 400));
  // Of several repositories a path begins with its own.
  const own =
    targets.length === 1 ? targets : targets.filter((target) => path.startsWith(`${target.replace(/\/+$/, '')}/`));
  const inside = own[0] === undefined || own[0] === '.' ? '' : ` -C${repositories(own.slice(0, 1))}`;
  const file = `"$d"/${name}`;
  const show = `git${inside} show ${visible(object).slice(0, 12)} > ${file}`;
  const command = `(d=$(mktemp -d) && ${show} && watertight explain ${file}:${startLine}; rm -r "$d")`;
  return ['  Why it is reported, for a file version:', `    ${palette.strong(command)}`];
}

/** What is most likely none stands first: the entry to copy should not be that of a certain leak. */
function byDoubt(a: Finding, b: Finding): number {
  return SITUATIONS.indexOf(situationOf(b)) - SITUATIONS.indexOf(situationOf(a));
}

function isEvidence(surface: Surface): boolean {
  return (EVIDENCE_SURFACES as readonly string[]).includes(surface);
}

function evidenceLines(command: string, palette: Palette): readonly string[] {
  return [
    ...wrapped('Anywhere, including evidence, where comments do not count:', 2),
    `    ${palette.strong(command)}`,
  ];
}

function sourceLines(command: string, palette: Palette): readonly string[] {
  return [
    `  In source code (surface other): end its line with the comment ${palette.strong(INLINE_COMMENT)}, or`,
    `    ${palette.strong(command)}`,
  ];
}

/** The command that lets a finding pass, narrowed to its place; in a history the value has many. */
function allowCommand({ fingerprint, surface, location, places }: Finding, targets: readonly string[]): string {
  const narrowed = [`--surface ${surface}`, pathFlag(location.path) ?? []].flat().join(' ');
  const place = places === undefined ? narrowed : '--history';
  const where = places === undefined ? '' : repositories(targets);
  return `watertight allow ${visible(fingerprint)}${where} ${place} --reason TEXT --owner NAME`;
}

/** The repositories that were audited, for a command that looks into them again. */
function repositories(targets: readonly string[]): string {
  const named = targets.map((target) => ` ${shellWord(clipped(shownPath(target), 400))}`).join('');
  return named === ' .' ? '' : named;
}

/** How to write down that a value of the history was rotated, with the first that was found. */
export function acknowledgeSection(
  findings: readonly Finding[],
  targets: readonly string[],
  palette: Palette,
): readonly string[] {
  const found = findings.find((finding) => isHistory(finding) && isAllowable(finding) && finding.location.object);
  if (found === undefined) return [];
  const command = `watertight audit acknowledge ${visible(found.fingerprint)}${repositories(targets)} --reason TEXT --owner NAME --expires YYYY-MM-DD --rotated FILE`;
  return [
    palette.heading('ROTATED, BUT STILL IN THE HISTORY?'),
    ...wrapped(
      'Record in a file when and where it was rotated. This adds every object that contains it to the packet:',
      2,
    ),
    `    ${palette.strong(command)}`,
  ];
}
