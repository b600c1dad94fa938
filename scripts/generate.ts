/** Compiles rules, the prefilter's tables and the built-in packet into `src/generated`, which is not committed. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { loadRuleFile, parseRuleFile } from '../src/detect/rule-file.ts';
import type { CompiledRule, KeywordPlace } from '../src/detect/rule.ts';
import { storedForm } from '../src/engine/stored-tables.ts';
import { asciiJson } from './lib/ascii-json.ts';
import { generateAssembly } from './lib/generate-assembly.ts';

const OUT = 'src/generated';

await mkdir(OUT, { recursive: true });
await generateAssembly(OUT);
const rules: CompiledRule[] = [];
const examples: { id: string; examples: readonly (readonly string[])[] }[] = [];
for (const file of (await readdir('rules')).filter((name) => name.endsWith('.yaml')).sort()) {
  const text = await readFile(`rules/${file}`, 'utf8');
  rules.push(...(await loadRuleFile(text, `rules/${file}`)));
  for (const rule of await parseRuleFile(text, file)) examples.push({ id: rule.id, examples: rule.examples });
}
const ids = new Set(rules.map((rule) => rule.id));
if (ids.size !== rules.length) throw new Error('Cannot generate rules: an id occurs twice');
const text = JSON.stringify(rules);
const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
const indexed = rules.map((rule) => ({ ...rule, places: JSON.parse(rule.places) as readonly KeywordPlace[] }));
await writeFile(`${OUT}/examples.json`, JSON.stringify(examples));
await writeFile(`${OUT}/rules.json`, asciiJson({ digest, rules }));
await writeFile(`${OUT}/prefilter-tables.bin`, storedForm(digest, indexed));
if (existsSync('scripts/lib/generate-packet.ts')) {
  const { generatePacket } = await import('./lib/generate-packet.ts');
  await generatePacket(OUT);
}
