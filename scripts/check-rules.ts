/**
 * Runs every rule's examples and non-examples through the engine, alone and at offsets round the chunk edges, and every
 * pattern over adversarial windows. Prints one line per fault and ends non-zero when there is one.
 */
import { readdir, readFile } from 'node:fs/promises';
import { checkRule, examplesOf } from '../src/detect/check-rule.ts';
import { Detector } from '../src/detect/detector.ts';
import { compileRule } from '../src/detect/compile.ts';
import { MATCHERS } from '../src/detect/matchers.ts';
import { parseRuleFile } from '../src/detect/rule-file.ts';
import type { CompiledRule, RuleSyntax } from '../src/detect/rule.ts';

const CHUNK = 256 * 1024;
const only = process.argv[2];
const faults: string[] = [];
const syntax: { rule: RuleSyntax; file: string }[] = [];
for (const file of (await readdir('rules')).filter((name) => name.endsWith('.yaml')).sort()) {
  try {
    const text = await readFile(`rules/${file}`, 'utf8');
    for (const rule of await parseRuleFile(text, file)) {
      syntax.push({ rule, file });
      if (!saysWhereFrom(rule, text)) faults.push(`${file}: ${rule.id} has no reference and is not marked for that`);
    }
  } catch (error) {
    faults.push(String(error));
  }
}
/** Whether a rule names a public source of its facts, or a comment in front says that there is none. */
function saysWhereFrom({ id, references = [] }: RuleSyntax, text: string): boolean {
  const before = text
    .slice(0, text.indexOf(`- id: ${id}\n`))
    .trimEnd()
    .split('\n');
  return references.length > 0 || /^\s*# (?:Low confidence|The format is described)/m.test(before.slice(-4).join('\n'));
}

const compiled = new Map<string, CompiledRule>();
for (const { rule, file } of syntax) {
  if (compiled.has(rule.id)) faults.push(`${file}: id ${rule.id} occurs twice`);
  try {
    compiled.set(rule.id, compileRule(rule, MATCHERS, file));
  } catch (error) {
    faults.push(String(error));
  }
}

function ids(detector: Detector, text: string, from = 0): Set<string> {
  const bytes = Buffer.from(text, 'latin1');
  const found = detector.detect(bytes, { from, to: bytes.length, base: 0 }, detector.newState());
  return new Set(found.map((detection) => detection.rule.id));
}

function checkOne(rule: RuleSyntax, file: string): void {
  const own = compiled.get(rule.id);
  if (own === undefined) return;
  for (const fault of checkRule(rule, own).faults) faults.push(`${file}: ${rule.id}: ${fault}`);
}

function checkEdges(detector: Detector): void {
  for (const { rule } of syntax) {
    const text = examplesOf(rule, rule.examples)[0] ?? '';
    for (const offset of [-80, -33, -7, -1, 0])
      if (!ids(detector, '\n'.repeat(CHUNK + offset) + text).has(rule.id))
        faults.push(`${rule.id}: example lost at chunk edge ${offset}`);
  }
}

for (const { rule, file } of syntax)
  if (only === undefined || file.startsWith(only) || rule.id === only) checkOne(rule, file);
if (only === undefined && faults.length === 0) checkEdges(new Detector([...compiled.values()]));
for (const fault of faults) console.error(fault);
console.log(`${syntax.length} rules, ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;
