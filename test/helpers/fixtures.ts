/**
 * The fixtures: `fixtures/<surface>/<case>/case.yaml` with its templates, and what a scan of the case must find.
 * `fixtures/README.md` explains the format.
 */
import { readdir, readFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'yaml';
import type { RuleSyntax } from '../../src/detect/rule.ts';
import { SKIP_REASONS, SURFACES, type Finding, type SkipReason, type Surface } from '../../src/types.ts';
import { tarOf, zipOf } from './fixture-archives.ts';
import { expandTemplate, type Expansion, type Place } from './fixture-template.ts';
import { readRules, valuesFor, type ValueSource } from './fixture-values.ts';

/** One body of bytes: exactly one of `template`, `text`, `zip`, `tar` and `gzip`. */
export interface FixtureBody {
  /** Name of a template beside `case.yaml`. */
  readonly template?: string;
  /** The template's text itself. */
  readonly text?: string;
  readonly zip?: readonly FixtureFile[];
  readonly tar?: readonly FixtureFile[];
  readonly gzip?: FixtureBody;
  /** How a text becomes bytes. @default utf-8 */
  readonly encode?: TextEncoding;
  /** Bytes that are cut off the end. */
  readonly cut?: number;
}

/** `-bom` puts a byte order mark first; `nul-lines` makes every line break a NUL byte. */
export type TextEncoding = (typeof TEXT_ENCODINGS)[number];
export const TEXT_ENCODINGS = [
  'utf-8',
  'utf-8-bom',
  'latin1',
  'utf-16le',
  'utf-16le-bom',
  'utf-16be-bom',
  'nul-lines',
] as const;

/** A file of the case, or a member of an archive. */
export interface FixtureFile extends FixtureBody {
  readonly path: string;
}

/** A finding as `case.yaml` writes it. */
export interface FixtureExpectation {
  readonly path: string;
  /** Member of the archive, where the place is to be looked for in another one than the first. */
  readonly in?: string;
  /** Rule ids, any of which may find it; any rule where it is left out. */
  readonly rule?: string | readonly string[];
  readonly surface?: Surface;
  /** Steps of `location.view`; a step without `:` stands for every place of its kind. */
  readonly view?: readonly string[];
  /** `location.field`, and `location.option`. */
  readonly field?: string;
  readonly option?: string;
  readonly line?: number;
  readonly column?: number;
  /** Instead of line and column: `value` is the first placeholder of the file, `value 2` the second. */
  readonly at?: string;
}

/** One case. */
export interface Fixture {
  /** `<surface>/<case>`. */
  readonly id: string;
  readonly name: string;
  /** Ids of our list of leaks and of our list of things that are none. */
  readonly source: readonly string[];
  /** Why the case is not found yet, where it needs a later view or rule. */
  readonly pending: string | undefined;
  readonly surface: Surface;
  readonly files: readonly FixtureFile[];
  readonly expect: readonly FixtureExpectation[];
  readonly skips: readonly SkipReason[];
  /** Values that are declared secrets, by name. */
  readonly known?: Readonly<Record<string, string>> | undefined;
  /** What the packet says beside the built-in one. */
  readonly packet?: Readonly<Record<string, unknown>> | undefined;
  /** Matches that are let pass, counted by what lets them. */
  readonly allowed?: Readonly<Record<string, number>> | undefined;
  /** Texts of the templates by name. */
  readonly templates: ReadonlyMap<string, string>;
  readonly rules: ReadonlyMap<string, RuleSyntax>;
}

/** Where a finding must stand. Lines and columns count from 1, columns in Unicode code points, the end is exclusive. */
export interface ExpectedPlace {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Whether the finding must start where the place starts, or anywhere in it. */
  readonly exact: boolean;
}

/** A finding that a scan of the written case must give. */
export interface ExpectedFinding {
  /** Below the folder that the case was written to, `/` as separator. */
  readonly path: string;
  /** Empty: any rule. */
  readonly rules: readonly string[];
  readonly surface: Surface | undefined;
  readonly view: readonly string[] | undefined;
  readonly field?: string | undefined;
  readonly option?: string | undefined;
  readonly place: ExpectedPlace | undefined;
}

const ROOT = new URL('../../', import.meta.url);

/**
 * Reads every fixture, ordered by id.
 *
 * @throws {Error} naming the fixture whose `case.yaml` is not of the format
 */
export async function loadFixtures(root: URL = ROOT): Promise<Fixture[]> {
  const rules = await readRules(root);
  const fixtures: Fixture[] = [];
  for (const surface of SURFACES) {
    const cases = await readdir(new URL(`fixtures/${surface}/`, root)).catch(() => []);
    for (const name of cases.toSorted((a, b) => (a < b ? -1 : 1)))
      fixtures.push(await loadFixture(root, surface, name, rules));
  }
  return fixtures;
}

async function loadFixture(root: URL, surface: Surface, name: string, rules: Fixture['rules']): Promise<Fixture> {
  const folder = new URL(`fixtures/${surface}/${name}/`, root);
  const id = `${surface}/${name}`;
  const templates = new Map<string, string>();
  for (const file of await readdir(folder)) templates.set(file, await readFile(new URL(file, folder), 'utf8'));
  const syntax = parseCase(templates.get('case.yaml') ?? '', id);
  templates.delete('case.yaml');
  if (!syntax?.name || !syntax.files || !syntax.expect) {
    throw new Error(`Cannot use fixture ${id}: case.yaml needs name, files and expect`);
  }
  const { files, expect, pending, known, packet, allowed, skips = [], source = [] } = syntax;
  for (const reason of skips) {
    if (!SKIP_REASONS.includes(reason)) throw new Error(`Cannot use fixture ${id}: no skip reason '${reason}'`);
  }
  const common = { id, name: syntax.name, surface, files, expect, skips, known, pending, templates, rules };
  return { ...common, packet, allowed, source: [source].flat() };
}

function parseCase(text: string, id: string): Partial<Fixture> | null {
  try {
    return parse(text) as Partial<Fixture> | null;
  } catch (error) {
    throw new Error(`Cannot use fixture ${id}: case.yaml is not YAML`, { cause: error });
  }
}

/**
 * Writes a fixture's files below a folder, values filled in.
 *
 * @returns what a scan of the folder must find
 * @throws {Error} naming the fixture: an unknown rule, template, encoding or place
 */
export async function writeFixture(fixture: Fixture, dir: string): Promise<ExpectedFinding[]> {
  const built = buildFixture(fixture);
  for (const [path, data] of built.files) {
    const target = join(dir, ...path.split('/'));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, data);
  }
  return built.expected;
}

/** A fixture's bytes by path, and what a scan of them must find. Throws as `writeFixture()` does. */
export function buildFixture(fixture: Fixture): {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly expected: ExpectedFinding[];
} {
  try {
    const writer = new Writer(fixture);
    const files = new Map(fixture.files.map((file) => [file.path, writer.body(file, file.path)]));
    return { files, expected: fixture.expect.map((expectation) => writer.expectation(expectation)) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot write fixture ${fixture.id}: ${reason}`, { cause: error });
  }
}

/** Whether a finding is the expected one; `dir` is the folder as the scan's paths name it, without a final `/`. */
export function isExpected(finding: Finding, expected: ExpectedFinding, dir: string): boolean {
  const { location } = finding;
  return (
    location.path === `${dir}/${expected.path}` &&
    (expected.rules.length === 0 || expected.rules.includes(finding.ruleId)) &&
    (expected.surface === undefined || expected.surface === finding.surface) &&
    (expected.view === undefined || sameView(location.view, expected.view)) &&
    (expected.field === undefined || expected.field === location.field) &&
    (expected.option === undefined || expected.option === location.option) &&
    (expected.place === undefined || isAt(location, expected.place))
  );
}

function sameView(view: readonly string[], expected: readonly string[]): boolean {
  return (
    view.length === expected.length &&
    expected.every((step, index) => step === (step.includes(':') ? view[index] : view[index]?.split(':')[0]))
  );
}

function isAt({ startLine, startColumn }: Finding['location'], place: ExpectedPlace): boolean {
  if (place.exact) return startLine === place.startLine && startColumn === place.startColumn;
  const isAfterStart =
    startLine > place.startLine || (startLine === place.startLine && startColumn >= place.startColumn);
  const isBeforeEnd = startLine < place.endLine || (startLine === place.endLine && startColumn < place.endColumn);
  return isAfterStart && isBeforeEnd;
}

/** Makes the bytes of one fixture and remembers what its texts became. */
class Writer {
  readonly #fixture: Fixture;
  readonly #values: ValueSource;
  /** Expanded texts by the path of their file, and by path and member. */
  readonly #texts = new Map<string, Expansion>();

  constructor(fixture: Fixture) {
    this.#fixture = fixture;
    this.#values = valuesFor(fixture.rules, fixture.id);
  }

  body(body: FixtureBody, key: string): Buffer {
    const bytes = this.#whole(body, key);
    return bytes.subarray(0, bytes.length - (body.cut ?? 0));
  }

  #whole(body: FixtureBody, key: string): Buffer {
    if (body.gzip) return gzipSync(this.body(body.gzip, key));
    const members = (body.zip ?? body.tar)?.map((file) => ({
      name: file.path,
      data: this.body(file, `${key} ${file.path}`),
    }));
    if (members) return body.zip ? zipOf(members) : tarOf(members);
    const template = body.text ?? this.#fixture.templates.get(body.template ?? '');
    if (template === undefined) throw new Error(`no template '${body.template}' beside case.yaml`);
    const { text, places } = expandTemplate(template, this.#values);
    const written = body.encode === 'nul-lines' ? text.replaceAll('\n', '\0') : text;
    this.#texts.set(key, { text: written, places });
    return BYTES_OF[body.encode ?? 'utf-8'](written);
  }

  expectation(expectation: FixtureExpectation): ExpectedFinding {
    const { path, surface, view, field, option, line, column } = expectation;
    const rules = [expectation.rule ?? []].flat();
    for (const rule of rules) if (!this.#values.has(rule)) throw new Error(`no rule '${rule}' under rules/ for expect`);
    const place =
      line !== undefined && column !== undefined
        ? { startLine: line, startColumn: column, endLine: line, endColumn: column + 1, exact: true }
        : this.#placeOf(expectation);
    return { path, rules, surface, view, field, option, place };
  }

  #placeOf({ path, in: member, at }: FixtureExpectation): ExpectedPlace | undefined {
    if (at === undefined) return undefined;
    const index = Number(/^value(?: (?<index>\d+))?$/.exec(at)?.groups?.['index'] ?? 1) - 1;
    const [text, place] = this.#find(member === undefined ? path : `${path} ${member}`, index);
    return { ...pointOf(text, place.start, 'start'), ...pointOf(text, place.end, 'end'), exact: place.exact };
  }

  #find(key: string, index: number): readonly [string, Place] {
    const keys = this.#texts.has(key) ? [key] : [...this.#texts.keys()].filter((other) => other.startsWith(`${key} `));
    for (const { text, places } of keys.map((other) => this.#texts.get(other) ?? { text: '', places: [] })) {
      const place = places[index];
      if (place) return [text, place];
    }
    throw new Error(`no value ${index + 1} in ${key}`);
  }
}

function pointOf<Name extends 'start' | 'end'>(
  text: string,
  offset: number,
  name: Name,
): Record<`${Name}Line` | `${Name}Column`, number> {
  const lines = text.slice(0, offset).split('\n');
  const point = { [`${name}Line`]: lines.length, [`${name}Column`]: Array.from(lines.at(-1) ?? '').length + 1 };
  return point as Record<`${Name}Line` | `${Name}Column`, number>;
}

const BYTES_OF: Readonly<Record<TextEncoding, (text: string) => Buffer>> = {
  'utf-8': (text) => Buffer.from(text),
  latin1: (text) => Buffer.from(text, 'latin1'),
  'utf-8-bom': (text) => Buffer.from(`\uFEFF${text}`),
  'utf-16le': (text) => Buffer.from(text, 'utf16le'),
  'utf-16le-bom': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
  'utf-16be-bom': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
  'nul-lines': (text) => Buffer.from(text),
};
