import { readdirSync, readFileSync } from 'node:fs';
import { expand } from '../../scripts/lib/values.ts';
import { builtinRules } from '../../src/detect/builtin.ts';
import { Detector, type Detection } from '../../src/detect/detector.ts';
import { parseRuleFile } from '../../src/detect/rule-file.ts';
import { KNOWN_SHAPES } from '../../src/detect/shapes.ts';
import { VALIDATORS } from '../../src/detect/validators/registry.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('what proves itself');

const DETECTOR = new Detector(builtinRules());
const EXAMPLES = await examples();

async function examples(): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const file of readdirSync('rules').filter((name) => name.endsWith('.yaml'))) {
    for (const rule of await parseRuleFile(readFileSync(`rules/${file}`, 'utf8'), file)) {
      const validator = rule.validator === undefined ? undefined : VALIDATORS[rule.validator];
      const complete = validator?.complete?.bind(validator);
      texts.push(...rule.examples.map((parts, index) => expand(parts, `${rule.id}#${index}`, complete)));
    }
  }
  return texts;
}

function shown(all: readonly Detection[]): readonly string[] {
  return all
    .filter(({ confidence }) => KNOWN_SHAPES.has(confidence))
    .map(({ rule, start, end, confidence }) => `${rule.id} ${start}-${end} ${confidence}`)
    .toSorted();
}

test('is found alike whether other rules are tried or not, in every example', () => {
  let count = 0;
  for (const text of EXAMPLES) {
    const bytes = Buffer.from(text);
    const whole = shown(DETECTOR.detectWhole(bytes));
    assert.equal(shown(DETECTOR.detectProvable(bytes)), whole);
    count += whole.length;
  }
  assert.ok(count > EXAMPLES.length / 4, `${count} of ${EXAMPLES.length}`);
});

test('is no value that a name alone makes one', () => {
  const bytes = Buffer.from(expand(['db_', 'password=', '{base62:24}'], 'assigned'));
  assert.equal(DETECTOR.detectWhole(bytes).length, 1);
  assert.equal(DETECTOR.detectProvable(bytes), []);
});

test.run();
