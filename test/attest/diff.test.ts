import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expand } from '../../scripts/lib/values.ts';
import { diffListing, diffMembers } from '../../src/attest/diff.ts';
import { lockedZip, makeZip } from '../helpers/archives.ts';
import { assert, suite } from '../helpers/suite.ts';
import { withFolder } from '../cli/helpers.ts';
import { ledgerFile, placeOf } from './helpers.ts';

const test = suite('diffListing()');

test('names that the ledger has not are unaccounted, however they are written', () =>
  withFolder({ 'out/a': 'a', 'out/b': 'b', 'out/skip/x': 'x' }, async (cwd) => {
    const ledger = await ledgerFile(cwd, ['out'], { exclude: ['skip'] });
    const names = ['./out/a', `${cwd}/out//b`, 'out/skip/x', 'out/new', 'elsewhere/a'];
    assert.equal(diffListing(names, ledger, placeOf(cwd)), {
      unaccounted: ['out/new', 'elsewhere/a'],
      unlisted: [],
      accounted: { scanned: 2, unread: 0, leftOut: 1 },
    });
  }));

test('files of the ledger that the listing has not are told', () =>
  withFolder({ 'out/a': 'a', 'out/b': 'b' }, async (cwd) => {
    const diff = diffListing(['out/a'], await ledgerFile(cwd, ['out']), placeOf(cwd));
    assert.equal([diff.unaccounted, diff.unlisted], [[], ['out/b']]);
  }));

test('a scanned file accounts for nothing that is named below it', () =>
  withFolder({ 'out/a': 'a' }, async (cwd) => {
    const diff = diffListing(['out/a/b'], await ledgerFile(cwd, ['out']), placeOf(cwd));
    assert.equal(diff.unaccounted, ['out/a/b']);
  }));

const safeName = (name: string): string => name.replace('secret', 'a');

test('names are held against what the ledger calls them', () =>
  withFolder({ 'out/a': 'a' }, async (cwd) => {
    const diff = diffListing(['out/secret'], await ledgerFile(cwd, ['out']), { root: cwd, safeName });
    assert.equal(diff.unaccounted, []);
  }));

test('members of an archive are compared with its lines', async () => {
  const archive = makeZip([
    { name: 'in/a.json', data: '{}' },
    { name: 'b.log', data: 'ok' },
  ]);
  await withFolder({ 'out/z.zip': archive }, async (cwd) => {
    const ledger = await ledgerFile(cwd, ['out']);
    const names = ['in/', 'in/a.json', './b.log', 'gone.txt'];
    const diff = diffMembers(names, './out/z.zip', ledger, placeOf(cwd));
    assert.equal(diff, { unaccounted: ['gone.txt'], unlisted: [], accounted: { scanned: 2, unread: 0, leftOut: 0 } });
    assert.equal(diffMembers(['b.log'], 'out/other.zip', ledger, placeOf(cwd)).unaccounted, ['b.log']);
  });
});

test('what was listed and not read is accounted for as unread, in a folder and in an archive', () =>
  withFolder({ 'out/z.zip': lockedZip(), 'out/a': 'a', 'else/x': 'x' }, async (cwd) => {
    symlinkSync('../else', join(cwd, 'out/link'));
    const ledger = await ledgerFile(cwd, ['out']);
    assert.equal(diffListing(['out/a', 'out/z.zip', 'out/link', 'out/link/x'], ledger, placeOf(cwd)), {
      unaccounted: [],
      unlisted: [],
      accounted: { scanned: 2, unread: 2, leftOut: 0 },
    });
    const members = diffMembers(['locked.txt'], 'out/z.zip', ledger, placeOf(cwd));
    assert.equal(members, { unaccounted: [], unlisted: [], accounted: { scanned: 0, unread: 1, leftOut: 0 } });
    assert.equal(diffMembers([], 'out/z.zip', ledger, placeOf(cwd)).unlisted, ['locked.txt']);
  }));

test('a name that the ledger hides is not shown, and stays without an account', () => {
  const value = expand(['{base62:20}'], 'a hidden name');
  return withFolder({ 'out/a.env': `DB_PASSWORD=${value}\n`, [`out/${value}.log`]: 'x' }, async (cwd) => {
    const diff = diffListing([`out/${value}.log`, 'out/a.env'], await ledgerFile(cwd, ['out']), placeOf(cwd));
    assert.equal(diff.unaccounted, ['out/<redacted:value>.log']);
    assert.is(diff.accounted.scanned, 1);
  });
});

test.run();
