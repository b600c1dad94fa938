import { createHash } from 'node:crypto';
import { loadRuleFile } from '../src/detect/rule-file.ts';
import { loadPacket } from '../src/policy/load.ts';
import { scan, type ScanOptions, type ScanOutcome } from '../src/scan.ts';
import { chunks, packet, token, withFolder } from './cli/helpers.ts';
import { assert, suite } from './helpers/suite.ts';

const test = suite('scan()');
const SECRET = token('library');

function scanned(files: Readonly<Record<string, string>>, options: Partial<ScanOptions> = {}): Promise<ScanOutcome> {
  return withFolder(files, (cwd) => scan({ paths: ['.'], cwd, env: {}, ...options }));
}

test('needs paths, a folder and an environment, and has a default for all else', async () => {
  const { result, secrets } = await scanned({ 'a.log': `x ${SECRET}\n` });
  assert.is(result.summary.exitCode, 1);
  assert.equal([result.tool.packet, result.summary.enforced, result.ledger], ['built-in', true, []]);
  assert.is(secrets.length, 1);
  assert.is(String(secrets[0]), '[secret]');
});

test('the ledger has the digest of each file', async () => {
  const { result } = await scanned({ 'a.txt': 'hello\n' }, { ledger: true });
  assert.is(result.ledger[0]?.sha256, createHash('sha256').update('hello\n').digest('hex'));
});

test('findings come in the order of paths, then of places', async () => {
  const line = `x ${SECRET}\n`;
  const { result } = await scanned({ 'b.log': line + line, 'a/z.log': line, 'a.log': line });
  assert.equal(
    result.findings.map(({ location: { path, startLine } }) => `${path}:${startLine}`),
    ['a.log:1', 'a/z.log:1', 'b.log:1', 'b.log:2'],
  );
});

test('the same evidence gives the same result', async () => {
  const files = { 'a.log': `x ${SECRET}\n`, 'b.json': '{"a":1}' };
  const [one, two] = [await scanned(files, { ledger: true }), await scanned(files, { ledger: true })];
  assert.equal(one.result, two.result);
});

test('a packet decides what is forbidden, and its digest is in the result', async () => {
  const text = packet('').replace(
    'extends: watertight:default',
    'forbid: [{ id: only-traces, surfaces: [trace], match: { class: secret } }]',
  );
  const own = await loadPacket(text, 'p.yaml');
  const files = { 'a.log': `x ${SECRET}\n`, 'a.har': `x ${SECRET}\n` };
  const { result } = await scanned(files, { packet: own, packetOrigin: 'p.yaml' });
  assert.equal(
    result.findings.map(({ location, verdict }) => [location.path, verdict.by]),
    [['a.har', 'only-traces']],
  );
  assert.equal(result.summary.allowed, { unlisted: 1 });
  assert.is(result.tool.packet, 'p.yaml');
  assert.not.equal(result.tool.packetDigest, (await scanned(files)).result.tool.packetDigest);
});

test('rules of the caller are added, and change the digest', async () => {
  const rules = await loadRuleFile(
    `rules:\n  - { id: own, name: Own, class: secret, severity: high, confidence: provider-shape, keywords: [own_], pattern: 'own_(?<secret>[a-z]{8})', examples: [['own_', 'qzvkxwpj']] }`,
    'r.yaml',
  );
  const { result } = await scanned({ 'a.log': 'own_qzvkxwpj\n' }, { rules });
  assert.equal(
    result.findings.map(({ ruleId, secret }) => [ruleId, secret.length]),
    [['own', 8]],
  );
  assert.not.equal(result.tool.rulesDigest, (await scanned({})).result.tool.rulesDigest);
});

test('without enforcement the exit code is 0 and the result says so', async () => {
  const { result } = await scanned({ 'a.log': `x ${SECRET}\n` }, { enforced: false });
  assert.equal([result.summary.exitCode, result.summary.enforced, result.summary.findings], [0, false, 1]);
});

test('excluded paths stand in the ledger and leave the run complete', async () => {
  const { result } = await scanned({ 'a/x': '', b: '' }, { exclude: ['a'], ledger: true });
  assert.equal([result.summary.excluded, result.summary.complete], [1, true]);
  assert.equal(
    result.ledger.map(({ path, status }) => [path, status]),
    [
      ['a', 'excluded'],
      ['b', 'scanned'],
    ],
  );
});

test('a signal that was aborted before leaves everything unread, opened or not', async () => {
  const abort = new AbortController();
  abort.abort();
  const { result } = await scanned({ a: '', b: '' }, { signal: abort.signal });
  assert.equal(
    result.skipped.map(({ path, reason }) => [path, reason]),
    [
      ['a', 'interrupted'],
      ['b', 'interrupted'],
    ],
  );
  assert.equal([result.summary.complete, result.summary.exitCode], [false, 3]);
});

test('a signal in the middle of a file leaves that and the rest unread, and keeps what was found', async () => {
  const abort = new AbortController();
  const { result } = await scanned(
    { 'a.log': `x ${SECRET}\n`, 'b.log': 'x', 'c.log': 'x' },
    { signal: abort.signal, onProgress: () => abort.abort() },
  );
  assert.equal(
    result.findings.map(({ location }) => location.path),
    ['a.log'],
  );
  assert.equal(
    result.skipped.map(({ path }) => path),
    ['b.log', 'c.log'],
  );
});

test('a path that is not there is an error before anything is read', async () => {
  let message = '';
  await scanned({}, { paths: ['nowhere'] }).catch((error: unknown) => (message = String(error)));
  assert.is(message, 'ScanError: Cannot scan nowhere: no such file');
});

test('a value in a name is never shown, even one that no rule would find there', async () => {
  const password = ['qT9v', 'Lw3z'].join('xK7m');
  const files = { [`${password}/b.log`]: 'x', 'a.log': `db: postgres://app:${password}@db.internal/x\n` };
  const { result, safeName } = await scanned(files, { ledger: true });
  assert.is(result.findings.length, 1);
  assert.not(JSON.stringify(result).includes(password));
  assert.is(await safeName(`out/${password}`), 'out/<redacted:value>');
  assert.is(await safeName(SECRET), '<redacted:gitlab-pat>');
});

test('standard input is scanned where it is named', async () => {
  const { result } = await scanned({}, { paths: ['-'], stdin: chunks(`x ${SECRET}`) });
  assert.is(result.findings[0]?.location.path, '<stdin>');
});

test.run();
