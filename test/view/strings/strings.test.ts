import { Budget } from '../../../src/view/budget.ts';
import { decodedViews, type DecodedView } from '../../../src/view/encoded/encodings.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('strings of binary data');
/** 40 letters and digits: a length that is printable as well. */
const VALUE = 'Qz81xRt5Lm0pWv7Yk2Nd'.repeat(2);
const NAME = 'password';

function strings(bytes: Buffer): DecodedView[] {
  const range = { start: 0, end: bytes.length };
  const all = decodedViews(bytes, range, { budget: new Budget(0), onSkip: () => undefined });
  return [...all].filter(({ kind }) => kind === 'strings');
}

function texts(bytes: Buffer): string {
  return strings(bytes)
    .map((view) => view.bytes.toString('latin1'))
    .join('');
}

const data = (...parts: readonly (string | number)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from([part]))));

const [NAMED, LONG] = [NAME.length, VALUE.length];

/** A name and its value as programs keep them, with the tags of each format. */
const PAIRS: Readonly<Record<string, Buffer>> = {
  'pickle 4': data(0x80, 4, '}\x94(\x8c', NAMED, NAME, '\x94\x8c', LONG, VALUE, '\x94u.'),
  'pickle 2': data(0x80, 2, '}q\0(X', NAMED, '\0\0\0', NAME, 'q\x01X', LONG, '\0\0\0', VALUE, 'q\x02u.'),
  marshal: data('{z', 4, 'user', 'z', 5, 'alice', 'z', NAMED, NAME, 'z', LONG, VALUE, '0'),
  MessagePack: data(0x81, 0xa0 | NAMED, NAME, 0xd9, LONG, VALUE),
  CBOR: data(0xa1, 0x60 | NAMED, NAME, 0x78, LONG, VALUE),
  BSON: data(LONG + 24, '\0\0\0\x02', NAME, '\0', LONG + 1, '\0\0\0', VALUE, '\0\0'),
  'a serialized map of Java': data(
    0xac,
    0xed,
    '\0\x05w\x08\0\0\0\x10\0\0\0\x01t\0',
    NAMED,
    NAME,
    't\0',
    LONG,
    VALUE,
    'x',
  ),
  'a map of protobuf': data('\x0a', NAMED + LONG + 4, '\x0a', NAMED, NAME, '\x12', LONG, VALUE),
  'a map of protobuf with values of several types, behind which another one follows': data(
    '\x1a',
    NAMED + LONG + 6,
    '\x0a',
    NAMED,
    NAME,
    '\x12',
    LONG + 2,
    '\x0a',
    LONG,
    VALUE,
    '\x1a',
    NAMED,
    '\x0a',
  ),
  'pickle 2 with a length that is a blank and places that are printable': data(
    0x80,
    2,
    '}q\0(X',
    NAMED,
    '\0\0\0',
    NAME,
    'q\tX',
    LONG,
    '\0\0\0',
    VALUE,
    'q\nX\r\0\0\0',
  ),
  'a serialized object of V8': data(0xff, 0x0f, 'o"', NAMED, NAME, '"', LONG, VALUE, '{\x01'),
};

for (const [name, bytes] of Object.entries(PAIRS)) {
  test(`a value stands beside its name in ${name}, and is mapped back`, () => {
    const [view] = strings(bytes).filter((one) => one.bytes.includes(`${NAME} = "${VALUE}"`));
    assert.ok(view, texts(bytes));
    const start = view.bytes.indexOf(VALUE);
    const { start: from, end } = view.toOuter({ start, end: start + LONG });
    assert.is(bytes.toString('latin1', from, end), VALUE);
  });
}

test('the name behind a name without a text is no value of it', () => {
  const next = 'placement_group';
  for (const nothing of ['\xa0', '\xc0', '\xc2', '\xcc\x05', '\xd4\0\0']) {
    const packed = data(0x82, 0xa0 | NAMED, NAME, nothing, 0xa0 | next.length, next, 0xa5, 'nodes');
    assert.not.match(texts(packed), next);
    assert.not.match(texts(data(0x82, 0xd9, NAMED, NAME, nothing, 0xd9, next.length, next, 0xc0)), next);
  }
  assert.not.match(texts(data(0xa2, 0x60 | NAMED, NAME, 0xf6, 0x60 | next.length, next, 0xf6)), next);
  assert.match(
    texts(data(0x82, 0xa0 | NAMED, NAME, 0xa0 | next.length, next, 0xa5, 'nodes', 0xc0)),
    `${NAME} = "${next}"`,
  );
});

test('a token is given alone where its length or the tag of what comes next looks like a part of it', () => {
  // A binary property list: the next string is of 5 bytes, whose tag is a letter.
  assert.match(texts(data('bplist00\xd2\x01\x02', 0x5f, 0x10, LONG, VALUE, 'Ualice\x08')), `${VALUE}\n`);
  // A module of Python: `N` is None.
  assert.match(texts(data(0xa7, 0x0d, '\r\n', '\0'.repeat(64), 0xfa, LONG, VALUE, 'N)\x01')), `${VALUE}\n`);
});

test('a value stands beside its name where CBOR writes both with letters in front', () => {
  const short = VALUE.slice(0, 15);
  const bytes = data(0xa2, 0x64, 'user', 0x65, 'alice', 0x60 | NAMED, NAME, 0x60 | short.length, short);
  assert.match(texts(bytes), `${NAME} = "${short}"\n`);
});

test('all texts of a map of CBOR whose tags and lengths are letters stand beside their names, and long ones alone', () => {
  const token = `${VALUE}Zt5q7w9y`;
  const bytes = data(
    0xa3,
    0x64,
    'host',
    0x78,
    token.length,
    token,
    0x60 | NAMED,
    NAME,
    0x78,
    LONG,
    VALUE,
    0x66,
    'secret',
  );
  assert.match(texts(Buffer.concat([bytes, data(0x67, 'q7Zt5wx')])), `${NAME} = "${VALUE}"\n`);
  assert.match(texts(bytes), `${token}\n`);
});

test('texts of a record of Avro stand alone, each behind its doubled length', () => {
  const record = data('Obj\x01\0&', 2 * LONG, VALUE, 2 * 36, VALUE.slice(0, 36), 2 * 10, 'q7Zt5wxq12');
  assert.match(texts(record), `\n${VALUE}\n`);
  assert.match(texts(record), `\n${VALUE.slice(0, 36)}\n`);
});

test('strings of programs and of NUL-separated lists are no names of each other', () => {
  const list = Array.from({ length: 20 }, (_, index) => `option-${index}\0${NAME}\0${VALUE.slice(index)}\0`).join('');
  assert.not.match(texts(data(list)), '=');
  const constants = data(1, 0, NAMED, NAME, 1, 0, LONG, VALUE, 1);
  const program = Buffer.concat([Buffer.from('cafebabe00000034', 'hex'), Buffer.alloc(64, 7), constants]);
  assert.not.match(texts(program), '=');
});

test('formats whose strings have no lengths, and packed data, have none', () => {
  const pair = data(0, 0x81, 0xa0 | NAMED, NAME, 0xd9, LONG, VALUE, 0);
  assert.match(texts(Buffer.concat([Buffer.alloc(64), pair])), VALUE);
  for (const magic of ['7f454c46', '0061736d', 'de120495', '89504e47', '4d5a9000', '504b0304'])
    assert.equal(strings(Buffer.concat([Buffer.from(magic, 'hex'), Buffer.alloc(64), pair])), [], magic);
});

test('text has none, whatever stands in it', () => {
  for (const text of [`${NAME} = ${VALUE}\n`, 'é ü 漢字 '.repeat(100), '\u001b[31mred\u001b[0m \b\f\v'])
    assert.equal(strings(Buffer.from(text.repeat(10))), []);
});

test('rows of a megabyte are read in a time that grows with their length', () => {
  for (const bytes of [
    Buffer.concat([Buffer.from([0]), Buffer.alloc(2 ** 20, 'a')]),
    Buffer.alloc(2 ** 20, `${'0'.repeat(47)}\0`),
    Buffer.alloc(2 ** 20, `${NAME}\x08${NAME}`),
    Buffer.concat([Buffer.from([0]), Buffer.alloc(2 ** 20, `${'x '.repeat(2000)}\0`)]),
    Buffer.concat([Buffer.from([0]), Buffer.alloc(2 ** 20, `${'@'.repeat(4000)}\0`)]),
    Buffer.concat([Buffer.from([0]), Buffer.alloc(2 ** 20, `${'h'.repeat(4000)}\0`)]),
  ])
    assert.ok(texts(bytes).length < 4 * bytes.length);
});

test.run();
