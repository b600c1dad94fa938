import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expand } from '../../scripts/lib/values.ts';
import { assert, suite } from '../helpers/suite.ts';
import { chunks, packet, run, withFolder } from './helpers.ts';

const test = suite('cli: known build, list, check');
const VALUE = expand(['{base62:36}'], 'a built value');
const WEAK = expand(['{lower:4}', '{digits:4}'], 'a weak value');
const KEY = Buffer.alloc(32, 5).toString('base64');
const ENV = { DB_TOKEN: VALUE, WATERTIGHT_FP_KEY: KEY };

interface Report {
  readonly findings: readonly { readonly known?: { readonly name: string } }[];
  readonly skipped: readonly { readonly reason: string; readonly detail: string; readonly accepted: boolean }[];
}

test('a file that is built where the values are finds them elsewhere, with its key alone', () =>
  withFolder(
    { 'a.log': `x ${Buffer.from(VALUE).toString('base64')}\n`, 'b.log': `${VALUE.slice(0, 18)}\n` },
    async (cwd) => {
      const built = await run(['known', 'build', '--from', 'env:*_TOKEN'], { cwd, env: ENV });
      assert.equal([built.code, built.err], [0, '']);
      assert.match(built.out, /^1 value in \.watertight\/known\.fp, key [0-9a-f]{16}\n$/);
      const file = '.watertight/known.fp';
      assert.not.match(readFileSync(join(cwd, file), 'utf8'), /DB_TOKEN/);
      const listed = await run(['known', 'list'], { cwd, env: ENV });
      assert.match(listed.out, /^DB_TOKEN {2}\d+ windows\n1 value, key [0-9a-f]{16}\n$/);
      const scan = ['a.log', 'b.log', '--known', file, '--format', 'json'];
      const { code, out } = await run(scan, { cwd, env: { WATERTIGHT_FP_KEY: KEY } });
      assert.is(code, 1);
      assert.equal(
        (JSON.parse(out) as Report).findings.map(({ known }) => known?.name),
        ['DB_TOKEN', 'DB_TOKEN'],
      );
      assert.not.match(out, VALUE.slice(0, 10));
      const byOther = await run(scan, { cwd, env: { WATERTIGHT_FP_KEY: Buffer.alloc(32).toString('hex') } });
      assert.is(byOther.code, 2);
      assert.match(byOther.err, /known values of --known \(no\. 1, \S+\): it was made with another key/);
      const byFd = await run([...scan, '--key-fd', '0'], { cwd, stdin: chunks(`${KEY}\n`) });
      assert.is(byFd.code, 1);
    },
  ));

test('shows and keeps no value that stands in a name', () =>
  withFolder({ [`s/plain`]: VALUE, [`s/${VALUE}`]: 'weak', [`s/of-${VALUE}/x`]: `${VALUE}-other` }, async (cwd) => {
    const built = await run(['known', 'build', '--from', 'dir:s'], { cwd, env: ENV });
    const listed = await run(['known', 'list'], { cwd, env: ENV });
    assert.match(built.err, 'left out: <redacted:known-value>: shorter than 8 characters');
    assert.match(listed.out, 'of-<redacted:known-value>/x');
    const checked = await run(['known', 'check', '--from', 'dir:s'], { cwd, env: ENV });
    assert.is(checked.code, 0, checked.out + checked.err);
    for (const { out, err } of [built, listed, checked]) assert.not.match(out + err, VALUE);
  }));

test('without its key the file is told as skipped, and the run is incomplete where that is asked for', async () => {
  const declared = 'known_secrets: { REQUIRED sources: [{ kind: fingerprints, path: k.fp, key_env: OUR_KEY }] }';
  const files = {
    'a.log': 'nothing',
    'p.yaml': packet(declared.replace('REQUIRED ', '')),
    'r.yaml': packet(declared.replace('REQUIRED', 'required: true,')),
  };
  await withFolder(files, async (cwd) => {
    await run(['known', 'build', '--from', 'env:DB_TOKEN', '--out', 'k.fp'], { cwd, env: ENV });
    const scan = ['a.log', '--format', 'json', '--packet'];
    const lenient = await run([...scan, 'p.yaml'], { cwd });
    assert.is(lenient.code, 0);
    assert.equal((JSON.parse(lenient.out) as Report).skipped, [
      {
        path: '<known values>',
        view: [],
        reason: 'no-key',
        detail: 'not checked: k.fp, the key is missing (OUR_KEY is not set)',
        accepted: true,
      },
    ]);
    assert.is((await run([...scan, 'r.yaml'], { cwd })).code, 3);
    assert.is((await run([...scan, 'p.yaml', '--known-required'], { cwd })).code, 3);
    assert.is((await run([...scan, 'r.yaml'], { cwd, env: { OUR_KEY: KEY } })).code, 0);
    writeFileSync(join(cwd, 'k.fp'), 'no file of ours');
    assert.is((await run([...scan, 'r.yaml'], { cwd, env: { OUR_KEY: KEY } })).code, 3);
    assert.is(
      (await run(['a.log', '--known', 'none.fp', '--key-env', 'OUR_KEY'], { cwd, env: { OUR_KEY: KEY } })).code,
      2,
    );
  });
});

test('where no value is strong enough, the ways out are named', () =>
  withFolder({ 'v.env': `WEAK=${WEAK}\n` }, async (cwd) => {
    const { code, err } = await run(['known', 'build', '--from', 'dotenv:v.env'], { cwd, env: ENV });
    assert.is(code, 2);
    assert.match(err, /no value is strong enough \(WEAK: below 72 bits\).*--known-env NAME.*--allow-weak/);
  }));

test('weak values stay out unless they are asked for, and names where they are not', () =>
  withFolder({ 'v.env': `STRONG=${VALUE}\nWEAK=${WEAK}\n`, 'a.log': `pw ${WEAK} ${VALUE}` }, async (cwd) => {
    const build = ['known', 'build', '--from', 'dotenv:v.env', '--out', 'k.fp'];
    const strict = await run(build, { cwd, env: ENV });
    assert.is(strict.code, 3);
    assert.is(strict.err, 'watertight: left out: WEAK: below 72 bits\n');
    const weak = await run([...build, '--allow-weak', '--anonymous'], { cwd, env: ENV });
    assert.is(weak.code, 0);
    assert.match(weak.err, /the file holds values below 72 bits.*: WEAK\n$/);
    assert.match(readFileSync(join(cwd, 'k.fp'), 'utf8'), /"warning": "holds values below 72 bits/);
    assert.match(
      (await run(['known', 'list', 'k.fp'], { cwd, env: ENV })).out,
      /value-1 .*\nvalue-2 .*\n2 values.*\nwarning/s,
    );
    const { out } = await run(['a.log', '--known', 'k.fp', '--format', 'json'], { cwd, env: ENV });
    const told = new Set((JSON.parse(out) as Report).findings.map(({ known }) => known?.name));
    assert.equal(told, new Set(['value-1', 'value-2']));
  }));

test('a check tells which values the file does not know any more', () =>
  withFolder({}, async (cwd) => {
    await run(['known', 'build', '--from', 'env:DB_TOKEN'], { cwd, env: ENV });
    const check = ['known', 'check', '--from', 'env:*_TOKEN'];
    const same = await run(check, { cwd, env: ENV });
    assert.is(same.code, 0);
    assert.match(same.out, /opens with its key .*covers 1 of 1 value/);
    const rotated = { ...ENV, DB_TOKEN: expand(['{base62:36}'], 'rotated') };
    const other = await run(check, { cwd, env: rotated });
    assert.is(other.code, 1);
    assert.match(other.out, /^missing: DB_TOKEN\n.*covers 0 of 1 value\n$/);
    assert.is((await run(['known', 'check'], { cwd, env: ENV })).code, 0);
    const weak = await run(check, { cwd, env: { ...ENV, PIN_TOKEN: 'abc' } });
    assert.is(weak.code, 0, 'what nobody looks for is not missing');
    assert.match(weak.out, /^not checked: PIN_TOKEN: shorter than 8 characters\n.*covers 1 of 1 value\n$/);
    assert.match((await run(['known', 'build', '--from', 'env:NOSUCH'], { cwd, env: ENV })).err, 'no value was found');
  }));

test('a source that gives nothing, or a file that cannot be read, leaves neither command content', () =>
  withFolder({ 's/one': `${VALUE}\n` }, async (cwd) => {
    const ask = (...argv: string[]): ReturnType<typeof run> => run(['known', ...argv], { cwd, env: ENV });
    symlinkSync('/etc/hostname', join(cwd, 's/out'));
    const built = await ask('build', '--from', 'dir:s', '--from', 'env:NOSUCH');
    assert.is(built.code, 3);
    assert.match(built.out, '1 value in');
    const why = [
      /out: a link that leads out of the folder\n/,
      /no\. 2, NOSUCH\): no variable with a matching name is set\n/,
    ];
    for (const one of why) assert.match(built.err, one);
    const checked = await ask('check', '--from', 'dir:s', '--from', 'env:NOSUCH');
    assert.is(checked.code, 3);
    for (const one of why) assert.match(checked.out, one);
    assert.match(checked.out, /covers 1 of 1 value\n$/);
    assert.is((await ask('check', '--from', 'env:NOSUCH')).code, 3);
  }));

test('what cannot be done is said without repeating what stands on the command line', () =>
  withFolder({}, async (cwd) => {
    for (const [args, env] of [
      [['known', 'build'], ENV],
      [['known', 'build', VALUE], ENV],
      [['known', 'build', '--from', VALUE], ENV],
      [['known', 'build', '--from', `env:A=${VALUE}`], ENV],
      [['known', 'build', '--from', `dotenv:${VALUE}`], ENV],
      [['known', 'build', '--from', 'env:NONE'], ENV],
      [['known', 'build', '--from', 'env:DB_TOKEN'], { DB_TOKEN: VALUE }],
      [['known', 'build', '--from', 'env:DB_TOKEN', '--key-env', `${VALUE}=`], ENV],
      [['known', 'build', '--from', 'env:DB_TOKEN'], { ...ENV, WATERTIGHT_FP_KEY: VALUE }],
      [['known', 'list', '--key-env', VALUE.replace(/^/, 'a')], ENV],
      [['known', 'list'], { ...ENV, WATERTIGHT_FP_KEY: VALUE }],
      [['known', 'list'], ENV],
      [['known', 'list', 'a', 'b'], ENV],
    ] as const) {
      const ended = await run(args, { cwd, env });
      assert.is(ended.code, 2, args.slice(0, 3).join(' '));
      assert.match(ended.err, /^watertight: /);
      assert.not.match(ended.out + ended.err, VALUE.slice(0, 8));
    }
    const wrong = await run(['known', 'list'], { cwd, env: { WATERTIGHT_FP_KEY: VALUE } });
    assert.match(wrong.err, /^watertight: Cannot use the key of WATERTIGHT_FP_KEY: the key is not 32 bytes/);
  }));

test.run();
