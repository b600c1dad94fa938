import type * as yamlPackage from 'yaml';
import type { Document, Node, Pair, YAMLMap, YAMLSeq } from 'yaml';
import { ScanError } from '../errors.ts';
import { at, canonicalJson, member } from './json.ts';
import { loadPacket } from './load.ts';
import type { Json, JsonObject } from './packet.ts';
import { printablePath } from './quotation.ts';
import { parseYaml } from './yaml-source.ts';

/** The package that reads and writes YAML. */
export type Yaml = typeof yamlPackage;

/** A list of a packet: `['allow', 'findings']`. */
export type ListKeys = readonly [section: string, list: string];

/**
 * The packet's text with one more entry at the end of a list, everything else unchanged. If the entry cannot be
 * inserted as text (lists in brackets), the document is rewritten with its comments.
 *
 * @param path for messages
 * @throws {ScanError} `packet-invalid` for a packet that is invalid before or after, `usage` if it cannot be changed
 */
export async function withListEntry(text: string, path: string, keys: ListKeys, entry: JsonObject): Promise<string> {
  const change = (packet: Json): JsonObject => withEntry(packet, keys, entry);
  return edited({ text, path }, change, (yaml) => candidates(yaml, text, keys, entry));
}

/**
 * The first of `texts`, ordered from the smallest change, that equals what `change` makes of the packet.
 *
 * @throws {ScanError} as `withListEntry`
 */
export async function edited(
  { text, path }: { readonly text: string; readonly path: string },
  change: (packet: Json) => JsonObject,
  texts: (yaml: Yaml) => Iterable<string>,
): Promise<string> {
  await loadPacket(text, path);
  const { value } = await parseYaml(text, { path });
  const expected = canonicalJson(change(value));
  const yaml = await import('yaml');
  for (const candidate of /^\s*\{/.test(text) ? [jsonText(text, change)] : texts(yaml)) {
    if (!(await holds(candidate, path, expected))) continue;
    await loadPacket(candidate, path);
    return candidate;
  }
  throw new ScanError('usage', `Cannot change packet ${printablePath(path)}: change the entry by hand`);
}

function withEntry(packet: Json, [section, list]: ListKeys, entry: JsonObject): JsonObject {
  const document = packet as JsonObject;
  const inner = (member(document, section) ?? {}) as JsonObject;
  const entries = (at(document, `${section}.${list}`) ?? []) as readonly Json[];
  return { ...document, [section]: { ...inner, [list]: [...entries, entry] } };
}

async function holds(text: string, path: string, expected: string): Promise<boolean> {
  try {
    return canonicalJson((await parseYaml(text, { path })).value) === expected;
  } catch {
    return false;
  }
}

function* candidates(yaml: Yaml, text: string, keys: ListKeys, entry: JsonObject): Generator<string> {
  const document = yaml.parseDocument(text, { version: '1.2', schema: 'core' });
  const inserted = insertion(yaml, document, { source: text, keys, entry });
  if (inserted !== undefined) yield insert(text, inserted);
  const list = document.getIn(keys);
  if (yaml.isSeq(list)) list.add(document.createNode(entry));
  else document.setIn(keys, document.createNode([entry]));
  yield writtenAnew(document, text);
}

/** The document rewritten with its comments, with lists indented as before. */
export function writtenAnew(document: Document, text: string): string {
  return document.toString({ lineWidth: 0, indentSeq: !/^( *)[^\s#-][^\n]*:[ \t]*\n\1- /m.test(text) });
}

/** JSON has no comments, so it is rewritten with its previous indentation. */
function jsonText(text: string, change: (packet: Json) => JsonObject): string {
  try {
    const indent = /^[ \t]+(?=")/m.exec(text)?.[0] ?? '';
    return `${JSON.stringify(change(JSON.parse(text) as Json), null, indent)}\n`;
  } catch {
    return ''; // YAML in braces, which cannot be written back as JSON.
  }
}

/** Text to insert after the line that contains `offset`, with this indentation. */
interface Insertion {
  readonly offset: number;
  readonly indent: number;
  readonly lines: readonly string[];
}

/** Where to insert the entry as text: after the last entry, otherwise as the last member of the section, otherwise of the packet. */
function insertion(
  yaml: Yaml,
  document: Document.Parsed,
  { source, keys, entry }: { readonly source: string; readonly keys: ListKeys; readonly entry: JsonObject },
): Insertion | undefined {
  const text = (value: unknown): string[] => yaml.stringify(value, { lineWidth: 0 }).trimEnd().split('\n');
  const [section, list] = keys;
  const root = document.contents as Node | null;
  const inner = document.get(section);
  const entries = document.getIn(keys);
  if (isBlock(yaml.isSeq(entries) ? entries : undefined)) {
    const seq = entries as YAMLSeq<Node>;
    return { offset: endOf(seq.items.at(-1)), indent: columnOf(source, seq), lines: text([entry]) };
  }
  if (entries !== undefined) return undefined;
  if (isBlock(yaml.isMap(inner) ? inner : undefined))
    return behind(source, inner as YAMLMap, text({ [list]: [entry] }));
  if (inner !== undefined || !isBlock(yaml.isMap(root) ? root : undefined)) return undefined;
  return behind(source, root as YAMLMap, text({ [section]: { [list]: [entry] } }));
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

/** Number of spaces before a block collection, which its first entry begins with. */
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
