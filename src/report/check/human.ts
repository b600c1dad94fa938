import type { CheckFacts, CheckOutcomeKind, CheckReporter, CheckResult, Observation } from '../../check-result.ts';
import { grouped, plural, shortDigest } from '../figures.ts';
import { paletteOf, wrapped, type Palette } from '../layout.ts';
import { shownPath } from '../names.ts';
import { clipped, visible } from '../sanitize.ts';
import { placeText } from './place.ts';
import { endingOf, OUTCOME_WORDS, withoutRepeatedFixes } from './words.ts';

const FAULTS: readonly CheckOutcomeKind[] = ['invalid', 'fail', 'unproven', 'warn'];
const MARGIN = 10;
const LONGEST = 1000;
const SHOWN_UNASSIGNED = 10;

/** The report for people: the state of decision, gates and work items, each fault with what to write where, one last line. */
export const checkHuman: CheckReporter = (result, options) => {
  const palette = paletteOf(options.colour ?? false);
  const sections = [
    heading(result, palette),
    stateSection(result.facts, palette),
    ...FAULTS.map((kind) => faultSection(kind, result, palette)),
    restSection(result, palette),
    [lastLine(result, palette)],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
};

function heading({ tool, facts }: CheckResult, palette: Palette): string[] {
  const version = palette.strong(`watertight ${visible(tool.version)}`);
  const title = facts.packet.title === null ? '' : `  ${clipped(visible(facts.packet.title), 80)}`;
  return [
    `${version}  checked ${visible(facts.packet.id)}${title}`,
    palette.faint(
      `packet ${shownPath(facts.packet.path)} (${shortDigest(tool.packetDigest)}), rules ${shortDigest(tool.rulesDigest)}`,
    ),
  ];
}

function stateSection({ decision, gates, workItems, evidence }: CheckFacts, palette: Palette): string[] {
  const lines = [palette.heading('STATE')];
  if (decision !== null) {
    const record = decision.state === 'valid' ? shownPath(decision.record) : `record ${decision.state}: safe default`;
    lines.push(...row('decision', `${visible(decision.status)} (${record})`));
  }
  for (const { id, state, why } of gates)
    lines.push(...row(visible(id), state === 'open' ? 'open' : `${state} (${visible(why)})`));
  for (const { id, state, why } of evidence) lines.push(...row(visible(id), `${state} (${visible(why)})`));
  for (const { id, declared, mayUnblock } of workItems) {
    lines.push(
      ...row(
        visible(id),
        `${mayUnblock ? 'may be unblocked' : 'blocked'}${declared === null ? '' : `; the prose says ${visible(declared)}`}`,
      ),
    );
  }
  return lines.length > 1 ? lines : [];
}

/** The first column is as wide as most ids; a longer one has its text on the next line. */
const COLUMN = 16;

function row(name: string, text: string): readonly string[] {
  const [first = '', ...others] = wrapped(text, COLUMN + 2, 0);
  return name.length < COLUMN
    ? [`  ${name.padEnd(COLUMN)}${first}`, ...others]
    : [`  ${name}`, ...wrapped(text, COLUMN + 2)];
}

function faultSection(kind: CheckOutcomeKind, { observations }: CheckResult, palette: Palette): string[] {
  const own = observations.filter(({ outcome }) => outcome === kind);
  if (own.length === 0) return [];
  const title = { invalid: 'CANNOT BE EVALUATED', fail: 'VIOLATIONS', unproven: 'NOT PROVED', warn: 'WARNINGS' }[
    kind as 'fail'
  ];
  return [
    palette.heading(title),
    ...withoutRepeatedFixes(own).flatMap((one) => ['', ...observationLines(one, palette)]),
  ];
}

function observationLines({ id, message, place, fix }: Observation, palette: Palette): string[] {
  const margin = ' '.repeat(MARGIN);
  const said = wrapped(clipped(visible(message), LONGEST), MARGIN, 0);
  const at = place === undefined ? [] : [`${margin}${palette.place(placeText(place))}`];
  const todo = fix === undefined ? [] : wrapped(`→ ${clipped(visible(fix), LONGEST)}`, MARGIN + 2, MARGIN);
  const [first = '', ...others] = said;
  return [`  ${palette.strong(id.padEnd(MARGIN - 2))}${first}`, ...others, ...at, ...todo];
}

/** What passed, by family, then what was not looked at and what belongs to no surface. */
function restSection({ observations, facts }: CheckResult, palette: Palette): string[] {
  const said = observations.filter(({ outcome }) => !FAULTS.includes(outcome));
  const lines = [palette.heading('CHECKS')];
  for (const [id, own] of grouped(said, (one) => one.id)) {
    const [first] = own;
    if (first === undefined) continue;
    const more = own.length > 1 ? palette.faint(` (and ${own.length - 1} more)`) : '';
    const text = `${OUTCOME_WORDS[first.outcome]}: ${clipped(visible(first.message), 160)}`;
    lines.push(`  ${id.padEnd(MARGIN - 2)}${text}${more}`);
  }
  const { unassigned } = facts;
  if (unassigned.length > 0) {
    const names = unassigned.slice(0, SHOWN_UNASSIGNED).map((path) => `    ${shownPath(path)}`);
    const more = unassigned.length - names.length;
    lines.push(
      '',
      `  ${plural(unassigned.length, 'file belongs', 'files belong')} to no surface:`,
      ...names,
      ...(more > 0 ? [`    … and ${more} more`] : []),
    );
  }
  return lines;
}

function lastLine(result: CheckResult, palette: Palette): string {
  const { word, rest } = endingOf(result);
  const kinds = { PASS: 'clean', FAIL: 'fail', INVALID: 'fail', INCOMPLETE: 'incomplete', EMPTY: 'empty' } as const;
  return `${palette.outcome[kinds[word]](word)} ${rest}`;
}
