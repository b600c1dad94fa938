import { builtinRules } from '../../src/detect/builtin.ts';
import { Detector } from '../../src/detect/detector.ts';
import { expand } from '../../src/detect/examples.ts';
import { Explainer } from '../../src/detect/explain.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('explain');

const explainer = new Explainer(builtinRules());

function outcomes(text: string): string[] {
  const bytes = Buffer.from(text);
  return explainer
    .attempts(bytes, { start: 0, end: bytes.length })
    .map(({ rule, outcome, start, end }) => `${rule.id} ${outcome} ${start}-${end}`);
}

const TOKEN = expand(['glp', 'at-', '{base62:20}'], 'explain');

test('says of each place where a rule fits what became of it', () => {
  assert.equal(outcomes(TOKEN), ['gitlab-pat secret 0-26']);
  assert.equal(outcomes(['glp', 'at-', 'x'.repeat(20)].join('')), ['gitlab-pat placeholder 0-26']);
  assert.equal(
    outcomes(['glp', 'at-', 'ab1'.repeat(6), 'ab'].join('')).map((text) => text.split(' ')[1]),
    ['placeholder'],
  );
  const example = ['AKIA', 'IOSFODNN7', 'EXAMPLE'].join('');
  assert.ok(outcomes(`id ${example}`).every((text) => !text.includes(' secret ')));
  assert.equal(outcomes('nothing at all'), []);
});

test('a keyword of another script is told as people write it', () => {
  const bytes = Buffer.from(`Пароль: ${expand(['{base62:14}'], 'explain-script')}\n`);
  const words = explainer.attempts(bytes, { start: 0, end: bytes.length }).map(({ keyword }) => keyword?.word);
  assert.ok(words.includes('Пароль'), words.join());
});

test('a generic candidate is told with its score and what moved it, and with no word of the value', () => {
  const words = ['velvet', 'harbour', 'lantern'];
  const bytes = Buffer.from(`api_key = "string"\npassword = "${words.join('-')}"\n`);
  const attempts = explainer.attempts(bytes, { start: 0, end: bytes.length });
  const generic = attempts.filter(({ rule, outcome }) => rule.id === 'generic-secret' && outcome !== 'passed-over');
  assert.ok(generic.length > 0);
  assert.equal(
    attempts.filter(({ says }) => says !== undefined).map(({ outcome }) => outcome),
    ['passed-over'],
  );
  for (const { model, keyword } of generic) {
    assert.ok(keyword !== undefined);
    assert.ok(model !== undefined && model.score >= 0 && model.score <= 1 && model.reasons.length > 0);
    for (const { feature } of model.reasons) for (const word of words) assert.not(feature.includes(word), feature);
  }
  const unlikely = generic.filter(({ outcome }) => outcome === 'unlikely');
  for (const { model } of unlikely) assert.ok((model?.score ?? 1) < 0.5);
});

test('a candidate is reported from the score that is told with it', () => {
  const value = ['harb', 'our71'].join('');
  const lines = [
    `token = "${expand(['{base62:20}'], 'explain-least')}"`,
    `the password is "${value}"`,
    'password = "qq"',
  ];
  const bytes = Buffer.from(`${lines.join('\n')}\n`);
  const told = explainer.attempts(bytes, { start: 0, end: bytes.length }).filter(({ model }) => model !== undefined);
  assert.ok(told.length >= 2);
  for (const { model, outcome } of told)
    assert.is(outcome === 'unlikely', (model?.score ?? 0) < (model?.least ?? 0), outcome);
});

test('only what reaches into the part is told, and each value once', () => {
  const line = `first ${TOKEN}\n`;
  const bytes = Buffer.from(line + line);
  const part = { start: line.length, end: 2 * line.length };
  assert.equal(
    explainer.attempts(bytes, part).map(({ start }) => start),
    [line.length + 6],
  );
  assert.ok(
    explainer.anchored(bytes, part).some(({ rule, keyword }) => rule.id === 'gitlab-pat' && keyword === 'glpat-'),
  );
  const twice = outcomes(`api_secret_key_token = "${expand(['{base62:32}'], 'twice')}"`);
  assert.equal(new Set(twice).size, twice.length);
});

test('what it calls a match is what a scan detects', () => {
  const detector = new Detector(builtinRules());
  for (const { examples } of [{ examples: [TOKEN, `password = "${expand(['{base62:14}'], 'pw')}"`] }])
    for (const text of examples) {
      const found = detector
        .detectWhole(Buffer.from(text))
        .map(({ rule, start, end }) => `${rule.id} secret ${start}-${end}`);
      for (const one of found) assert.ok(outcomes(text).includes(one), one);
    }
});

test('each value of a command line is told', () => {
  const [one, other] = ['one', 'other'].map((seed) => expand(['{base62:16}'], seed));
  const text = `mysql -u me -p${one} && mysql -u me -p${other}\n`;
  const found = new Detector(builtinRules()).detectWhole(Buffer.from(text));
  for (const { rule, start, end } of found)
    assert.ok(outcomes(text).includes(`${rule.id} secret ${start}-${end}`), rule.id);
  assert.ok(found.length > 0);
});

test('a rule without pattern of its own is left to the scan', () => {
  const [rule] = builtinRules();
  assert.ok(rule !== undefined);
  const gitleaks = {
    id: 'x',
    regex: 'a',
    secretGroup: 0,
    allowlists: [],
    required: [],
    skipReport: false,
    origin: 'f',
  };
  const own = new Explainer([{ ...rule, gitleaks }]);
  assert.equal(own.anchored(Buffer.from(rule.keywords[0] ?? ''), { start: 0, end: 99 }), []);
});

test.run();
