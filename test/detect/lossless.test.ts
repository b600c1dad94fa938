import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expand } from '../../scripts/lib/values.ts';
import { builtinRules } from '../../src/detect/builtin.ts';
import { engineRule } from '../../src/detect/detector.ts';
import { parseRuleFile } from '../../src/detect/rule-file.ts';
import { VALIDATORS } from '../../src/detect/validators/registry.ts';
import { Engine, type EngineRule } from '../../src/engine/engine.ts';
import { ReferencePrefilter } from '../../src/engine/reference.ts';
import { tablesFor } from '../../src/engine/stored-tables.ts';
import { WasmPrefilter } from '../../src/engine/wasm-prefilter.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('Engine with the built-in rules');

const RULES = builtinRules();
const ENGINE_RULES = RULES.map(engineRule);
const WASM = new Engine(ENGINE_RULES, (keywords) => new WasmPrefilter(tablesFor(keywords())));
const REFERENCE = new Engine(ENGINE_RULES, (keywords) => new ReferencePrefilter(keywords()));

/** The first example of each rule, and where it is the rule's own match. */
const EXAMPLES: ReadonlyMap<string, readonly string[]> = await examples();

async function examples(): Promise<Map<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const file of readdirSync('rules').filter((name) => name.endsWith('.yaml'))) {
    for (const rule of await parseRuleFile(readFileSync(`rules/${file}`, 'utf8'), file)) {
      const validator = rule.validator === undefined ? undefined : VALIDATORS[rule.validator];
      const complete = validator?.complete?.bind(validator);
      found.set(
        rule.id,
        rule.examples.map((parts, index) => expand(parts, `${rule.id}#${index}`, complete)),
      );
    }
  }
  return found;
}

/** The definition: the rule at every position, the leftmost of overlapping matches. A matcher in code begins at a keyword. */
function everywhere(rule: EngineRule, isCode: boolean, text: string): string[] {
  const lower = text.toLowerCase();
  const found: string[] = [];
  for (let at = 0; at < text.length; at++) {
    if (isCode && !rule.keywords.some((keyword) => lower.startsWith(keyword, at))) continue;
    const match = rule.match(text, at);
    if (match === undefined) continue;
    found.push(`${match.start}-${match.end}`);
    at = Math.max(at, match.end - 1);
  }
  return found;
}

/** Matches of every rule through an engine, in windows of `step` bytes that have their margins. */
function throughEngine(engine: Engine, bytes: Buffer, step: number): string[][] {
  const { before, after } = engine.margins;
  const state = engine.newState();
  const found: string[][] = ENGINE_RULES.map(() => []);
  for (let at = 0; at < bytes.length; at += step) {
    const low = Math.max(0, at - before);
    const to = Math.min(bytes.length, at + step);
    const window = bytes.subarray(low, Math.min(bytes.length, to + after));
    engine.run(window, { from: at - low, to: to - low, base: low }, state, (rule, match, _, start) => {
      found[rule]?.push(`${match.start + start + low}-${match.end + start + low}`);
    });
  }
  return found;
}

function assertSame(text: string, step: number): void {
  const bytes = Buffer.from(text, 'latin1');
  const latin1 = bytes.toString('latin1');
  const found = throughEngine(WASM, bytes, step);
  assert.equal(throughEngine(REFERENCE, bytes, step), found);
  ENGINE_RULES.forEach((rule, index) => {
    const isCode = RULES[index]?.pattern === undefined;
    assert.equal(found[index], everywhere(rule, isCode, latin1), `rule ${RULES[index]?.id}, windows of ${step}`);
  });
}

const keywords = fc.constantFrom(...new Set(RULES.flatMap((rule) => rule.keywords)));
const wholes = fc.constantFrom(...[...EXAMPLES.values()].flat().filter((text) => text.length < 400));
/** An example with a piece cut out or put in: what nearly matches. */
const cut = fc.tuple(wholes, fc.nat(400), fc.nat(6), fc.string({ maxLength: 3 })).map(([text, at, count, put]) => {
  const place = at % (text.length + 1);
  return text.slice(0, place) + put + text.slice(place + count);
});
const filler = fc.constantFrom(
  ' ',
  '\n',
  '"',
  '=',
  ': ',
  'a',
  'Z9',
  '_',
  '-',
  '.',
  '://',
  'x'.repeat(40),
  '0'.repeat(33),
);
const texts = fc
  .array(
    fc.oneof(
      wholes,
      cut,
      keywords,
      keywords.map((word) => word.toUpperCase()),
      filler,
    ),
    { minLength: 1, maxLength: 14 },
  )
  .map((parts) => parts.join(''));

test('gives for every rule what trying it at every position gives, whatever the windows', () => {
  fc.assert(fc.property(texts, fc.integer({ min: 1, max: 1500 }), assertSame), { numRuns: 40 });
});

test('finds every example of every rule wherever the edge between two windows cuts it', () => {
  const { before, after } = WASM.margins;
  RULES.forEach((rule, index) => {
    const [example = ''] = EXAMPLES.get(rule.id) ?? [];
    const bytes = Buffer.from(`\n${example}\n`, 'latin1');
    const count = (edges: readonly number[]): number => {
      const state = WASM.newState();
      let matches = 0;
      edges.slice(1).forEach((to, number) => {
        const from = edges[number] ?? 0;
        const low = Math.max(0, from - before);
        const window = bytes.subarray(low, Math.min(bytes.length, to + after));
        WASM.run(window, { from: from - low, to: to - low, base: low }, state, (found) => {
          if (found === index) matches++;
        });
      });
      return matches;
    };
    const whole = count([0, bytes.length]);
    assert.ok(whole > 0, `${rule.id}: its example is found`);
    const most = Math.min(bytes.length, 600);
    for (let edge = 1; edge < most; edge++)
      assert.is(count([0, edge, bytes.length]), whole, `${rule.id} cut at ${edge}`);
  });
});

test.run();
