import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { type StoredTables, storedTables } from '../engine/stored-tables.ts';
import type { CompiledRule } from './rule.ts';

interface Builtin {
  readonly digest: string;
  readonly rules: readonly CompiledRule[];
}

/** From the sources and, since the build copies it, from the bundle's chunks the file is at the same place. */
const FILE = new URL('../generated/rules.json', import.meta.url);

/** Beside it. */
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

/** What the build laid out of the built-in rules, if these are the very ones. */
export function builtinTables(rules: readonly CompiledRule[]): StoredTables | undefined {
  return rules === builtin?.rules ? storedTables(builtin.digest) : undefined;
}

/** `sha256:` and the hex digest of the compiled built-in rules. */
export function builtinRulesDigest(): string {
  return builtin?.digest ?? digestIn(headOf(FILE)) ?? read().digest;
}

/** It stands in front of the rules: who asks for it alone need not wait until they are read. */
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

/** Templates of what each rule of the folder `rules/` must find, by rule id; `expand()` fills them. Read when asked for. */
export function builtinExamples(): Readonly<Record<string, readonly (readonly string[])[]>> {
  const list = JSON.parse(readFileSync(EXAMPLES, 'utf8')) as readonly RuleExamples[];
  return Object.fromEntries(list.map(({ id, examples }) => [id, examples]));
}
