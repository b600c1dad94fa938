import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expand } from '../../scripts/lib/values.ts';
import { checkArtifacts } from '../../src/attest/publish.ts';
import { builtinRules } from '../../src/detect/builtin.ts';
import { Detector } from '../../src/detect/detector.ts';
import { loadPacket } from '../../src/policy/load.ts';
import { SafeNames } from '../../src/scan/names.ts';
import { lockedZip, makeTar, makeZip } from '../helpers/archives.ts';
import { assert, suite } from '../helpers/suite.ts';
import { packet, token, withFolder } from '../cli/helpers.ts';
import { all, ledgerFile, placeOf } from './helpers.ts';

const test = suite('checkArtifacts()');

async function kinds(cwd: string, ledger: Awaited<ReturnType<typeof ledgerFile>>, ...paths: string[]): Promise<object> {
  const states = await all(checkArtifacts(paths, ledger, { ...placeOf(cwd), ledger: join(cwd, 'ledger.jsonl') }));
  return Object.fromEntries(states.map(({ path, kind }) => [path, kind]));
}

test('passes what was scanned clean, and refuses what changed, appeared, was left out or had a finding', () =>
  withFolder(
    { 'out/a': 'a', 'out/b': 'b', 'out/d': 'd', 'out/leak': `${token('publish')}\n`, 'ledger.jsonl': 'x' },
    async (cwd) => {
      symlinkSync('a', join(cwd, 'out/link'));
      const ledger = await ledgerFile(cwd, ['out'], { exclude: ['d'] });
      writeFileSync(join(cwd, 'out/b'), 'B');
      writeFileSync(join(cwd, 'out/new'), 'n');
      symlinkSync('/dev/null', join(cwd, 'out/outside'));
      assert.equal(await kinds(cwd, ledger, 'out', 'ledger.jsonl'), {
        'ledger.jsonl': 'clean',
        'out/a': 'clean',
        'out/b': 'changed',
        'out/d': 'not-scanned',
        'out/leak': 'findings',
        'out/link': 'clean',
        'out/new': 'not-scanned',
        'out/outside': 'not-scanned',
      });
    },
  ));

test('looks at what a .gitignore leaves out: it is published all the same', () =>
  withFolder({ 'out/a': 'a', 'out/.gitignore': 'late\n', 'out/.git/objects/x': '' }, async (cwd) => {
    const ledger = await ledgerFile(cwd, ['out']);
    writeFileSync(join(cwd, 'out/late'), 'x');
    const states = await kinds(cwd, ledger, 'out');
    assert.equal(states, {
      'out/.git': 'not-scanned',
      'out/.gitignore': 'clean',
      'out/a': 'clean',
      'out/late': 'not-scanned',
    });
  }));

test('refuses an archive with a part that was not read, unless the packet lets it stay unread', () =>
  withFolder({ 'z.zip': lockedZip() }, async (cwd) => {
    const accepting = await loadPacket(packet('coverage: { accept_unread: [encrypted] }'), 'p.yaml');
    assert.equal(await kinds(cwd, await ledgerFile(cwd, ['z.zip']), 'z.zip'), { 'z.zip': 'incomplete' });
    const accepted = await ledgerFile(cwd, ['z.zip'], { packet: accepting });
    assert.equal(await kinds(cwd, accepted, 'z.zip'), { 'z.zip': 'clean' });
  }));

test('a finding inside an archive is a finding of the archive', () =>
  withFolder({ 'z.zip': makeZip([{ name: 'a.log', data: `${token('inside')}\n` }]) }, async (cwd) => {
    assert.equal(await kinds(cwd, await ledgerFile(cwd, ['z.zip']), 'z.zip'), { 'z.zip': 'findings' });
  }));

test('a value in the name of a member, or in what a link in an archive leads to, is a finding of the archive', () =>
  withFolder({}, async (cwd) => {
    const secret = token('named');
    writeFileSync(join(cwd, 'folder.zip'), makeZip([{ name: `d-${secret}/`, data: '' }]));
    writeFileSync(join(cwd, 'link.tar'), await makeTar([{ name: 'l', type: 'symlink', linkname: `/x/${secret}` }]));
    const ledger = await ledgerFile(cwd, ['.']);
    assert.equal(await kinds(cwd, ledger, '.'), { 'folder.zip': 'findings', 'link.tar': 'findings' });
  }));

const safeName = (name: string): string => name.replaceAll(/glpat-\w+/g, '<redacted:gitlab-pat>');

test('refuses empty folders and links whose names hold a value', () =>
  withFolder({ 'out/a': 'a' }, async (cwd) => {
    const [folder, link] = [`out/d-${token('folder')}`, `out/l-${token('link')}`];
    mkdirSync(join(cwd, folder));
    symlinkSync('a', join(cwd, link));
    symlinkSync(`./a?token=${token('target')}`, join(cwd, 'out/to'));
    const ledger = await ledgerFile(cwd, ['out']);
    const states = await all(
      checkArtifacts(['out'], ledger, { ...placeOf(cwd), safeName, ledger: join(cwd, 'ledger.jsonl') }),
    );
    assert.equal(Object.fromEntries(states.map(({ path, kind }) => [path, kind])), {
      [folder]: 'findings',
      'out/a': 'clean',
      [link]: 'findings',
      'out/to': 'findings',
    });
  }));

test('the same path by another name is the same artifact, another path with the same bytes is not', () =>
  withFolder({ 'out/a': 'a' }, async (cwd) => {
    const ledger = await ledgerFile(cwd, ['out']);
    assert.equal(await kinds(cwd, ledger, join(cwd, 'out/a')), { [join(cwd, 'out/a')]: 'clean' });
    rmSync(join(cwd, 'out/a'));
    writeFileSync(join(cwd, 'b'), 'a');
    assert.equal(await kinds(cwd, ledger, 'b'), { b: 'not-scanned' });
  }));

test('refuses each file of a folder whose name holds a value, also where it is named alone', () => {
  const folder = `out/${token('publish folder')}`;
  const files = { [`${folder}/a`]: 'a', [`${folder}/b`]: 'b', [`${folder}/in/c`]: 'c', 'out/d': 'd' };
  return withFolder(files, async (cwd) => {
    const ledger = await ledgerFile(cwd, ['out']);
    const names = new SafeNames(new Detector(builtinRules()));
    const options = { ...placeOf(cwd), safeName: (name: string) => names.of(name), ledger: join(cwd, 'ledger.jsonl') };
    for (const path of Object.keys(files)) {
      const states = await all(checkArtifacts([path], ledger, options));
      assert.equal(
        states.map(({ kind }) => kind),
        [path === 'out/d' ? 'clean' : 'findings'],
      );
    }
  });
});

test('a file that is called after a value which only another file tells is known, refused and called as in the ledger', () => {
  const value = expand(['{letters:8}', '{digits:4}', '{letters:6}'], 'publish beside');
  const files = { 'out/app.env': `DB_PASSWORD=${value}\n`, [`out/${value}/a`]: 'a', [`out/${value}/b`]: 'b' };
  return withFolder(files, async (cwd) => {
    const ledger = await ledgerFile(cwd, ['out']);
    writeFileSync(join(cwd, `out/${value}/b`), 'changed');
    assert.equal(await kinds(cwd, ledger, `out/${value}`), {
      'out/<redacted:value>/a': 'findings',
      'out/<redacted:value>/b': 'not-scanned',
    });
    writeFileSync(join(cwd, 'out/nodejs'), 'new');
    assert.equal(await kinds(cwd, ledger, 'out/nodejs'), { 'out/nodejs': 'not-scanned' });
  });
});

test.run();
