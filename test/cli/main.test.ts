import { readFile } from 'node:fs/promises';
import { COMMANDS } from '../../src/cli/commands.ts';
import { flagsOf } from '../../src/cli/flags.ts';
import { assert, suite } from '../helpers/suite.ts';
import { run, token, withFolder } from './helpers.ts';

const test = suite('main()');
const world = { cwd: process.cwd() };

test('--version prints the version of package.json', async () => {
  const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  for (const argv of [['--version'], ['-v'], ['scan', '--version']])
    assert.equal(await run(argv, world), { code: 0, out: `${version}\n`, err: '' });
});

test('help names every command, and each command has its own', async () => {
  const general = await run(['help', 'all'], world);
  for (const name of Object.keys(COMMANDS)) {
    assert.ok(general.out.includes(name), name);
    const own = await run([...name.split(' '), '--help'], world);
    assert.is(own.code, 0);
    assert.ok(own.out.includes(`watertight ${name}`), name);
  }
});

test('a mistake on the command line ends 2, on standard error, with nothing on standard output', async () => {
  const { code, out, err } = await run(['scan', '--fromat', 'json'], world);
  assert.equal([code, out], [2, '']);
  assert.match(err, /^watertight: Cannot read the command line: .*did you mean --format\?/);
});

test('a bug ends 2 and is told by its class and place, without its message', () =>
  withFolder({ 'a.txt': 'hello\n' }, async (cwd) => {
    const secret = token('bug');
    const bug = (): never => {
      throw new TypeError(`cannot read ${secret}`);
    };
    for (const env of [{}, { WATERTIGHT_DEBUG: '1' }]) {
      const { code, err } = await run(['scan', 'a.txt'], { cwd, env, onOut: bug });
      assert.is(code, 2);
      assert.match(err, /^watertight: internal error \(TypeError\): please report it with this trace\n\s+at /);
      assert.not.match(err, /cannot read/);
      assert.not(err.includes(secret));
      assert.is(err.trimEnd().split('\n').length > 2, 'WATERTIGHT_DEBUG' in env);
    }
  }));

test('something thrown that is no error is an internal error too', () =>
  withFolder({ 'a.txt': '' }, async (cwd) => {
    const { code, err } = await run(['a.txt'], {
      cwd,
      onOut: () => {
        // eslint-disable-next-line no-throw-literal
        throw 'text' as unknown as Error;
      },
    });
    assert.is(code, 2);
    assert.match(err, /internal error \(unknown error\)/);
  }));

for (const argv of [
  ['hook', '--help'],
  ['hook', '-h'],
  ['hook', 'help'],
  ['help', 'hook'],
]) {
  test(`${argv.join(' ')} lists the commands of the group, exit 0`, async () => {
    const { code, out, err } = await run(argv, world);
    assert.equal([code, err], [0, '']);
    for (const name of Object.keys(COMMANDS))
      assert.is(out.includes(`watertight ${name} `), name.startsWith('hook '), name);
  });
}

test('every group has such a list, and a command that has others behind it names them', async () => {
  const groups = new Map(
    Object.keys(COMMANDS).flatMap((name) => (name.includes(' ') ? [[name.split(' ')[0] ?? '', name]] : [])),
  );
  for (const [group, name] of groups) {
    const { code, out } = await run([group, '--help'], world);
    assert.is(code, 0, group);
    assert.match(out, `watertight ${name}`);
  }
});

test('help is short and by purpose, and says how to have the rest', async () => {
  const short = (await run(['--help'], world)).out;
  assert.ok(short.split('\n').length < 70, String(short.split('\n').length));
  assert.match(short, /\nFind secrets:\n {2}scan /);
  assert.match(short, /\nBefore each commit and push:\n {2}hook install /);
  assert.not.match(short, /hook pre-push|--threads/);
  const scan = (await run(['scan', '--help'], world)).out;
  assert.match(scan, /\nOutput:\n {2}-f, --format/);
  assert.match(scan, /more flags: watertight scan --help all/);
  assert.not.match(scan, /--threads/);
  const whole = (await run(['scan', '--help', 'all'], world)).out;
  for (const { name } of flagsOf('scan')) assert.match(whole, `--${name} `);
  assert.is((await run(['help', 'scan', 'all'], world)).out, whole);
  assert.match((await run(['--help', 'all'], world)).out, /hook pre-push[^]*--threads/);
});

test('a command of few flags shows them all', async () => {
  const own = (await run(['known', 'list', '--help'], world)).out;
  for (const { name } of flagsOf('known list')) assert.match(own, `--${name} `);
  assert.not.match(own, /more flags/);
});

test('flags that say how to print are taken by every command', async () => {
  for (const name of Object.keys(COMMANDS)) {
    const { code } = await run([...name.split(' '), '-q', '--no-color', '--help'], world);
    assert.is(code, 0, name);
  }
});

test('what another scanner calls a command leads to ours', () =>
  withFolder({}, async (cwd) => {
    assert.match((await run(['detect'], { cwd })).err, /did you mean watertight scan\?/);
    assert.match((await run(['protect'], { cwd })).err, /did you mean watertight scan --staged\?/);
  }));

test('without a command, --help lists all of them; of what is no command it says so', async () => {
  assert.match((await run(['--help'], world)).out, '  publish-check ');
  const { code, err } = await run(['help', 'rules', 'shwo'], world);
  assert.is(code, 2);
  assert.match(err, /Cannot show help: no such command \(did you mean rules show\?\)/);
});

test('a group without a second word is a mistake', async () => {
  const { code, err } = await run(['hook'], world);
  assert.is(code, 2);
  assert.match(err, /hook requires a subcommand/);
});

test('a command that is mistyped is told from a file that is not there', () =>
  withFolder({}, async (cwd) => {
    assert.match(
      (await run(['sacn'], { cwd })).err,
      /Cannot scan sacn: no such file \(did you mean watertight scan\?\)/,
    );
    assert.match((await run(['out.log'], { cwd })).err, /Cannot scan out\.log: no such file\n/);
  }));

test('the packet that comes with watertight can be named; another of that kind cannot', () =>
  withFolder({ 'a.txt': 'hello\n', '.watertight/packet.yaml': 'not a packet' }, async (cwd) => {
    const { code, out } = await run(['a.txt', '-p', 'watertight:default'], { cwd });
    assert.is(code, 0);
    assert.match(out, /packet built-in/);
    assert.is((await run(['a.txt', '-p', 'watertight:cto-case'], { cwd })).code, 0);
    const wrong = await run(['a.txt', '-p', 'watertight:defalt'], { cwd });
    assert.is(wrong.code, 2);
    assert.match(wrong.err, /no built-in packet has that name, only watertight:default and watertight:cto-case/);
    assert.match((await run(['a.txt', '-p', ''], { cwd })).err, /Cannot use the packet: its name is empty/);
  }));

test('a list of rules without any is a mistake, in a file and by a word', () =>
  withFolder({ 'a.txt': 'hello\n', 'r.yaml': 'rules: []\n' }, async (cwd) => {
    const empty = await run(['a.txt', '--rules', 'r.yaml'], { cwd });
    assert.equal([empty.code, empty.out], [2, '']);
    assert.match(empty.err, /Cannot use rules of r\.yaml: 'rules' is empty/);
    const none = await run(['rules', 'list', 'zzzz'], { cwd });
    assert.equal([none.code, none.out], [2, '']);
  }));

test.run();
