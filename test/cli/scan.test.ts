import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { assert, suite } from '../helpers/suite.ts';
import { chunks, packet, run, token, withFolder } from './helpers.ts';

const test = suite('watertight scan');
const SECRET = token('scan');
const LEAK = `first\ntoken ${SECRET}\n`;

test('a clean folder ends 0, a leak 1, an unread part 3, and 1 wins over 3', () =>
  withFolder(
    { 'clean/a.log': 'ok\n', 'leak/a.log': LEAK, list: 'clean/a.log\ngone\n', both: 'leak/a.log\ngone\n' },
    async (cwd) => {
      assert.is((await run(['clean'], { cwd })).code, 0);
      assert.is((await run(['leak'], { cwd })).code, 1);
      assert.is((await run(['--files-from', 'list'], { cwd })).code, 3);
      assert.is((await run(['--files-from', 'both'], { cwd })).code, 1);
    },
  ));

test('the working directory is scanned when nothing is named', () =>
  withFolder({ 'deep/in/a.log': LEAK }, async (cwd) => {
    const { code, out } = await run([], { cwd });
    assert.is(code, 1);
    assert.match(out, /deep\/in\/a\.log:2:7/);
  }));

test('- is standard input', () =>
  withFolder({}, async (cwd) => {
    const { code, out } = await run(['-'], { cwd, stdin: chunks('first\ntok', `en ${SECRET}\n`) });
    assert.is(code, 1);
    assert.match(out, /<stdin>:2:7/);
  }));

test('an archive on standard input is opened like one in a file', () =>
  withFolder({}, async (cwd) => {
    const { code, out } = await run(['-'], { cwd, stdin: chunks(gzipSync(LEAK)) });
    assert.is(code, 1);
    assert.match(out, /<stdin>:2:7 .*gzip|<stdin>:2:7[^]*gzip/);
  }));

test('a standard input that breaks off is not clean', () =>
  withFolder({}, async (cwd) => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('first\n');
      throw Object.assign(new Error(`read ${SECRET}`), { code: 'EIO' });
    }
    const { code, out, err } = await run(['-'], { cwd, stdin: broken() });
    assert.is(code, 3);
    assert.match(out, /<stdin> *\n? *input\/output error|<stdin>.*input\/output error/);
    assert.not.match(out, /Cannot read/, 'what could not be read is said already');
    assert.not((out + err).includes(SECRET));
  }));

test('a path that does not exist ends 2', () =>
  withFolder({}, async (cwd) => {
    const { code, out, err } = await run(['nowhere'], { cwd });
    assert.equal([code, out, err], [2, '', 'watertight: Cannot scan nowhere: no such file\n']);
  }));

test('--report-only ends 0, and every format says that nothing was enforced', () =>
  withFolder({ 'a.log': LEAK }, async (cwd) => {
    for (const format of ['text', 'json', 'sarif', 'junit', 'html', 'github', 'gitlab']) {
      const { code, out } = await run(['a.log', '--report-only', '-f', format, '--ledger', 'l.jsonl'], { cwd });
      assert.is(code, 0);
      assert.match(out, /NOT ENFORCED|"enforced":false|name="enforced" value="false"/, format);
    }
  }));

test('--exclude and --respect-gitignore leave out, and the report counts it', () =>
  withFolder({ 'a/x.log': LEAK, 'b/y.log': LEAK, '.gitignore': 'b\n', 'c.txt': '' }, async (cwd) => {
    const { code, out } = await run(['--exclude', 'a', '--respect-gitignore'], { cwd });
    assert.is(code, 0);
    assert.match(out, /excluded: 2 paths/);
  }));

test('the exclusions of a packet fit names anywhere, and paths from the folder that holds .watertight', () =>
  withFolder(
    {
      '.git/HEAD': '',
      '.watertight/packet.yaml': packet('exclude: [cache, sub/old.log]'),
      'sub/cache/a.log': LEAK,
      'sub/old.log': LEAK,
      'sub/deep/old.log': 'ok\n',
      'old.log': 'ok\n',
    },
    async (cwd) => {
      assert.is((await run([], { cwd })).code, 0);
      const { code, out } = await run([], { cwd: join(cwd, 'sub') });
      assert.is(code, 0, out);
      assert.match(out, /excluded: 2 paths/);
    },
  ));

test('a rule file adds rules, and an id that is taken is refused with its file', () =>
  withFolder(
    { 'a.log': 'own_qzvkxwpj\n', 'r.yaml': ownRule('own-token'), 'taken.yaml': ownRule('gitlab-pat') },
    async (cwd) => {
      assert.is((await run(['a.log'], { cwd })).code, 0);
      const { code, out } = await run(['a.log', '--rules', 'r.yaml'], { cwd });
      assert.is(code, 1);
      assert.match(out, /\[own-token\]/);
      const taken = await run(['a.log', '--rules', 'taken.yaml'], { cwd });
      assert.is(taken.code, 2);
      assert.match(taken.err, /Cannot use rule gitlab-pat of taken\.yaml: its id is already in use/);
      assert.match(
        (await run(['a.log', '--rules', 'nowhere'], { cwd })).err,
        /Cannot read rules of nowhere: no such file/,
      );
    },
  ));

function ownRule(id: string): string {
  return [
    'rules:',
    `  - id: ${id}`,
    '    name: Own token',
    '    class: secret',
    '    severity: high',
    '    confidence: provider-shape',
    '    keywords: [own_]',
    "    pattern: 'own_(?<secret>[a-z]{8})'",
    "    examples: [['own_', 'qzvkxwpj']]",
  ].join('\n');
}

test('a project key names findings by an HMAC, from the environment or beside the packet', () =>
  withFolder({ 'a.log': LEAK, '.watertight/key': `${'k'.repeat(32)}\n` }, async (cwd) => {
    const mark = async (env: Readonly<Record<string, string>>): Promise<string | undefined> =>
      /"fingerprint":"([^"]+)"/.exec((await run(['a.log', '-f', 'json'], { cwd, env })).out)?.[1];
    const named = await mark({ WATERTIGHT_KEY: 'another key of its own' });
    const beside = await mark({});
    assert.not.equal(named, beside);
    assert.is(await mark({ WATERTIGHT_KEY: '' }), beside);
    rmSync(join(cwd, '.watertight/key'));
    assert.not.equal(await mark({}), beside);
    const short = await run(['a.log'], { cwd, env: { WATERTIGHT_KEY: 'short' } });
    assert.equal(
      [short.code, short.err],
      [2, 'watertight: Cannot use the fingerprint key: it is shorter than 16 bytes\n'],
    );
  }));

test('allowances from before the key, and of a key that is not here, are told of as covering nothing', () => {
  const entries = ['c1', 'h1', 'k1'].map(
    (kind) => `    - { fingerprint: '${kind}:${'0'.repeat(32)}', reason: r, owner: jp, expires: 2999-01-01 }\n`,
  );
  const allow = packet(`allow:\n  findings:\n${entries.join('')}`);
  return withFolder({ 'a.log': 'ready\n', 'p.yaml': allow }, async (cwd) => {
    const argv = ['scan', 'a.log', '-p', 'p.yaml'];
    const env = { WATERTIGHT_KEY: 'another key of its own' };
    assert.match(
      (await run(argv, { cwd, env })).out.replace(/\s+/g, ' '),
      /2 allowances of the packet cover nothing: their fingerprints are from before the project's key\. Write them again \(watertight allow\)/,
    );
    assert.match(
      (await run(argv, { cwd })).out.replace(/\s+/g, ' '),
      /1 allowance of the packet covers nothing: its fingerprint is of a project key, which is not here/,
    );
  });
});

const expired = (day: number): string =>
  `    - { fingerprint: 'h1:${String(day).repeat(32)}', reason: r, owner: jp, expires: 2020-01-0${day} }\n`;

test('an allowance that has expired is told of, where its finding comes back', () =>
  withFolder({ 'a.log': 'ready\n' }, async (cwd) => {
    for (const [days, says] of [
      [
        [1],
        /note: 1 allowance of the packet expired on 2020-01-01 and covers nothing: rerun the command that wrote it\n/,
      ],
      [
        [2, 1],
        /note: 2 allowances of the packet have expired, the last on 2020-01-02, and cover nothing: rerun the commands that wrote them\n/,
      ],
    ] as const) {
      writeFileSync(join(cwd, 'p.yaml'), packet(`allow:\n  findings:\n${days.map(expired).join('')}`));
      assert.match((await run(['scan', 'a.log', '-p', 'p.yaml', '-f', 'brief', '-q'], { cwd })).out, says);
    }
  }));

test('a key that cannot be read ends 2', () =>
  withFolder({ 'a.log': 'x', '.watertight/key/x': '' }, async (cwd) => {
    const { code, err } = await run(['a.log'], { cwd });
    assert.is(code, 2);
    assert.match(err, /Cannot read the fingerprint key \.watertight\/key: is a directory/);
  }));

test('what of the packet check alone looks at is told in one note', () =>
  withFolder(
    {
      'p.yaml': packet('statements: [{ id: a, any: [x y] }]\nclaims: [{ id: b, check: STG-03, any: [z] }]'),
      'a.log': 'x\n',
    },
    async (cwd) => {
      const { out } = await run(['a.log', '-p', 'p.yaml'], { cwd });
      assert.match(out, /note: only check evaluates these parts of the packet: statements, claims\n/);
      assert.match(out, /\(exit 0; 1 note\)/);
    },
  ));

test('a required surface that is not there makes a scan without paths incomplete, and a narrower one says so', () =>
  withFolder(
    {
      '.watertight/packet.yaml': packet(
        'surfaces: { trace: { include: ["t/**"], required: true }, commit: { required: true } }',
      ),
      'sub/a.txt': 'x\n',
    },
    async (cwd) => {
      const whole = await run([], { cwd });
      assert.is(whole.code, 3);
      assert.match(whole.out, /the run is incomplete/);
      assert.match(whole.out, /required surface trace: no file belongs to it/);
      assert.match(whole.out, /required surface commit: it is in Git/);
      assert.match(whole.out, /INCOMPLETE required trace not found/);
      const { summary } = JSON.parse((await run(['-f', 'json'], { cwd })).out) as {
        summary: { complete: boolean; missing: string[] };
      };
      assert.equal([summary.complete, summary.missing], [false, ['trace']]);
      const narrow = await run(['sub'], { cwd });
      assert.is(narrow.code, 0);
      assert.match(narrow.out, /required surfaces not judged, because this run had a narrower scope.*trace/);
      mkdirSync(join(cwd, 't'));
      writeFileSync(join(cwd, 't/a'), 'x');
      assert.is((await run([], { cwd })).code, 0);
    },
  ));

test("a file of the packet's own folder is no evidence of a required surface, however it reads", () =>
  withFolder(
    {
      '.watertight/packet.yaml': packet('surfaces: { report: { include: ["out/**"], required: true } }'),
      '.watertight/junit.xml': '<testsuite/>',
    },
    async (cwd) => {
      const own = await run([], { cwd });
      assert.is(own.code, 3);
      assert.match(own.out, /INCOMPLETE required report not found/);
      mkdirSync(join(cwd, 'out'));
      writeFileSync(join(cwd, 'out/a'), 'x');
      assert.is((await run([], { cwd })).code, 0);
    },
  ));

test('an interrupted run says what was not scanned and ends 3', () =>
  withFolder({ 'a.txt': 'x', 'b.txt': 'x', 'c.txt': 'x' }, async (cwd) => {
    const { code, out } = await run([], { cwd, onListen: (interrupt) => interrupt() });
    assert.is(code, 3);
    assert.match(out, /the scan was interrupted \(3\)/);
    for (const name of ['a', 'b', 'c']) assert.match(out, new RegExp(`- ${name}\\.txt`));
  }));

function ignore(): void {
  // Until the run listens.
}

test('a leak that was found before an interruption is told', () =>
  withFolder({ 'a.log': LEAK, 'b.log': 'x' }, async (cwd) => {
    let interrupt: () => void = ignore;
    const stdin = (async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from(LEAK);
      interrupt();
      yield Buffer.from('more\n');
    })();
    const { code, out } = await run(['-', 'b.log'], { cwd, stdin, onListen: (one) => (interrupt = one) });
    assert.is(code, 1, out);
    assert.match(out, /b\.log/);
    assert.match(out, /the scan was interrupted/);
  }));

test('text of the report is coloured on a terminal alone', () =>
  withFolder({ 'a.log': LEAK }, async (cwd) => {
    assert.match((await run(['a.log'], { cwd, isTTY: true })).out, /\u001b\[/);
    for (const argv of [
      ['a.log', '--no-color'],
      ['a.log', '-f', 'json'],
    ])
      assert.not.match((await run(argv, { cwd, isTTY: true })).out, /\u001b\[/);
  }));

test('a folder that cannot be listed is a part that was not scanned', () =>
  withFolder({ 'locked/a.log': LEAK, 'b.log': 'x' }, async (cwd) => {
    chmodSync(join(cwd, 'locked'), 0);
    // Root reads everything: there the leak is found instead.
    const { code } = await run([], { cwd });
    chmodSync(join(cwd, 'locked'), 0o755);
    assert.is(code, process.getuid?.() === 0 ? 1 : 3);
  }));

test.run();
