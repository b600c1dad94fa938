import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { assert, suite } from '../helpers/suite.ts';
import { strict } from '../report/schemas.ts';
import { commit, put } from '../source/git/events.ts';
import { git, withRepository } from '../source/git/helpers.ts';
import { packet, token, withFolder } from './helpers.ts';
import { runIn } from './hook/helpers.ts';

const test = suite('watertight audit');
const [FIRST, SECOND, LOST] = [token('audit-first'), token('audit-second'), token('audit-lost')];
const schema = JSON.parse(readFileSync('schemas/ledger.v1.schema.json', 'utf8')) as object;
const validate = formats.default(new Ajv2020({ allowUnionTypes: true })).compile(strict(schema));

interface Report {
  readonly findings: readonly { readonly location: { readonly path: string; readonly part: string } }[];
  readonly summary: { readonly notes: readonly string[]; readonly allowed: object };
}

async function report(folder: string, flags: readonly string[]): Promise<Report & { readonly code: number }> {
  const { code, out } = await runIn(folder, ['audit', '--format', 'json', '-q', ...flags]);
  return { code, ...(JSON.parse(out) as Report) };
}

function parts({ findings }: Report): string[] {
  return findings.map(({ location }) => `${location.part} ${location.path.replace(/[0-9a-f]{40}/, 'ID')}`).sort();
}

/** A commit with a value, one on top with another one in message and file, and a value that nothing leads to. */
function fill(folder: string): void {
  commit(folder, { old: `token ${FIRST}\n` });
  git(folder, ['branch', 'base']);
  put(folder, { new: `token ${SECOND}\n` });
  git(folder, ['add', '.']);
  git(folder, ['commit', '-q', '-m', `say ${SECOND.slice(0, -1)}x`]);
  // What git keeps of the message are files of their own.
  for (const name of ['COMMIT_EDITMSG', 'logs']) rmSync(join(folder, '.git', name), { recursive: true });
  git(folder, ['hash-object', '-w', '--stdin'], { input: `token ${LOST}\n` });
}

const scope = (text: string): Readonly<Record<string, string>> => ({
  '.watertight/packet.yaml': packet(`surfaces: { commit: { ${text} } }`),
});

test('audits what the packet says, flags say otherwise, and report and ledger say which', () =>
  withRepository(async (folder) => {
    fill(folder);
    put(folder, scope('range: base..main'));
    const ranged = await report(folder, ['--ledger', 'l']);
    assert.equal(parts(ranged), ['blob new', 'message commit/ID/message']);
    assert.match(ranged.summary.notes.join(), /the packet names the commits base\.\.main: --all audits everything/);
    const [header = ''] = readFileSync(join(folder, 'l'), 'utf8').split('\n');
    assert.ok(validate(JSON.parse(header)), JSON.stringify(validate.errors));
    assert.match(header, /"commits":\{"range":"base\.\.main","since":null,"rangeBy":"packet","unreachable":false/);
    assert.is((await report(folder, ['--all'])).findings.length, 4);
    assert.equal(parts(await report(folder, ['--range', 'base'])), ['blob old']);
    put(folder, scope('range: base..main, unreachable: report'));
    assert.is((await report(folder, [])).findings.length, 3);
  }));

test('beside the range of a packet reads the tags, notes, refs and configuration that the packet asks for, and what a reflog alone has', () =>
  withRepository(async (folder) => {
    commit(folder, { old: `token ${FIRST}\n` });
    git(folder, ['tag', '-a', '-m', `say ${SECOND}`, 'inner']);
    git(folder, ['tag', '-a', '-m', 'outer', 'outer', 'inner']);
    git(folder, ['tag', '-d', 'inner']);
    git(folder, ['notes', 'add', '-m', `note ${token('audit-note')}`]);
    git(folder, ['branch', `b-${token('audit-ref')}`]);
    git(folder, ['config', 'remote.o.url', `https://u:${token('audit-config')}@h.test/x.git`]);
    const found = ['config .git/config', 'note ID', 'ref ref', 'tag tag/ID/tag'];
    put(folder, scope('range: HEAD..HEAD, parts: [message, tag, note, ref_name, config_remote]'));
    assert.equal(parts(await report(folder, [])), found);
    assert.equal(parts(await report(folder, ['--range', 'HEAD..HEAD'])), []);
    put(folder, scope('range: HEAD..HEAD, parts: [message, ref_name]'));
    assert.equal(parts(await report(folder, [])), ['ref ref']);
    put(folder, scope('range: HEAD..HEAD'));
    assert.equal(parts(await report(folder, [])), []);
    git(folder, ['checkout', '-q', '--detach']);
    git(folder, ['commit', '-q', '--allow-empty', '-m', `oops ${LOST}`]);
    git(folder, ['checkout', '-q', 'main']);
    assert.equal(parts(await report(folder, [])), []);
    put(folder, scope('range: HEAD..HEAD, unreachable: report'));
    assert.equal(parts(await report(folder, [])), ['message commit/ID/message']);
  }));

test('leaves out what nothing leads to where the packet says so, and no more', () =>
  withRepository(async (folder) => {
    fill(folder);
    assert.is((await report(folder, [])).findings.length, 4);
    put(folder, scope('unreachable: ignore'));
    const found = await report(folder, ['--no-cache']);
    assert.equal(parts(found), ['blob new', 'blob old', 'message commit/ID/message']);
    assert.match(found.summary.notes.join(), /leaves out what no ref, reflog or index leads to/);
    assert.is((await report(folder, ['--unreachable'])).findings.length, 4);
  }));

test('counts what is found in a part that the packet does not ask for, and lets it pass', () =>
  withRepository(async (folder) => {
    fill(folder);
    put(folder, scope('parts: [blob, path]'));
    const found = await report(folder, []);
    assert.equal(parts(found), ['blob blob/ID', 'blob new', 'blob old']);
    assert.equal(found.summary.allowed, { 'commit-parts': 1 });
    assert.match(found.summary.notes.join(), /does not ask for these parts: message, header, author/);
  }));

test('lets pass what a baseline of the history or of the files has, and nothing else', () =>
  withRepository(async (folder) => {
    fill(folder);
    const made = await runIn(folder, ['baseline', 'create', '--history', '--out', 'b.json', '-q']);
    assert.equal([made.code, made.out], [0, 'b.json: 4 entries for 4 findings\n']);
    for (const value of [FIRST, SECOND, LOST]) assert.not(readFileSync(join(folder, 'b.json'), 'utf8').includes(value));
    const clean = await report(folder, ['--baseline', 'b.json']);
    assert.equal([clean.code, clean.summary.allowed], [0, { baseline: 4 }]);
    const added = token('audit-added');
    commit(folder, { more: `token ${added}\n` });
    assert.equal(parts(await report(folder, ['--baseline', 'b.json'])), ['blob more']);
    await runIn(folder, ['baseline', 'create', 'old', '--out', 'files.json', '-q']);
    const without = parts(await report(folder, ['--baseline', 'files.json']));
    assert.equal(without, ['blob blob/ID', 'blob more', 'blob new', 'message commit/ID/message']);
    writeFileSync(join(folder, 'none.json'), '{}');
    assert.is((await runIn(folder, ['audit', '--baseline', 'none.json'])).code, 2);
  }));

test('a baseline of the history by context takes a weak value at each of its places, so that the next audit passes', () =>
  withRepository(async (folder) => {
    const line = `password = "${['Xk9m', 'Q2vLp7aa'].join('')}"\n`;
    commit(folder, { 'a.py': line });
    commit(folder, { 'b.py': `x = 1\n${line}` });
    const made = await runIn(folder, ['baseline', 'create', '--history', '--by-context', '--out', 'b.json', '-q']);
    assert.equal([made.code, made.out], [0, 'b.json: 2 entries for 1 finding\n']);
    for (const flags of [[], ['--no-cache']])
      assert.is((await report(folder, ['--baseline', 'b.json', ...flags])).code, 0);
  }));

test('a weak value has one place in a scan, in what is staged and in an audit, with a packet and without, wherever they begin', () =>
  withRepository(async (folder) => {
    put(folder, { 'deploy/a.env': `DB_PASSWORD=${['Xk9m', 'Q2vLp7aa'].join('')}\n` });
    git(folder, ['add', '.']);
    const from = async (below: string, argv: readonly string[]): Promise<string> => {
      const { code, out } = await runIn(join(folder, below), [...argv, '--format', 'json', '-q']);
      const { findings } = JSON.parse(out) as { findings: { fingerprint: string }[] };
      return [code, ...findings.map(({ fingerprint }) => fingerprint)].join(' ');
    };
    const place = await from('', ['scan', '.']);
    assert.match(place, /^1 c1:/);
    assert.is(await from('deploy', ['scan', '.']), place);
    assert.is(await from('deploy', ['scan', '--staged']), place);
    git(folder, ['commit', '-q', '-m', 'add']);
    put(folder, { '.watertight/packet.yaml': packet('') });
    for (const below of ['', 'deploy']) {
      assert.is(await from(below, ['scan', '.']), place);
      assert.is(await from(below, ['audit', '--no-cache']), place);
    }
  }));

test('a range that leads out of a shallow clone is told as that, with what to do', () =>
  withRepository(async (folder) => {
    for (const text of ['1', '2', '3']) commit(folder, { a: text });
    git(folder, ['clone', '-q', '--depth', '1', `file://${folder}`, 'clone']);
    const { code, err } = await runIn(join(folder, 'clone'), ['audit', '--range', 'HEAD~2..HEAD']);
    assert.is(code, 2);
    assert.match(err, /this clone is shallow .*git fetch --unshallow; in CI, a fetch depth of 0/);
    assert.match(
      (await runIn(folder, ['audit', '--range', 'nope..HEAD'])).err,
      /git knows no commit of that name here/,
    );
  }));

test('zeros for a branch that was not there are told as that', () =>
  withRepository(async (folder) => {
    commit(folder, { a: '1' });
    const { code, err } = await runIn(folder, ['audit', '--range', `${'0'.repeat(40)}..HEAD`]);
    assert.is(code, 2);
    assert.match(err, /zeros stand for a branch that was not there before \(name one to compare with/);
  }));

test('in a hook of the server what a push brings is read before it is in the store', () =>
  withRepository(async (folder) => {
    commit(folder, { a: '1' });
    const objects = join(folder, '.git', 'objects');
    const received = join(objects, 'tmp_objdir-incoming-x');
    mkdirSync(received);
    const env = {
      GIT_QUARANTINE_PATH: received,
      GIT_OBJECT_DIRECTORY: received,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: objects,
    };
    writeFileSync(join(folder, 'b.log'), `token ${token('received')}\n`);
    const write = (...args: string[]): string =>
      execFileSync('git', args, {
        cwd: folder,
        env: { ...process.env, ...env, GIT_INDEX_FILE: join(received, 'index') },
      })
        .toString()
        .trim();
    write('add', 'b.log');
    const pushed = write(
      '-c',
      'user.name=a',
      '-c',
      'user.email=a@b.test',
      'commit-tree',
      '-p',
      'HEAD',
      '-m',
      'b',
      write('write-tree'),
    );
    const argv = ['audit', '--no-cache', '--range', `${pushed} ^HEAD`, '--format', 'brief'];
    const inHook = await runIn(folder, argv, { env });
    assert.is(inHook.code, 1);
    assert.match(inHook.out, /b\.log:1:7/);
    assert.is((await runIn(folder, argv)).code, 2, 'outside of the hook nothing of it is there');
    const other = { ...env, GIT_QUARANTINE_PATH: join(folder, 'elsewhere') };
    assert.is((await runIn(folder, argv, { env: other })).code, 2, 'the quarantine of another repository');
  }));

test('a file, and a folder that is not there, are told as what they are', () =>
  withRepository(async (cwd) => {
    writeFileSync(join(cwd, 'a.log'), 'x');
    for (const [name, said] of [
      ['a.log', 'Cannot audit a.log: it is no folder; audit reads repositories, scan reads files'],
      ['nowhere', 'Cannot audit nowhere: no such folder'],
      ['a.log/x', 'Cannot audit a.log/x: not a directory'],
    ] as const) {
      const { code, out, err } = await runIn(cwd, ['audit', name]);
      assert.equal([code, out, err], [2, '', `watertight: ${said}\n`]);
    }
    const range = await runIn(cwd, ['audit', '--range', 'nosuch..HEAD']);
    assert.equal([range.code, /Cannot audit the range nosuch\.\.HEAD: git/.test(range.err)], [2, true]);
  }));

/** What the command says that a report gives for a version of a file, run as it stands but for the name of the program. */
async function explainedBy(said: string, cwd: string): Promise<string> {
  const command = /^ {4}(?<command>\(d=.+watertight explain .+\))$/m.exec(said)?.groups?.['command'] ?? '';
  return withFolder({}, async (temporary) => {
    const kept = join(temporary, 'kept');
    mkdirSync(kept);
    const program = `watertight() { cp "\${2%:*}" '${kept}'; echo "\${2##*:}"; }`;
    const line = execFileSync('sh', ['-c', `${program}; ${command}`], {
      cwd,
      env: { ...process.env, TMPDIR: temporary },
    });
    assert.equal(readdirSync(temporary), ['kept']);
    const { out } = await runIn(cwd, ['explain', `${join(kept, readdirSync(kept)[0] ?? '')}:${String(line).trim()}`]);
    return out;
  });
}

test('the commands of the text report work as they stand, in another repository too', () =>
  withRepository(async (folder) => {
    commit(folder, { 'deep/a b.txt': `token ${FIRST}\n` });
    commit(folder, { 'deep/a b.txt': 'none\n', 'ops.md': 'rotated\n' });
    const { out } = await runIn(folder, ['audit', '-q', folder]);
    writeFileSync(join(folder, 'a b.txt'), 'mine\n');
    assert.match(await explainedBy(out, folder), /: reported/);
    assert.is(readFileSync(join(folder, 'a b.txt'), 'utf8'), 'mine\n');
    rmSync(join(folder, 'a b.txt'));
    for (const word of ['audit acknowledge', 'allow']) {
      const line = new RegExp(`^ {4}watertight (?<words>${word} .+)$`, 'm').exec(out)?.groups?.['words'] ?? '';
      assert.ok(line.includes(` ${folder} `), line);
    }
    const allow = /^ {4}watertight (?<words>allow .+)$/m.exec(out)?.groups?.['words'] ?? '';
    assert.is((await runIn(folder, allow.split(' '))).code, 0);
    assert.is((await runIn(folder, ['audit', '-q'])).code, 0);
  }));

test('of several repositories the command that explains a version asks its own', () =>
  withRepository((clean) =>
    withRepository(async (folder) => {
      commit(clean, { 'a.txt': 'clean\n' });
      commit(folder, { 'b.txt': `token ${FIRST}\n` });
      const { out } = await runIn(folder, ['audit', '-q', clean, `${folder}/`]);
      assert.match(await explainedBy(out, clean), /: reported/);
    }),
  ));

test('a range says nothing of entries of a baseline that it did not bring, but of another key', () =>
  withRepository(async (folder) => {
    commit(folder, { 'a.txt': `token ${FIRST}\n` });
    commit(folder, { 'b.txt': 'clean\n' });
    const create = ['baseline', 'create', '.', '--out', '../b.json', '-q'];
    assert.is((await runIn(folder, create)).code, 0);
    const audit = ['audit', '--baseline', '../b.json', '-q', '--format', 'json'];
    const notes = async (...args: readonly string[]): Promise<string> => {
      const { out } = await runIn(folder, [...audit, ...args]);
      return (JSON.parse(out) as { summary: { notes: readonly string[] } }).summary.notes.join();
    };
    assert.not.match(await notes('--range', 'HEAD~1..HEAD'), /baseline/);
    assert.not.match(await notes('--since', 'yesterday'), /matched nothing/);
    mkdirSync(join(folder, '.watertight'));
    writeFileSync(join(folder, '.watertight/key'), 'k'.repeat(32));
    assert.match(
      await notes('--range', 'HEAD~1..HEAD'),
      /1 of 1 entries of the baseline is from before the project's key/,
    );
  }));

test.run();
