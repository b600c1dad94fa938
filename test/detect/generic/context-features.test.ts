import { candidateAt } from '../../../src/detect/generic/candidate.ts';
import { describe } from '../../../src/detect/generic/features.ts';
import { expand } from '../../../scripts/lib/values.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('numbers of the surroundings');
const value = expand(['{alnum:10}', 'q7'], 'echo-value');

function numbersOf(text: string): Readonly<Record<string, number>> {
  const candidate = candidateAt(text, text.indexOf('password'));
  assert.ok(candidate !== undefined);
  return describe(text, candidate).numbers;
}

test('a value that stands elsewhere as a word is counted, part of a longer word is not', () => {
  const text = (behind: string): string => `user: ${value}\npassword: ${value}\n${behind}`;
  assert.is(numbersOf(text(''))['value stands around'], 1);
  assert.is(numbersOf(text(`login ${value}\n`))['value stands around'], 2);
  assert.is(numbersOf(text(`${value}x\n`))['value stands around'], 1);
});

test('a value that is called or assigned to elsewhere is a name of the code', () => {
  assert.is(numbersOf(`password = "${value}"\n${value}(1)\n`)['value is used around'], 1);
  assert.is(numbersOf(`password = "${value}"\n# ${value} is set\n`)['value is used around'], 0);
});

test('settings and tests around are counted up to four', () => {
  const settings = `host: h\nport: 1\nuser: u\npassword: ${value}\ndatabase: d\nserver: s\n`;
  assert.is(numbersOf(settings)['settings around'], 4);
  assert.is(numbersOf(`password = "${value}"\nassert it should\n`)['tests around'], 2);
});

const lines = (count: number): string => 'port: 1\n'.repeat(count);

test('three whole lines before and behind are seen, no matter how short they are', () => {
  assert.is(numbersOf(`${lines(3)}password: ${value}\n`)['settings around'], 3);
  assert.is(numbersOf(`${lines(9)}password: ${value}\n`)['settings around'], 3);
  assert.is(numbersOf(`password: ${value}\n${lines(3)}`)['settings around'], 3);
  assert.is(numbersOf(`password: ${value}\n\n\n\n${lines(3)}`)['settings around'], 0);
});

test('credentials, samples, signs and capitals around are counted, those of the value are not', () => {
  const numbers = numbersOf(`SECRET, token\n# for example your own\npassword: ${value}\n`);
  assert.is(numbers['credentials around'], 2);
  assert.is(numbers['samples around'], 2);
  assert.ok((numbers['capitals around'] ?? 0) > 0.1);
  assert.is(numbersOf(`password: ${value}`)['signs around'], 0);
});

test('line breaks of Windows change no number', () => {
  const text = `# for example\nhost: h\nuser: u\npassword: ${value}\nport: 1\n`;
  assert.equal(numbersOf(text.replaceAll('\n', '\r\n')), numbersOf(text));
});

function accounts(text: string): string {
  return `DB_PASSWORD=${text}\nADMIN_PASSWORD=${text}\npassword=${text}\n`;
}

test('a password that several accounts have stands around no more for that, a variable does', () => {
  const shared = ['Wel', 'come', '1'].join('');
  assert.is(numbersOf(accounts(shared))['value stands around'], 0);
  for (const name of ['copperkettle', 'asn1_NOVALUE'])
    assert.is(numbersOf(accounts(name))['value stands around'], 2, name);
  assert.is(numbersOf(`${accounts(shared)}user: ${shared}\n`)['value stands around'], 1);
});

test('what a setting is called in front of a dot is not repeated by a password of digits and capitals', () => {
  const own = ['Orchid', '_12c'].join('');
  assert.is(numbersOf(`orchid.install.password=${own}\n`)['value repeats words of the name'], 0);
  assert.is(numbersOf(`orchid_password=${own}\n`)['value repeats words of the name'], 1);
  assert.is(numbersOf('orchid.install.password=orchid-x\n')['value repeats words of the name'], 1);
});

test.run();
