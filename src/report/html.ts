import type { Finding, Reporter, ReportOptions, ScanResult, Surface } from '../types.ts';
import { bySurface, type Copies, copiesOf, copyLines, mostSevere } from './copies.ts';
import { count, plural } from './figures.ts';
import { historyPlace, objectLines, otherPlaces } from './history.ts';
import { coverageSection, passedSection, surfaceRows } from './human-coverage.ts';
import { acknowledgeSection, allowSection, nextSection } from './human-next.ts';
import { paletteOf } from './layout.ts';
import { shownInside, shownPath, shownPlace } from './names.ts';
import { outcomeOf } from './outcome.ts';
import { CONFIDENCE_WORDS } from './words.ts';
import { xmlName } from './xml-text.ts';

/** Values of one surface that are written out, the most severe ones; all findings are counted. */
const SHOWN_PER_SURFACE = 1000;
const PLAIN = paletteOf(false);

/** Light and dark by what the reader's system prefers; marks that do not go by colour alone. */
const STYLE = `
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
body { max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.3rem; border-left: .5rem solid; padding-left: .7rem; }
h1.fail { border-color: #c62828; } h1.incomplete, h1.empty { border-color: #b26a00; } h1.clean { border-color: #2e7d32; }
h2 { font-size: 1.05rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid #8885; overflow-wrap: anywhere; }
td.number, th.number { text-align: right; }
td.critical, td.high { font-weight: 600; }
code, pre { font: 13px/1.45 ui-monospace, monospace; }
pre { overflow-x: auto; padding: .8rem; border: 1px solid #8885; }
small { opacity: .75; }
`;

/**
 * One HTML file for people who read a result without the tool: how the run ended, figures by surface, every value with its places and
 * fingerprint, what to do, what was not looked at, what was let pass. It holds no script and loads nothing; a policy in its head forbids
 * both. Its elements are closed, so that XML tools read it as well.
 */
export const html: Reporter = (result, options) => {
  const { kind, word, rest } = outcomeOf(result);
  const body = [
    `<h1 class="${kind}">${xmlName(`${word} ${rest}`)}</h1>`,
    factsList(result, options),
    section('By surface', table(surfaceRows(result), true)),
    ...findingSections(result),
    ...textSections(result, options),
  ];
  return `${head(`${word}: watertight`, result)}<body>\n${body.join('\n')}\n</body>\n</html>\n`;
};

function head(title: string, { tool }: ScanResult): string {
  return [
    '<!DOCTYPE html>',
    '<html lang="en" xmlns="http://www.w3.org/1999/xhtml">',
    '<head>',
    '<meta charset="utf-8"/>',
    `<meta name="generator" content="watertight ${xmlName(tool.version)}"/>`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>`,
    '<meta name="viewport" content="width=device-width"/>',
    `<title>${xmlName(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>\n',
  ].join('\n');
}

/** What was looked at, by which rules and packet, and when. */
function factsList({ tool, summary }: ScanResult, { targets, startedAt }: ReportOptions): string {
  const known = summary.known;
  const facts: readonly (readonly [string, string])[] = [
    [summary.audit === undefined ? 'Scanned' : 'Audited', targets.map(shownPath).join(', ') || '.'],
    ['Started', startedAt],
    ['Packet', `${tool.packet === 'built-in' ? 'built-in' : shownPath(tool.packet)} (${tool.packetDigest})`],
    ['Rules', tool.rulesDigest],
    ...(known === undefined
      ? []
      : [['Known values', `${count(known.values)} searched for, ${count(known.notChecked)} not checked`] as const]),
    ...(summary.audit === undefined ? [] : [['Read', objectLines(summary.audit).join('; ')] as const]),
    ...(summary.enforced ? [] : [['Enforced', 'no: NOT ENFORCED'] as const]),
  ];
  return table(facts, false);
}

/** Rows of plain text as a table; with a head, cells behind the first are numbers. */
function table(rows: readonly (readonly string[])[], hasHead: boolean): string {
  const line = (row: readonly string[], index: number): string => {
    const cells = row.map((text, column) => {
      const tag = (hasHead && index === 0) || (!hasHead && column === 0) ? 'th' : 'td';
      return `<${tag}${hasHead && column > 0 ? ' class="number"' : ''}>${xmlName(text)}</${tag}>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  };
  return rows.length === 0 ? '' : `<table>\n${rows.map(line).join('\n')}\n</table>`;
}

function section(title: string, content: string): string {
  return content === '' ? '' : `<h2>${xmlName(title)}</h2>\n${content}`;
}

function findingSections({ findings }: ScanResult): readonly string[] {
  return bySurface(findings).map(([surface, list]) => surfaceSection(surface, list));
}

function surfaceSection(surface: Surface, findings: readonly Finding[]): string {
  const shown = mostSevere(copiesOf(findings), SHOWN_PER_SURFACE);
  const more = findings.length - shown.flat().length;
  const rest = more === 0 ? '' : `\n<p>${plural(more, 'more finding')} on this surface: the JSON report has all.</p>`;
  const titles = ['Severity', 'Place', 'Rule', 'Value', 'Fingerprint'].map((title) => `<th>${title}</th>`).join('');
  const rows = shown.map(valueRow).join('\n');
  const title = `${surface}: ${plural(findings.length, findings[0]?.places === undefined ? 'finding' : 'value')}`;
  return section(title, `<table>\n<tr>${titles}</tr>\n${rows}\n</table>${rest}`);
}

function valueRow(copies: Copies): string {
  const [finding] = copies;
  const { location, secret, severity, confidence, verdict, places } = finding;
  const inside = shownInside(location);
  const place = places === undefined ? shownPlace(location) : historyPlace(location);
  const notes = [
    ...(inside === '' ? [] : [`in ${inside}`]),
    ...copyLines(copies),
    ...otherPlaces(finding),
    ...(finding.parts ?? []).map((part) => `with ${part.name} at ${shownPlace(part.location)}`),
  ];
  const facts = [plural(secret.length, 'character'), ...(secret.mask === '' ? [] : [secret.mask])];
  const cells = [
    `<code>${xmlName(place)}</code>${notes.map((note) => `<br/><small>${xmlName(note)}</small>`).join('')}`,
    `${xmlName(finding.ruleName)}<br/><small>${xmlName(`${finding.ruleId}, forbidden by ${verdict.by}`)}</small>`,
    `${xmlName(facts.join(', '))}<br/><small>${xmlName(CONFIDENCE_WORDS[confidence])}</small>`,
    `<code>${xmlName(finding.fingerprint)}</code>`,
  ];
  return `<tr><td class="${severity}">${severity}</td>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

/** What the text for people says as well, in the same words. */
function textSections(result: ScanResult, { targets }: ReportOptions): readonly string[] {
  const { findings } = result;
  const parts: readonly (readonly string[])[] = [
    nextSection(findings, PLAIN),
    acknowledgeSection(findings, targets, PLAIN),
    allowSection(findings, targets, PLAIN),
    coverageSection(result, PLAIN),
    passedSection(result, PLAIN),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map(([title = '', ...lines]) => section(title.trim(), `<pre>${lines.map(xmlName).join('\n')}</pre>`));
}
