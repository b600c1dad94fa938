import { assert, suite } from '../../helpers/suite.ts';
import { textsOf } from '../../helpers/views.ts';

const test = suite('ways of spelling bytes');
const TEXT = 'login anna word sesam-1234-open';

const each = (spell: (byte: number) => string, between = ''): string =>
  Array.from(Buffer.from(TEXT), (byte) => spell(byte)).join(between);
const hexOf = (byte: number): string => byte.toString(16).padStart(2, '0');

/** Digits of five bits (RFC 4648, section 6), without padding. */
function base32Of(text: string): string {
  const bits = Array.from(Buffer.from(text), (byte) => byte.toString(2).padStart(8, '0')).join('');
  const fives = bits.match(/.{1,5}/g) ?? [];
  return fives.map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

test('pairs of hexadecimal digits are read with any of the usual signs between', () => {
  for (const between of [' ', ':', '-', ',', '.', ';', '|', '\\', '\t', '\n'])
    assert.equal(textsOf('hex', `x ${each(hexOf, between)} y`), [TEXT], JSON.stringify(between));
});

test('decimal numbers in a list are no pairs of hexadecimal digits', () => {
  assert.equal(
    textsOf(
      'hex',
      each((byte) => String(byte), ', '),
    ),
    [],
  );
});

test('quoted-printable that has nothing but escapes is read, assignments are not', () => {
  const escapes = each((byte) => `=${hexOf(byte).toUpperCase()}`);
  assert.equal(textsOf('quoted-printable', escapes), [TEXT]);
  assert.equal(textsOf('quoted-printable', 'a=31 b=32 c=33\nd=AB=CD\n'), []);
});

test('references without a semicolon are read where they follow each other', () => {
  assert.equal(
    textsOf(
      'entity',
      each((byte) => `&#${byte}`),
    ),
    [TEXT],
  );
  assert.equal(
    textsOf(
      'entity',
      each((byte) => `&#x${hexOf(byte)}`),
    ),
    [TEXT],
  );
  assert.equal(textsOf('entity', '/a?b=1&#12 and R&#38 alone'), []);
});

test('base32 in lines is one text, and a word below a line is none of it', () => {
  const long = `${TEXT}, and ${TEXT}`;
  const [first = '', ...rest] = base32Of(long).match(/.{1,40}/g) ?? [];
  assert.equal(textsOf('base32', [first, ...rest].join('\n')), [long]);
  assert.ok(textsOf('base32', `${base32Of(TEXT)}\nDONE\n`).includes(TEXT));
});

test('a short binary message in hexadecimal digits is looked into', () => {
  const message = Buffer.concat([
    Buffer.from([0xa2, 0x82, 0x01]),
    Buffer.from(TEXT.repeat(2).slice(0, 42)),
    Buffer.from([0x80, 1, 2]),
  ]);
  assert.is(message.length, 48);
  assert.ok(textsOf('hex', `body ${message.toString('hex')}`)[0]?.includes(TEXT));
});

test.run();
