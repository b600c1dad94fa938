import { assertKinds } from '../assert-kinds.ts';
import { ScanError } from '../errors.ts';
import { CONFIDENCES, RULE_CLASSES, SEVERITIES, SURFACES } from '../types.ts';
import { isRecord } from '../json-fields.ts';
import { mayQuote } from '../may-quote.ts';
import type { CompiledRule, RuleSyntax } from './rule.ts';
import { yamlSyntaxReason } from '../yaml-words.ts';
import { VALIDATORS } from './validators/registry.ts';

const TEXT = [
  'id',
  'name',
  'class',
  'severity',
  'confidence',
  'pattern',
  'flags',
  'value',
  'bridge',
  'matcher',
  'validator',
];
const LISTS = ['keywords', 'context', 'parts', 'references'];
const LISTS_OF_PARTS = ['dummies', 'examples', 'non_examples'];
const REQUIRED = ['id', 'name', 'class', 'severity', 'confidence', 'examples'];
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  class: RULE_CLASSES,
  severity: SEVERITIES,
  confidence: CONFIDENCES,
  bridge: ['assignment', 'near', 'labelled', 'adjacent'],
};

/**
 * Reads one rule file.
 *
 * @throws {ScanError} `rule-invalid` with file, line and reason for YAML that is malformed or not in the rule format
 */
export async function parseRuleFile(text: string, origin: string): Promise<RuleSyntax[]> {
  return (await parsePlaced(text, origin)).map(({ rule }) => rule);
}

interface PlacedRule {
  readonly rule: RuleSyntax;
  /** File and line. */
  readonly place: string;
}

async function parsePlaced(text: string, origin: string): Promise<PlacedRule[]> {
  const { root, lineOf } = parsedJson(text) ?? (await parsedYaml(text, origin));
  if (!isRecord(root) || !Array.isArray(root['rules'])) {
    throw new ScanError('rule-invalid', `Cannot use rules of ${origin}: needs a list under 'rules'`);
  }
  if (root['rules'].length === 0)
    throw new ScanError('rule-invalid', `Cannot use rules of ${origin}: 'rules' is empty`);
  return root['rules'].map((rule: unknown, index) => {
    const place = `${origin}:${lineOf(index)}`;
    return { rule: checkSyntax(rule, place), place };
  });
}

/** The contents of a rule file. */
interface ParsedRules {
  readonly root: unknown;
  /** The line, from 1, of the rule at a given index. */
  readonly lineOf: (index: number) => number;
}

/**
 * A file written by a program: JSON, which is also YAML, on one line. Thousands of rules are read in milliseconds where YAML takes a
 * second. Only if serializing it gives the same text, since JSON.parse does not report duplicate keys.
 */
function parsedJson(text: string): ParsedRules | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const root: unknown = JSON.parse(text);
    return JSON.stringify(root) === text.trimEnd() ? { root, lineOf: () => 1 } : undefined;
  } catch {
    return undefined;
  }
}

async function parsedYaml(text: string, origin: string): Promise<ParsedRules> {
  const { parseDocument, LineCounter } = await import('yaml');
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, uniqueKeys: true, version: '1.2', schema: 'core' });
  const error = document.errors[0];
  if (error) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    throw new ScanError(
      'rule-invalid',
      `Cannot use rules of ${origin}:${line}:${col}: ${yamlSyntaxReason(error.code)}`,
    );
  }
  const lineOf = (index: number): number => {
    const node = document.getIn(['rules', index], true);
    const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
    return lineCounter.linePos(Array.isArray(range) ? Number(range[0]) : 0).line;
  };
  try {
    return { root: document.toJS({ maxAliasCount: 0 }) as unknown, lineOf };
  } catch (cause) {
    if (!(cause instanceof ReferenceError)) throw cause;
    throw new ScanError('rule-invalid', `Cannot use rules of ${origin}: an alias stands in it (*name)`, { cause });
  }
}

/** A rule with its compiled form. */
export interface LoadedRule {
  readonly rule: RuleSyntax;
  readonly compiled: CompiledRule;
}

/** Reads and compiles one rule file, keeping the examples. Throws as `loadRuleFile` does. */
export async function loadWithSyntax(text: string, origin: string): Promise<LoadedRule[]> {
  const [{ compileRule }, { MATCHERS }] = await Promise.all([import('./compile.ts'), import('./matchers.ts')]);
  return (await parsePlaced(text, origin)).map(({ rule, place }) => ({
    rule,
    compiled: compileRule(rule, MATCHERS, place),
  }));
}

/** Reads and compiles one rule file. Throws as `parseRuleFile` and `compileRule` do. */
export async function loadRuleFile(text: string, origin: string): Promise<CompiledRule[]> {
  assertKinds('load the rules', { text, origin }, { text: 'text', origin: 'text' });
  return (await loadWithSyntax(text, origin)).map(({ compiled }) => compiled);
}

function checkSyntax(rule: unknown, place: string): RuleSyntax {
  if (!isRecord(rule)) throw invalid(place, 'a rule is a mapping');
  for (const key of REQUIRED) if (rule[key] === undefined) throw invalid(place, `'${key}' is missing`);
  for (const [key, value] of Object.entries(rule)) {
    const problem = problemOf(key, value);
    if (problem !== undefined) throw invalid(place, problem);
  }
  return rule as unknown as RuleSyntax;
}

function problemOf(key: string, value: unknown): string | undefined {
  if (key === 'entropy') return typeof value === 'number' ? undefined : `'entropy' is a number of bits`;
  if (key === 'surfaces') {
    return isListOf(value, isSurface) ? undefined : `'surfaces' is a list of ${SURFACES.join(', ')}`;
  }
  if (LISTS.includes(key)) return isListOf(value, isText) ? undefined : `'${key}' is a list of texts`;
  if (LISTS_OF_PARTS.includes(key)) {
    return isListOf(value, (item) => isListOf(item, isText)) ? undefined : `'${key}' is a list of lists of parts`;
  }
  if (!TEXT.includes(key)) return `${mayQuote(key) ? `'${key}'` : 'a key that is no name'} is no field of a rule`;
  return isText(value) ? problemOfText(key, value) : `'${key}' is a text`;
}

function problemOfText(key: string, value: string): string | undefined {
  if (key === 'id' && !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(value)) return `'id' is lower-case words joined by hyphens`;
  if (key === 'validator' && !(value in VALIDATORS))
    return `validator ${mayQuote(value) ? `'${value}' ` : ''}is unknown`;
  const choices = CHOICES[key];
  return choices === undefined || choices.includes(value) ? undefined : `'${key}' is one of ${choices.join(', ')}`;
}

function isSurface(value: unknown): boolean {
  return SURFACES.some((surface) => surface === value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isListOf(value: unknown, holds: (item: unknown) => boolean): value is unknown[] {
  return Array.isArray(value) && value.every(holds);
}

function invalid(place: string, reason: string): ScanError {
  return new ScanError('rule-invalid', `Cannot use the rule at ${place}: ${reason}`);
}
