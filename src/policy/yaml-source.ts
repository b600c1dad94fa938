import type * as yamlPackage from 'yaml';
import type { Document, LineCounter, Node, YAMLError } from 'yaml';
import type { Json, JsonObject } from './packet.ts';
import { yamlSyntaxReason } from '../yaml-words.ts';
import { jsonPath, packetError, packetFailure } from './problems.ts';
import type { Place, Problem, Steps } from './problems.ts';

type Yaml = typeof yamlPackage;

const MAX_BYTES = 1024 * 1024;
const MAX_DEPTH = 32;
/** Maximum number of entries of a list or mapping: with more, comparing each with the others would take too long. */
const MAX_ENTRIES = 1000;
/** Number of problems after which the walk stops. */
const MAX_PROBLEMS = 100;

/** A parsed document that knows the location of each of its values. */
export interface YamlSource {
  readonly value: Json;
  /** Steps from the document's root to `value`. */
  readonly base: Steps;
  /** Location of a value, or of its key; of the nearest parent if there is no such value. */
  place(steps: Steps, of?: 'key' | 'value'): Place;
}

/** `path` is for messages. */
export interface YamlOptions {
  readonly path: string;
}

/**
 * Parses strict YAML 1.2 (core schema): no duplicate keys, anchors, aliases, tags, directives, further documents or
 * control characters; at most 1 MiB and 32 levels. JSON is such YAML. Throws `ScanError('packet-invalid')` with every
 * location.
 */
export async function parseYaml(text: string, options: YamlOptions): Promise<YamlSource> {
  const { reader, document } = await open(text, options.path, []);
  return reader.source(document, document.contents);
}

/** A root that is not a mapping, a mapping without the key, or the key's value. */
export type YamlMember =
  | { readonly kind: 'not-a-mapping' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'found'; readonly source: YamlSource };

/** Strictly parses the value of one key of the root mapping; the other keys need only be valid YAML. Throws like `parseYaml`. */
export async function parseYamlMember(text: string, key: string, options: YamlOptions): Promise<YamlMember> {
  const { reader, document, yaml } = await open(text, options.path, [key]);
  if (!yaml.isMap(document.contents)) return { kind: 'not-a-mapping' };
  const node = reader.pick(document.contents, key);
  return node === undefined ? { kind: 'absent' } : { kind: 'found', source: reader.source(document, node) };
}

async function open(
  text: string,
  path: string,
  base: Steps,
): Promise<{ reader: Reader; document: Document.Parsed; yaml: Yaml }> {
  if (Buffer.byteLength(text) > MAX_BYTES) throw packetFailure(path, 'it is larger than 1 MiB');
  refuseControlCharacters(text, path);
  const yaml = await import('yaml');
  const lines = new yaml.LineCounter();
  const document = parse(yaml, text, lines);
  const at = (offset: number): Place => placeAt(text, lines, offset);
  const problems = syntaxProblems(document.errors, at);
  if (problems.length > 0) throw packetError(path, problems);
  return { reader: new Reader({ yaml, at, path, base }), document, yaml };
}

function parse(yaml: Yaml, text: string, lineCounter: LineCounter): Document.Parsed {
  // For `uniqueKeys`, the library compares every key with every other; the walk below uses a set.
  return yaml.parseDocument(text, {
    version: '1.2',
    schema: 'core',
    uniqueKeys: false,
    merge: false,
    strict: true,
    stringKeys: true,
    prettyErrors: false,
    logLevel: 'error',
    lineCounter,
  });
}

function refuseControlCharacters(text: string, path: string): void {
  const at = text.search(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/);
  if (at < 0) return;
  const before = text.slice(0, at).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  throw packetError(path, [{ line: before.length, column, where: '', reason: 'a control character is not allowed' }]);
}

function placeAt(text: string, lines: LineCounter, offset: number): Place {
  const { line } = lines.linePos(offset);
  const start = lines.lineStarts[Math.max(0, line - 1)] ?? 0;
  return { line: Math.max(1, line), column: codePoints(text.slice(start, offset)) + 1 };
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function syntaxProblems(errors: readonly YAMLError[], at: (offset: number) => Place): Problem[] {
  // If the parser ran out of stack, its other complaints are about the text that it then lost.
  const exhausted = errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  const told = exhausted === undefined ? errors : [exhausted];
  return told
    .slice(0, MAX_PROBLEMS)
    .map((error) => ({ ...at(error.pos[0]), where: '', reason: yamlSyntaxReason(error.code) }));
}

interface ReaderOptions {
  readonly yaml: Yaml;
  readonly at: (offset: number) => Place;
  readonly path: string;
  readonly base: Steps;
}

/** Converts the nodes to plain values in one walk, and rejects what strict YAML does not allow. */
class Reader {
  readonly #yaml: Yaml;
  readonly #at: (offset: number) => Place;
  readonly #path: string;
  readonly #base: Steps;
  readonly #problems: Problem[] = [];

  constructor({ yaml, at, path, base }: ReaderOptions) {
    this.#yaml = yaml;
    this.#at = at;
    this.#path = path;
    this.#base = base;
  }

  source(document: Document.Parsed, root: Node | null): YamlSource {
    if (document.directives?.yaml.explicit === true) {
      this.#problems.push({ line: 1, column: 1, where: '', reason: 'directives are not allowed' });
    }
    const value = this.#read(root, []);
    if (this.#problems.length > 0) throw packetError(this.#path, this.#problems);
    return { value, base: this.#base, place: (steps, of = 'value') => this.#place(root, steps, of) };
  }

  /** The value of a key of the root mapping; undefined if there is none. */
  pick(root: Node | null, key: string): Node | null | undefined {
    if (!this.#yaml.isMap(root)) return undefined;
    const [first, second] = root.items.filter((item) => this.#keyOf(item.key) === key);
    if (second !== undefined) this.#refuse(second.key, [], 'duplicate key');
    if (first === undefined) return undefined;
    return this.#yaml.isNode(first.value) ? first.value : null;
  }

  #read(node: unknown, steps: Steps): Json {
    if (this.#problems.length >= MAX_PROBLEMS) return null;
    if (steps.length > MAX_DEPTH) return this.#refuse(node, steps.slice(0, 1), 'it is nested too deeply');
    if (this.#yaml.isAlias(node)) return this.#refuse(node, steps, 'aliases are not allowed');
    if (!this.#yaml.isNode(node)) return null;
    if (node.anchor !== undefined) this.#refuse(node, steps, 'anchors are not allowed');
    if (node.tag !== undefined) this.#refuse(node, steps, 'tags are not allowed');
    if (this.#yaml.isCollection(node) && node.items.length > MAX_ENTRIES) {
      return this.#refuse(node, steps, `must not have more than ${MAX_ENTRIES} entries`);
    }
    if (this.#yaml.isSeq(node)) return node.items.map((item, index) => this.#read(item, [...steps, index]));
    if (this.#yaml.isMap(node)) return this.#readMap(node.items, steps);
    return scalar(this.#yaml.isScalar(node) ? node.value : null);
  }

  #readMap(pairs: readonly { readonly key: unknown; readonly value: unknown }[], steps: Steps): JsonObject {
    const result: Record<string, Json> = {};
    const seen = new Set<string>();
    for (const { key, value } of pairs) {
      const name = this.#keyOf(key);
      if (this.#yaml.isNode(key) && (key.tag !== undefined || key.anchor !== undefined)) {
        this.#refuse(key, steps, 'tags and anchors are not allowed on keys');
      }
      if (seen.has(name)) this.#refuse(key, [...steps, name], 'duplicate key');
      else if (name === '__proto__') this.#refuse(key, steps, 'this key is not allowed');
      else result[name] = this.#read(value, [...steps, name]);
      seen.add(name);
    }
    return result;
  }

  #keyOf(key: unknown): string {
    return this.#yaml.isScalar(key) && typeof key.value === 'string' ? key.value : '';
  }

  #refuse(node: unknown, steps: Steps, reason: string): null {
    this.#problems.push({ ...this.#at(offsetOf(node)), where: jsonPath([...this.#base, ...steps]), reason });
    return null;
  }

  #place(root: Node | null, steps: Steps, of: 'key' | 'value'): Place {
    let node: unknown = root;
    let offset = offsetOf(root);
    for (const [index, step] of steps.entries()) {
      let key: unknown;
      if (this.#yaml.isSeq(node)) node = node.items[Number(step)];
      else if (this.#yaml.isMap(node)) {
        const pair = node.items.find((item) => this.#keyOf(item.key) === String(step));
        key = pair?.key;
        node = pair?.value;
      } else break;
      const target = (of === 'key' && index === steps.length - 1) || !this.#yaml.isNode(node) ? (key ?? node) : node;
      if (!this.#yaml.isNode(target)) break;
      offset = offsetOf(target);
    }
    return this.#at(offset);
  }
}

function offsetOf(node: unknown): number {
  const range = (node as { range?: readonly number[] | null } | null | undefined)?.range;
  return range?.[0] ?? 0;
}

function scalar(value: unknown): Json {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
