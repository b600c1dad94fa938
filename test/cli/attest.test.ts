import { createHash, generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { signStatement } from '../../src/attest/dsse.ts';
import { assert, suite } from '../helpers/suite.ts';
import { run, token, withFolder } from './helpers.ts';

const test = suite('watertight attest');

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const KEYS = {
  'key.pem': privateKey.export({ type: 'pkcs8', format: 'pem' }),
  'pub.pem': publicKey.export({ type: 'spki', format: 'pem' }),
  'other.pem': generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }),
};

test('a clean scan is attested as passed, unsigned on standard output, and the run ends 0', () =>
  withFolder({ 'out/a.log': 'ok\n' }, async (cwd) => {
    await run(['scan', 'out', '--ledger', 'l.jsonl', '-o', 'json=r.json', '-q'], { cwd });
    const { code, out, err } = await run(['attest', 'l.jsonl', '--report', 'r.json'], { cwd });
    assert.is(code, 0);
    assert.match(err, /attested PASSED, unsigned: 1 subject; 1 file scanned\n/);
    const { predicate } = JSON.parse(out) as {
      predicate: { verificationResult: string; inputAttestations: unknown[] };
    };
    assert.equal([predicate.verificationResult, predicate.inputAttestations.length], ['PASSED', 2]);
  }));

test('findings end 1; report-only and incomplete runs end 3; none of them is attested as passed', () =>
  withFolder({ 'out/a.log': `${token('attest')}\n`, list: 'gone\n', 'ok/b.log': 'ok\n' }, async (cwd) => {
    const attested = async (...scan: readonly string[]): Promise<readonly [number, string]> => {
      await run(['scan', ...scan, '--ledger', 'l.jsonl', '-q'], { cwd });
      const { code, out } = await run(['attest', 'l.jsonl'], { cwd });
      const { predicate } = JSON.parse(out) as { predicate: { verificationResult: string } };
      return [code, predicate.verificationResult];
    };
    assert.equal(await attested('out'), [1, 'FAILED']);
    assert.equal(await attested('out', '--report-only'), [1, 'FAILED']);
    assert.equal(await attested('ok', '--report-only'), [3, 'FAILED']);
    assert.equal(await attested('ok', '--files-from', 'list'), [3, 'FAILED']);
    assert.equal(await attested('ok'), [0, 'PASSED']);
  }));

test('a report of another run is refused', () =>
  withFolder({ 'out/a.log': 'ok\n', 'two/b': '1', 'two/c': '2' }, async (cwd) => {
    await run(['scan', 'out', '--ledger', 'l.jsonl', '-q'], { cwd });
    await run(['scan', 'two', '-o', 'json=r.json', '-q'], { cwd });
    for (const report of ['r.json', 'out/a.log', 'gone.json']) {
      const { code, out } = await run(['attest', 'l.jsonl', '--report', report], { cwd });
      assert.equal([code, out], [2, ''], report);
    }
  }));

test('a signed statement verifies offline, with its ledger, and with no other key or ledger', () =>
  withFolder({ 'out/a.log': 'ok\n', ...KEYS }, async (cwd) => {
    await run(['scan', 'out', '--ledger', 'l.jsonl', '-q'], { cwd });
    await run(['scan', 'out', '--ledger', 'again.jsonl', '-q'], { cwd });
    const argv = ['attest', 'l.jsonl', '--key', 'key.pem', '--out', 'e.json', '--resource', 'https://ex.test/7'];
    const signed = await run(argv, { cwd });
    assert.equal([signed.code, signed.out], [0, '']);
    const verified = await run(['attest', 'verify', 'e.json', '--key', 'pub.pem', '--ledger', 'l.jsonl'], { cwd });
    assert.is(verified.code, 0);
    assert.match(verified.out, /^PASS: signed by this key, PASSED at .* for https:\/\/ex\.test\/7: 1 subject\n$/);
    const cases: readonly (readonly [readonly string[], number, RegExp])[] = [
      [['e.json', '--key', 'other.pem'], 1, /FAIL: no signature matches this key/],
      [
        ['e.json', '--key', 'pub.pem', '--ledger', 'again.jsonl'],
        1,
        /FAIL: signed by this key, but for another ledger/,
      ],
      [['e.json', '--key', 'key.pem'], 2, /takes the public one/],
      [['e.json'], 2, /--key FILE/],
      [['l.jsonl', '--key', 'pub.pem'], 2, /not JSON/],
    ];
    for (const [words, code, message] of cases) {
      const ended = await run(['attest', 'verify', ...words], { cwd });
      assert.is(ended.code, code, words.join(' '));
      assert.match(ended.out + ended.err, message);
    }
    assert.not(readFileSync(join(cwd, 'e.json'), 'utf8').includes(KEYS['key.pem'].toString().split('\n')[1] ?? '-'));
  }));

test('a signed FAILED does not verify as passed', () =>
  withFolder({ 'out/a.log': `${token('failed')}\n`, ...KEYS }, async (cwd) => {
    await run(['scan', 'out', '--ledger', 'l.jsonl', '-q'], { cwd });
    assert.is((await run(['attest', 'l.jsonl', '--key', 'key.pem', '--out', 'e.json'], { cwd })).code, 1);
    const { code, out } = await run(['attest', 'verify', 'e.json', '--key', 'pub.pem'], { cwd });
    assert.is(code, 1);
    assert.match(out, /^FAIL: signed by this key, FAILED at/);
  }));

test('a key that cannot be used and a resource that is no URI are refused without being repeated', () =>
  withFolder({ 'out/a.log': 'ok\n', bad: 'hunter2-not-a-key' }, async (cwd) => {
    await run(['scan', 'out', '--ledger', 'l.jsonl', '-q'], { cwd });
    for (const flags of [
      ['--key', 'bad'],
      ['--resource', 'hunter2 x'],
      ['--verifier', 'hunter2'],
    ]) {
      const { code, out, err } = await run(['attest', 'l.jsonl', ...flags], { cwd });
      assert.equal([code, out], [2, '']);
      assert.not(err.includes('hunter2'));
    }
  }));

test('the resource that the ledger itself is stands whole in what is verified', () =>
  withFolder({ 'out/a.log': 'ok\n', ...KEYS }, async (cwd) => {
    await run(['scan', 'out', '--ledger', 'l.jsonl', '-q'], { cwd });
    await run(['attest', 'l.jsonl', '--key', 'key.pem', '--out', 'e.json'], { cwd });
    const { out } = await run(['attest', 'verify', 'e.json', '--key', 'pub.pem'], { cwd });
    const digest = createHash('sha256')
      .update(readFileSync(join(cwd, 'l.jsonl')))
      .digest('hex');
    assert.match(out, ` by urn:watertight:verifier for urn:watertight:ledger:${digest}: 1 subject\n`);
  }));

test('a resource or verifier that holds a value is refused, and what another signed of one is hidden', () =>
  withFolder({ 'out/a.log': 'ok\n', ...KEYS }, async (cwd) => {
    const secret = token('resource');
    await run(['scan', 'out', '--ledger', 'l.jsonl', '-q'], { cwd });
    for (const flag of ['--resource', '--verifier']) {
      const { code, out, err } = await run(['attest', 'l.jsonl', flag, `urn:x:${secret}`], { cwd });
      assert.equal([code, out, err.includes(secret)], [2, '', false]);
      assert.match(err, new RegExp(`Cannot use ${flag}: it contains a value`, 'u'));
    }
    const { out: own } = await run(['attest', 'l.jsonl', '--resource', 'urn:x:there'], { cwd });
    const signed = signStatement(own.replace('urn:x:there', `urn:x:${secret}`), Buffer.from(KEYS['key.pem']));
    writeFileSync(join(cwd, 'e.json'), signed);
    const { out } = await run(['attest', 'verify', 'e.json', '--key', 'pub.pem'], { cwd });
    assert.match(out, /for urn:x:<redacted:gitlab-pat>: 1 subject/);
  }));

test('addresses, digests and package names are resources', () =>
  withFolder({ 'out/a.log': 'ok\n' }, async (cwd) => {
    await run(['scan', 'out', '--ledger', 'l.jsonl', '-q'], { cwd });
    const digest = createHash('sha256').update('image').digest('hex');
    for (const resource of [
      `pkg:docker/acme/api@sha256:${digest}?repository_url=registry.example.com`,
      `https://ci.example.com/acme/api/runs/1930482?attempt=2&commit=${digest.slice(0, 40)}`,
      `git+https://git.example.com/acme/api@${digest.slice(0, 40)}`,
      'urn:uuid:1b4e28ba-2fa1-11d2-883f-0016d3cca427',
      `sha256:${digest}`,
    ]) {
      const { code, err } = await run(['attest', 'l.jsonl', '--resource', resource], { cwd });
      assert.is(code, 0, err);
    }
  }));

test.run();
