/** Values for fixture templates: invented ones, made from the examples of the rules at run time. */
import { generateKeyPairSync } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { RuleSyntax } from '../../src/detect/rule.ts';
import { VALIDATORS } from '../../src/detect/validators/registry.ts';
import { expand } from '../../scripts/lib/values.ts';

/** Gives the value of a placeholder such as `github-classic-pat#2` or `text base62:20`. */
export interface ValueSource {
  /** @throws {Error} for a rule that no file under `rules/` has, or one without examples */
  valueOf(placeholder: string): string;
  /** Whether a rule of that id exists. */
  has(ruleId: string): boolean;
}

/** Every rule under `rules/`, as its file has it. */
export async function readRules(root: URL): Promise<ReadonlyMap<string, RuleSyntax>> {
  const rules = new Map<string, RuleSyntax>();
  const names = (await readdir(new URL('rules/', root))).filter((name) => name.endsWith('.yaml')).sort();
  for (const name of names) {
    const file = parse(await readFile(new URL(`rules/${name}`, root), 'utf8')) as {
      readonly rules?: readonly RuleSyntax[];
    };
    for (const rule of file.rules ?? []) rules.set(rule.id, rule);
  }
  return rules;
}

/**
 * Values for one fixture: the same placeholder gives the same value in all of its files, and another one elsewhere.
 *
 * @param fixture the fixture's id, part of every seed
 */
export function valuesFor(rules: ReadonlyMap<string, RuleSyntax>, fixture: string): ValueSource {
  const known = new Map<string, string>();
  return {
    has: (ruleId) => rules.has(ruleId),
    valueOf(placeholder) {
      const value = known.get(placeholder) ?? makeValue(rules, fixture, placeholder);
      known.set(placeholder, value);
      return value;
    },
  };
}

function makeValue(rules: ReadonlyMap<string, RuleSyntax>, fixture: string, placeholder: string): string {
  const seed = `${fixture}/${placeholder}`;
  const [name = '', argument] = placeholder.replace(/#\d+$/, '').split(' ');
  if (name === 'password') return expand(['{letters:7}', '{digits:2}', '_', '{letters:6}', '{digits:1}'], seed);
  if (name === 'private-key') return privateKey();
  if (name === 'text') return expand([`{${argument}}`], seed);
  const rule = rules.get(name);
  if (!rule) throw new Error(`Cannot fill fixture ${fixture}: no rule '${name}' under rules/ for {{${placeholder}}}`);
  const example = rule.examples[0];
  if (!example) throw new Error(`Cannot fill fixture ${fixture}: rule '${name}' has no example`);
  const validator = rule.validator === undefined ? undefined : VALIDATORS[rule.validator];
  return secretOf(rule, expand(example, seed, validator?.complete?.bind(validator)));
}

/** The secret alone, where an example has words around it. */
function secretOf(rule: RuleSyntax, example: string): string {
  const match = rule.pattern === undefined ? null : new RegExp(rule.pattern, rule.flags).exec(example);
  return match?.groups?.['secret'] ?? match?.[0] ?? example;
}

/** A fresh key on every run: P-256 is made in a millisecond and has several lines. */
function privateKey(): string {
  const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return key.export({ type: 'pkcs8', format: 'pem' }).toString().trimEnd();
}
