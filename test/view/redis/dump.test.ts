import * as fc from 'fast-check';
import { dumpedOf, packedString, quotedBytes } from '../../../src/selftest/redis.ts';
import { Budget } from '../../../src/view/budget.ts';
import { type DecodedView, decodedViews } from '../../../src/view/encoded/encodings.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('values that Redis dumped');

const NOTE = '{"login":"robin","note":"the meadow lies behind the old mill"}';
const PAYLOAD = dumpedOf(0, packedString(NOTE));
const HASH = dumpedOf(4, Buffer.from('\x01\x05login\x05robin', 'latin1'));

function viewsIn(text: string | Buffer, skips: string[] = []): DecodedView[] {
  const bytes = Buffer.from(text as string);
  const options = { budget: new Budget(0), onSkip: (reason: string) => void skips.push(reason) };
  return [...decodedViews(bytes, { start: 0, end: bytes.length }, options)].filter(({ kind }) => kind === 'redis-dump');
}
const linesIn = (text: string | Buffer): string[] => viewsIn(text).map(({ bytes }) => bytes.toString());
const line = (key?: string): string =>
  `${key === undefined ? JSON.stringify(NOTE) : JSON.stringify({ [key]: NOTE })}\n`;

test('what redis-cli gave is unpacked, in escapes and as it is, with the key of the command', () => {
  const quoted = quotedBytes(PAYLOAD);
  assert.equal(linesIn(`${quoted}\n`), [line()]);
  assert.equal(linesIn(`\n\t${quoted}\n\n`), [line()]);
  assert.equal(linesIn(PAYLOAD), [line()]);
  assert.equal(linesIn(Buffer.concat([PAYLOAD, Buffer.from('\n')])), [line()]);
  assert.equal(linesIn(`127.0.0.1:6379> dump session:1\n${quoted}\n`), [line('session:1')]);
  assert.equal(linesIn(`redis-cli RESTORE "session:1" 0 ${quoted} REPLACE\n`), [line('session:1')]);
  assert.equal(linesIn(`1780000000.1 [0 127.0.0.1:1] "RESTORE" "a b" "0" ${quoted} "REPLACE"\n`), [line('a b')]);
});

test('what Python prints of the bytes is unpacked, and fields stand beside their values', () => {
  const printed = quotedBytes(HASH).replace(/^"|"$/g, "'");
  assert.equal(linesIn(`r.restore('user', 0, b${printed})\n`), ['{"user":{"login":"robin"}}\n']);
});

test('letters for control characters, as redis-cli has them, are read too', () => {
  const bytes = dumpedOf(0, Buffer.from('\x07a\tb\nc\r\x07', 'latin1'));
  const quoted = quotedBytes(bytes).replace(/\\x(09|0a|0d|07)/g, (_, code: string) => LETTERS[code] ?? '');
  assert.equal(linesIn(quoted), ['"a\\tb\\nc\\r\\u0007"\n']);
});
const LETTERS: Readonly<Record<string, string>> = { '09': '\\t', '0a': '\\n', '0d': '\\r', '07': '\\a' };

test('data in a value is a view of its own', () => {
  const data = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xfe]);
  const [first, second] = viewsIn(dumpedOf(0, Buffer.concat([Buffer.from([data.length]), data])));
  assert.is(first?.bytes.toString(), 'null\n');
  assert.equal([second?.bytes, second?.container], [data, true]);
});

test('a payload with a byte changed, or cut, is none', () => {
  fc.assert(
    fc.property(fc.nat(PAYLOAD.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const bytes = Buffer.from(PAYLOAD);
      bytes[at] = (bytes[at] as number) ^ change;
      assert.equal(viewsIn(`${quotedBytes(bytes)} and ${quotedBytes(PAYLOAD.subarray(0, -1))}\n`), []);
    }),
  );
});

test('a value of a type that is not known is said to be unread', () => {
  const skips: string[] = [];
  viewsIn(dumpedOf(23, Buffer.from('\x05robin')), skips);
  assert.equal(skips, ['unsupported-format']);
});

test.run();
