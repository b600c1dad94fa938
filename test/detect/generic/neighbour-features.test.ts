import { candidateAt } from '../../../src/detect/generic/candidate.ts';
import { describe } from '../../../src/detect/generic/features.ts';
import { expand } from '../../../scripts/lib/values.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('numbers of the neighbours');
const value = expand(['{alnum:10}', 'q7'], 'neighbour-value');

function numbersOf(text: string): Readonly<Record<string, number>> {
  const candidate = candidateAt(text, text.indexOf('password'));
  assert.ok(candidate !== undefined);
  return describe(text, candidate).numbers;
}

test('settings, code, prose and lists are told apart by the lines around', () => {
  assert.is(numbersOf(`port: 1\npassword: ${value}\nhost: h\n`)['lines that assign'], 1);
  assert.is(numbersOf(`call(x);\npassword: ${value}\n}\n`)['lines of code'], 1);
  assert.is(numbersOf(`This is what people write\npassword: ${value}\n`)['lines of prose'], 1);
  assert.is(numbersOf(`- one\npassword: ${value}\n- two\n`)['lines of a list'], 1);
  assert.is(numbersOf(`- one\npassword: ${value}\nx\n`)['lines of a list'], 0.5);
});

test('nothing around makes no share', () => {
  const numbers = numbersOf(`password: ${value}`);
  for (const what of ['lines that assign', 'lines of prose', 'lines of code']) assert.is(numbers[what], 0);
});

test('how neighbours are assigned and whose hosts they name is counted up to four', () => {
  const numbers = numbersOf(`a = "x"\nb = y\nurl: http://db.corp.test/\npassword: ${value}\nhost: localhost\n`);
  assert.is(numbers['quoted values around'], 1);
  assert.ok((numbers['bare words assigned around'] ?? 0) >= 2);
  assert.is(numbers['hosts around'], 1);
  assert.is(numbers["hosts of one's own around"], 1);
  assert.is(numbersOf(`${'h: "x"\n'.repeat(3)}password: ${value}\n${'h: "x"\n'.repeat(3)}`)['quoted values around'], 4);
});

test('the user beside a password is compared with it', () => {
  const numbers = (user: string): Readonly<Record<string, number>> =>
    numbersOf(`username: ${user}\npassword: ${value}\n`);
  assert.is(numbers(value)['value is the name of the user'], 1);
  assert.is(numbers(value.slice(0, 6))['value is the name of the user'], 0);
  assert.is(numbers(value.slice(0, 6))['value shares words with the user'], 1);
  assert.is(numbers('admin')['a stock user around'], 1);
  assert.is(numbers('marguerite')['a stock user around'], 0);
  assert.is(numbers('marguerite')['users around'], 1);
});

test('a value is found inside longer words around it, whatever their case', () => {
  const text = (behind: string): string => `password: ${value}\n${behind}\n`;
  assert.is(numbersOf(text(`X${value.toUpperCase()}Y`))['value stands inside words around'], 1);
  assert.is(numbersOf(text('another'))['value stands inside words around'], 0);
});

test.run();
