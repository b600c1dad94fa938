/** Holds the rules against a catalogue of credential types, one JSON object with `id` and `confidence` a line. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Types that have no rule on purpose. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'high-entropy-string': 'a random text that no word calls a credential is a hash or an id far more often',
  'base64-wrapped-secret': 'decoded views show every rule what is inside',
  'ansible-vault-block': 'encrypted: it opens nothing without its password',
  'harbor-robot': 'a name, and a secret without any shape, which the generic rule knows',
  'pkcs12-file': 'a binary file with a password of its own',
  'java-keystore': 'a binary file with a password of its own',
};

interface CatalogueType {
  readonly id: string;
  readonly confidence: 'high' | 'medium' | 'low';
}

/** What the rules say of the catalogue. */
export interface Coverage {
  readonly types: number;
  readonly covered: number;
  /** Ids without a rule and without a reason. */
  readonly missing: readonly string[];
  /** Ids without a rule, each with its reason. */
  readonly leftOut: readonly string[];
}

/** A type is covered by the rule of its id, or by the one that a comment `# covers: <type> by <rule>` names. */
export function coverage(catalogue: string, root: string): Coverage {
  const text = readdirSync(join(root, 'rules'))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => readFileSync(join(root, 'rules', name), 'utf8'))
    .join('\n');
  const rules = new Set([...text.matchAll(/^ {2}- id: (\S+)$/gm)].map((match) => match[1] ?? ''));
  const by = [...text.matchAll(/# covers: (\S+) by (\S+)/g)].filter((match) => rules.has(match[2] ?? ''));
  const covered = new Set([...rules, ...by.map((match) => match[1] ?? '')]);
  const types = catalogue
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as CatalogueType);
  const without = types.filter(({ id }) => !covered.has(id)).map(({ id }) => id);
  return {
    types: types.length,
    covered: types.length - without.length,
    missing: without.filter((id) => !(id in LEFT_OUT)),
    leftOut: without.filter((id) => id in LEFT_OUT).map((id) => `${id}: ${LEFT_OUT[id]}`),
  };
}
