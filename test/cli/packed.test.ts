/** The package as it is published, unpacked in an empty folder and run by its own start file. */
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  chmodSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { extract } from 'tar-stream';
import { Readable } from 'node:stream';
import { run as runProgram } from '../../scripts/lib/run.ts';
import { assert, suite } from '../helpers/suite.ts';
import { makeZip } from '../helpers/archives.ts';
import { loadFixtures, writeFixture } from '../helpers/fixtures.ts';
import { packet, token } from './helpers.ts';

const test = suite('the packed command');
const ROOT = join(import.meta.dirname, '../..');
const SECRET = token('packed');
let home = '';
let cwd = '';

/** Packs the package (which builds it) and unpacks it. */
test.before(async () => {
  home = mkdtempSync(join(tmpdir(), 'watertight-packed-'));
  const packing = await runProgram('npm', ['pack', '--silent', '--pack-destination', home], { cwd: ROOT });
  if (packing.code !== 0) throw new Error(packing.output);
  const file = readdirSync(home).find((name) => name.endsWith('.tgz')) ?? '';
  const archive = extract();
  Readable.from([gunzipSync(readFileSync(join(home, file)))]).pipe(archive);
  for await (const entry of archive) {
    const path = join(home, entry.header.name);
    mkdirSync(dirname(path), { recursive: true });
    const parts: Buffer[] = [];
    for await (const part of entry) parts.push(part as Buffer);
    writeFileSync(path, Buffer.concat(parts));
  }
});

test.after(() => rmSync(home, { recursive: true, force: true }));

test.before.each(() => {
  cwd = mkdtempSync(join(home, 'case-'));
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command to its end; no output of it may ever hold the value. */
function watertight(args: readonly string[], input: string | Buffer = ''): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(home, 'package/bin/watertight.js'), ...args], {
    cwd,
    input,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '' },
    timeout: 120_000,
  });
  assert.not(`${stdout}${stderr}`.includes(SECRET), 'an output holds the value');
  return { code: status, out: stdout, err: stderr };
}

function put(path: string, data: string | Buffer): void {
  mkdirSync(dirname(join(cwd, path)), { recursive: true });
  writeFileSync(join(cwd, path), data);
}

test('a folder that cannot be written to is told before the scan, with no verdict', () => {
  put('a.log', 'ready\n');
  mkdirSync(join(cwd, 'ro'));
  chmodSync(join(cwd, 'ro'), 0o555);
  for (const folder of [home, cwd]) chmodSync(folder, 0o755);
  // The superuser may write everywhere, and nobody else may reach a Node that lies in the superuser's folder.
  const isRoot = process.getuid?.() === 0;
  const node = isRoot ? join(home, 'node') : process.execPath;
  if (isRoot) copyFileSync(process.execPath, node);
  const user = isRoot ? { uid: 65_534, gid: 65_534 } : {};
  const args = [join(home, 'package/bin/watertight.js'), 'scan', 'a.log', '--output', 'sarif=ro/o.sarif'];
  // Nor may that user write what a measuring of coverage would have written.
  const env = { NODE_V8_COVERAGE: '' };
  const { status, stdout, stderr } = spawnSync(node, args, { cwd, encoding: 'utf8', env, ...user });
  assert.equal([status, stdout], [2, '']);
  assert.is(stderr, 'watertight: Cannot write ro/o.sarif: permission denied\n');
});

test('finds planted values on every surface and ends 1', async () => {
  const found = new Set<string>();
  for (const fixture of await loadFixtures()) {
    if (fixture.expect.length > 0 && fixture.pending === undefined) await writeFixture(fixture, join(cwd, fixture.id));
  }
  const { code, out } = watertight(['-f', 'json']);
  const { findings } = JSON.parse(out) as { findings: { surface: string }[] };
  for (const { surface } of findings) found.add(surface);
  assert.is(code, 1);
  assert.is(found.size, 9, [...found].join(', '));
});

test('a clean folder ends 0 and says how much was looked at', () => {
  put('a.log', 'ok\n');
  const { code, out, err } = watertight(['.']);
  assert.equal([code, err], [0, '']);
  assert.match(out, /CLEAN 1 file, 3 B/);
});

const MALFORMED: readonly (readonly [string, Readonly<Record<string, string>>, readonly string[], RegExp])[] = [
  [
    'a packet with an unknown key',
    { 'p.yaml': packet('frobid: []') },
    ['-p', 'p.yaml'],
    /^watertight: Cannot use packet p\.yaml:5:1: \$: unknown key 'frobid' \(did you mean forbid\?\)\n$/,
  ],
  [
    'a packet that is no YAML',
    { 'p.yaml': 'a: [\n  b: "c\n' },
    ['-p', 'p.yaml'],
    /Cannot use packet p\.yaml:3:1: a closing quote/,
  ],
  ['a packet that is not there', {}, ['-p', 'p.yaml'], /Cannot use packet p\.yaml: no such file/],
  [
    'a packet in the folder that is scanned from',
    { '.watertight/packet.yaml': 'kind: x\n' },
    [],
    /Cannot use packet \.watertight\/packet\.yaml:1:1: \$: the key 'apiVersion' is missing/,
  ],
  [
    'a rule without a field',
    { 'r.yaml': 'rules:\n  - id: a\n' },
    ['--rules', 'r.yaml'],
    /the rule at r\.yaml:2: 'name' is missing/,
  ],
  [
    'a rule with a broken pattern',
    {
      'r.yaml': `rules:\n  - ${JSON.stringify({ id: 'own', name: 'Own', class: 'secret', severity: 'high', confidence: 'context', keywords: ['own_'], pattern: '(own_', examples: [['own_']] })}\n`,
    },
    ['--rules', 'r.yaml'],
    /Cannot use rule own at r\.yaml:2: 'pattern' cannot be used: Unterminated group/,
  ],
  [
    'a rule file that is no YAML',
    { 'r.yaml': 'rules: [\n' },
    ['--rules', 'r.yaml'],
    /Cannot use rules of r\.yaml:\d+:\d+: /,
  ],
];
for (const [what, files, args, message] of MALFORMED) {
  test(`${what} ends 2 with file, line and reason`, () => {
    for (const [path, text] of Object.entries(files)) put(path, text);
    put('in/a.log', `token ${SECRET}\n`);
    const { code, out, err } = watertight([...args, 'in']);
    assert.equal([code, out], [2, '']);
    assert.match(err, message);
  });
}

test('names with terminal escapes and line breaks are shown and steer nothing', () => {
  put('\u001b]0;owned\u0007\n::error::a.log', `x ${SECRET}\n`);
  const { code, out } = watertight([]);
  assert.is(code, 1);
  assert.match(out, /\\x1b\]0;owned\\x07\\x0a::error::a\.log:1:3/);
  assert.not.match(out, /\u001b|^::/m);
});

test('what is broken or is no file is a skip, and everything else is scanned', async () => {
  const zip = makeZip([
    { name: 'a.txt', data: `x ${SECRET}\n` },
    { name: 'b.txt', data: 'hello\n'.repeat(100) },
  ]);
  put('cut.zip', zip.subarray(0, zip.length - 30));
  put('bomb.gz', gzipSync(Buffer.alloc(200_000_000)));
  put('bytes.log', Buffer.concat([Buffer.from([0x80, 0xc3, 0x28, 0xff, 10]), Buffer.from(`x ${SECRET}`)]));
  put('empty.log', '');
  put('long.json', `{"a":"${'x'.repeat(10_000_000)} ${SECRET} "}`);
  symlinkSync('loop-b', join(cwd, 'loop-a'));
  symlinkSync('loop-a', join(cwd, 'loop-b'));
  symlinkSync('/', join(cwd, 'out'));
  spawnSync('mkfifo', [join(cwd, 'fifo')]);
  const server = createServer().listen(join(cwd, 'sock'));
  await new Promise((resolve) => server.once('listening', resolve));
  const { code, out } = watertight(['-f', 'json']);
  server.close();
  const { findings, skipped, summary } = JSON.parse(out) as {
    findings: { location: { path: string; view: string[]; startLine: number; startColumn: number } }[];
    skipped: { path: string; reason: string }[];
    summary: { excluded: number; files: number };
  };
  assert.is(code, 1);
  assert.equal(
    findings.map(({ location: { path, view, startLine, startColumn } }) => [path, view.join(), startLine, startColumn]),
    [
      ['bytes.log', '', 2, 3],
      ['cut.zip', 'zip:a.txt', 1, 3],
      ['long.json', '', 1, 10_000_008],
    ],
  );
  assert.equal(skipped.map(({ path, reason }) => `${path} ${reason}`).sort(), [
    'bomb.gz too-expanded',
    'cut.zip truncated',
    'fifo not-a-file',
    'out symlink-outside-root',
    'sock not-a-file',
  ]);
  assert.is(summary.excluded, 2, 'the two links that lead back to themselves');
});

test('a device is not read', () => {
  if (!lstatSync('/dev/zero', { throwIfNoEntry: false })) return;
  const { code, out } = watertight(['/dev/zero']);
  assert.is(code, 3);
  assert.match(out, /is a character device/);
});

test('a folder as standard input is not taken for an empty one', () => {
  const { status, stdout } = spawnSync(
    'sh',
    ['-c', 'exec "$0" "$1" - < .', process.execPath, join(home, 'package/bin/watertight.js')],
    {
      cwd,
      encoding: 'utf8',
    },
  );
  assert.is(status, 3, stdout);
  assert.match(stdout, /<stdin>\s+is a directory/);
});

test('a reader that closes the pipe early does not change the exit code', () => {
  put('a.log', `x ${SECRET}\n`);
  const script = '{ "$0" "$1"; echo $? > code; } | true';
  spawnSync('sh', ['-c', script, process.execPath, join(home, 'package/bin/watertight.js')], { cwd });
  assert.is(readFileSync(join(cwd, 'code'), 'utf8'), '1\n');
});

/** Runs a shell script in which `$0 $1` starts watertight. */
function inShell(script: string): Ended {
  const argv = ['-c', script, process.execPath, join(home, 'package/bin/watertight.js')];
  const { status, stdout, stderr } = spawnSync('sh', argv, { cwd, encoding: 'utf8', timeout: 60_000 });
  return { code: status, out: stdout, err: stderr };
}

test('a reader that goes away ends the command that run started, and what redact reads', () => {
  const { out, err } = inShell(
    '{ "$0" "$1" run -q --out kept -- yes; echo ran >&2; } | head -n 1; { yes | "$0" "$1" redact -; } | head -n 1',
  );
  assert.is(out, 'y\ny\n');
  assert.match(err, 'ran\n');
  assert.not.match(err, /Warning/);
  assert.match(readFileSync(join(cwd, 'kept/stdout.log'), 'utf8'), /^y\ny\n/);
});

test('a reader that goes away hangs up the terminal that run made', () => {
  if (!existsSync('/usr/bin/script')) return;
  const { out, err } = inShell('{ "$0" "$1" run -q --tty --out hung -- yes; echo ran >&2; } | head -n 1');
  assert.equal([out.trim(), err], ['y', 'ran\n']);
});

test('run lets a command end that writes more than the disk takes, and says that the evidence is not whole', () => {
  const { code, out, err } = inShell(
    'ulimit -f 64; exec "$0" "$1" run --out kept -- sh -c "yes | head -c 200000; echo over"',
  );
  assert.is(code, 2);
  assert.ok(out.endsWith('over\n'));
  assert.is(err, 'watertight: Cannot write kept: file too large\n');
});

test('an interruption ends the run soon, leaves nothing behind and says what was not scanned', async () => {
  put('b.log', 'x\n');
  const child = spawn(
    process.execPath,
    [join(home, 'package/bin/watertight.js'), '-', 'b.log', '-o', 'json=out.json'],
    { cwd, stdio: ['pipe', 'pipe', 'pipe'] },
  );
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stdin.on('error', () => undefined);
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const chunk = Buffer.from(`x ${SECRET}\n`.padEnd(64 * 1024, '.'));
  // When the pipe takes no more, the scan is under way; then nothing comes.
  while (child.stdin.write(chunk)) continue;
  await new Promise((resolve) => child.stdin.once('drain', resolve));
  child.kill('SIGINT');
  assert.is(await ended, 3, out);
  assert.match(out, /b\.log/);
  assert.match(out, /the scan was interrupted/);
  assert.equal(readdirSync(cwd).sort(), ['b.log', 'out.json']);
  assert.not(out.includes(SECRET));
});

test.run();
