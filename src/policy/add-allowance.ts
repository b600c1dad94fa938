import type * as yamlPackage from 'yaml';
import type { Document, Node, Pair, YAMLMap, YAMLSeq } from 'yaml';
import { ScanError } from '../errors.ts';
import type { Surface } from '../types.ts';
import { at, canonicalJson, member, texts } from './json.ts';
import { loadPacket } from './load.ts';
import type { Json, JsonObject } from './packet.ts';
import { printablePath } from './quotation.ts';
import { parseYaml } from './yaml-source.ts';

type Yaml = typeof yamlPackage;

/** An entry of `allow.findings` for one fingerprint. */
export interface NewAllowance {
  readonly fingerprint: string;
  readonly surface?: Surface | undefined;
  /** Glob, as packets have them. */
  readonly path?: string | undefined;
  readonly reason: string;
  readonly owner: string;
  /** `YYYY-MM-DD`, the last day on which it counts. */
  readonly expires?: string | undefined;
}

/**
 * The packet's text with one more entry under `allow.findings`, everything else as it was. Where the entry cannot be put in as
 * text (lists in brackets), the document is written anew with its comments.
 *
 * @param path for messages
 * @throws {ScanError} `packet-invalid` for a packet that cannot be used before or after, `usage` for an entry that is there
 */
export async function withAllowance(text: string, path: string, entry: NewAllowance): Promise<string> {
  await loadPacket(text, path);
  const { value } = await parseYaml(text, { path });
  const added = plainEntry(entry);
  refuseDuplicate(value, entry, path);
  const expected = canonicalJson(withEntry(value, added));
  const yaml = await import('yaml');
  for (const candidate of candidates(yaml, text, added)) {
    if (!(await holds(candidate, path, expected))) continue;
    await loadPacket(candidate, path);
    return candidate;
  }
  throw new ScanError('usage', `Cannot change packet ${printablePath(path)}: add the entry by hand`);
}

/** The text of a packet with nothing but the built-in one and this entry. */
export async function packetWithAllowance(entry: NewAllowance, id: string): Promise<string> {
  const { stringify } = await import('yaml');
  return stringify(
    {
      apiVersion: 'watertight/v1',
      kind: 'EvidencePacket',
      metadata: { id, owner: entry.owner },
      extends: 'watertight:default',
      allow: { findings: [plainEntry(entry)] },
    },
    { lineWidth: 0 },
  );
}

function plainEntry({ fingerprint, surface, path, reason, owner, expires }: NewAllowance): JsonObject {
  return {
    fingerprint,
    ...(surface === undefined ? {} : { surface }),
    ...(path === undefined ? {} : { path }),
    reason,
    owner,
    ...(expires === undefined ? {} : { expires }),
  };
}

function refuseDuplicate(packet: Json, entry: NewAllowance, path: string): void {
  const findings = at(packet, 'allow.findings');
  if (!Array.isArray(findings)) return;
  const same = (item: Json, key: 'fingerprint' | 'surface' | 'path'): boolean =>
    texts(member(item, key))[0] === entry[key];
  const index = (findings as readonly Json[]).findIndex(
    (item) => same(item, 'fingerprint') && same(item, 'surface') && same(item, 'path'),
  );
  if (index < 0) return;
  const place = `$.allow.findings[${index}]`;
  throw new ScanError('usage', `Cannot add the allowance to ${printablePath(path)}: ${place} is for the same finding`);
}

function withEntry(packet: Json, entry: JsonObject): JsonObject {
  const document = packet as JsonObject;
  const allow = (member(document, 'allow') ?? {}) as JsonObject;
  const findings = (member(allow, 'findings') ?? []) as readonly Json[];
  return { ...document, allow: { ...allow, findings: [...findings, entry] } };
}

async function holds(text: string, path: string, expected: string): Promise<boolean> {
  try {
    return canonicalJson((await parseYaml(text, { path })).value) === expected;
  } catch {
    return false;
  }
}

/** From the one that changes least on. */
function* candidates(yaml: Yaml, text: string, entry: JsonObject): Generator<string> {
  if (/^\s*\{/.test(text)) {
    yield jsonText(text, entry);
    return;
  }
  const document = yaml.parseDocument(text, { version: '1.2', schema: 'core' });
  const inserted = insertion(yaml, document, text, entry);
  if (inserted !== undefined) yield insert(text, inserted);
  const findings = document.getIn(['allow', 'findings']);
  if (yaml.isSeq(findings)) findings.add(document.createNode(entry));
  else document.setIn(['allow', 'findings'], document.createNode([entry]));
  yield document.toString({ lineWidth: 0, indentSeq: !/^( *)[^\s#-][^\n]*:[ \t]*\n\1- /m.test(text) });
}

/** JSON has no comments, so it is written anew with the indentation that it had. */
function jsonText(text: string, entry: JsonObject): string {
  try {
    const indent = /^[ \t]+(?=")/m.exec(text)?.[0] ?? '';
    return `${JSON.stringify(withEntry(JSON.parse(text) as Json, entry), null, indent)}\n`;
  } catch {
    return ''; // YAML in braces: nothing that could be written back as JSON.
  }
}

/** Text to put behind the line in which `offset` lies, with this indentation. */
interface Insertion {
  readonly offset: number;
  readonly indent: number;
  readonly lines: readonly string[];
}

/** Where the entry goes as text: behind the last entry, else as the last member of `allow`, else of the packet. */
function insertion(yaml: Yaml, document: Document.Parsed, source: string, entry: JsonObject): Insertion | undefined {
  const text = (value: unknown): string[] => yaml.stringify(value, { lineWidth: 0 }).trimEnd().split('\n');
  const root = document.contents as Node | null;
  const allow = document.get('allow');
  const findings = document.getIn(['allow', 'findings']);
  if (isBlock(yaml.isSeq(findings) ? findings : undefined)) {
    const seq = findings as YAMLSeq<Node>;
    return { offset: endOf(seq.items.at(-1)), indent: columnOf(source, seq), lines: text([entry]) };
  }
  if (findings !== undefined) return undefined;
  if (isBlock(yaml.isMap(allow) ? allow : undefined))
    return behind(source, allow as YAMLMap, text({ findings: [entry] }));
  if (allow !== undefined || !isBlock(yaml.isMap(root) ? root : undefined)) return undefined;
  return behind(source, root as YAMLMap, text({ allow: { findings: [entry] } }));
}

function behind(source: string, map: YAMLMap, lines: readonly string[]): Insertion {
  const last = map.items.at(-1) as Pair<Node, Node | null> | undefined;
  return { offset: endOf(last?.value ?? last?.key), indent: columnOf(source, map), lines };
}

function isBlock(node: YAMLMap | YAMLSeq | undefined): boolean {
  return node !== undefined && node.flow !== true && node.items.length > 0;
}

/** Where a node's own text ends. */
function endOf(node: Node | null | undefined): number {
  return node?.range?.[1] ?? 0;
}

/** Spaces before a block collection, which its first entry begins with. */
function columnOf(source: string, node: Node): number {
  const start = node.range?.[0] ?? 0;
  return start - (source.lastIndexOf('\n', start - 1) + 1);
}

function insert(text: string, { offset, indent, lines }: Insertion): string {
  const atBreak = text[offset - 1] === '\n';
  const next = text.indexOf('\n', offset);
  const end = atBreak ? offset : next < 0 ? text.length : next + 1;
  const before = text.slice(0, end);
  const joint = before.endsWith('\n') ? '' : '\n';
  const body = lines.map((line) => `${line === '' ? '' : ' '.repeat(indent)}${line}\n`).join('');
  return before + joint + body + text.slice(end);
}
