import { Budget } from '../../../src/view/budget.ts';
import { decodedViews } from '../../../src/view/encoded/encodings.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('digits above and below other lines');

function decoded(text: string, kind: string): string[] {
  const bytes = Buffer.from(text);
  const options = { budget: new Budget(0), onSkip: (): void => undefined };
  return [...decodedViews(bytes, { start: 0, end: bytes.length }, options)]
    .filter((view) => view.kind === kind)
    .map((view) => view.bytes.toString());
}

test('base64 above a line that may be a word is given with it and without', () => {
  const text = 'a value that ends with its line';
  const [whole = '', alone] = decoded(`${Buffer.from(text).toString('base64').replace(/=+$/, '')}\nwords\n`, 'base64');
  assert.ok(whole.startsWith(text) && whole.length > text.length);
  assert.equal(alone, text);
});

test('a pair of digits at the end of the line above or below is no part of a row of them', () => {
  const row = Array.from(Buffer.from('a value in a row'), (byte) => byte.toString(16).padStart(2, '0')).join(':');
  assert.equal(decoded(`id a9d2\n${row}\nab no\n`, 'hex'), ['a value in a row']);
});

test('pairs of digits below lines that end in such pairs are told', () => {
  const text = 'a text in pairs below a line that ends like them';
  const pairs = Array.from(Buffer.from(text), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  assert.equal(decoded(`at 71 94\n${pairs}`, 'hex'), [text]);
  assert.equal(decoded(`71 94\nf0 0f 94\n${pairs}`, 'hex'), [text]);
});

test('the last line of base64 may be followed by any sign, and is none where a blank or a colon follows', () => {
  const text = 'a value that goes on from one line of digits to another one, which is shorter';
  const lines = Buffer.from(text).toString('base64').replace(/=+$/, '').replace(/.{64}/, '$&\n');
  for (const sign of ['?', '.', '#', '%', '\x0f', '|']) assert.equal(decoded(`${lines}${sign}x`, 'base64')[0], text);
  const first = Buffer.from(text.slice(0, 48)).toString('base64');
  for (const sign of [' of', ': x']) assert.equal(decoded(`${first}\nwords${sign}`, 'base64'), [text.slice(0, 48)]);
});

test.run();
