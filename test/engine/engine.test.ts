import * as fc from 'fast-check';
import { analysePattern } from '../../src/detect/pattern-analysis.ts';
import { Engine, type EngineRule, type OnMatch } from '../../src/engine/engine.ts';
import type { KeywordHits } from '../../src/engine/keyword-hits.ts';
import { ReferencePrefilter } from '../../src/engine/reference.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('Engine');

interface TestRule extends EngineRule {
  readonly source: string;
}

function ruleOf(source: string, keywords: readonly string[], flags = ''): TestRule {
  const sticky = new RegExp(source, `${flags}y`);
  return {
    source,
    keywords,
    ...analysePattern(source, flags, keywords),
    match(text, at) {
      sticky.lastIndex = at;
      const match = sticky.exec(text);
      if (match === null || match[0].length === 0) return undefined;
      const end = at + match[0].length;
      return { start: at, end, secretStart: at, secretEnd: end, groups: {} };
    },
  };
}

const RULES: readonly TestRule[] = [
  ruleOf(String.raw`(?<![a-z])ab_[a-z0-9]{3,5}(?![a-z])`, ['ab_']),
  ruleOf(String.raw`[a-c]{2,6}(?:mid|xid)[0-9]{1,3}`, ['mid', 'xid']),
  ruleOf(String.raw`(?:ba|ab)[abm]{0,4}d`, ['ba', 'ab']),
  ruleOf(String.raw`\bkey[ :=]{1,3}(?<secret>[a-z0-9]{2,6})`, ['key'], 'i'),
  ruleOf('aaa', ['aaa']),
  ruleOf(String.raw`(?:[a-c]{0,5}key|m{1,2}mid)(?=[a-c: ])[a-dk: ]{1,6}(?:[0-9]|d)`, ['key', 'mid'], 'i'),
  ruleOf(String.raw`(?<=[:=])(?<!b)xid|(?:a|ab|\b)mid(?![a-c])`, ['xid', 'mid']),
];

/** The definition: try every position, keep the leftmost of overlapping matches. */
function everywhere(rule: EngineRule, text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const match = rule.match(text, at);
    if (match === undefined) continue;
    found.push(`${at}-${match.end}`);
    at = match.end - 1;
  }
  return found;
}

/** The engine over the text in windows of `step` bytes, each with its margins. */
function throughEngine(rules: readonly TestRule[], text: string, step: number): string[][] {
  const engine = new Engine(rules, (keywords) => new ReferencePrefilter(keywords()));
  const { before, after } = engine.margins;
  const bytes = Buffer.from(text, 'latin1');
  const state = engine.newState();
  const found: string[][] = rules.map(() => []);
  for (let at = 0; at < bytes.length; at += step) {
    const low = Math.max(0, at - before);
    const window = bytes.subarray(low, Math.min(bytes.length, at + step + after));
    const range = { from: at - low, to: Math.min(bytes.length, at + step) - low, base: low };
    engine.run(window, range, state, (rule, match, _, start) => {
      found[rule]?.push(`${match.start + start + low}-${match.end + start + low}`);
    });
  }
  return found;
}

const texts = fc
  .array(
    fc.constantFrom('ab_', 'a', 'b', 'c', 'mid', 'xid', 'd', 'm', 'key', 'KEY', ':', '=', ' ', '7', '0', '\n', '\xe9'),
    {
      maxLength: 120,
    },
  )
  .map((parts) => parts.join(''));

test('finds for every rule what trying it everywhere finds, whatever the windows', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 200 }), (text, step) => {
      const found = throughEngine(RULES, text, step);
      RULES.forEach((rule, index) => assert.equal(found[index], everywhere(rule, text), rule.source));
    }),
    { numRuns: 1500 },
  );
});

test('keeps the leftmost of overlapping matches where its keyword stands behind that of another one', () => {
  const rule = ruleOf('(?:[a-z]{8}key|mid)[a-z]{0,6}', ['key', 'mid']);
  const text = 'abcmidefkey 0midabcdefg abcmidefkex abcmidefkeyabcmidefkey';
  assert.equal(throughEngine([rule], text, text.length)[0], everywhere(rule, text));
  assert.is(everywhere(rule, text)[0], '0-11');
});

test('finds for each of many rules with one keyword what may stand beside it, at the ends of a text too', () => {
  const letters = Array.from('abcdefghijkl');
  const rules = letters.flatMap((letter) => [
    ruleOf(`(?<=${letter})key`, ['key']),
    ruleOf(`key${letter}`, ['key']),
    ruleOf(`(?<=^|${letter})key(?=$|${letter})`, ['key']),
  ]);
  const around = [...letters, '.'];
  const whole = around.flatMap((before) => around.map((behind) => `${before}key${behind}`)).join(' ');
  for (const text of [whole, 'key', 'keya keyl', 'akey lkey']) {
    const found = throughEngine(rules, text, text.length);
    rules.forEach((rule, index) => assert.equal(found[index], everywhere(rule, text), rule.source));
  }
});

test('tries no place twice where keywords stand closely', () => {
  const rule = ruleOf('[a-z ]{0,300}pass [0-9]', ['pass ']);
  const tries = new Map<number, number>();
  const counting: TestRule = {
    ...rule,
    match: (text, at) => {
      tries.set(at, (tries.get(at) ?? 0) + 1);
      return rule.match(text, at);
    },
  };
  assert.equal(throughEngine([counting], 'pass '.repeat(500), 2500), [[]]);
  assert.is(Math.max(...tries.values()), 1);
  assert.ok(tries.size > 2000);
});

test('goes the way behind keywords that stand closely once', () => {
  const rule = ruleOf(String.raw`eyJ[A-Za-z0-9]{0,1000}\.`, ['eyJ']);
  assert.ok(rule.places.some(({ leadsTo }) => leadsTo !== undefined));
  let reads = 0;
  const bytes = new Proxy(Buffer.from('eyJ'.repeat(5000)), {
    get(target, key): unknown {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value === 'number' && key !== 'length') reads++;
      return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
    },
  });
  const engine = new Engine([rule], (keywords) => new ReferencePrefilter(keywords()));
  engine.run(bytes, { from: 0, to: bytes.length, base: 0 }, engine.newState(), () => assert.unreachable());
  assert.ok(reads < 20 * bytes.length, `${reads / bytes.length} reads a byte`);
});

test('finds a match at every offset round the edge of its chunks', () => {
  const token = 'ab_x7x';
  for (let offset = -12; offset <= 2; offset++) {
    const text = `${' '.repeat(256 * 1024 + offset)}${token} `;
    assert.is(throughEngine(RULES, text, text.length)[0]?.length, 1, `offset ${offset}`);
  }
});

test('loses no hit when there are more than its buffer holds', () => {
  const text = 'ab_123 '.repeat(20_000);
  assert.is(throughEngine(RULES, text, text.length)[0]?.length, 20_000);
});

/** A text and another one that differs from it in one span. */
const changed = fc.tuple(texts, texts, texts, texts).map(([head, was, is, tail]) => ({
  before: Buffer.from(head + was + tail, 'latin1'),
  after: Buffer.from(head + is + tail, 'latin1'),
  change: {
    start: head.length,
    end: head.length + is.length,
    otherStart: head.length,
    otherEnd: head.length + was.length,
  },
}));

function listOf(hits: KeywordHits): (readonly [start: number, keyword: number])[] {
  return Array.from({ length: hits.length }, (_, index) => [hits.start(index), hits.keyword(index)]);
}

/** All matches, overlapping ones as well, as the text and its place from the start and from the end. */
function matchesIn(rule: EngineRule, bytes: Buffer): number[] {
  const text = bytes.toString('latin1');
  return Array.from({ length: text.length }, (_, at) => at).filter((at) => rule.match(text, at) !== undefined);
}

test('finds near a change every match that the text before it has not', () => {
  // A rule whose matches count as very long ones, and are only looked for where its keyword stands.
  const far = { ...ruleOf('key[ a-c]{0,40}d', ['key']), maxLength: 50_000 };
  const rules = [...RULES, far];
  const engine = new Engine(rules, (keywords) => new ReferencePrefilter(keywords()));
  fc.assert(
    fc.property(changed, ({ before, after, change }) => {
      const near = rules.map(() => new Set<number>());
      const note: OnMatch = (rule, match, _, start) => near[rule]?.add(match.start + start);
      const hits = engine.runNear(after, [change], engine.hitsOf(before), note);
      assert.equal(listOf(hits), listOf(engine.hitsOf(after)), 'keywords stand where they are found in the whole text');
      rules.forEach((rule, index) => {
        const old = new Set(matchesIn(rule, before));
        const shift = before.length - after.length;
        for (const at of matchesIn(rule, after)) {
          const wasThere = at < change.start ? old.has(at) : at >= change.end && old.has(at + shift);
          assert.ok(wasThere || near[index]?.has(at), `${rule.source} at ${at}`);
        }
      });
    }),
    { numRuns: 2000 },
  );
});

test('asks a rule once where its keyword begins the match', () => {
  let asked = 0;
  const rule = ruleOf('key=[a-c]{3}', ['key=']);
  const counted = { ...rule, match: (text: string, at: number) => (asked++, rule.match(text, at)) };
  const engine = new Engine([counted], (keywords) => new ReferencePrefilter(keywords()));
  const bytes = Buffer.from('key=abc '.repeat(100));
  let found = 0;
  engine.run(bytes, { from: 0, to: bytes.length, base: 0 }, engine.newState(), () => found++);
  assert.equal([found, asked], [100, 100]);
});

test.run();
