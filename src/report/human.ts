import type { Finding, KnownSummary, Reporter, ReportOptions, ScanResult, Surface } from '../types.ts';
import { bySurface, type Copies, copiesOf, copyLines, mostSevere, valueCount } from './copies.ts';
import { plural, shortDigest } from './figures.ts';
import { acknowledgeSection, allowSection, nextSection } from './human-next.ts';
import { coverageSection, passedSection, tableSection } from './human-coverage.ts';
import { historyLines, historyPlace, objectLines, otherPlaces } from './history.ts';
import { paletteOf } from './layout.ts';
import type { Palette } from './layout.ts';
import { shownPath, shownInside, shownPlace } from './names.ts';
import { outcomeOf } from './outcome.ts';
import { clipped, visible } from './sanitize.ts';
import { CONFIDENCE_WORDS } from './words.ts';

/** Values of one surface that are written out; all findings are counted. */
const SHOWN_PER_SURFACE = 50;
/** The column at which a finding's text begins: as wide as the longest severity and its spaces. */
const MARGIN = 12;

/**
 * The report for people: findings by surface, what to do, what was not looked at, what was let pass, a table, and one last line
 * that says how the run ended. No line begins with a name from evidence, so that a CI runner takes none for a command.
 */
export const human: Reporter = (result, options) => {
  const palette = paletteOf(options.colour ?? false);
  const sections = [
    heading(result, options, palette),
    ...findingSections(result, palette),
    nextSection(result.findings, palette),
    acknowledgeSection(result.findings, options.targets, palette),
    allowSection(result.findings, options.targets, palette),
    coverageSection(result, palette),
    passedSection(result, palette),
    objectSection(result, palette),
    tableSection(result, palette),
    lastLine(result, palette),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
};

function heading({ tool, summary }: ScanResult, { targets }: ReportOptions, palette: Palette): readonly string[] {
  const [first = '.', ...others] = targets;
  const more = others.length > 0 ? ` and ${plural(others.length, 'more path')}` : '';
  const packet = tool.packet === 'built-in' ? 'built-in' : clipped(shownPath(tool.packet), 60);
  const version = palette.strong(`watertight ${visible(tool.version)}`);
  const scanned = `${summary.audit === undefined ? 'scanned' : 'audited'} ${clipped(shownPath(first), 60)}${more}`;
  return [
    `${version}  ${scanned}`,
    palette.faint(`packet ${packet} (${shortDigest(tool.packetDigest)}), rules ${shortDigest(tool.rulesDigest)}`),
    ...(summary.known === undefined ? [] : [palette.faint(knownLine(summary.known))]),
  ];
}

function knownLine({ values, notChecked }: KnownSummary): string {
  const rest = notChecked === 0 ? '' : `, ${notChecked} not checked`;
  return `known values: ${values} searched for${rest}`;
}

function findingSections({ findings }: ScanResult, palette: Palette): readonly (readonly string[])[] {
  return bySurface(findings).map(([surface, list]) => surfaceSection(surface, list, palette));
}

function surfaceSection(surface: Surface, findings: readonly Finding[], palette: Palette): readonly string[] {
  const files = new Set(findings.map(({ location }) => location.path)).size;
  const isHistory = findings.some(({ places }) => places !== undefined);
  const held = findings.filter(({ places }) => places?.some(({ inHead }) => inHead)).length;
  const where = isHistory ? `, ${held} still in HEAD` : ` in ${plural(files, 'file')}`;
  const values = valueCount(findings);
  const of = values === undefined ? '' : ` of ${plural(values, 'value')}`;
  const counts = `${plural(findings.length, isHistory ? 'value' : 'finding')}${of}${where}`;
  const lines = [`${palette.heading(surface.toUpperCase())}  ${palette.faint(counts)}`];
  const shown = mostSevere(copiesOf(findings), SHOWN_PER_SURFACE);
  for (const copies of shown) lines.push('', ...findingLines(copies, palette));
  const more = findings.length - shown.flat().length;
  if (more > 0) lines.push('', `  … and ${plural(more, 'more finding')} on this surface: --format json lists all`);
  return lines;
}

function findingLines(copies: Copies, palette: Palette): readonly string[] {
  const [finding] = copies;
  const { location, secret, severity, confidence, verdict } = finding;
  const margin = ' '.repeat(MARGIN);
  const mask = secret.mask === '' ? [] : [visible(secret.mask)];
  const facts = [plural(secret.length, 'character'), ...mask, CONFIDENCE_WORDS[confidence]].join(', ');
  const rule = `${visible(finding.ruleName)} ${palette.faint(`[${visible(finding.ruleId)}]`)}`;
  const within = shownInside(location);
  const inside = within === '' ? [] : [`${margin}in ${within}`];
  const history = finding.places?.[0] ? [...historyLines(finding.places[0]), ...otherPlaces(finding)] : [];
  const place = finding.places === undefined ? shownPlace(location) : historyPlace(location);
  const trail = `forbidden by ${visible(verdict.by)}, fingerprint ${visible(finding.fingerprint)}`;
  return [
    `  ${palette.severity[severity](severity.padEnd(MARGIN - 2))}${palette.place(place)}`,
    ...inside,
    `${margin}${rule}  ${facts}`,
    ...copyLines(copies).map((line) => `${margin}${line}`),
    ...history.map((line) => `${margin}${line}`),
    ...(finding.parts ?? []).map((part) => `${margin}with ${visible(part.name)} at ${shownPlace(part.location)}`),
    `${margin}${palette.faint(trail)}`,
  ];
}

/** What an audit read of its repositories. */
function objectSection({ summary }: ScanResult, palette: Palette): readonly string[] {
  if (summary.audit === undefined) return [];
  return [palette.heading('READ'), ...objectLines(summary.audit).map((line) => `  ${line}`)];
}

function lastLine(result: ScanResult, palette: Palette): readonly string[] {
  const { kind, word, rest } = outcomeOf(result);
  return [`${palette.outcome[kind](word)} ${rest}`];
}
