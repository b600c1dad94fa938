import { isCounting, isTextAround } from '../../../src/detect/generic/printable.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('isTextAround');

const NAME = 'DB_PASSWORD=';
const VALUE = 'some value of it';

function isText(before: Buffer, behind: Buffer, name: string = NAME): boolean {
  const front = `${before.toString('latin1')}${name}`;
  return isTextAround(`${front}${VALUE}${behind.toString('latin1')}`, front.length, front.length + VALUE.length);
}

/** Bytes as compressed data has them. */
const noise = (length: number): Buffer =>
  Buffer.from(Array.from({ length }, (_, i) => (i * 151 + (i >> 2) * 29) & 0xff));

test('text in older encodings is text', () => {
  const latin = Buffer.from('Die Verbindung hört für größere Aufträge früher auf: ', 'latin1');
  assert.ok(isText(latin, Buffer.from('; später wird der Schlüssel überprüft, möglichst öfter', 'latin1')));
  const shiftJis = Buffer.from([
    0x83, 0x70, 0x83, 0x58, 0x83, 0x8f, 0x81, 0x5b, 0x83, 0x68, 0x82, 0xf0, 0x8e, 0x77, 0x92, 0xe8,
  ]);
  assert.ok(isText(shiftJis, Buffer.from('\r\n')));
});

test('numbers that go up in each column are a table, generated passwords are none', () => {
  const table = '3A*CD9FN;PWDZeLghXjnZqz_|~i';
  assert.ok(isCounting(table, table.indexOf('ZeL'), table.indexOf('ZeL') + 9));
  for (const made of ['kV9#mQ2$xZ7!pL4@wR', 'Tr0ub4dor&3 for ann and more', 'abcdefgh-noted-0123'])
    assert.not.ok(isCounting(made, 2, made.length), made);
});

test('signs of control of C1 are no text', () => {
  const c1 = Buffer.from('\u0080\u008a\u008c\u0092');
  const front = 8 + NAME.length;
  assert.not.ok(isTextAround(`${c1.toString('latin1')}${NAME}short9${c1.toString('latin1')}`, front, front + 6));
});

test('a long row of text is one among other data too', () => {
  assert.ok(isText(noise(60), noise(60)));
  assert.ok(isText(Buffer.from('\x01\x02\x03\x04\0'), Buffer.from('\0\x04\x05\x06\x07')));
});

test('short words among other data are none', () => {
  const text = `${noise(64).toString('latin1')}\x01\x02pw=short9\x03\x04${noise(64).toString('latin1')}`;
  const at = text.indexOf('short9');
  assert.is(isTextAround(text, at, at + 6), false);
});

test('names between single bytes of a table are none', () => {
  const text = 'passwd:dir\xfa\npasswd:gid\xfa\npasswd:uid\xfa\nport-file\xfa\nprocedure?\xfa\nrandom:exp\xfa\n'.repeat(
    3,
  );
  const at = text.indexOf('uid', 80);
  assert.is(isTextAround(text, at, at + 3), false);
});

test.run();
