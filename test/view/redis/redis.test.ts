import { gunzipSync, gzipSync } from 'node:zlib';
import { Budget } from '../../../src/view/budget.ts';
import { sniffContainer } from '../../../src/view/containers.ts';
import { packedString, redisOf } from '../../../src/selftest/redis.ts';
import { REDIS_6_SNAPSHOT, REDIS_8_SNAPSHOT, VALKEY_SNAPSHOT } from '../../helpers/snapshots.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { type Expanded, expand, memoryBlob, streamBlob } from '../expand.ts';

const test = suite('snapshots of Redis');

const dumped = (packed: string): Buffer => gunzipSync(Buffer.from(packed, 'base64'));
const [HASH_OF_NUMBERS, LONG_TEXT, END] = [22, 0, 0xff] as const;
const PROSE = 'the meadow lies behind the old mill; '.repeat(3);

/** Lines of a snapshot, without the notes of the server. */
function linesOf({ blobs }: Expanded): string[] {
  const text = blobs[0]?.bytes.toString() ?? '';
  return text.split('\n').filter((line) => line !== '' && !/^\{"(?:redis|valkey|ctime|used|aof)[-"]/.test(line));
}

const COMMON = [
  { plain: 'meadow' },
  { packed: PROSE },
  { n: '-300' },
  { timed: 'brook' },
  ...[{ field: 'willow' }, { n: '5' }, { neg: '-3000' }, { big: '123456789012' }, { m: '70000' }, { long: PROSE }].map(
    (hash) => ({ hash }),
  ),
  ...[{ one: 'hazel' }, { two: 'maple' }].map((wide) => ({ wide })),
  ...['heron', '1', 'otter'].map((list) => ({ list })),
  { set: 'finch' },
  ...['larch', 'alder'].map((sorted) => ({ sorted })),
  ...['aspen', 'birch', 'cedar'].map((scored) => ({ scored })),
  ...[
    { login: 'robin' },
    { note: 'wren' },
    { login: 'rook' },
    { note: 'lark' },
    { other: 'stork' },
    'group',
    'reader',
  ].map((stream) => ({ stream })),
  { data: null },
].map((line) => JSON.stringify(line));

const NEWER = [
  { function: '#!lua name=mylib\nredis.register_function("f",function() return 1 end)' },
  ...[{ one: 'thrush' }, { two: 'siskin' }].map((expiring) => ({ expiring })),
  ...[{ one: 'plover' }, { two: 'dunlin' }].map((fading) => ({ fading })),
].map((line) => JSON.stringify(line));

for (const [server, packed, expected] of [
  ['Redis 6.2', REDIS_6_SNAPSHOT, COMMON],
  ['Redis 8.2', REDIS_8_SNAPSHOT, [...COMMON, ...NEWER]],
  ['Valkey 9.1', VALKEY_SNAPSHOT, [...COMMON, ...NEWER]],
] as const)
  test(`every text that ${server} wrote stands under its key and field`, async () => {
    const bytes = dumped(packed);
    assert.is(sniffContainer(bytes), 'redis');
    const expanded = await expand(memoryBlob(bytes), 'redis');
    assert.equal(linesOf(expanded).sort(), [...expected].sort());
    assert.equal(
      expanded.blobs.map(({ view, loss }) => [view, loss]),
      [
        ['redis', undefined],
        ['redis:data', undefined],
      ],
    );
    assert.equal(expanded.skips, []);
  });

test('a stream that cannot be read at any place gives the same', async () => {
  const bytes = dumped(REDIS_8_SNAPSHOT);
  const [whole, streamed] = [await expand(memoryBlob(bytes), 'redis'), await expand(streamBlob(bytes, 7), 'redis')];
  assert.equal(streamed, whole);
});

test('a snapshot that is cut anywhere gives what stands in front of the cut, and says so', async () => {
  const bytes = dumped(REDIS_6_SNAPSHOT);
  const whole = linesOf(await expand(memoryBlob(bytes), 'redis'));
  for (let length = 10; length < bytes.length - 9; length += 7) {
    const cut = await expand(memoryBlob(bytes.subarray(0, length)), 'redis');
    assert.equal(linesOf(cut), whole.slice(0, linesOf(cut).length));
    assert.is(cut.blobs[0]?.loss, 'truncated', `${length} bytes`);
  }
});

test('a value of an unknown type ends it, and the rest is looked at as data', async () => {
  const rest = Buffer.alloc(100, 'z');
  const bytes = Buffer.concat([
    redisOf('key', Buffer.from('\x03abc')).subarray(0, -9),
    Buffer.from([99, 1, 0x61]),
    rest,
  ]);
  const { blobs } = await expand(memoryBlob(bytes), 'redis');
  assert.equal(
    blobs.map(({ view, loss }) => [view, loss]),
    [
      ['redis', 'unsupported-format'],
      ['redis:rest', undefined],
    ],
  );
  assert.is(blobs[0]?.bytes.toString(), '{"key":"abc"}\n');
  assert.is(blobs[1]?.bytes.toString(), rest.toString());
});

test('commands behind the snapshot of an append-only file are looked at', async () => {
  const commands = Buffer.from('*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\nb\r\n'.repeat(4));
  const { blobs } = await expand(memoryBlob(Buffer.concat([dumped(REDIS_8_SNAPSHOT), commands])), 'redis');
  assert.is(blobs.at(-1)?.view, 'redis:rest');
  assert.is(blobs.at(-1)?.bytes.toString(), commands.toString());
});

test('a value that is packed data is a member of its own', async () => {
  const data = gzipSync(PROSE);
  const { blobs } = await expand(memoryBlob(redisOf('a', Buffer.concat([Buffer.from([data.length]), data]))), 'redis');
  assert.is(blobs[1]?.view, 'redis:a');
  assert.is(gunzipSync(blobs[1]?.bytes ?? Buffer.alloc(0)).toString(), PROSE);
});

test('a packed string that claims more than it can give is told, and takes no memory', async () => {
  const claimed = packedString('a short text', 0xffffff);
  const { blobs } = await expand(memoryBlob(redisOf('a', claimed)), 'redis');
  assert.is(blobs[0]?.loss, 'corrupt');
  assert.is(blobs[0]?.bytes.toString(), '{"a":"a short text"}\n');
});

test('texts that stand for more than the budget are told', async () => {
  const { blobs } = await expand(
    memoryBlob(dumped(REDIS_6_SNAPSHOT)),
    'redis',
    new Budget(0, { floor: 100, maxBytes: 100 }),
  );
  assert.is(blobs[0]?.loss, 'too-expanded');
});

test('a text that begins with the same word is none', () => {
  for (const text of ['REDIS_URL=redis://localhost\n', 'REDIS0011 is a magic number\n'])
    assert.is(sniffContainer(Buffer.from(text.padEnd(80))), undefined);
  assert.is(
    sniffContainer(
      Buffer.concat([Buffer.from('REDIS0006\xfe', 'latin1'), Buffer.from([LONG_TEXT, HASH_OF_NUMBERS, END])]),
    ),
    'redis',
  );
});

test.run();
