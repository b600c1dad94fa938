import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expand } from '../../scripts/lib/values.ts';
import { assert, suite } from '../helpers/suite.ts';
import { type Ended, run, token, withFolder } from './helpers.ts';

const test = suite('--output');
const SECRET = token('outputs');
/** A value that nothing but its name gives away. */
const WEAK = expand(['{letters:5}', '{digits:2}', '{letters:5}'], 'a weak one');

function scanning(
  argv: readonly string[],
  body: (ended: Ended, cwd: string) => void,
  prepare: (cwd: string) => void = () => undefined,
): Promise<void> {
  return withFolder({ 'in/a.log': `ok\ntoken ${SECRET}\n` }, async (cwd) => {
    prepare(cwd);
    body(await run(['in', ...argv], { cwd }), cwd);
  });
}

/** A word that reports hold anyway. */
const WORD = 'critical';

test('several outputs of one run are all written, beside the result on standard output', () =>
  scanning(['-f', 'github', '-o', 'json=a.json', '-o', 'sarif=b.sarif', '--ledger', 'c.jsonl'], (ended, cwd) => {
    assert.is(ended.code, 1);
    assert.match(ended.out, /^::error file=in\/a\.log,line=2/);
    assert.match(readFileSync(join(cwd, 'a.json'), 'utf8'), /"watertight\/report\/v1"/);
    assert.match(readFileSync(join(cwd, 'b.sarif'), 'utf8'), /"version":"2\.1\.0"/);
    assert.match(readFileSync(join(cwd, 'c.jsonl'), 'utf8'), /"watertight\/ledger\/v1"/);
    assert.equal(readdirSync(cwd).sort(), ['a.json', 'b.sarif', 'c.jsonl', 'in'], 'nothing else is left behind');
  }));

const MISTAKES: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['an unknown format', ['-o', 'jsn=a'], /--output: it must be FORMAT=FILE, .*did you mean json\?/],
  ['no format', ['-o', 'a.json'], /--output: it must be FORMAT=FILE,/],
  ['no file', ['-o', 'json='], /--output: it must be FORMAT=FILE,/],
  [
    'a folder that does not exist',
    ['-o', 'json=nowhere/a.json'],
    /Cannot write nowhere\/a\.json: its folder does not exist/,
  ],
  ['a folder', ['-o', 'json=in'], /Cannot write in: is a directory/],
  ['standard output', ['-o', 'json=-'], /Cannot write -: standard output has the result/],
  ['a file named twice', ['-o', 'json=a', '--ledger', './a'], /Cannot write \.\/a: two outputs name it/],
];
for (const [what, argv, message] of MISTAKES) {
  test(`${what} ends the run before it begins`, () =>
    scanning(argv, ({ code, out, err }, cwd) => {
      assert.equal([code, out], [2, '']);
      assert.match(err, message);
      assert.equal(readdirSync(cwd), ['in']);
    }));
}

test('an output that takes the place of an earlier one may be read by the same users', () =>
  scanning(
    ['-o', 'json=a.json', '-o', 'sarif=b.sarif'],
    (_, cwd) => {
      const mode = (name: string): number => statSync(join(cwd, name)).mode & 0o777;
      assert.equal([mode('a.json'), mode('b.sarif')], [0o640, 0o666 & ~process.umask()]);
    },
    (cwd) => {
      writeFileSync(join(cwd, 'a.json'), '');
      chmodSync(join(cwd, 'a.json'), 0o640);
    },
  ));

test('an empty file that stands there is replaced, and a link stays a link', () =>
  scanning(
    ['-o', 'json=link'],
    (_, cwd) => {
      assert.is(readlinkSync(join(cwd, 'link')), 'real');
      assert.match(readFileSync(join(cwd, 'real'), 'utf8'), /"findings"/);
    },
    (cwd) => {
      writeFileSync(join(cwd, 'real'), '');
      symlinkSync('real', join(cwd, 'link'));
    },
  ));

test('a pipe or device is written to and never replaced', () =>
  scanning(
    ['-o', 'json=out', '-o', 'sarif=out'],
    ({ code }, cwd) => {
      assert.is(code, 1);
      assert.ok(lstatSync(join(cwd, 'out')).isSymbolicLink());
      assert.ok(lstatSync('/dev/null').isCharacterDevice());
    },
    (cwd) => symlinkSync('/dev/null', join(cwd, 'out')),
  ));

test('a full disk is told, and the other outputs are written all the same', async () => {
  if (!lstatSync('/dev/full', { throwIfNoEntry: false })?.isCharacterDevice()) return;
  await scanning(['-o', 'json=/dev/full', '-o', 'json=b.json'], ({ code, out, err }, cwd) => {
    assert.is(code, 2);
    assert.is(err, 'watertight: Cannot write /dev/full: no space left on the device\n');
    assert.match(out, /FAIL 1 secret/);
    assert.match(readFileSync(join(cwd, 'b.json'), 'utf8'), /"findings"/);
  });
});

test('where an output could not be written, nothing on standard output says that the run was clean', () =>
  withFolder({ 'a.log': 'ready\n' }, async (cwd) => {
    if (!lstatSync('/dev/full', { throwIfNoEntry: false })?.isCharacterDevice()) return;
    const { code, out } = await run(['a.log', '-o', 'json=/dev/full'], { cwd });
    assert.equal([code, out], [2, '']);
  }));

test('an output inside the scanned folder is not scanned by the run that writes it', () =>
  withFolder({ 'in/a.log': 'x\n' }, async (cwd) => {
    await run(['in', '-o', 'json=in/out.json'], { cwd });
    const { code } = await run(['in', '-o', 'json=in/out.json', '--ledger', 'in/l.jsonl'], { cwd });
    assert.is(code, 0);
    const ledger = readFileSync(join(cwd, 'in/l.jsonl'), 'utf8');
    assert.match(ledger, /"path":"in\/out\.json".*"status":"excluded","reason":"excluded: an output of this run"/);
    assert.is((await run(['in', '-o', 'json=other.json'], { cwd })).code, 0, 'the report itself is clean evidence');
  }));

test('a report that would hold a value is withheld', () =>
  withFolder({ 'a.log': `DB_PASSWORD=${WEAK}\nloose_qzvkxwpj\n`, 'r.yaml': ruleNamed(WEAK) }, async (cwd) => {
    const { code, out, err } = await run(['a.log', '--rules', 'r.yaml'], { cwd });
    assert.is(code, 2);
    assert.match(err, /Cannot write the text output: its line \d+ would contain a found value, so it is withheld/);
    assert.not((out + err).includes(WEAK));
  }));

test('a value of a known form in the name of a rule is shown by no report', () =>
  withFolder({ 'a.log': 'loose_qzvkxwpj\n', 'r.yaml': ruleNamed(SECRET) }, async (cwd) => {
    const { code, out, err } = await run(['a.log', '--rules', 'r.yaml'], { cwd });
    assert.is(code, 1, err);
    assert.not((out + err).includes(SECRET));
    assert.match(out, /Loose end <redacted:gitlab-pat>/);
  }));

/** A rule whose name somebody wrote a value into. */
function ruleNamed(name: string): string {
  return [
    'rules:',
    '  - id: loose-end',
    `    name: Loose end ${name}`,
    '    class: secret',
    '    severity: high',
    '    confidence: provider-shape',
    '    keywords: [loose_]',
    "    pattern: 'loose_(?<secret>[a-z]{8})'",
    "    examples: [['loose_', 'qzvkxwpj']]",
  ].join('\n');
}

test('a value that is a word of the report gives nothing away', () =>
  withFolder({ 'a.log': `db: postgres://app:${WORD}@db.internal/x\n` }, async (cwd) => {
    for (const format of ['text', 'json', 'sarif', 'junit', 'html', 'github', 'gitlab'])
      assert.is((await run(['a.log', '-f', format], { cwd })).code, 1, format);
  }));

test('standard output that cannot be written ends 2 with the reason', async () => {
  if (!lstatSync('/dev/full', { throwIfNoEntry: false })?.isCharacterDevice()) return;
  await withFolder({ 'a.log': 'x' }, async (cwd) => {
    const entry = new URL('../../src/cli/process-io.ts', import.meta.url).href;
    const code = `process.argv.splice(1, 0, 'watertight'); await (await import('${entry}')).run();`;
    const args = [`--import=${import.meta.resolve('tsx')}`, '--input-type=module', '-e', code, 'a.log'];
    const shell = `exec "$0" "$@" > /dev/full`;
    const { status, stderr } = spawnSync('sh', ['-c', shell, process.execPath, ...args], {
      cwd,
      encoding: 'utf8',
    });
    assert.is(status, 2, stderr);
    assert.match(stderr, /watertight: Cannot write to standard output: no space left on the device/);
  });
});

test.run();
