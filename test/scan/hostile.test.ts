import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { scan } from '../../src/scan.ts';
import type { ScanResult } from '../../src/types.ts';
import { makeTar, makeZip } from '../helpers/archives.ts';
import { token } from '../cli/helpers.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('hostile evidence');
/** What one small file may be unpacked to, by the default budget. */
const FLOOR = 64 * 2 ** 20;

/** Scans one file by itself. */
async function scanned(name: string, bytes: Buffer | string): Promise<ScanResult> {
  const cwd = mkdtempSync(join(tmpdir(), 'hostile-'));
  try {
    writeFileSync(join(cwd, name), bytes);
    const { result } = await scan({ paths: [name], cwd, env: {}, ledger: true });
    return result;
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

function reasons({ skipped }: ScanResult): string[] {
  return skipped.map(({ reason, view }) => `${view.map((step) => step.split(':')[0]).join('>')}!${reason}`);
}

/** Asserts that the run ended incomplete, by the given skips alone, each with a line of its own in the ledger. */
function assertStopped(result: ScanResult, expected: readonly string[]): void {
  assert.equal(reasons(result), expected);
  assert.is(result.summary.exitCode, 3);
  const lines = result.ledger.filter(({ status }) => status === 'skipped');
  assert.is(lines.length, expected.length);
  assert.ok(result.ledger.some(({ view }) => view.length === 0));
}

test('bombs by ratio of every kind stop at the budget', async () => {
  const zeros = Buffer.alloc(66 * 2 ** 20);
  const bombs: [string, Buffer, string][] = [
    ['a.gz', gzipSync(zeros), 'gzip!too-expanded'],
    ['a.zz', deflateSync(zeros), 'zlib!too-expanded'],
    ['a.br', brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }), 'brotli!too-expanded'],
  ];
  for (const [name, bytes, skip] of bombs) {
    const result = await scanned(name, bytes);
    assertStopped(result, [skip]);
    assert.ok(result.summary.bytes <= FLOOR + bytes.length, name);
  }
  const zip = await scanned(
    'a.zip',
    makeZip([
      { name: 'zeros', data: zeros },
      { name: 'behind', data: 'x' },
    ]),
  );
  assertStopped(zip, ['zip!too-expanded', '!too-expanded']);
});

test('a nest of one hundred archives is one skip', async () => {
  let zip = makeZip([{ name: 'core', data: 'x' }]);
  let gz = gzipSync('core');
  for (let i = 0; i < 100; i++) {
    zip = makeZip([{ name: 'n.zip', data: zip }]);
    gz = gzipSync(gz);
  }
  const deep = Array.from({ length: 8 }, () => 'zip').join('>');
  assertStopped(await scanned('nest.zip', zip), [`${deep}!too-deep`]);
  assertStopped(await scanned('nest.gz', gz), [`${deep.replaceAll('zip', 'gzip')}!too-deep`]);
});

test('quotes over quotes end at the same depth, and no text is lost by it', async () => {
  let text = JSON.stringify({ note: 'a "b" c', token: token('nest') });
  for (let i = 0; i < 11; i++) text = JSON.stringify({ more: text });
  const { summary, skipped, findings } = await scanned('nest.json', text);
  assert.equal([skipped, summary.complete, findings.length], [[], true, 1]);
  let escaped = 'a "b" c';
  for (let i = 0; i < 11; i++) escaped = JSON.stringify({ more: i === 7 ? escaped.replaceAll(':', '%3A') : escaped });
  assert.is(
    (await scanned('nest.json', escaped)).summary.complete,
    true,
    'characters that are escaped otherwise between',
  );
  let percent = 'a text: %41 and more';
  for (let i = 0; i < 11; i++) percent = encodeURIComponent(percent);
  assert.is((await scanned('nest.txt', percent)).summary.exitCode, 3);
  let mixed = 'a text that is long enough to be decoded';
  for (let i = 0; i < 20; i++) mixed = JSON.stringify({ more: Buffer.from(mixed).toString('base64') });
  assert.is((await scanned('nest.json', mixed)).summary.exitCode, 3);
});

test('encodings inside one another end at the same depth', async () => {
  let text = 'a text that is long enough to be decoded';
  for (let i = 0; i < 20; i++) text = Buffer.from(text).toString('base64');
  const result = await scanned('nest.txt', text);
  assert.equal([...new Set(result.skipped.map(({ reason }) => reason))], ['too-deep']);
  assert.is(result.summary.exitCode, 3);
});

test('names that climb out of the archive are labels', async () => {
  const names = ['../../../../etc/cron.d/x', '/etc/passwd', 'C:\\Windows\\x', 'a/../../b', '\u0000', 'x\n"y'];
  for (const bytes of [
    makeZip(names.map((name) => ({ name, data: 'x' }))),
    await makeTar(names.slice(0, 4).map((name) => ({ name, data: 'x' }))),
  ]) {
    const result = await scanned('names.bin', bytes);
    assert.is(result.summary.exitCode, 0);
    assert.ok(result.ledger.filter(({ view }) => view.length === 1).length >= 4);
  }
});

test('sizes that a header makes up are not believed', async () => {
  const tar = await makeTar([{ name: 'a', data: 'words' }]);
  tar.write('77777777777', 124, 'latin1');
  tar.fill(0x20, 148, 156);
  const sum = tar.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  const stored = makeZip([{ name: 'a', data: 'words', method: 0 }]);
  const directory = stored.indexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
  stored.writeUInt32LE(0xfffffff0, directory + 20);
  stored.writeUInt32LE(0xfffffff0, directory + 24);
  const zstd = Buffer.concat([Buffer.from('28b52ffda0ffffff7f', 'hex'), Buffer.alloc(40)]);
  for (const [name, bytes] of [
    ['a.tar', tar],
    ['a.zip', stored],
    ['a.zst', zstd],
  ] as const) {
    const result = await scanned(name, bytes);
    assert.is(result.summary.exitCode, 3, name);
    assert.ok(result.summary.bytes < 100_000, name);
  }
});

test('bombs of aliases and entities are text: nothing expands them', async () => {
  const entities = Array.from({ length: 30 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join('\n');
  const space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
  const xml = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "lol">${entities}]><w:p ${space}><w:t>&e30;</w:t></w:p>`;
  const aliases = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(10)}]`).join('\n');
  for (const [name, text] of [
    ['bomb.xml', xml],
    ['bomb.yaml', `a0: &a0 lol\n${aliases}\n`],
    ['tasks.yaml', `---\na0: &a0 lol\n${aliases}\n---\n`],
    ['bomb.docx', makeZip([{ name: 'word/document.xml', data: xml }])],
  ] as const) {
    const result = await scanned(name, text);
    assert.equal([reasons(result), result.summary.exitCode], [[], 0], name);
  }
});

test('archives of every kind that are cut in the middle are incomplete and never clean', async () => {
  const data = Buffer.from(Array.from({ length: 3000 }, (_, i) => `line ${i * 7919}\n`).join(''));
  const archives: [string, Buffer][] = [
    ['a.gz', gzipSync(data)],
    ['a.zz', deflateSync(data)],
    ['a.br', brotliCompressSync(data)],
    ['a.zip', makeZip([{ name: 'a', data }])],
    ['a.tar', await makeTar([{ name: 'a', data }])],
    ['a.ar', Buffer.from(`!<arch>\n${'a'.padEnd(16)}${'0'.padEnd(32)}${'90000'.padEnd(10)}\`\n${data.toString()}`)],
  ];
  for (const [name, bytes] of archives) {
    const result = await scanned(name, bytes.subarray(0, bytes.length >> 1));
    assert.is(result.summary.exitCode, 3, name);
    assert.ok(
      result.skipped.every(({ reason }) => reason === 'truncated' || reason === 'corrupt'),
      name,
    );
  }
});

test.run();
