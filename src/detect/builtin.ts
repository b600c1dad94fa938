import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { type StoredTables, storedTables } from '../engine/stored-tables.ts';
import type { CompiledRule } from './rule.ts';

interface Builtin {
  readonly digest: string;
  readonly rules: readonly CompiledRule[];
}

/** The same relative path works from the sources and from the bundle's chunks, because the build copies the file. */
const FILE = new URL('../generated/rules.json', import.meta.url);

/** Next to it. */
const EXAMPLES = new URL('../generated/examples.json', import.meta.url);

interface RuleExamples {
  readonly id: string;
  readonly examples: readonly (readonly string[])[];
}

let builtin: Builtin | undefined;

function read(): Builtin {
  return (builtin ??= JSON.parse(readFileSync(FILE, 'latin1')) as Builtin);
}

/** The rules of the folder `rules/`, compiled at build time. */
export function builtinRules(): readonly CompiledRule[] {
  return read().rules;
}

/** The tables that the build prepared for the built-in rules, if these are exactly those rules. */
export function builtinTables(rules: readonly CompiledRule[]): StoredTables | undefined {
  return rules === builtin?.rules ? storedTables(builtin.digest) : undefined;
}

/** `sha256:` and the hex digest of the compiled built-in rules. */
export function builtinRulesDigest(): string {
  return builtin?.digest ?? digestIn(headOf(FILE)) ?? read().digest;
}

/** The digest precedes the rules, so it can be had without reading all of them. */
function digestIn(head: string): string | undefined {
  return /^\{"digest":"(?<digest>sha256:[0-9a-f]{64})"/.exec(head)?.groups?.['digest'];
}

function headOf(file: URL): string {
  const head = Buffer.alloc(128);
  const descriptor = openSync(file, 'r');
  try {
    return head.toString('latin1', 0, readSync(descriptor, head));
  } finally {
    closeSync(descriptor);
  }
}

/** Templates of what each rule of the folder `rules/` must find, by rule id; `expand()` fills them. Read on demand. */
export function builtinExamples(): Readonly<Record<string, readonly (readonly string[])[]>> {
  const list = JSON.parse(readFileSync(EXAMPLES, 'utf8')) as readonly RuleExamples[];
  return Object.fromEntries(list.map(({ id, examples }) => [id, examples]));
}
