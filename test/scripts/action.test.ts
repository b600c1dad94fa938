import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { assert, suite } from '../helpers/suite.ts';
import { commit, put } from '../source/git/events.ts';
import { git, withRepository } from '../source/git/helpers.ts';

const test = suite('action');
const root = fileURLToPath(new URL('../../', import.meta.url));
const ZERO = '0'.repeat(40);

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly calls: string[][];
  readonly outputs: string;
}

/** Runs the action's script in a checkout, with a program in place of watertight that ends as told for each command. */
function act(
  checkout: string,
  env: Readonly<Record<string, string>>,
  codes: Readonly<Record<string, number>> = {},
): Ended {
  const temp = mkdtempSync(join(tmpdir(), 'action-'));
  try {
    cpSync(join(root, 'action'), join(temp, 'action'), { recursive: true });
    const stub = `import fs from 'node:fs';
const args = process.argv.slice(2);
fs.appendFileSync(${JSON.stringify(join(temp, 'calls'))}, JSON.stringify(args) + '\\n');
for (const arg of args) if (arg.startsWith('--output=')) fs.writeFileSync(arg.split('=')[2], 'report');
process.exitCode = ${JSON.stringify(codes)}[args[0]] ?? 0;
`;
    put(temp, {
      'bin/watertight.js': stub,
      'package.json': '{"type":"module"}',
      'dist/cli.cjs': '',
      calls: '',
      outputs: '',
    });
    const { status, stdout } = spawnSync('bash', [join(temp, 'action/scan.sh')], {
      cwd: checkout,
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'] ?? '',
        WT_ACTION: temp,
        RUNNER_TEMP: temp,
        GITHUB_OUTPUT: join(temp, 'outputs'),
        ...env,
      },
    });
    const calls = readFileSync(join(temp, 'calls'), 'utf8').split('\n').filter(Boolean);
    const outputs = readFileSync(join(temp, 'outputs'), 'utf8').replaceAll(temp, 'TEMP');
    return { code: status, out: stdout, calls: calls.map((line) => JSON.parse(line) as string[]), outputs };
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
}

const ranges = ({ calls }: Ended): (string | undefined)[] =>
  calls.filter(([name]) => name === 'audit').map((args) => args.find((arg) => arg.startsWith('--range=')));

/** A repository with two commits, of which the default branch has the first. */
function withCheckout(body: (folder: string, first: string, last: string) => void): Promise<void> {
  return withRepository((folder) => {
    commit(folder, { a: '1' });
    const first = git(folder, ['rev-parse', 'HEAD']);
    git(folder, ['update-ref', 'refs/remotes/origin/main', first]);
    commit(folder, { a: '2' });
    body(folder, first, git(folder, ['rev-parse', 'HEAD']));
  });
}

test('commits and evidence are both looked at, and the worst end counts', () =>
  withCheckout((folder, first, last) => {
    const env = {
      WT_EVENT: 'pull_request',
      WT_BASE: first,
      WT_HEAD: last,
      WT_PATHS: 'out/a b\n--odd\n',
      WT_PACKET: 'p.md',
      WT_BASELINE: 'b.json',
    };
    const both = act(folder, env);
    assert.is(both.code, 0, both.out);
    assert.equal(ranges(both), [`--range=${first}..${last}`]);
    assert.equal(both.calls[1]?.slice(-3), ['--', 'out/a b', '--odd']);
    for (const flag of ['--packet=p.md', '--baseline=b.json', '--format=github'])
      assert.ok(both.calls.every((args) => args.includes(flag)));
    assert.is(
      both.outputs,
      'reports=TEMP/watertight-reports\nsarif-commits=TEMP/watertight-reports/commits.sarif\n' +
        'sarif-evidence=TEMP/watertight-reports/evidence.sarif\nexit-code=0\n',
    );
    const ends: [number, number, number][] = [
      [1, 0, 1],
      [0, 1, 1],
      [3, 1, 1],
      [2, 1, 1],
      [2, 3, 2],
      [0, 3, 3],
      [3, 0, 3],
      [0, 137, 2],
    ];
    for (const [audit, scan, code] of ends) {
      const ended = act(folder, env, { audit, scan });
      assert.equal([ended.code, ended.calls.length], [code, 2]);
    }
  }));

test('a push is compared with what was there, a new or overwritten branch with the default one', () =>
  withCheckout((folder, first, last) => {
    const push = { WT_EVENT: 'push', WT_HEAD: last, WT_DEFAULT_BRANCH: 'main' };
    assert.equal(ranges(act(folder, { ...push, WT_BASE: first })), [`--range=${first}..${last}`]);
    assert.equal(ranges(act(folder, { ...push, WT_BASE: ZERO })), [`--range=origin/main..${last}`]);
    assert.equal(ranges(act(folder, { ...push, WT_BASE: 'e'.repeat(40) })), [`--range=origin/main..${last}`]);
    assert.equal(ranges(act(folder, { ...push, WT_RANGE: 'v1..v2', WT_BASE: first })), ['--range=v1..v2']);
  }));

test('a push that makes or overwrites the default branch brings all of it: compared with itself it would be empty', () =>
  withCheckout((folder, first, last) => {
    git(folder, ['update-ref', 'refs/remotes/origin/main', last]);
    const push = { WT_EVENT: 'push', WT_HEAD: last, WT_DEFAULT_BRANCH: 'main', WT_REF: 'refs/heads/main' };
    for (const before of [ZERO, 'e'.repeat(40)])
      assert.equal(ranges(act(folder, { ...push, WT_BASE: before })), [`--range=${last}`]);
    assert.equal(ranges(act(folder, { ...push, WT_BASE: first })), [`--range=${first}..${last}`]);
  }));

test('of an annotated tag the range ends with the tag itself, which brings its text', () =>
  withCheckout((folder, first, last) => {
    git(folder, ['tag', '-a', '-m', 'a text', 'v1']);
    const tag = git(folder, ['rev-parse', 'v1']);
    // actions/checkout has the ref name the commit, and the tag left over.
    git(folder, ['update-ref', 'refs/tags/v1', last]);
    const push = {
      WT_EVENT: 'push',
      WT_HEAD: last,
      WT_DEFAULT_BRANCH: 'main',
      WT_REF: 'refs/tags/v1',
      WT_BASE: ZERO,
    };
    assert.equal(ranges(act(folder, { ...push, WT_AFTER: tag })), [`--range=origin/main..${tag}`]);
    assert.equal(ranges(act(folder, { ...push, WT_BASE: first, WT_AFTER: tag })), [`--range=${first}..${tag}`]);
    assert.equal(ranges(act(folder, { ...push, WT_AFTER: last })), [`--range=origin/main..${last}`]);
    const gone = act(folder, { ...push, WT_AFTER: 'e'.repeat(40) });
    assert.equal([gone.code, gone.calls.length, /Tag e+ is not in/.test(gone.out)], [2, 0, true]);
  }));

test('a shallow checkout that lacks what was there before a push fails, also where it has the default branch', () =>
  withCheckout((folder, _first, last) => {
    git(folder, ['update-ref', 'refs/remotes/origin/main', last]);
    put(folder, { '.git/shallow': `${last}\n` });
    for (const WT_REF of ['refs/heads/main', 'refs/heads/topic'])
      for (const WT_BASE of [ZERO, 'e'.repeat(40)]) {
        const env = { WT_EVENT: 'push', WT_HEAD: last, WT_DEFAULT_BRANCH: 'main', WT_REF, WT_BASE };
        const { code, out, calls } = act(folder, env);
        assert.equal([code, calls.length], [2, 0]);
        assert.match(out, /fetch-depth: 0/);
      }
  }));

test('what is missing or wrong ends 2 with an annotation, and nothing is run', () =>
  withCheckout((folder, first, last) => {
    const pull = { WT_EVENT: 'pull_request', WT_BASE: first, WT_HEAD: last };
    const wrong: [Record<string, string>, RegExp][] = [
      [{ ...pull, WT_HEAD: 'e'.repeat(40) }, /fetch-depth: 0/],
      [{ ...pull, WT_BASE: '$(touch PWNED)' }, /names no commits/],
      [{ WT_EVENT: 'push', WT_BASE: ZERO, WT_HEAD: last, WT_DEFAULT_BRANCH: '`touch PWNED`' }, /fetch-depth: 0/],
      [{ WT_EVENT: 'schedule' }, /Nothing to scan/],
      [{ WT_EVENT: 'pull_request', WT_RANGE: '--output=json=x' }, /is not a range/],
    ];
    for (const [env, message] of wrong) {
      const { code, out, calls } = act(folder, env);
      assert.equal([code, calls.length], [2, 0]);
      assert.match(out, /^::error title=watertight::/);
      assert.match(out, message);
    }
    assert.is(git(folder, ['status', '--porcelain']), '');
  }));

test('the action gives nothing of an event or input to the shell but by environment', () => {
  const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as {
    inputs: Record<string, { default: string }>;
    runs: { steps: { run?: string; env?: Record<string, string> }[] };
  };
  for (const { run = '' } of action.runs.steps) assert.not.match(run, /\$\{\{/);
  const given = Object.values(action.runs.steps[0]?.env ?? {}).join(' ');
  for (const name of Object.keys(action.inputs)) assert.ok(given.includes(`inputs.${name} `), name);
});

test.run();
