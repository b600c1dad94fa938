import { readdir, readFile } from 'node:fs/promises';
import type { RuleSyntax } from './rule.ts';
import { parseRuleFile } from './rule-file.ts';

/** The folder of the built-in rules: from the sources and from the bundle's chunks it is at the same place. */
const FOLDER = new URL('../../rules/', import.meta.url);

/** A built-in rule as its file has it, with its examples; undefined where there is none of that id. */
export async function builtinSyntax(id: string): Promise<RuleSyntax | undefined> {
  const head = new RegExp(`^ *- id: ['"]?${id.replace(/[^\w-]/g, '')}['"]?\\s*$`, 'm');
  for (const name of (await readdir(FOLDER)).filter((file) => file.endsWith('.yaml')).sort()) {
    const text = await readFile(new URL(name, FOLDER), 'utf8');
    if (!head.test(text)) continue;
    const found = (await parseRuleFile(text, name)).find((rule) => rule.id === id);
    if (found !== undefined) return found;
  }
  return undefined;
}
