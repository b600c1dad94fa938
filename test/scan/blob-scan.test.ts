import { gzipSync } from 'node:zlib';
import { ScanError } from '../../src/errors.ts';
import { BlobScanner } from '../../src/scan/blob-scan.ts';
import { builtInPacket } from '../../src/policy/built-in.ts';
import { type ByteReader, SKIP_REASONS } from '../../src/types.ts';
import { makeTar, makeZip } from '../helpers/archives.ts';
import { assert, suite } from '../helpers/suite.ts';
import { token } from '../cli/helpers.ts';
import { blobOf, blobWith, contextOf, scanBlobs, told } from './helpers.ts';

const test = suite('BlobScanner');
const SECRET = token('blob');
const OTHER = token('blob, another');

test('a value is told by its own line and column in code points', async () => {
  const { findings } = await scanBlobs([blobOf('a.log', `one\r\nzwei\nä𝒳 ${SECRET} rest`)]);
  assert.equal(findings.map(told), ['gitlab-pat a.log:3:4']);
  assert.equal([findings[0]?.location.endLine, findings[0]?.location.endColumn], [3, 30]);
});

test('a weak word in an address is not reported in the source of a test, and counted; elsewhere it is a finding', async () => {
  const line = `open("${['postgres:', '', 'jack:letmein1@db.corp.io/orders'].join('/')}")\n`;
  const { findings, allowed } = await scanBlobs([blobOf('pool.go', line), blobOf('pool_test.go', line)]);
  assert.equal(findings.map(told), ['postgres-uri pool.go:1:23']);
  assert.equal(
    allowed.map(({ location, by }) => `${location.path} ${by}`),
    ['pool_test.go test-sample'],
  );
});

test('a word of a translation is not reported, and counted; in another file it is a finding', async () => {
  const word = 'Reiniciar';
  const text = `${JSON.stringify({ HeaderPassword: word })}\n`;
  const { findings, allowed } = await scanBlobs([blobOf('src/strings/ca.json', text), blobOf('src/app.json', text)]);
  assert.equal(findings.map(told), ['generic-secret src/app.json:1:20']);
  assert.equal(
    allowed.map(({ location, by }) => `${location.path} ${by}`),
    ['src/strings/ca.json translation'],
  );
});

test('a byte order mark is no column', async () => {
  const { findings } = await scanBlobs([blobOf('a.log', `\uFEFF${SECRET}\n`)]);
  assert.equal(findings.map(told), ['gitlab-pat a.log:1:1']);
});

test('UTF-16 and UTF-32 are told in the lines and columns of their text', async () => {
  const text = `eins\nx ${SECRET}\n`;
  const wide = Buffer.from(text, 'utf16le');
  const four = Buffer.alloc(text.length * 4);
  Array.from(text).forEach((character, index) => four.writeUInt32LE(character.codePointAt(0) ?? 0, index * 4));
  const { findings } = await scanBlobs([blobOf('a', wide), blobOf('b', Buffer.from(wide).swap16()), blobOf('c', four)]);
  assert.equal(findings.map(told), [
    'gitlab-pat a > utf-16le:2:3',
    'gitlab-pat b > utf-16be:2:3',
    'gitlab-pat c > utf-32le:2:3',
  ]);
});

test('bytes that are no UTF-8 do not hide what stands among them', async () => {
  const bytes = Buffer.concat([
    Buffer.from([0xc3, 0x28, 0x80, 0xfe, 10]),
    Buffer.from(`x ${SECRET}`),
    Buffer.from([0xff]),
  ]);
  assert.equal((await scanBlobs([blobOf('a', bytes)])).findings.map(told), ['gitlab-pat a:2:3']);
});

test('a mark of UTF-16 does not hide bytes that are none', async () => {
  const mixed = Buffer.concat([Buffer.from('\uFEFFzwei\n', 'utf16le'), Buffer.from(`x ${SECRET}\n`)]);
  assert.equal((await scanBlobs([blobOf('a.log', mixed)])).findings.map(told), ['gitlab-pat a.log:2:4']);
});

test('a member is named by the way to it, and has the surface of its archive', async () => {
  const inner = makeZip([{ name: 'deep/b.txt', data: `x ${SECRET}\n` }]);
  const { findings } = await scanBlobs([blobOf('trace.zip', makeZip([{ name: 'in.zip', data: inner }]))]);
  assert.equal(findings.map(told), ['gitlab-pat trace.zip > zip:in.zip > zip:deep/b.txt:1:3']);
  assert.is(findings[0]?.surface, 'trace');
});

test('a value in an uncompressed member is told once, by the member', async () => {
  const tar = await makeTar([{ name: 'a.txt', data: `x ${SECRET}\n` }]);
  const stored = makeZip([{ name: 'a.txt', data: `x ${SECRET}\n`, method: 0 }]);
  const { findings, ledger } = await scanBlobs([
    blobOf('a.tar', tar),
    blobOf('a.tgz', gzipSync(tar)),
    blobOf('a.zip', stored),
  ]);
  assert.equal(findings.map(told), [
    'gitlab-pat a.tar > tar:a.txt:1:3',
    'gitlab-pat a.tgz > gzip > tar:a.txt:1:3',
    'gitlab-pat a.zip > zip:a.txt:1:3',
  ]);
  assert.is(
    ledger.reduce((sum, entry) => sum + entry.findings, 0),
    3,
  );
});

test('a value in an archive outside of its members is told by what is left of it', async () => {
  const zip = Buffer.concat([
    makeZip([{ name: 'a.txt', data: `x ${SECRET}\n`, method: 0 }]),
    Buffer.from(`\n${OTHER}\n`),
  ]);
  const { findings } = await scanBlobs([blobOf('a.zip', zip)]);
  assert.equal(findings.map(told).sort(), ['gitlab-pat a.zip > zip:a.txt:1:3', 'gitlab-pat a.zip > zip:rest:2:1']);
});

test('an archive inside a data URI is opened', async () => {
  const zip = makeZip([{ name: 'report.json', data: `{"token":"${SECRET}"}` }]).toString('base64');
  const { findings } = await scanBlobs([blobOf('index.html', `<p>data:application/zip;base64,${zip}</p>`)]);
  assert.equal(
    findings.map(({ location }) => location.view),
    [['base64', 'zip:report.json']],
  );
});

test('a broken, an encrypted and an unknown part are skips, and the rest is scanned', async () => {
  const zip = makeZip([
    { name: 'bad', data: `x ${OTHER}`, badCrc: true },
    { name: 'locked', data: 'x', encrypted: true },
    { name: 'odd', data: 'x', method: 97 },
    { name: 'good', data: `x ${SECRET}` },
  ]);
  const { findings, skipped, summary } = await scanBlobs([blobOf('a.zip', zip)]);
  assert.ok(findings.some(({ location }) => location.view[0] === 'zip:good'));
  assert.equal(
    skipped.map(({ view, reason }) => [view.join(), reason]),
    [
      ['zip:bad', 'corrupt'],
      ['zip:locked', 'encrypted'],
      ['zip:odd', 'unsupported-format'],
    ],
  );
  assert.equal([summary.complete, summary.skipped, summary.exitCode], [false, 3, 1]);
});

test('a bomb stops at its budget and is a skip', async () => {
  const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024));
  const { skipped, summary } = await scanBlobs([blobOf('a.gz', bomb), blobOf('b.log', 'x')]);
  assert.equal(
    skipped.map(({ reason }) => reason),
    ['too-expanded'],
  );
  assert.is(summary.files, 3);
});

test('containers in containers stop at the depth of the packet', async () => {
  let data: Buffer = Buffer.from(`x ${SECRET}`);
  for (let depth = 0; depth < 10; depth++) data = gzipSync(data);
  const { findings, skipped } = await scanBlobs([blobOf('a.gz', data)]);
  assert.equal(findings, []);
  assert.equal(
    skipped.map(({ reason }) => reason),
    ['too-deep'],
  );
});

function fail(code: 'unreadable' | 'vanished'): never {
  throw new ScanError(code, `Cannot read it: ${code}`);
}

test('a blob that cannot be opened, fails while read or changed meanwhile is a skip with the reason', async () => {
  let first = true;
  const once: ByteReader['read'] = (into) => {
    const bytes = first ? Buffer.from(`x ${SECRET}\n`) : Buffer.alloc(0);
    first = false;
    into.set(bytes);
    return bytes.length;
  };
  const { findings, skipped, ledger, summary } = await scanBlobs([
    { path: 'a', view: [], size: 1, open: () => fail('vanished') },
    blobWith('b', { read: () => fail('unreadable') }),
    blobWith('c', { read: once, loss: { reason: 'changed', detail: 'grew' } }),
    blobOf('d', 'x'),
  ]);
  assert.equal(
    skipped.map(({ path, reason }) => `${path} ${reason}`),
    ['a vanished', 'b unreadable', 'c changed'],
  );
  assert.equal(findings.map(told), ['gitlab-pat c:1:3'], 'what was read of it was scanned');
  assert.equal(
    ledger.filter(({ path, status }) => path === 'c' && status === 'partial').map(({ sha256 }) => sha256),
    [null],
  );
  assert.is(summary.complete, false);
});

test('streams that give promises are read as files are', async () => {
  let left = [Buffer.from('first\n'), Buffer.from(`x ${SECRET}`)];
  const read: ByteReader['read'] = async (into) => {
    const [chunk = Buffer.alloc(0), ...rest] = left;
    left = rest;
    into.set(chunk);
    return chunk.length;
  };
  assert.equal((await scanBlobs([blobWith('<stdin>', { read })])).findings.map(told), ['gitlab-pat <stdin>:2:3']);
});

test('an accepted skip leaves the run complete', async () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const { skipped, summary } = await scanBlobs([blobOf('a.png', png)]);
  assert.equal(
    skipped.map(({ reason, accepted }) => [reason, accepted]),
    [['image-pixels', true]],
  );
  assert.equal([summary.complete, summary.exitCode, summary.accepted], [true, 0, { 'image-pixels': 1 }]);
});

test('the ledger has the digest, size, views and findings of every file and member', async () => {
  const { ledger } = await scanBlobs([blobOf('a.log', `${Buffer.from(`x ${SECRET} y`).toString('base64')}\n`)]);
  assert.equal(ledger, [
    {
      path: 'a.log',
      view: [],
      surface: 'backend_log',
      sha256: ledger[0]?.sha256 ?? null,
      bytes: 41,
      views: { base64: 1 },
      status: 'scanned',
      reason: null,
      findings: 1,
    },
  ]);
  assert.match(ledger[0]?.sha256 ?? '', /^[0-9a-f]{64}$/);
});

test('nothing is hashed when no ledger is wanted', async () => {
  const { ledger } = await scanBlobs([blobOf('a.log', 'x')], contextOf({ ledger: false }));
  assert.equal(ledger, []);
});

test('progress counts files once, whatever their members hold', async () => {
  const states: number[][] = [];
  const onProgress = ({ blobs, bytes, findings }: { blobs: number; bytes: number; findings: number }): void =>
    void states.push([blobs, bytes, findings]);
  const zip = makeZip([{ name: 'a', data: `x ${SECRET}` }]);
  await scanBlobs([blobOf('a.zip', zip)], contextOf({ onProgress }));
  assert.equal(
    states.map(([blobs]) => blobs),
    [1, 2],
  );
  assert.equal(states.at(-1), [2, zip.length, 1]);
});

test('a value in one of thousands of escaped lines is told by its own place', async () => {
  const lines = Array.from({ length: 3000 }, (_, at) => `10.0.0.1 "GET /${at}?q=%C3%A9" ${' '.repeat(700)}`);
  lines[1234] = `10.0.0.1 "GET /?t=${SECRET.replace('-', '%2D')}" ${' '.repeat(700)}`;
  const { findings, summary } = await scanBlobs([blobOf('a.log', lines.join('\n'))]);
  assert.equal(findings.map(told), ['gitlab-pat a.log > percent:1235:19']);
  assert.ok(summary.views >= 3000);
});

test('an aborted signal ends the scan inside an archive, and what was found so far is kept', async () => {
  const abort = new AbortController();
  const context = contextOf({ signal: abort.signal, onProgress: () => abort.abort() });
  const tar = await makeTar([
    { name: 'a', data: `x ${SECRET}` },
    { name: 'b', data: 'x' },
  ]);
  let thrown = false;
  await new BlobScanner(context).scan(blobOf('a.tar', tar)).catch(() => (thrown = true));
  assert.ok(thrown);
  assert.is(context.collector.findingCount, 1);
});

test('allow comments count in source code alone, a block of several lines too', async () => {
  const source = [
    `const a = "${SECRET}"; // gitleaks:allow`,
    '// secretlint-disable',
    `const b = "${SECRET}";`,
    '// secretlint-enable',
    `const c = "${OTHER}";`,
  ].join('\n');
  const { findings, allowed, summary } = await scanBlobs([blobOf('src/a.ts', source), blobOf('a.log', source)]);
  assert.equal(
    findings.map(({ location: { path, startLine } }) => `${path}:${startLine}`),
    ['src/a.ts:5', 'a.log:1', 'a.log:3', 'a.log:5'],
  );
  assert.equal(
    allowed.map(({ by }) => by),
    ['inline:gitleaks:allow', 'inline:secretlint-disable'],
  );
  assert.equal(summary.allowed, { 'inline:gitleaks:allow': 1, 'inline:secretlint-disable': 1 });
});

test('names of evidence are kept free of values in findings, skips and ledger', async () => {
  const zip = makeZip([
    { name: `${SECRET}/a`, data: `x ${OTHER}` },
    { name: `locked ${SECRET}`, data: 'x', encrypted: true },
  ]);
  const result = await scanBlobs([blobOf(`${SECRET}.zip`, zip)]);
  assert.not(JSON.stringify(result).includes(SECRET));
  assert.is(result.findings[0]?.location.path, '<redacted:gitlab-pat>.zip');
});

test('a bug loses the part in which it shows itself, and is told without the message', async () => {
  const broken = blobWith('broken.log', {
    read() {
      throw new TypeError(`cannot read ${SECRET}\n    at ${SECRET} (evidence.log:1:2)`);
    },
  });
  const { findings, skipped, summary, ledger } = await scanBlobs([broken, blobOf('b.log', `x ${OTHER}`)]);
  assert.equal(findings.map(told), ['gitlab-pat b.log:1:3']);
  assert.equal(
    skipped.map(({ path, reason, accepted }) => [path, reason, accepted]),
    [['broken.log', 'internal-error', false]],
  );
  assert.match(
    skipped[0]?.detail ?? '',
    /^a bug in watertight, please report it: TypeError at blob-scan\.test\.ts:\d+:\d+$/,
  );
  assert.not(JSON.stringify({ skipped, ledger }).includes(SECRET));
  assert.is(summary.complete, false);
});

test('a bug alone makes the exit code 3, whatever the packet accepts', async () => {
  const packet = { ...builtInPacket() };
  const accepting = { ...packet, coverage: { ...packet.coverage, acceptUnread: SKIP_REASONS } };
  const broken = blobWith('a', { read: () => assert.unreachable('a bug') as never });
  const { summary } = await scanBlobs([broken], contextOf({ packet: accepting }));
  assert.is(summary.exitCode, 3);
});

test.run();
