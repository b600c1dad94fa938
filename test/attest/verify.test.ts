import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyFiles } from '../../src/attest/verify.ts';
import { Secret } from '../../src/secret.ts';
import { KNOWN_VALUES } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';
import { token, withFolder } from '../cli/helpers.ts';
import { all, ledgerFile, placeOf } from './helpers.ts';

const test = suite('verifyFiles()');

test('tells files that changed, are gone, are as scanned and were left out', () =>
  withFolder({ 'out/a': 'a', 'out/b': 'b', 'out/c': 'c', 'out/d': 'd' }, async (cwd) => {
    const ledger = await ledgerFile(cwd, ['out'], { exclude: ['d'] });
    writeFileSync(join(cwd, 'out/b'), 'B');
    rmSync(join(cwd, 'out/c'));
    const states = await all(verifyFiles(ledger, placeOf(cwd)));
    assert.equal(states, [
      { kind: 'same', path: 'out/a' },
      { kind: 'changed', path: 'out/b' },
      { kind: 'missing', path: 'out/c' },
      { kind: 'left-out', path: 'out/d' },
    ]);
  }));

test('finds the files below another folder', () =>
  withFolder({ 'one/out/a': 'a', 'two/out/a': 'a' }, async (cwd) => {
    const ledger = await ledgerFile(join(cwd, 'one'), ['out']);
    const [state] = await all(verifyFiles(ledger, placeOf(join(cwd, 'two'))));
    assert.is(state?.kind, 'same');
  }));

test('finds a file whose name is not UTF-8', () =>
  withFolder({}, async (cwd) => {
    const name = Buffer.concat([Buffer.from(`${cwd}/`), Buffer.of(0x61, 0xff)]);
    writeFileSync(name, 'x');
    const ledger = await ledgerFile(cwd, ['.']);
    assert.equal(await all(verifyFiles(ledger, placeOf(cwd))), [{ kind: 'same', path: 'a\\xFF' }]);
  }));

const refuse = (path: string): string | undefined => (path.endsWith('/b') ? 'forbidden' : undefined);

test('a folder in the place of a file is a missing file, and a file that must not be opened is unproven', () =>
  withFolder({ a: 'a', b: 'b' }, async (cwd) => {
    const ledger = await ledgerFile(cwd, ['.']);
    rmSync(join(cwd, 'a'));
    mkdirSync(join(cwd, 'a/a'), { recursive: true });
    writeFileSync(join(cwd, 'a/a/a'), 'a');
    const states = await all(verifyFiles(ledger, { root: cwd, refuse }));
    assert.equal(states, [
      { kind: 'missing', path: 'a' },
      { kind: 'unproven', path: 'b', reason: 'refused: forbidden' },
    ]);
  }));

test('what the scan did not read to its end, and what has no name to find it by, is unproven', () =>
  withFolder({ [`${token('verify')}.txt`]: 'x', z: 'z' }, async (cwd) => {
    const ledger = await ledgerFile(cwd, ['.'], { files: ['gone'] });
    const states = await all(verifyFiles(ledger, placeOf(cwd)));
    assert.equal(
      states.map(({ kind, path }) => [kind, path]),
      [
        ['unproven', '<redacted:gitlab-pat>.txt'],
        ['same', 'z'],
        ['unproven', 'gone'],
      ],
    );
  }));

test('what the ledger says of declared values is of no file', () =>
  withFolder({ a: 'a' }, async (cwd) => {
    const known = { values: [{ name: 'ADMIN_PASSWORD', secret: new Secret('admin') }], required: true };
    const ledger = await ledgerFile(cwd, ['.'], { known });
    assert.ok(ledger.entries.some(({ path }) => path === KNOWN_VALUES));
    assert.equal(await all(verifyFiles(ledger, placeOf(cwd))), [{ kind: 'same', path: 'a' }]);
  }));

test.run();
