import { readFile } from 'node:fs/promises';
import { COMMANDS } from '../../src/cli/commands.ts';
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
  const general = await run(['help'], world);
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

test.run();
