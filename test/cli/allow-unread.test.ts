import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { assert, suite } from '../helpers/suite.ts';
import { git, withRepository } from '../source/git/helpers.ts';
import { packet, token } from './helpers.ts';
import { runIn } from './hook/helpers.ts';

const test = suite('watertight allow --unread');
const WHO = ['--reason', 'the vendor writes it anew', '--owner', 'jp', '--expires', '2999-12-31'];
const CUT = gzipSync('nothing '.repeat(100)).subarray(0, -9);

interface Skipped {
  readonly path: string;
  readonly reason: string;
  readonly accepted: boolean;
  readonly object?: string;
  readonly otherObjects?: readonly string[];
}

interface Report {
  readonly skipped: readonly Skipped[];
  readonly summary: { readonly complete: boolean; readonly exitCode: number };
}

async function report(cwd: string, args: readonly string[]): Promise<Report> {
  return JSON.parse((await runIn(cwd, [...args, '--format', 'json', '-q'])).out) as Report;
}

/** Two files of which the end is missing, each with a commit of its own. */
function fill(cwd: string): void {
  for (const name of ['a.gz', 'b.gz']) {
    writeFileSync(join(cwd, name), CUT);
    git(cwd, ['add', name]);
    git(cwd, ['commit', '-q', '-m', `Adds ${name}`]);
  }
  writeFileSync(join(cwd, 'a.gz'), gzipSync('another '.repeat(90)).subarray(0, -9));
  git(cwd, ['commit', '-q', '-a', '-m', 'Again']);
}

/** The command that a report in text gives for the first part, with somebody who answers for it. */
async function offered(cwd: string, args: readonly string[]): Promise<string[]> {
  const { out } = await runIn(cwd, [...args, '-q']);
  const words = /^ +watertight (allow --unread .*) --reason TEXT/m.exec(out)?.[1]?.split(' ') ?? [];
  return [...words, ...WHO];
}

test('the command of a report lets this file stay unread, and no other', () =>
  withRepository(async (cwd) => {
    fill(cwd);
    writeFileSync(join(cwd, 'p.yaml'), packet('# our list'));
    const scan = ['scan', 'a.gz', 'b.gz', '-p', 'p.yaml'];
    const [first] = (await report(cwd, scan)).skipped;
    const { code, out, err } = await runIn(cwd, [...(await offered(cwd, scan)), '-p', 'p.yaml']);
    assert.equal([code, err], [0, '']);
    assert.is(out, `p.yaml: accepts a.gz as unread (${first?.reason ?? ''}) until 2999-12-31\n`);
    assert.match(readFileSync(join(cwd, 'p.yaml'), 'utf8'), /# our list\n/);
    const after = await report(cwd, scan);
    assert.equal(after.skipped.map(({ path, accepted }) => `${path} ${accepted}`).sort(), ['a.gz true', 'b.gz false']);
    assert.is(after.summary.exitCode, 3);
    const { complete, exitCode } = (await report(cwd, ['scan', 'a.gz', '-p', 'p.yaml'])).summary;
    assert.equal([complete, exitCode], [true, 0]);
    const again = await runIn(cwd, [...(await offered(cwd, ['scan', 'a.gz'])), '-p', 'p.yaml']);
    assert.is(again.code, 2);
    assert.match(again.err, /\$\.allow\.unread\[0\] is for the same part/);
  }));

test('an audit takes a part by every object that holds it, not by its path, and reads nothing again for it', () =>
  withRepository(async (cwd) => {
    fill(cwd);
    const audit = ['audit', '-p', 'p.yaml'];
    writeFileSync(join(cwd, 'p.yaml'), packet('allow: { unread: [] }'));
    const before = await report(cwd, audit);
    const [, kind = ''] = (await offered(cwd, audit)).slice(1);
    assert.is((await runIn(cwd, ['allow', '--unread', kind, '--path', '*.gz', ...WHO, '-p', 'p.yaml'])).code, 0);
    assert.is((await report(cwd, audit)).summary.exitCode, 3);
    for (const { object = '', otherObjects = [] } of before.skipped) {
      const objects = [object, ...otherObjects].flatMap((id) => ['--object', id]);
      assert.is((await runIn(cwd, ['allow', '--unread', kind, ...objects, ...WHO, '-p', 'p.yaml'])).code, 0);
    }
    const after = await report(cwd, audit);
    assert.equal([after.summary.exitCode, after.skipped.every(({ accepted }) => accepted)], [0, true]);
    const whole = await report(cwd, [...audit, '--no-cache']);
    assert.equal(after.skipped, whole.skipped);
  }));

test('check says which entries have expired, and which cover nothing', () =>
  withRepository(async (cwd) => {
    fill(cwd);
    const [one] = (await report(cwd, ['scan', 'a.gz'])).skipped;
    const entry = (path: string, day: string): string =>
      `{ path: ${path}, kind: ${one?.reason ?? ''}, owner: jp, reason: r, expires: ${day} }`;
    const entries = [entry('a.gz', '2999-12-31'), entry('b.gz', '2020-01-01'), entry('c.gz', '2999-12-31')];
    writeFileSync(join(cwd, 'p.yaml'), packet(`allow: { unread: [${entries.join(', ')}] }`));
    const { out } = await runIn(cwd, ['check', '-p', 'p.yaml', '-q']);
    assert.match(out, /unread part 'b\.gz' of 'jp' expired on 2020-01-01/);
    assert.match(out, /unread part 'c\.gz' of 'jp' covers nothing in what was scanned/);
    assert.not.match(out, /unread part 'a\.gz'/);
  }));

test('refuses an entry without a place, an owner or an end, and one for everything', () =>
  withRepository(async (cwd) => {
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['--path', 'a.zip'], /--expires is required/],
      [['--path', 'a.zip', '--expires', '2999-12-31'], /--reason and --owner are required/],
      [WHO, /name its file with --path, or its object from an audit with --object/],
      [['--path', '**', ...WHO], /it matches nearly every path/],
      [['--path', 'a.zip', '--surface', 'trace', ...WHO], /use only --path or --object to name it/],
      [['--path', token('unread'), ...WHO], /--path: it contains what looks like a secret/],
      [['--object', 'abc', ...WHO], /whole object id/],
      [['c1:00', '--path', 'a.zip', ...WHO], /use only --path or --object to name it/],
    ];
    for (const [flags, message] of cases) {
      const { code, err } = await runIn(cwd, ['allow', '--unread', 'encrypted', ...flags]);
      assert.is(code, 2, flags.join(' '));
      assert.match(err, message);
    }
    const { code, err } = await runIn(cwd, ['allow', '--unread', 'encripted', '--path', 'a.zip', ...WHO]);
    assert.is(code, 2);
    assert.match(err, /encrypted/);
  }));

test.run();
