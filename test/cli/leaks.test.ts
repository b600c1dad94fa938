/** Promise 2: whatever a value looks like and wherever it stands, nothing that a command line writes holds it. */
import * as fc from 'fast-check';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { expand } from '../../scripts/lib/values.ts';
import { makeTar, makeZip } from '../helpers/archives.ts';
import { assert, suite } from '../helpers/suite.ts';
import { chunks, type Ended, packet, run, token, type World, withFolder } from './helpers.ts';

const test = suite('no output holds a value');
const FORMATS = ['text', 'json', 'sarif', 'junit', 'html', 'github', 'gitlab', 'ledger'] as const;

/** Characters that quoting, escaping, patterns and terminals trip over. */
const ODD = `"'\`\\$&<>%{}[]()|*+?^.,;:=#!~@/ \téß漢😀\u200b\u001b`;

const tokens: fc.Arbitrary<string> = fc.nat(1e6).map((seed) => token(`planted ${seed}`));
const passwords: fc.Arbitrary<string> = fc
  .tuple(fc.nat(1e6), fc.array(fc.constantFrom(...Array.from(ODD)), { minLength: 1, maxLength: 5 }))
  .map(([seed, odd]) =>
    expand(
      ['{letters:3}', '{digits:1}', '{letters:3}\u0001', '{letters:3}', '{digits:1}', '{letters:3}'],
      `odd ${seed}`,
    ).replace('\u0001', () => odd.join('')),
  );
const lines: fc.Arbitrary<string> = fc
  .nat(1e6)
  .map((seed) => expand(['{base62:18}', '\n', '{base62:18}'], `lines ${seed}`));
const values: fc.Arbitrary<string> = fc.oneof(tokens, passwords, lines);

/** How a value could stand in a text: as it is, and after every escape that a format or an encoding knows. */
function formsOf(value: string): readonly string[] {
  const json = JSON.stringify(value).slice(1, -1);
  const xml = value.replace(/[&<>"']/g, (one) => `&#${one.codePointAt(0)};`);
  const named = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const quoted = named.replaceAll('"', '&quot;').replaceAll("'", '&apos;');
  const bytes = Buffer.from(value);
  const cores = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    return encoded.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
  });
  const urlSafe = cores.map((core) => core.replaceAll('+', '-').replaceAll('/', '_'));
  const hex = bytes.toString('hex');
  return [value, json, xml, named, quoted, encodeURIComponent(value), hex, hex.toUpperCase(), ...cores, ...urlSafe];
}

function assertSilent(text: string, value: string, where: string): void {
  for (const form of formsOf(value)) assert.not(text.includes(form), `${where} holds a value`);
}

function ignore(): void {
  // Until the run listens.
}

/** A value in a URL, in a form in which every one is found: quotes and brackets would end it (RFC 3986, 2.2). */
function inUrl(value: string): string {
  return encodeURIComponent(value).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A value as a file name may hold it. */
function nameOf(value: string): string {
  return value.replace(/[/\0]/g, '_').slice(0, 60);
}

/** A folder with the value in many places: texts, encodings, archives, and names of all of these. */
async function plant(cwd: string, value: string): Promise<void> {
  const name = nameOf(value);
  const json = JSON.stringify({ db_password: value, nested: JSON.stringify({ api_token: value }) });
  const url = `GET postgres://app:${inUrl(value)}@db.internal:5432/x 200\n`;
  const all = `${json}\n${url}export API_TOKEN='${value}'\ntoken: ${value}\n`;
  const tar = await makeTar([{ name: `${name}/a.json`, data: json }]);
  const zip = makeZip([
    { name: `${name}/b.json`, data: Buffer.from(json).toString('base64') },
    { name: `locked-${name}`, data: 'x', encrypted: true },
    { name: `bad-${name}`, data: all, badCrc: true },
  ]);
  const files: Readonly<Record<string, string | Buffer>> = {
    'in/run.json': json,
    'in/run.log': url,
    'in/env/.env': all,
    [`in/${name}/notes.md`]: all,
    [`in/${name}.har`]: all,
    'in/bundle.tgz': gzipSync(tar),
    'in/trace.zip': zip,
    'in/index.html': `<p>data:application/zip;base64,${zip.toString('base64')}</p>`,
    'in/wide.txt': Buffer.from(`\uFEFF${all}`, 'utf16le'),
    'in/cut.gz': gzipSync(all).subarray(0, 40),
    list: `in\0missing/${name}\0`,
  };
  for (const [path, data] of Object.entries(files)) {
    await mkdir(join(cwd, path, '..'), { recursive: true });
    await writeFile(join(cwd, path), data);
  }
  await mkdir(join(cwd, 'out'));
}

const OUTPUTS = FORMATS.flatMap((format) => ['-o', `${format}=out/${format}`]);

/** Runs a command line over the planted folder and looks into everything that it wrote. */
function planted(
  value: string,
  argv: readonly string[],
  check: (ended: Ended) => void,
  world: Partial<World> = {},
): Promise<void> {
  return withFolder({}, async (cwd) => {
    await plant(cwd, value);
    const ended = await run([...argv, ...OUTPUTS], { cwd, ...world });
    check(ended);
    assertSilent(ended.out, value, 'standard output');
    assertSilent(ended.err, value, 'standard error');
    for (const name of await readdir(join(cwd, 'out')))
      assertSilent(await readFile(join(cwd, 'out', name), 'utf8'), value, name);
  });
}

test('in any format, whatever the value and wherever it stands', () =>
  fc.assert(
    fc.asyncProperty(values, (value) =>
      planted(value, ['--files-from', 'list'], ({ code, err }) => assert.is(code, 1, err)),
    ),
    { numRuns: 25 },
  ));

test('with --report-only, on a terminal with colours, with a key', () =>
  fc.assert(
    fc.asyncProperty(values, (value) =>
      planted(value, ['in', '--report-only'], ({ code, err }) => assert.is(code, 0, err), {
        isTTY: true,
        env: { WATERTIGHT_KEY: 'a key that is long enough' },
      }),
    ),
    { numRuns: 5 },
  ));

test('where the value is a declared one, in all its forms', () =>
  fc.assert(
    fc.asyncProperty(values, (value) =>
      planted(
        value,
        ['in', '--known-env', 'DECLARED_*'],
        ({ code, err, out }) => {
          assert.is(code, 1, err);
          assert.match(out, /DECLARED_ONE/);
        },
        { env: { DECLARED_ONE: value } },
      ),
    ),
    { numRuns: 12 },
  ));

test('where declared values are too weak, required or cannot be read', () =>
  fc.assert(
    fc.asyncProperty(values, (value) => {
      const env = { DECLARED_ONE: value, DECLARED_WEAK: value.slice(0, 5) };
      const argv = ['in', '--known-env', 'DECLARED_*', '--known-dotenv', `missing/${nameOf(value)}`];
      return planted(value, argv, ({ code }) => assert.is(code, 2), { env });
    }),
    { numRuns: 5 },
  ));

test('in an interrupted run', () =>
  fc.assert(
    fc.asyncProperty(values, (value) => {
      let interrupt: () => void = ignore;
      const stdin = (async function* (): AsyncGenerator<Uint8Array> {
        yield Buffer.from(`db: postgres://app:${inUrl(value)}@db.internal/x\n`);
        interrupt();
        yield Buffer.from('more\n');
      })();
      return planted(value, ['-', '--files-from', 'list'], ({ code }) => assert.is(code, 1), {
        stdin,
        onListen: (handler) => (interrupt = handler),
      });
    }),
    { numRuns: 5 },
  ));

test('in an internal error, in its stack, its name or what caused it', () =>
  fc.assert(
    fc.asyncProperty(values, async (value) => {
      const bug = (): never => {
        const error = new TypeError(`${value}\n    at ${value} (${value}:1:1)`, { cause: new Error(value) });
        error.name = value;
        throw error;
      };
      await planted(value, ['in'], ({ code }) => assert.is(code, 2), { onOut: bug, env: { WATERTIGHT_DEBUG: '1' } });
    }),
    { numRuns: 5 },
  ));

test('in progress', () =>
  fc.assert(
    fc.asyncProperty(tokens, async (value) => {
      const real = Date.now.bind(Date);
      let steps = 0;
      Date.now = () => real() + 20_000 * steps++;
      try {
        await planted(value, ['in'], ({ err }) => assert.match(err, /watertight: \d+ files/));
      } finally {
        Date.now = real;
      }
    }),
    { numRuns: 3 },
  ));

/** Command lines that fail, with the value in every place where a person could have put it. */
const FAILURES: readonly (readonly [string, (value: string) => readonly string[]])[] = [
  ['a packet with a value as key', () => ['-p', 'key.yaml', 'a.txt']],
  ['a packet with a value where a word belongs', () => ['-p', 'word.yaml', 'a.txt']],
  ['a packet that is no YAML', () => ['-p', 'broken.yaml', 'a.txt']],
  ['a rule file with a value as field', () => ['--rules', 'field.yaml', 'a.txt']],
  ['a rule file with a value in its pattern', () => ['--rules', 'pattern.yaml', 'a.txt']],
  ['a rule file that is no YAML', () => ['--rules', 'broken.yaml', 'a.txt']],
  ['a value as a flag', (value) => [`--${value}`, 'a.txt']],
  ['a value after a mistyped flag', (value) => [`--exlude=${value}`, 'a.txt']],
  ['a value as a format', (value) => ['--format', value, 'a.txt']],
  ['a value as an output', (value) => ['--output', value, 'a.txt']],
];

for (const [what, argv] of FAILURES) {
  test(`in the message about ${what}`, () =>
    fc.assert(
      fc.asyncProperty(values, (value) =>
        withFolder(
          {
            'a.txt': '',
            'key.yaml': packet(`${JSON.stringify(value)}: 1`),
            'word.yaml': packet(`allow: { inline: { surfaces: [${JSON.stringify(value)}] } }`),
            'broken.yaml': `a: [\n  "${value}\n ${value}: {`,
            'field.yaml': `rules:\n  - ${JSON.stringify(value)}: ${JSON.stringify(value)}\n    id: ${JSON.stringify(value)}\n`,
            'pattern.yaml': ruleWith(`(${value}`),
          },
          async (cwd) => {
            const { code, out, err } = await run(argv(value), { cwd, env: { WATERTIGHT_DEBUG: '1' } });
            assert.equal([code, out], [2, '']);
            assertSilent(err, value, 'the message');
          },
        ),
      ),
      { numRuns: 12 },
    ));
}

function ruleWith(pattern: string): string {
  const rule = {
    id: 'own-token',
    name: 'Own',
    class: 'secret',
    severity: 'high',
    confidence: 'context',
    keywords: ['own_'],
    pattern,
    examples: [['own_', 'qzvkxwpj']],
  };
  return JSON.stringify({ rules: [rule] });
}

/** Messages that name a file hold its name: a value is known there by its shape. */
const NAMED: readonly (readonly [string, (value: string) => readonly string[]])[] = [
  ['a path that is not there', (value) => [`out/${value}`]],
  ['a packet that is not there', (value) => ['-p', value]],
  ['a rule file that is not there', (value) => ['--rules', value]],
  ['a file list that is not there', (value) => ['--files-from', value]],
  ['an output in a folder that is not there', (value) => ['-o', `json=${value}/x`]],
];

for (const [what, argv] of NAMED) {
  test(`in the message about ${what}`, () =>
    fc.assert(
      fc.asyncProperty(tokens, (value) =>
        withFolder({ 'a.txt': '' }, async (cwd) => {
          const { code, out, err } = await run(argv(value), { cwd });
          assert.is(code, 2);
          assertSilent(out + err, value, 'the message');
          assert.match(err, /<redacted:/);
        }),
      ),
      { numRuns: 5 },
    ));
}

test('in a report about standard input that breaks off with a value in the error', () =>
  fc.assert(
    fc.asyncProperty(values, (value) => {
      const stdin = (async function* (): AsyncGenerator<Uint8Array> {
        yield* chunks('first\n');
        throw Object.assign(new Error(value), { code: value });
      })();
      return planted(value, ['-'], ({ code }) => assert.is(code, 3), { stdin });
    }),
    { numRuns: 5 },
  ));

test('a password that is a word of reports is reported, by every command that reports', () =>
  withFolder(
    {
      'clean/a': 'ok\n',
      '.env': [
        'generated_config',
        'fingerprint',
        'startColumn',
        'Fingerprint',
        'VIOLATIONS',
        'acknowledge',
        'system-out',
      ]
        .map((word, index) => `P${index}_PASSWORD=${word}\n`)
        .join(''),
    },
    async (cwd) => {
      const told = await run(['scan', '-f', 'json'], { cwd });
      assert.ok((JSON.parse(told.out) as { findings: unknown[] }).findings.length >= 6);
      for (const format of FORMATS)
        assert.is((await run(['scan', '-q', '-o', `${format}=out.${format}`], { cwd })).code, 1, format);
      for (const format of ['text', 'brief', 'json', 'sarif', 'junit', 'github'])
        assert.is((await run(['check', '-f', format], { cwd })).code, 1, format);
      assert.is((await run(['baseline', 'create', '--by-context', '--out', 'b.json'], { cwd })).code, 0);
      await run(['baseline', 'create', 'clean', '--out', 'none.json'], { cwd });
      for (const json of [[], ['--json']])
        assert.is((await run(['baseline', 'compare', '--baseline', 'none.json', ...json], { cwd })).code, 1);
      assert.is((await run(['redact', '.env', '--out', 'copy', '--record', 'r.json'], { cwd })).code, 0);
      assert.is((await run(['baseline', 'create', '--format', 'detect-secrets', '--out', 'd.json'], { cwd })).code, 0);
    },
  ));

test.run();
