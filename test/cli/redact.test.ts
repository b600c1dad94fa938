import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expand } from '../../scripts/lib/values.ts';
import { makeZip } from '../helpers/archives.ts';
import { packedText } from '../helpers/images.ts';
import { makeDatabase } from '../helpers/sqlite.ts';
import { assert, suite } from '../helpers/suite.ts';
import { chunks, fakeIo, run, token, withFolder, type World } from './helpers.ts';
import { main } from '../../src/cli/main.ts';

const test = suite('watertight redact');
const TOKEN = token('redact');
const MARK = '[REDACTED:gitlab-pat]';
const PASSWORD = expand(['{base62:14}', '7a'], 'redact-password');
const GENERIC = '[REDACTED:generic-secret]';
const DATABASE = makeDatabase('settings', 'name TEXT, value TEXT', [
  ['db_password', PASSWORD],
  ['other', 'x'],
]);
const FILES = { 'in/a.log': `t ${TOKEN}\n`, 'in/sub/b.json': `{"token":"${TOKEN}"}`, 'in/clean.txt': 'nothing\n' };
const read = (cwd: string, path: string): string => readFileSync(join(cwd, path), 'utf8');

test('copies a folder without its values, and records what was taken out', () =>
  withFolder(FILES, async (cwd) => {
    const { code, out, err } = await run(['redact', 'in', '--out', 'out', '--record', 'record.json'], { cwd });
    assert.is(code, 0, err);
    assert.match(out, 'CLEAN  redacted 2 values in 2 files of 3');
    assert.is(read(cwd, 'out/a.log'), `t ${MARK}\n`);
    assert.is(read(cwd, 'out/sub/b.json'), `{"token":"${MARK}"}`);
    assert.is(read(cwd, 'out/clean.txt'), 'nothing\n');
    assert.is(read(cwd, 'in/a.log'), FILES['in/a.log']);
    const record = read(cwd, 'record.json');
    assert.not.match(record + out + err, TOKEN);
    const schema = JSON.parse(readFileSync('schemas/redaction.v1.schema.json', 'utf8')) as object;
    const validate = new Ajv2020({ strict: false }).compile(schema);
    const document = JSON.parse(record) as { files: { path: string; input: string | null }[] };
    assert.ok(validate(document), JSON.stringify(validate.errors));
    const inputs = document.files.map(({ path, input }) => `${path} ${input === null ? 'none' : input.slice(0, 7)}`);
    assert.equal(inputs, ['in/a.log none', 'in/clean.txt sha256:', 'in/sub/b.json none']);
  }));

test('names the inputs by keyed digests where the project has a key', () =>
  withFolder(FILES, async (cwd) => {
    const env = { WATERTIGHT_KEY: 'k'.repeat(20) };
    await run(['redact', 'in', '--out', 'out', '--record', 'record.json'], { cwd, env });
    assert.is(read(cwd, 'record.json').match(/"input":"hmac-sha256:[0-9a-f]{64}"/g)?.length, 3);
  }));

test('withholds what it cannot look at, and says so', () =>
  withFolder({ ...FILES, 'in/x.wim': Buffer.from('MSWIM\0\0\0') }, async (cwd) => {
    symlinkSync('/etc/hostname', join(cwd, 'in/link'));
    const { code, out } = await run(['redact', 'in', '--out', 'out'], { cwd });
    assert.is(code, 3);
    assert.match(out, 'withheld  in/x.wim: a Windows image: not scanned');
    assert.match(out, 'skipped  in/link');
    assert.not.ok(existsSync(join(cwd, 'out/x.wim')));
    assert.not.ok(existsSync(join(cwd, 'out/link')));
    assert.ok(existsSync(join(cwd, 'out/a.log')));
  }));

test('ends 1 where a value cannot be taken out, and does not write that file', () =>
  withFolder({ 'in/a.png': packedText(`token=${TOKEN}`) }, async (cwd) => {
    const { code, out } = await run(['redact', 'in', '--out', 'out'], { cwd });
    assert.is(code, 1);
    assert.match(out, 'withheld  in/a.png: a value could not be redacted (gitlab-pat, in png:metadata)');
    assert.not.ok(existsSync(join(cwd, 'out/a.png')));
  }));

/** Where a value of this name is found by what stands beside it, and files that hold it with nothing beside it. */
const BARE = {
  'in/1.md': `seen: \`${PASSWORD}\` and ${Buffer.from(`x ${PASSWORD} y`).toString('base64')}\n`,
  'in/2.env': `DB_PASSWORD=${PASSWORD}\n`,
  'in/3.log.gz': gzipSync(`login as ${PASSWORD} failed\n`),
  'in/4.json': `{"${PASSWORD}":1,"n":"${PASSWORD}"}\n`,
  'in/5.txt': 'nothing\n',
};

test('takes a value that one place gives away out of every other place', () =>
  withFolder(BARE, async (cwd) => {
    const { code, out } = await run(['redact', 'in', '--out', 'out', '--record', 'record.json'], { cwd });
    assert.is(code, 0, out);
    assert.is(read(cwd, 'out/1.md').split(' ')[1], `\`${GENERIC}\``);
    assert.is(Buffer.from(read(cwd, 'out/1.md').split(' ')[3] ?? '', 'base64').toString(), `x ${GENERIC} y`);
    assert.is(gunzipSync(readFileSync(join(cwd, 'out/3.log.gz'))).toString(), `login as ${GENERIC} failed\n`);
    assert.equal(JSON.parse(read(cwd, 'out/4.json')), { [GENERIC]: 1, n: GENERIC });
    const record = read(cwd, 'record.json');
    // A plain digest of what a value was taken out of lets anybody try values.
    assert.is(record.match(/"input":"sha256:/g)?.length, 1);
    assert.match(out, 'redacted 6 values in 4 files of 5');
    assert.not.match(record, PASSWORD);
  }));

const ODD = `${PASSWORD.slice(0, 6)}&3"x'y<z>%20\\w $k;|${PASSWORD.slice(6)}`;
const [head, tail] = [ODD.slice(0, 15), ODD.slice(15)];
const SPLIT = {
  'in/colours.log': `login password=${head}\x1b[1m${tail}\x1b[0m user=bob\n`,
  'in/cri.log': `2026-01-02T00:00:00.0Z stdout P password=${head}\n2026-01-02T00:00:00.0Z stdout F ${tail}\n`,
  'in/table.md': `| user | password |\n| --- | --- |\n| bob | ${ODD.replace('|', '\\|')} |\n`,
  'in/lines.txt': `the value is\n${ODD.match(/.{1,10}/g)?.join('\n')}\nend\n`,
  'in/parts.js': `const p = ${ODD.match(/.{1,7}/g)
    ?.map((part) => JSON.stringify(part))
    .join(' +\n  ')};\n`,
  'in/tags.xml': `<a>${ODD.match(/.{1,5}/g)
    ?.map((part) => `<i>${part.replaceAll('<', '&lt;')}</i>`)
    .join('')}</a>\n`,
};

test('leaves no piece of a declared value that is cut at signs and blanks', () =>
  withFolder(SPLIT, async (cwd) => {
    const world = { cwd, env: { KV_ODD: ODD } };
    const { code, out } = await run(['redact', 'in', '--out', 'out', '--known-env', 'KV_*'], world);
    assert.is(code, 0, out);
    for (const name of readdirSync(join(cwd, 'out'))) {
      const text = read(cwd, `out/${name}`);
      for (let at = 0; at + 5 <= ODD.length; at++)
        assert.not.ok(text.includes(ODD.slice(at, at + 5)), `${name}: ${text}`);
    }
  }));

test('in place as well, with a copy of each file that changed', () =>
  withFolder(BARE, async (cwd) => {
    const { code, out } = await run(['redact', 'in', '--in-place', '--backup', 'kept'], { cwd });
    assert.is(code, 0, out);
    assert.is(read(cwd, 'in/1.md').split(' ')[1], `\`${GENERIC}\``);
    assert.equal(readdirSync(join(cwd, 'kept')).sort(), ['1.md', '2.env', '3.log.gz', '4.json']);
    assert.is(read(cwd, 'kept/1.md'), BARE['in/1.md']);
  }));

test('takes a value out of a database that only its rows give away, and leaves it a database', () =>
  withFolder({ 'in/a.db': DATABASE }, async (cwd) => {
    const { code, out } = await run(['redact', 'in', '--out', 'out'], { cwd });
    assert.is(code, 0, out);
    const copy = readFileSync(join(cwd, 'out/a.db'));
    assert.is(copy.indexOf(PASSWORD.slice(0, 6)), -1);
    assert.is(
      copy.toString('latin1').replaceAll('[REDACTED]'.padEnd(PASSWORD.length, '*'), PASSWORD),
      DATABASE.toString('latin1'),
    );
  }));

test('takes values out of names', () =>
  withFolder({ [`in/${TOKEN}.txt`]: 'x' }, async (cwd) => {
    const { code, out } = await run(['redact', 'in', '--out', 'out'], { cwd });
    assert.is(code, 0, out);
    assert.ok(existsSync(join(cwd, `out/${MARK}.txt`)));
  }));

test('writes one file for one file', () =>
  withFolder(FILES, async (cwd) => {
    assert.is((await run(['redact', 'in/a.log', '--out', 'a.txt'], { cwd })).code, 0);
    assert.is(read(cwd, 'a.txt'), `t ${MARK}\n`);
  }));

test('lists links, empty folders and what is excluded, of which there is no copy', () =>
  withFolder({ 'in/a.txt': 'text\n', 'in/skip/b.txt': 'text\n' }, async (cwd) => {
    symlinkSync('a.txt', join(cwd, 'in/link.txt'));
    mkdirSync(join(cwd, 'in/empty'));
    const { code, out } = await run(['redact', 'in', '--out', 'copy', '--record', 'r.json', '--exclude', 'skip'], {
      cwd,
    });
    assert.is(code, 0);
    assert.match(out, /of 1, 3 not copied \(links, empty folders, exclusions\)/);
    const { files, summary } = JSON.parse(read(cwd, 'r.json')) as {
      files: { path: string; status: string; reason: string | null }[];
      summary: { files: number; leftOut: number };
    };
    assert.equal([summary.files, summary.leftOut], [1, 3]);
    assert.equal(
      files.filter(({ status }) => status === 'left-out').map(({ path }) => path),
      ['in/empty', 'in/link.txt', 'in/skip'],
    );
  }));

test('replaces files in place only with a backup', () =>
  withFolder(FILES, async (cwd) => {
    assert.is((await run(['redact', 'in', '--in-place'], { cwd })).code, 2);
    const { code, out } = await run(['redact', 'in', '--in-place', '--backup', 'kept'], { cwd });
    assert.is(code, 0, out);
    assert.is(read(cwd, 'in/a.log'), `t ${MARK}\n`);
    assert.is(read(cwd, 'kept/a.log'), FILES['in/a.log']);
    assert.not.ok(existsSync(join(cwd, 'kept/clean.txt')));
    assert.is(statSync(join(cwd, 'kept')).mode & 0o77, 0);
  }));

test('keeps the place of a file in a folder whose name begins with two dots', () =>
  withFolder({ 'in/..a/f.txt': TOKEN, 'in/f.txt': 'x' }, async (cwd) => {
    assert.is((await run(['redact', 'in', '--out', 'out'], { cwd })).code, 0);
    assert.is(read(cwd, 'out/..a/f.txt'), MARK);
    assert.is(read(cwd, 'out/f.txt'), 'x');
  }));

test('gives a copy the mode of its original', () =>
  withFolder(FILES, async (cwd) => {
    chmodSync(join(cwd, 'in/a.log'), 0o700);
    await run(['redact', 'in', '--out', 'out'], { cwd });
    assert.is(statSync(join(cwd, 'out/a.log')).mode & 0o777, 0o700);
  }));

test('in place, goes on behind a file that cannot be replaced, and says that it was left', () => {
  // No room for the ending of the file that would take its place.
  const long = `in/${'n'.repeat(250)}`;
  return withFolder({ ...FILES, [long]: TOKEN }, async (cwd) => {
    const { code, out } = await run(['redact', 'in', '--in-place', '--backup', 'kept'], { cwd });
    assert.is(code, 1);
    assert.match(out, `  left  ${long}: cannot be replaced: name too long`);
    assert.is(read(cwd, long), TOKEN);
    assert.is(read(cwd, 'in/sub/b.json'), `{"token":"${MARK}"}`);
  });
});

test('in place, ends 1 where a value stays', () =>
  withFolder({ [`in/${TOKEN}.txt`]: 'x' }, async (cwd) => {
    const { code, out } = await run(['redact', 'in', '--in-place', '--backup', 'kept'], { cwd });
    assert.is(code, 1);
    assert.not.match(out, TOKEN);
  }));

test('in place, a link whose target holds a value is left, and nothing else is withheld for it', () =>
  withFolder({ ...FILES }, async (cwd) => {
    symlinkSync(`gone/${TOKEN}`, join(cwd, 'in/link'));
    const { code, out } = await run(['redact', 'in', '--in-place', '--backup', 'kept'], { cwd });
    assert.is(code, 1);
    assert.not.match(out, TOKEN);
    assert.match(out, '  left  in/link: its link target contains a value');
    assert.is(read(cwd, 'in/sub/b.json'), `{"token":"${MARK}"}`);
  }));

const REFUSED: readonly (readonly [string, readonly string[]])[] = [
  ['an output that is there', ['redact', 'in', '--out', 'there']],
  ['an output inside of the input', ['redact', 'in', '--out', 'in/out']],
  ['an output without a folder', ['redact', 'in', '--out', 'no/out']],
  ['no output', ['redact', 'in']],
  ['two inputs', ['redact', 'in', 'there', '--out', 'out']],
  ['an input that is not there', ['redact', 'none', '--out', 'out']],
  ['an output and in place', ['redact', 'in', '--out', 'out', '--in-place', '--backup', 'kept']],
  ['a backup inside of the input', ['redact', 'in', '--in-place', '--backup', 'in/kept']],
];
for (const [what, argv] of REFUSED)
  test(`refuses ${what}`, () =>
    withFolder({ ...FILES, 'there/x': 'x' }, async (cwd) => {
      const { code, err } = await run(argv, { cwd });
      assert.is(code, 2);
      assert.match(err, /^watertight: Cannot /);
      assert.is(read(cwd, 'in/a.log'), FILES['in/a.log']);
      assert.not.ok(existsSync(join(cwd, 'out')));
    }));

/** Runs with standard output as bytes. */
interface Streamed {
  readonly code: number;
  readonly bytes: Buffer;
  readonly err: string;
}

async function streamed(argv: readonly string[], world: World): Promise<Streamed> {
  const { io, written } = fakeIo(world);
  const parts: Uint8Array[] = [];
  const stdout = { ...io.stdout, writeBytes: (bytes: Uint8Array) => Promise.resolve(parts.push(bytes) > 0) };
  const code = await main(argv, { ...io, stdout });
  return { code, bytes: Buffer.concat(parts), err: written.err };
}

test('redacts standard input to standard output', () =>
  withFolder({}, async (cwd) => {
    const world = { cwd, stdin: chunks(`a ${TOKEN.slice(0, 9)}`, `${TOKEN.slice(9)} b\nlast`) };
    const { code, bytes, err } = await streamed(['redact', '-'], world);
    assert.equal([code, bytes.toString(), err], [0, `a ${MARK} b\nlast`, 'watertight: redacted 1 gitlab-pat\n']);
  }));

test('takes an archive or a text of wide characters from standard input as one file, and gives it out redacted', () =>
  withFolder({}, async (cwd) => {
    const text = `first\ntoken=${TOKEN}\nlast\n`;
    const wide = Buffer.from(`\uFEFF${text}`, 'utf16le');
    const forms = [
      { input: gzipSync(text), read: (bytes: Buffer) => gunzipSync(bytes).toString() },
      { input: wide, read: (bytes: Buffer) => bytes.toString('utf16le').slice(1) },
    ];
    for (const { input, read: undo } of forms) {
      for (const parts of [[input], [input.subarray(0, 1), input.subarray(1, 7), input.subarray(7)]]) {
        const { code, bytes, err } = await streamed(['redact', '-'], { cwd, stdin: chunks(...parts) });
        assert.equal([code, undo(bytes)], [0, text.replace(TOKEN, MARK)], err);
        assert.match(err, 'CLEAN  redacted 1 value in 1 file of 1');
      }
    }
  }));

test('says that it is the name of a member that keeps an archive back', () =>
  withFolder({ 'in.zip': makeZip([{ name: `${TOKEN}.txt`, data: Buffer.from('x') }]) }, async (cwd) => {
    const { code, out } = await run(['redact', 'in.zip', '--out', 'out.zip'], { cwd });
    assert.equal([code, existsSync(join(cwd, 'out.zip'))], [1, false]);
    assert.match(
      out,
      'withheld  in.zip: a name inside it contains a value, and only file names are changed (gitlab-pat)',
    );
  }));

test('gives out nothing of standard input that cannot be looked at', () =>
  withFolder({}, async (cwd) => {
    const stdin = chunks(Buffer.from('MSWIM\0\0\0'));
    const { code, bytes, err } = await streamed(['redact', '-', '--quiet'], { cwd, stdin });
    assert.equal([code, bytes.length], [3, 0]);
    assert.match(err, 'withheld  <stdin>: a Windows image: not scanned');
  }));

test('redacts standard input to a file', () =>
  withFolder({}, async (cwd) => {
    const { code } = await run(['redact', '-', '--out', 'a.log'], { cwd, stdin: chunks(`a ${TOKEN}\n`) });
    assert.is(code, 0);
    assert.is(read(cwd, 'a.log'), `a ${MARK}\n`);
  }));

test('standard input takes no flag that needs files, and says what known values were not searched for', () =>
  withFolder({}, async (cwd) => {
    for (const flags of [['--in-place'], ['--backup', 'b'], ['--record', 'r.json']]) {
      const { code, out, err } = await run(['redact', '-', ...flags], { cwd, stdin: chunks('x\n') });
      assert.equal([code, out], [2, '']);
      assert.match(err, `Cannot use ${flags[0]} when redacting standard input`);
    }
    const known = ['redact', '-', '--known-env', 'NOSUCH_*'];
    const told = await run(known, { cwd, stdin: chunks('x\n') });
    assert.equal([told.code, /1 known value or source was not searched for/.test(told.err)], [0, true]);
    assert.is((await run([...known, '--known-required'], { cwd, stdin: chunks('x\n') })).code, 3);
  }));

test.run();
