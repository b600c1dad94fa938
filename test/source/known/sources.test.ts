import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dotenvValues } from '../../../src/source/known/dotenv.ts';
import { envValues } from '../../../src/source/known/env.ts';
import { dotenvFile, valueFolder } from '../../../src/source/known/files.ts';
import { loadKnown } from '../../../src/source/known/load.ts';
import { pairValues } from '../../../src/source/known/pairs.ts';
import { USUAL_NAMES } from '../../../src/source/known/sources.ts';
import type { NamedValue } from '../../../src/types.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('known values: sources');

function shown(values: readonly NamedValue[]): Record<string, readonly string[]> {
  return Object.fromEntries(
    values.map(({ name, secret, readings = [] }) => [name, [secret, ...readings].map((one) => one.reveal())]),
  );
}

async function* chunks(...parts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}

function names(glob: string, ...list: readonly string[]): readonly string[] {
  return Object.keys(shown(envValues(Object.fromEntries(list.map((name) => [name, 'x'])), [glob])));
}

function inFolder(body: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'watertight-known-'));
  try {
    body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('takes variables whose names fit a glob, in the order of their names', () => {
  const env = { B_TOKEN: 'two', A_TOKEN: 'one', TOKENS: 'x', Empty_TOKEN: '', my_token: 'three', A_B_C: 'four' };
  assert.equal(shown(envValues(env, ['*_TOKEN'])), { A_TOKEN: ['one'], B_TOKEN: ['two'], my_token: ['three'] });
  assert.equal(Object.keys(shown(envValues(env, ['A*B*C', 'tokens']))), ['A_B_C', 'TOKENS']);
  assert.equal(Object.keys(shown(envValues({ CI_DB_PASSWORD: 'a', PATH: 'b' }, USUAL_NAMES))), ['CI_DB_PASSWORD']);
});

test('a glob wants its parts one behind the other', () => {
  assert.equal(names('A*A', 'A', 'AA', 'ABA'), ['AA', 'ABA']);
  assert.equal(names('*KEY*ID*', 'KEY_ID', 'ID_KEY', 'XKEYXIDX'), ['KEY_ID', 'XKEYXIDX']);
});

test('reads environment files in every dialect', () => {
  const text = [
    '# a comment',
    'PLAIN=one two # three',
    "export SINGLE='a # b'",
    'DOUBLE="line\\nnext\\"q"',
    'YAML: value',
    'MULTI="first',
    'second"',
    'OPEN="never closed',
    'EMPTY=',
    'no assignment',
    'ESC=a\\ b',
    'BACK=`x y`',
    "declare -x SHOWN='a b'",
    'set CMD=c d',
  ].join('\n');
  const { values, strange } = dotenvValues(text);
  assert.equal(strange, [10]);
  assert.equal(shown(values), {
    PLAIN: ['one two', 'one two # three'],
    SINGLE: ['a # b'],
    DOUBLE: ['line\nnext"q', 'line\\nnext\\"q', 'line\\nnext"q'],
    YAML: ['value'],
    MULTI: ['first\nsecond'],
    OPEN: ['"never closed'],
    ESC: ['a\\ b', 'a b'],
    BACK: ['x y'],
    SHOWN: ['a b'],
    CMD: ['c d'],
  });
});

test('joins the parts of a value that a shell joins, over lines too', () => {
  const text = [
    `PARTS='one'"two"three`,
    "ANSI=$'a\\x62\\'c'",
    'LONG=first\\',
    'second\\',
    'third',
    'QUOTED="first\\',
    'second" # the end',
    'set -a',
    'setenv CSH one',
    'set -gx FISH two',
    '$env:POWER = "three"',
    'EVEN=back\\\\',
    'NEXT=value',
  ].join('\n');
  const { values, strange } = dotenvValues(text);
  assert.equal(strange, []);
  const last = Object.fromEntries(Object.entries(shown(values)).map(([name, all]) => [name, all.at(-1)]));
  assert.equal(last, {
    PARTS: 'onetwothree',
    ANSI: "ab'c",
    LONG: 'firstsecondthird',
    QUOTED: 'firstsecond',
    CSH: 'one',
    FISH: 'two',
    POWER: 'three',
    EVEN: 'back\\',
    NEXT: 'value',
  });
});

test('what stands behind a word is no part of it, and an open quote makes none', () => {
  const { values } = dotenvValues(`A=correct horse\nB='one'two three\nC=it"s\n`);
  assert.equal(shown(values), { A: ['correct horse'], B: ['one'], C: ['it"s'] });
});

test('lines of an environment file that say nothing known are told by their numbers', () =>
  inFolder((folder) => {
    const file = join(folder, 'env');
    writeFileSync(file, '[service]\n# note\nset -a\nexport A\nA=value\nlet b be some\n{ c }\n');
    const { problems } = dotenvFile(file);
    assert.equal(problems, [{ name: 'line 6, 7 of the environment file', detail: 'no NAME=value there' }]);
  }));

test('reads a folder of values, each once, and says what it could not read', () =>
  inFolder((folder) => {
    mkdirSync(join(folder, '..2026_11/inner'), { recursive: true });
    writeFileSync(join(folder, '..2026_11/plain'), 'mounted-value\n');
    symlinkSync('..2026_11', join(folder, '..data'));
    symlinkSync('..data/plain', join(folder, 'plain'));
    symlinkSync('/etc/hostname', join(folder, 'outside'));
    mkdirSync(join(folder, 'nested'));
    writeFileSync(join(folder, 'nested/inner'), 'nested-value\r\n');
    writeFileSync(join(folder, 'binary'), Buffer.from([0, 255, 1, 2]));
    writeFileSync(join(folder, 'empty'), '');
    writeFileSync(join(folder, 'huge'), Buffer.alloc(1024 * 1024 + 1, 'a'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const { values, problems } = valueFolder(folder);
    assert.equal(shown(values), {
      binary: ['AP8BAg==', 'AP8BAg', '00ff0102', '00FF0102'],
      'nested/inner': ['nested-value'],
      plain: ['mounted-value'],
    });
    assert.equal(problems, [
      { name: 'huge', detail: 'it is larger than 1 MiB' },
      { name: 'outside', detail: 'a link that leads out of the folder' },
      { name: 'pipe', detail: 'it is not a file' },
    ]);
  }));

test('what cannot be read is an error that names nothing', () =>
  inFolder((folder) => {
    assert.throws(
      () => valueFolder(join(folder, 'none')),
      /^Error: no such file$|^ScanError: no such file$|no such file/,
    );
    assert.throws(() => dotenvFile(join(folder, 'none')), /no such file/);
    assert.throws(() => dotenvFile(folder), /not a file|is a directory/);
    writeFileSync(join(folder, 'bin'), Buffer.from([0, 1]));
    assert.throws(() => dotenvFile(join(folder, 'bin')), /it is no text/);
  }));

test('reads names and values from a stream, as pairs or as env -0 prints them', async () => {
  assert.equal(shown(await pairValues(chunks('A\0uno', '\0B=\0tw', 'o=x\0'))), { A: ['uno'], 'B=': ['two=x'] });
  assert.equal(shown(await pairValues(chunks('A=one\0B=two\nthree\0C=\0'))), { A: ['one'], B: ['two\nthree'] });
  assert.equal(await pairValues(chunks('')), []);
  for (const broken of ['A\0uno', 'A\0uno\0B\0']) {
    const error = await pairValues(chunks(broken)).then(
      () => undefined,
      (caught: unknown) => caught,
    );
    assert.instance(error, Error);
    assert.not.match(String(error), /uno/);
  }
});

test('values shorter than the packet asks for are told', async () => {
  const env = { A_TOKEN: 'short', B_TOKEN: 'long enough for it' };
  const { values, problems } = await loadKnown({ kind: 'env', names: ['*_TOKEN'], minLength: 10 }, env);
  assert.equal(Object.keys(shown(values)), ['B_TOKEN']);
  const detail = 'too weak: shorter than 10 characters, as the packet asks';
  assert.equal(problems, [{ name: 'A_TOKEN', reason: 'weak-value', detail }]);
});

test.run();
