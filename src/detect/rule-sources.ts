import { readdir, readFile } from 'node:fs/promises';
import type { RuleSyntax } from './rule.ts';
import { parseRuleFile } from './rule-file.ts';

/** The folder of the built-in rules: the same relative path works from the sources and from the bundle's chunks. */
const FOLDER = new URL('../../rules/', import.meta.url);

/** A built-in rule as written in its file, with its examples; undefined if no rule has that id. */
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
