import { matchPem } from '../../src/detect/pem.ts';
import { expand } from '../../scripts/lib/values.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('matchPem()');

const LABEL = 'PRIVATE KEY';
const begin = `-----BEGIN ${LABEL}-----`;
const end = `-----END ${LABEL}-----`;
const lines = [0, 1, 2]
  .map((line) => expand(['{base64:64}'], `pem-${line}`))
  .concat(expand(['{base64:22}', '=='], 'pem-last'));
const body = lines.join('');

function match(text: string): ReturnType<typeof matchPem> {
  return matchPem(text, text.indexOf('-----BEGIN'));
}

const FORMS: readonly (readonly [string, string])[] = [
  ['plain lines', `${begin}\n${lines.join('\n')}\n${end}`],
  ['carriage returns', `${begin}\r\n${lines.join('\r\n')}\r\n${end}`],
  ['escaped line breaks', `${begin}\\n${lines.join('\\n')}\\n${end}`],
  ['twice escaped line breaks', `${begin}\\\\n${lines.join('\\\\n')}\\\\n${end}`],
  ['indentation', `  ${begin}\n  ${lines.join('\n  ')}\n  ${end}`],
  ['log prefixes', [begin, ...lines, end].map((line) => `2026-01-02 03:04:05 INFO  ${line}`).join('\n')],
  ['marks of a change', [begin, ...lines, end].map((line) => `+${line}`).join('\n')],
  [
    'times that end on a word',
    [begin, ...lines, end].map((line) => `2026-01-02T03:04:05Z stdout F ${line}`).join('\n'),
  ],
  ['numbers of lines', [begin, ...lines, end].map((line, index) => `key.pem:${8 + index}:${line}`).join('\n')],
  ['records', [begin, ...lines, end].map((line, index) => `{"time": ${8 + index}, "log": "${line}"}`).join('\n')],
  ['string concatenation', [begin, ...lines, end].map((line) => `"${line}\\n" +`).join('\n')],
  ['entities for line breaks', `${begin}&#10;${lines.join('&#10;')}&#10;${end}`],
];

for (const [form, text] of FORMS) {
  test(`reads the body of a key with ${form}`, () => {
    const found = match(text);
    assert.is(found?.groups['body'], body);
    assert.ok(text.slice(found?.start, found?.end).endsWith(end));
    const shorter = match(text.replace(lines.at(-1) ?? '', 'pQ7x'));
    assert.is(shorter?.groups['body'], `${lines.slice(0, -1).join('')}pQ7x`);
  });
}

test('ends a block without END behind its last line', () => {
  const found = match(`${begin}\n${lines.slice(0, 2).join('\n')}\n\nand then prose that goes on`);
  assert.is(found?.groups['body'], lines.slice(0, 2).join(''));
});

test('knows a header that is all of its text, and one in a list of lines', () => {
  assert.is(match(`"text": "${begin}"\n  }\n}, "hash": "${lines[0]}"`), undefined);
  assert.is(match(`["${begin}",\n "${lines.join('",\n "')}",\n "${end}"]`)?.groups['body'], body);
});

test('takes a header in one record of a log for no key where other records follow', () => {
  const records = [begin, ...lines].map((line, index) => `{"${'abc'[index] ?? 'd'}": "${line}"}`);
  assert.is(match(records.join('\n')), undefined);
});

test('does not run into the next block', () => {
  const found = match(`${begin}\n-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----`);
  assert.is(found?.groups['body'], '');
});

test('is not interested in certificates and public keys', () => {
  assert.is(match(`-----BEGIN CERTIFICATE-----\n${lines.join('\n')}`), undefined);
  assert.is(match(`-----BEGIN PUBLIC KEY-----\n${lines.join('\n')}`), undefined);
});

test.run();
