import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, suite } from '../helpers/suite.ts';
import { commit } from '../source/git/events.ts';
import { git, withRepository } from '../source/git/helpers.ts';
import { packet, token } from './helpers.ts';
import { runIn } from './hook/helpers.ts';

const test = suite('watertight audit acknowledge');
const [FIRST, SECOND] = [token('acknowledge-first'), token('acknowledge-second')];
/** Known by its places alone, which differ from version to version. */
const WEAK = ['hor', 'se7'].join('');
const WHO = ['--reason', 'rotated on the day', '--owner', 'jp', '--expires', '2999-12-31'];
const ROTATED = ['--rotated', 'docs/ops-7.md'];
const PROOF = { 'docs/ops-7.md': 'Rotated on 2026-01-02 by jp.\n' };

interface Found {
  readonly fingerprint: string;
  readonly otherFingerprints?: readonly string[];
  readonly places: readonly { readonly objects: number; readonly otherObjects?: readonly string[] }[];
}

async function found(folder: string): Promise<{ readonly code: number; readonly findings: readonly Found[] }> {
  const { code, out } = await runIn(folder, ['audit', '--format', 'json', '-q']);
  return { code, ...(JSON.parse(out) as { findings: Found[] }) };
}

/** A value in two versions of a file and in a message. */
function fill(folder: string): void {
  commit(folder, { 'a.txt': `token ${FIRST}\n` });
  commit(folder, { 'a.txt': `token ${FIRST}\nmore\n`, ...PROOF });
  git(folder, ['commit', '-q', '--allow-empty', '-m', `say ${FIRST}`]);
}

test('writes every object of the value into the packet, which keeps its comments, and the audit passes until a new one', () =>
  withRepository(async (folder) => {
    fill(folder);
    commit(folder, { '.watertight/packet.yaml': packet('# our list') });
    const [finding] = (await found(folder)).findings;
    const versions = finding?.places.find(({ objects }) => objects === 2);
    assert.is(versions?.otherObjects?.length, 1);
    const name = finding?.fingerprint ?? '';
    const { code, out, err } = await runIn(folder, ['audit', 'acknowledge', name, ...WHO, ...ROTATED]);
    assert.equal([code, err], [0, '']);
    assert.is(
      out,
      `.watertight/packet.yaml: acknowledges ${name} in 2 blobs, 1 message until 2999-12-31, rotated as ops-7\n`,
    );
    const text = readFileSync(join(folder, '.watertight/packet.yaml'), 'utf8');
    assert.match(text, /# our list\n/);
    assert.match(text, /refs:\n +- id: ops-7\n +path: docs\/ops-7\.md\n/);
    assert.is((await found(folder)).code, 0);
    // Another object with the value is new.
    commit(folder, { 'b.txt': `token ${FIRST}\nelsewhere\n` });
    assert.is((await found(folder)).code, 1);
  }));

test('takes the places of a weak value in all versions of the file, also from a report', () =>
  withRepository(async (folder) => {
    commit(folder, { '.env': `DB_PASSWORD=${WEAK} # first\n` });
    commit(folder, { '.env': `DB_PASSWORD=${WEAK} # the second one\n`, ...PROOF });
    const { out } = await runIn(folder, ['audit', '--format', 'json', '-q', '--output', 'json=r.json']);
    const [finding] = (JSON.parse(out) as { findings: Found[] }).findings;
    assert.is(finding?.otherFingerprints?.length, 1);
    const flags = [...WHO, ...ROTATED, '--report', 'r.json'];
    assert.is((await runIn(folder, ['audit', 'acknowledge', finding?.fingerprint ?? '', ...flags])).code, 0);
    assert.is((await found(folder)).code, 0);
  }));

test('allow --history takes the other places of a value that is none, without evidence', () =>
  withRepository(async (folder) => {
    commit(folder, { '.env': `DB_PASSWORD=${WEAK} # first\n` });
    commit(folder, { '.env': `DB_PASSWORD=${WEAK} # the second one\n` });
    const name = (await found(folder)).findings[0]?.fingerprint ?? '';
    const { code, out } = await runIn(folder, ['allow', name, '--history', ...WHO]);
    assert.equal([code, out], [0, `.watertight/packet.yaml: allows ${name} and 1 at its other places\n`]);
    assert.is((await found(folder)).code, 0);
  }));

test('takes several values at once, with evidence that the packet has already', () =>
  withRepository(async (folder) => {
    commit(folder, { 'a.txt': `token ${FIRST}\n`, 'b.txt': `token ${SECOND}\n`, ...PROOF });
    const names = (await found(folder)).findings.map(({ fingerprint }) => fingerprint);
    const [first = '', second = ''] = names;
    assert.is((await runIn(folder, ['audit', 'acknowledge', first, ...WHO, ...ROTATED])).code, 0);
    assert.is((await runIn(folder, ['audit', 'acknowledge', second, ...WHO, '--rotated', 'ops-7'])).code, 0);
    const text = readFileSync(join(folder, '.watertight/packet.yaml'), 'utf8');
    assert.is(text.match(/path: docs/g)?.length, 1);
    assert.is((await found(folder)).code, 0);
    const again = await runIn(folder, ['audit', 'acknowledge', first, ...WHO, ...ROTATED]);
    assert.is(again.code, 2);
    assert.match(again.err, /no finding of the audit has it \(it may already be allowed\)/);
  }));

test('what stands in the repository’s own folder can be mended and is not acknowledged', () =>
  withRepository(async (folder) => {
    commit(folder, PROOF);
    git(folder, ['config', 'remote.origin.url', `https://x:${FIRST}@example.com/a.git`]);
    const name = (await found(folder)).findings[0]?.fingerprint ?? '';
    const { code, out, err } = await runIn(folder, ['audit', 'acknowledge', name, ...WHO, ...ROTATED]);
    assert.equal([code, out], [3, '']);
    assert.match(err, /is also in the repository's own folder \(config\), which can be fixed/);
    assert.not(existsSync(join(folder, '.watertight')));
  }));

test('what stands in the name of a file of the history is told with what lets it pass', () =>
  withRepository(async (folder) => {
    commit(folder, { ...PROOF, [`of-${FIRST}`]: 'x\n' });
    git(folder, ['mv', `of-${FIRST}`, 'other']);
    git(folder, ['commit', '-q', '-m', 'Rename']);
    const name = (await found(folder)).findings[0]?.fingerprint ?? '';
    const { code, out, err } = await runIn(folder, ['audit', 'acknowledge', name, ...WHO, ...ROTATED]);
    assert.equal([code, out], [3, '']);
    assert.match(err, /in the name of a file or folder of the history, .* watertight allow h1:[0-9a-f]+ --history$/m);
    assert.not(err.includes('own folder'));
    const allowed = await runIn(folder, ['allow', name, '--history', ...WHO.slice(0, 4)]);
    assert.equal([allowed.code, (await found(folder)).code], [0, 0]);
  }));

test('refuses an entry that nobody answers for, that never ends or proves nothing, and repeats no value', () =>
  withRepository(async (folder) => {
    commit(folder, PROOF);
    const name = `h1:${'0'.repeat(32)}`;
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [[FIRST, ...WHO, ...ROTATED], /give fingerprints from the audit/],
      [[name, '--owner', 'jp', ...ROTATED], /--reason and --owner are required/],
      [[name, ...WHO.slice(0, 4), ...ROTATED], /--expires is required/],
      [[name, ...WHO], /--rotated is required/],
      [[name, ...WHO, '--rotated', 'docs/none.md'], /there is no file docs\/none\.md, and no entry of that id/],
      [[name, ...WHO, '--rotated', '../x.md'], /not below the packet folder/],
      [[name, ...WHO, ...ROTATED], /no finding of the audit has it/],
    ];
    for (const [words, message] of cases) {
      const { code, out, err } = await runIn(folder, ['audit', 'acknowledge', ...words]);
      assert.equal([code, out], [2, '']);
      assert.match(err, message);
      assert.not(err.includes(FIRST));
    }
    assert.not(existsSync(join(folder, '.watertight')));
  }));

test.run();
