import { execFileSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { expand } from '../../scripts/lib/values.ts';
import { assert, suite } from '../helpers/suite.ts';
import { chunks, packet, run, withFolder } from './helpers.ts';

const test = suite('cli: known values');
const VALUE = expand(['{base62:36}'], 'known value');
const ENV = { DB_PASSWORD: VALUE, OTHER: 'nothing' };

interface Report {
  readonly findings: readonly {
    readonly ruleId: string;
    readonly known?: { readonly name: string; readonly part?: { readonly characters: number } };
    readonly location: { readonly path: string; readonly view: readonly string[]; readonly startColumn: number };
  }[];
  readonly skipped: readonly { readonly reason: string; readonly detail: string; readonly accepted: boolean }[];
  readonly summary: { readonly known?: object; readonly notes: readonly string[]; readonly complete: boolean };
}

function report(text: string): Report {
  return JSON.parse(text) as Report;
}

test('finds a value of the environment as it is, encoded, in part, in archives, bytes and names, and shows it nowhere', async () => {
  const files = {
    'a.log': `x ${VALUE} y\n`,
    'b.txt': Buffer.from(`user:${VALUE}`).toString('base64'),
    'c.txt': `q=${Buffer.from(VALUE).toString('hex').toUpperCase()}`,
    'd.log': `cut off ${VALUE.slice(0, 20)}`,
    'e.gz': gzipSync(`a ${VALUE}`),
    'f.bin': Buffer.concat([Buffer.from([0, 1, 2, 255]), Buffer.from(VALUE), Buffer.from([0, 254])]),
    [`g-${VALUE}/h.txt`]: 'hi',
    'i.txt': Buffer.from(VALUE, 'utf16le'),
  };
  await withFolder(files, async (cwd) => {
    for (const format of ['text', 'brief', 'json', 'sarif', 'junit', 'html', 'github', 'gitlab']) {
      const { code, out, err } = await run(['.', '--known-env', '*_PASSWORD', '--format', format], { cwd, env: ENV });
      assert.is(code, 1);
      assert.not.match(out + err, VALUE.slice(0, 8));
      assert.not.match(out + err, VALUE.slice(-8));
    }
    const { out } = await run(['.', '--known-env', '*_PASSWORD', '--format', 'json'], { cwd, env: ENV });
    const { findings, summary } = report(out);
    assert.equal(summary.known, { values: 1, notChecked: 0 });
    assert.equal(
      findings.map(({ location, known }) => [
        location.path.replace(/-<.*>/, ''),
        location.view.join(' > '),
        known?.name,
        known?.part?.characters,
      ]),
      [
        ['a.log', '', 'DB_PASSWORD', undefined],
        ['b.txt', 'base64', 'DB_PASSWORD', undefined],
        ['c.txt', 'hex', 'DB_PASSWORD', undefined],
        ['d.log', '', 'DB_PASSWORD', 20],
        ['e.gz', 'gzip', 'DB_PASSWORD', undefined],
        ['f.bin', '', 'DB_PASSWORD', undefined],
        ['g/h.txt', 'path', 'DB_PASSWORD', undefined],
        ['i.txt', 'utf-16le', 'DB_PASSWORD', undefined],
      ],
    );
  });
});

test('nothing lets a known value pass: no allowance, comment, redaction pattern or baseline', async () => {
  const allow = ['allow:', `  redactions: ['${VALUE.slice(0, 4)}*']`, '  inline: { surfaces: [other] }'].join('\n');
  const files = { 'p.yaml': packet(allow), 'code.js': `key = "${VALUE}" // gitleaks:allow\n` };
  await withFolder(files, async (cwd) => {
    const args = ['code.js', '--packet', 'p.yaml', '--known-env', 'DB_PASSWORD', '--format', 'json'];
    const { code, out } = await run(args, { cwd, env: ENV });
    assert.is(code, 1);
    assert.equal(
      report(out).findings.map(({ ruleId }) => ruleId),
      ['known-value'],
    );
  });
});

test('what the packet declares is searched for by every scan, and what is too weak is told', async () => {
  const declared = [
    'known_secrets:',
    '  sources:',
    '    - { kind: env }',
    '    - { kind: dotenv, path: ../secret.env }',
    '    - { kind: dir, path: ../run/secrets }',
  ].join('\n');
  const folder = (required: boolean): Record<string, string> => ({
    'in/p.yaml': packet(required ? `${declared}\n  required: true` : declared),
    'in/a.log': 'nothing here',
    'secret.env': `A_KEY='${VALUE}'\n`,
  });
  await withFolder(folder(false), async (root) => {
    const world = { cwd: `${root}/in`, env: { PIN_TOKEN: '1234567', DB_PASSWORD: VALUE } };
    const { code, out } = await run(['a.log', '--packet', 'p.yaml', '--format', 'json'], world);
    const { summary, skipped } = report(out);
    assert.is(code, 0);
    assert.equal(summary.known, { values: 2, notChecked: 2 });
    assert.equal(
      skipped.map(({ reason, detail, accepted }) => `${reason}: ${detail}: ${accepted}`),
      [
        'weak-value: not checked: PIN_TOKEN, too weak: shorter than 8 characters: true',
        'unreadable: not checked: ../run/secrets, no such file: true',
      ],
    );
    assert.match(summary.notes.join('\n'), /known values not checked: PIN_TOKEN/);
  });
  await withFolder(folder(true), async (root) => {
    const world = { cwd: `${root}/in`, env: { PIN_TOKEN: '1234567' } };
    const { code, out } = await run(['a.log', '--packet', 'p.yaml', '--format', 'json', '--ledger', 'l'], world);
    assert.is(code, 3);
    assert.is(report(out).summary.complete, false);
  });
});

test('a packet that requires known values and gets none makes a scan incomplete', () =>
  withFolder({ 'p.yaml': packet('known_secrets: { required: true }'), 'a.log': 'x' }, async (cwd) => {
    const { code, out } = await run(['a.log', '--packet', 'p.yaml'], { cwd });
    assert.is(code, 3);
    assert.match(out, /no known value was available/);
  }));

test('reads values from standard input, and refuses what cannot be read without repeating it', () =>
  withFolder({ 'a.log': `x ${VALUE} y\n`, env: `A=${VALUE}\n` }, async (cwd) => {
    const stdin = chunks(`API_KEY\0${VALUE}\0`);
    const { code, out } = await run(['a.log', '--known-fd', '0'], { cwd, stdin });
    assert.is(code, 1);
    assert.match(out, /Known value API_KEY/);
    assert.is((await run(['a.log', '--known-dotenv', 'env'], { cwd })).code, 1);
    for (const args of [
      ['--known-env', `API_KEY=${VALUE}`],
      ['--known-env', `${VALUE}!`],
      ['--known-dotenv', VALUE],
      ['--known-dir', VALUE],
      ['--known-fd', VALUE],
      ['--known-fd', '1'],
      ['--known-fd', '987'],
      ['-', '--known-fd', '0'],
    ]) {
      const ended = await run(['a.log', ...args], { cwd });
      assert.is(ended.code, 2, args[0] ?? '');
      assert.not.match(ended.out + ended.err, VALUE.slice(0, 8));
      assert.match(ended.err, /^watertight: Cannot (use|read)/);
    }
  }));

test('tells of a source that a flag names and that gives nothing, and is incomplete where values are required', () =>
  withFolder({ 'a.log': 'x\n', empty: '# nothing\n', 'dir/.keep': '' }, async (cwd) => {
    for (const [args, said] of [
      [['--known-env', 'NOSUCH_*'], 'no variable with a matching name is set'],
      [['--known-dotenv', 'empty'], 'it has no NAME=value line'],
      [['--known-dir', 'dir'], 'it has no file with a value'],
      [['--known-fd', '0'], 'it was empty'],
    ] as const) {
      const plain = await run(['a.log', ...args], { cwd, stdin: chunks('') });
      assert.is(plain.code, 0, args[0]);
      const name = args[1] === 'NOSUCH_*' ? ', NOSUCH_*' : '';
      assert.match(plain.out.replace(/\s+/g, ' '), `known values not checked: ${args[0]} (no. 1${name}) (${said})`);
      assert.is((await run(['a.log', ...args, '--known-required'], { cwd, stdin: chunks('') })).code, 3, args[0]);
    }
  }));

test('a last line that says clean says as well what was not searched for', () =>
  withFolder({ 'a.log': 'ready\n' }, async (cwd) => {
    for (const format of ['text', 'brief']) {
      const { code, out } = await run(['scan', 'a.log', '--known-env', 'GONE_*', '-f', format], { cwd });
      assert.is(code, 0);
      assert.match(out, /CLEAN .*; known values: 0 searched for, 1 unavailable or too weak \(/);
    }
    const all = await run(['scan', 'a.log', '--known-env', 'HERE'], { cwd, env: { HERE: VALUE } });
    assert.not.match(all.out, /not available/);
  }));

test('shows no known value in an error that quotes a name', () =>
  withFolder({ 'a.log': 'x\n' }, async (cwd) => {
    for (const name of [VALUE, Buffer.from(VALUE).toString('base64'), encodeURIComponent(VALUE)]) {
      const { code, err } = await run(['a.log', `out/${name}`, '--known-env', '*_PASSWORD'], { cwd, env: ENV });
      assert.is(code, 2);
      assert.match(err, 'no such file');
      assert.match(err, '<redacted:known-value>');
      assert.not.match(err, name.slice(0, 8));
    }
  }));

test('an audit finds known values in messages, files and names of refs, and remembers nothing of them without a key', () =>
  withFolder({ 'a.txt': `x ${VALUE}\n` }, async (cwd) => {
    const git = (...args: readonly string[]): void =>
      void execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd, stdio: 'ignore' });
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', `message ${Buffer.from(VALUE).toString('base64')}`);
    git('tag', `v-${VALUE}`);
    const env = { ...ENV, PATH: process.env['PATH'] ?? '' };
    const first = await run(['audit', '--known-env', '*_PASSWORD', '--format', 'json'], { cwd, env });
    assert.is(first.code, 1);
    const { findings, summary } = report(first.out);
    assert.equal(
      findings.map(({ known }) => known?.name),
      ['DB_PASSWORD'],
    );
    assert.match(summary.notes.join('\n'), /without a project key nothing is remembered/);
    assert.not.match(first.out, VALUE);
    // What an audit without the values remembered does not hold with them.
    const keyed = { ...env, WATERTIGHT_KEY: 'sixteen bytes or more' };
    assert.is((await run(['audit'], { cwd, env: keyed })).code, 0);
    assert.is((await run(['audit', '--known-env', '*_PASSWORD'], { cwd, env: keyed })).code, 1);
    assert.is((await run(['audit', '--known-env', '*_PASSWORD'], { cwd, env: keyed })).code, 1);
  }));

test('a file of fingerprints that is not there ends with 2 without its key as well, and is named', () =>
  withFolder({ 'a.log': 'x\n' }, async (cwd) => {
    const { code, err } = await run(['a.log', '--known', 'nowhere.fp'], { cwd });
    assert.is(code, 2);
    assert.is(err, 'watertight: Cannot read known values of --known (no. 1, nowhere.fp): no such file\n');
  }));

test('a key for which no file of fingerprints is named is refused', () =>
  withFolder({ 'a.log': 'x\n' }, async (cwd) => {
    for (const flags of [
      ['--key-fd', '99'],
      ['--key-env', 'X'],
    ]) {
      const { code, err } = await run(['a.log', ...flags], { cwd });
      assert.is(code, 2);
      assert.match(err, `Cannot use ${flags[0]}: no fingerprint file is named`);
    }
  }));

test.run();
