import { SURFACES } from '../types.ts';
import type { Finding, Reporter, ReportOptions, ScanResult, Surface } from '../types.ts';
import { adviceText } from './advice.ts';
import { grouped, plural } from './figures.ts';
import { historyText } from './history.ts';
import { shownDetail, shownInside, shownPart, shownPath } from './names.ts';
import { isIncomplete, outcomeOf } from './outcome.ts';
import { CONFIDENCE_WORDS, REASON_WORDS } from './words.ts';
import { xmlName } from './xml-text.ts';

/** Findings of one file that are written out; all are counted. */
const SHOWN_PER_FILE = 100;

type Unread = ScanResult['skipped'][number];
type State = 'failure' | 'error' | 'skipped' | 'passed';

interface TestCase {
  readonly state: State;
  readonly xml: string;
}

/**
 * JUnit XML: a suite for each surface, in it a case for each file with findings (`failure`), unread parts (`error`) or parts that
 * the packet accepts as unread (`skipped`); a case that passes where none of these is. Where a file has several, the worst counts
 * and the text has all. Under `--report-only` failures stay failures; the property `enforced` says false.
 */
export const junit: Reporter = (result, options) => {
  const cases = casesBySurface(result);
  const suites = [...cases].map(([name, list], index) => suite(name, list, { id: index, result, options }));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`;
};

function casesBySurface(result: ScanResult): ReadonlyMap<string, readonly TestCase[]> {
  const surfaceOfPath = surfacesOfPaths(result);
  const unread = grouped(result.skipped, ({ path }) => surfaceOfPath.get(path) ?? 'other');
  const found = grouped(result.findings, ({ surface }) => surface);
  const cases = new Map<string, readonly TestCase[]>();
  for (const surface of SURFACES) {
    const files = result.summary.bySurface[surface]?.files ?? 0;
    const list = fileCases(surface, found.get(surface) ?? [], unread.get(surface) ?? []);
    const bad = list.some(({ state }) => state === 'failure' || state === 'error');
    const rest = bad || files === 0 ? [] : [passed(surface, `${plural(files, 'file')} without a forbidden value`)];
    if (list.length + rest.length > 0) cases.set(surface, [...list, ...rest]);
  }
  const blind = isIncomplete(result) && !result.skipped.some(({ accepted }) => !accepted);
  if (cases.size === 0 || blind) cases.set('scope', [scopeCase(result)]);
  return cases;
}

/** A skip names no surface: its file's ledger line does, or that of another part of the file. */
function surfacesOfPaths({ ledger }: ScanResult): ReadonlyMap<string, Surface> {
  const surfaces = new Map<string, Surface>();
  for (const { path, surface } of ledger) if (surface !== null && !surfaces.has(path)) surfaces.set(path, surface);
  return surfaces;
}

function fileCases(surface: string, findings: readonly Finding[], unread: readonly Unread[]): readonly TestCase[] {
  const found = grouped(findings, ({ location }) => location.path);
  const left = grouped(unread, ({ path }) => path);
  return [...new Set([...found.keys(), ...left.keys()])].map((path) =>
    fileCase(surface, path, { found: found.get(path) ?? [], left: left.get(path) ?? [] }),
  );
}

function fileCase(
  surface: string,
  path: string,
  { found, left }: { readonly found: readonly Finding[]; readonly left: readonly Unread[] },
): TestCase {
  const open = left.filter(({ accepted }) => !accepted);
  const state = found.length > 0 ? 'failure' : open.length > 0 ? 'error' : 'skipped';
  const said =
    state === 'failure'
      ? `${plural(found.length, 'forbidden value')} in ${shownPath(path)}`
      : `${plural(left.length, 'part')} not scanned in ${shownPath(path)}: ${REASON_WORDS[(open[0] ?? left[0])?.reason ?? 'unreadable']}`;
  const kind = found[0]?.ruleId ?? open[0]?.reason ?? '';
  const type = state === 'skipped' ? '' : ` type="${xmlName(kind)}"`;
  const body = xmlLines([...findingLines(found), ...left.map(unreadLine)]);
  const inner = `      <${state} message="${xmlName(said)}"${type}>${body}</${state}>\n`;
  return { state, xml: testcase(surface, shownPath(path), inner) };
}

function findingLines(findings: readonly Finding[]): readonly string[] {
  const lines = findings.slice(0, SHOWN_PER_FILE).map((finding) => {
    const { startLine, startColumn } = finding.location;
    const { length, mask } = finding.secret;
    const within = shownInside(finding.location);
    const inside = within === '' ? '' : ` inside ${within}`;
    return (
      `line ${startLine}, column ${startColumn}${inside}: ${finding.ruleName} (${finding.ruleId}), ` +
      `${plural(length, 'character')}${mask === '' ? '' : `, ${mask}`}, ${finding.severity}, ${CONFIDENCE_WORDS[finding.confidence]}, ` +
      `fingerprint ${finding.fingerprint}.${historyText(finding)} ${adviceText(finding)}`
    );
  });
  const more = findings.length - SHOWN_PER_FILE;
  return more > 0 ? [...lines, `and ${plural(more, 'more finding')}: use --format json`] : lines;
}

function unreadLine(skip: Unread): string {
  const aside = skip.accepted ? ' (accepted by the packet)' : '';
  return `not scanned: ${shownPart(skip)}: ${REASON_WORDS[skip.reason]}${aside}. ${shownDetail(skip.detail)}`.trim();
}

function xmlLines(lines: readonly string[]): string {
  return lines.map(xmlName).join('\n');
}

function passed(surface: string, name: string): TestCase {
  return { state: 'passed', xml: testcase(surface, name, '') };
}

/** What no file stands for: nothing was in scope, or the packet asks for more than was there. */
function scopeCase(result: ScanResult): TestCase {
  const state = isIncomplete(result) ? 'error' : 'skipped';
  const type = state === 'error' ? ' type="incomplete"' : '';
  const inner = `      <${state} message="${xmlName(outcomeOf(result).rest)}"${type}></${state}>\n`;
  return { state, xml: testcase('scope', 'files in scope', inner) };
}

function testcase(surface: string, name: string, inner: string): string {
  const open = `    <testcase name="${xmlName(name)}" classname="watertight.${surface}" time="0"`;
  return inner === '' ? `${open}/>\n` : `${open}>\n${inner}    </testcase>\n`;
}

interface SuiteContext {
  readonly id: number;
  readonly result: ScanResult;
  readonly options: ReportOptions;
}

function suite(name: string, cases: readonly TestCase[], { id, result, options }: SuiteContext): string {
  const number = (state: State): number => cases.filter((one) => one.state === state).length;
  const attributes = [
    `name="${name}" package="watertight" id="${id}" hostname="localhost" timestamp="${xmlName(options.startedAt.slice(0, 19))}"`,
    `tests="${cases.length}" failures="${number('failure')}" errors="${number('error')}" skipped="${number('skipped')}" time="0"`,
  ].join(' ');
  const outcome = outcomeOf(result);
  const said = id === 0 ? [`${outcome.word} ${outcome.rest}`, ...result.summary.notes.map(shownDetail)] : [];
  const body = `${propertiesXml(result)}${cases.map(({ xml }) => xml).join('')}`;
  return `  <testsuite ${attributes}>\n${body}    <system-out>${xmlLines(said)}</system-out>\n    <system-err></system-err>\n  </testsuite>\n`;
}

function propertiesXml({ tool, summary }: ScanResult): string {
  const pairs = [
    ['version', tool.version],
    ['rulesDigest', tool.rulesDigest],
    ['packetDigest', tool.packetDigest],
    ['packet', tool.packet],
    ['complete', String(summary.complete)],
    ['enforced', String(summary.enforced)],
    ['exitCode', String(summary.exitCode)],
  ] as const;
  const lines = pairs.map(([name, value]) => `      <property name="${name}" value="${xmlName(value)}"/>\n`);
  return `    <properties>\n${lines.join('')}    </properties>\n`;
}
