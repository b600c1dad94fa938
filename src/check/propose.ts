import { acceptanceLines } from '../policy/acceptance/lines.ts';
import { bySection, heldLine, SECTIONS, waitingWords, type HeldLine } from '../policy/acceptance/sections.ts';
import { extendedPacket } from '../policy/built-in.ts';
import { findFrontMatter } from '../policy/front-matter.ts';
import { isObject } from '../policy/json.ts';
import { loadPacket } from '../policy/load.ts';
import type { JsonObject, Packet } from '../policy/packet.ts';
import { proseBlocks } from '../policy/prose/blocks.ts';
import { declaredItems, type DeclaredItem } from '../policy/prose/work-items.ts';
import { parseYaml } from '../policy/yaml-source.ts';
import { ScanError } from '../errors.ts';

/** A packet proposed for a document. */
export interface Proposal {
  /** YAML, with a comment for each acceptance line. */
  readonly yaml: string;
  /** As the proposed packet would enforce them. */
  readonly lines: readonly HeldLine[];
}

/** What a proposal is made from. */
export interface ProposalInput {
  readonly text: string;
  /** Relative to the packet's root. */
  readonly path: string;
  /** Path of a document that states what this one asks for, if one was found. */
  readonly prd: string | undefined;
  /** Makes a text of the document safe to show. */
  readonly safe: (text: string) => string;
}

/** Number of lines of a viewer that may precede front matter. */
const SEARCH_LINES = 20;
const PATTERNS = { heading: '^#{1,6} (?<id>[A-Z][A-Z0-9-]*-\\d+)', status: '^Status: (?<status>[A-Za-z_ -]+)' };
const FOUNDING = ['external_provider_approved', 'local_provider_required'];

/** Proposes a packet from headings, statuses, names in code marks and acceptance lines. The owner reviews and corrects it. */
export async function proposePacket(input: ProposalInput): Promise<Proposal> {
  const { text, path } = input;
  const founding = FOUNDING.every((branch) => text.includes(`\`${branch}\``));
  const base = founding ? 'watertight:cto-case' : 'watertight:default';
  const { governed } = await extendedPacket(base);
  const { items } = declaredItems(text, path, PATTERNS);
  const front = await frontValues(text, path);
  const parts = [
    '# Proposed from a document. Save it as .watertight/packet.yaml, review it, then run: watertight check',
    'apiVersion: watertight/v1',
    'kind: EvidencePacket',
    `extends: ${base}`,
    ...metadataLines(input, front, items),
    ...(founding ? [] : variableLines(text)),
    ...workItemLines(input, items, new Set(Object.keys(governed.workItems?.rules ?? {}))),
  ];
  const packet = await packetOf(parts.join('\n'), base);
  const lines = acceptanceLines(proseBlocks(text), packet.governed.statements).map((line) => heldLine(line, packet));
  return { yaml: [...parts, ...sectionLines(lines), ...commentLines(lines, input.safe), ''].join('\n'), lines };
}

/** The proposal as a packet; falls back to its base if the document's words do not make a valid one. */
async function packetOf(yaml: string, base: string): Promise<Packet> {
  try {
    return await loadPacket(yaml, 'proposal');
  } catch (error) {
    if (error instanceof ScanError) return extendedPacket(base);
    throw error;
  }
}

/** The form of each section that acceptance lines ask for and that the proposal cannot fill in. */
function sectionLines(lines: readonly HeldLine[]): string[] {
  const sections = [...bySection(lines.flatMap(({ waiting }) => waiting))];
  return sections.flatMap(([section, checks]) => [
    '',
    `# Without ${section}, these checks do nothing: ${checks.join(', ')}. Its form:`,
    ...SECTIONS[section].map((line) => `# ${line}`),
  ]);
}

/** The values of the front matter. Lines with a lone `|`, which viewers insert, are removed first. */
async function frontValues(text: string, path: string): Promise<JsonObject> {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '|');
  const found = findFrontMatter(lines.join('\n'), SEARCH_LINES);
  if (found.kind !== 'found') return {};
  try {
    const { value } = await parseYaml(found.yaml, { path });
    return isObject(value) ? value : {};
  } catch (error) {
    if (error instanceof ScanError) return {};
    throw error;
  }
}

const FIELDS: readonly (readonly [field: string, keys: readonly string[]])[] = [
  ['title', ['title']],
  ['owner', ['owner']],
  ['lifecycle', ['lifecycle', 'lifecycle_classification']],
  ['promotion', ['promotion', 'core_promotion_status']],
  ['route', ['route']],
];

function metadataLines(
  { text, path, prd, safe }: ProposalInput,
  front: JsonObject,
  items: readonly DeclaredItem[],
): string[] {
  const name = (path.split('/').at(-1) ?? path).replace(/\.\w+$/, '');
  const fields = FIELDS.flatMap(([field, keys]) => {
    const value = keys.map((key) => textOf(front[key])).find((given) => given !== undefined);
    return value === undefined ? [] : [`  ${field}: ${scalar(safe(value))}`];
  });
  const open = text
    .split('\n')
    .slice(0, SEARCH_LINES)
    .findIndex((line) => line.trimEnd() === '---');
  const search = open > 0 ? `, frontmatter: { search_lines: ${SEARCH_LINES} }` : '';
  return [
    'metadata:',
    `  id: ${scalar(safe(textOf(front['id']) ?? items[0]?.id ?? name))}`,
    ...fields,
    '  sources:',
    prd === undefined
      ? '    # - { role: prd, path: the document that states what the one below asks for }'
      : `    - { role: prd, path: ${scalar(prd)} }`,
    `    - { role: issues, path: ${scalar(path)}${search} }`,
  ];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function variableLines(text: string): string[] {
  const names = [
    ...new Set(
      [...text.matchAll(/`(?<name>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`/g)].map((match) => match.groups?.['name'] ?? ''),
    ),
  ];
  return names.length === 0 ? [] : ['vars:', ...names.map((name) => `  ${name}: ${name}`)];
}

function workItemLines(
  { path, text }: ProposalInput,
  items: readonly DeclaredItem[],
  ruled: ReadonlySet<string>,
): string[] {
  if (items.length === 0) return [];
  const waiting = [
    ...text.matchAll(
      /`(?<id>[A-Z][A-Z0-9-]*-\d+)` (?:remains|stays) blocked (?:unless|until) `decision_status=(?<status>\w+)`/g,
    ),
  ];
  const known = new Map(waiting.map(({ groups }) => [groups?.['id'] ?? '', groups?.['status'] ?? '']));
  const open = items.filter(({ id }) => !ruled.has(id));
  const blocked = open.filter(
    ({ status }) => status?.toLowerCase().startsWith('blocked') === true && !known.has(status),
  );
  return [
    'work_items:',
    `  source: { path: ${scalar(path)} }`,
    ...blocked.map(({ id }) => `  # ${id} is blocked: state under rules.${id}.blocked_unless when it need not be`),
    ...[...known]
      .filter(([id]) => !ruled.has(id))
      .map(([id, status]) => `  # ${id} waits for decision_status ${status}`),
  ];
}

function commentLines(lines: readonly HeldLine[], safe: (text: string) => string): string[] {
  const out = ['', '# Acceptance lines and their checks:'];
  let section = '';
  for (const line of lines) {
    if (line.section !== section) out.push(`# ${safe(line.section)}`);
    section = line.section;
    const none = line.waiting.length > 0 ? [] : ['unmapped  no machine check'];
    const states = [
      ...(line.checks.length > 0 ? [`mapped    ${shortened(line.checks)}`] : none),
      ...(line.waiting.length > 0 ? [`waiting   ${waitingWords(line.waiting)}`] : []),
    ];
    out.push(
      ...states.map((state, at) => `#   ${at === 0 ? `line ${String(line.line).padEnd(4)}` : ' '.repeat(9)} ${state}`),
    );
    out.push(`#              ${safe(line.text)}`);
    for (const rest of line.rest) out.push(`#              partly: ${rest}`);
  }
  return out;
}

/** `SEC-SOT, SEC-TSK, …` are eight ids of one thing. */
export function shortened(checks: readonly string[]): string {
  const surfaces = checks.filter((id) => id.startsWith('SEC-'));
  if (surfaces.length < 4) return checks.join(', ');
  return [...checks.filter((id) => !id.startsWith('SEC-')), 'SEC-*'].join(', ');
}

/** A YAML scalar, in single quotes if it needs them. */
function scalar(text: string): string {
  const plain = text.replace(/[\r\n]+/g, ' ');
  return /^[A-Za-z0-9_./][A-Za-z0-9 _./-]*$/.test(plain) &&
    !/^(?:true|false|null|yes|no|on|off|~|[\d.]+)$/i.test(plain) &&
    plain === plain.trim()
    ? plain
    : `'${plain.replaceAll("'", "''")}'`;
}
