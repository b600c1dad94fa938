import { assert, suite } from '../../helpers/suite.ts';
import { blobOf, scanBlobs } from '../../scan/helpers.ts';

const test = suite('records of system calls');

async function skipsOf(text: string): Promise<string[]> {
  const { skipped } = await scanBlobs([blobOf('run.log', text)]);
  return skipped.map(({ reason, detail }) => `${reason}: ${detail}`);
}

const LINES = [
  'execve("/usr/bin/curl", ["curl", "-H", "Authorization: Bearer abcdefghij"...], 0x7ffd /* 30 vars */) = 0',
  'write(3, "GET / HTTP/1.1\\r\\nHost: example.org"..., 512) = 512',
  'read(3, "HTTP/1.1 200 OK"..., 16384) = 4096',
  'openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3',
];

test('strings that were cut are counted and make the trace incomplete', async () => {
  const expected = ['truncated: 3 strings were cut when it was recorded (strace -s)'];
  assert.equal(await skipsOf(LINES.join('\n')), expected);
  assert.equal(await skipsOf(LINES.map((line) => `[pid  4711] 12:00:01.123456 ${line}`).join('\n')), expected);
  assert.equal(await skipsOf(LINES.slice(1, 2).concat('').join('\n')), [
    'truncated: 1 string was cut when it was recorded (strace -s)',
  ]);
});

test('what is cut in a record is told once, however often its strings are undone', async () => {
  const lines = Array.from({ length: 40 }, (_, n) => `read(5, "execve(\\"/bin/true\\", [\\"${n}"..., 32) = 32`);
  const text = lines.concat('').join('\n');
  const expected = ['truncated: 40 strings were cut when it was recorded (strace -s)'];
  assert.equal(await skipsOf(text), expected);
  const encoded = JSON.stringify({ record: Buffer.from(text).toString('base64') });
  assert.equal(await skipsOf(encoded), expected);
});

test('a trace with whole strings, and dots in other texts, are complete', async () => {
  assert.equal(await skipsOf(LINES.slice(3).concat('').join('\n')), []);
  assert.equal(await skipsOf('He said "well"..., and left (early).\nAnd "so on"...).\n'), []);
});

test.run();
