import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expand } from '../../scripts/lib/values.ts';
import { assert, suite } from '../helpers/suite.ts';
import { token, withFolder } from './helpers.ts';
import { ran, script } from './run-helpers.ts';

const test = suite('watertight run');
const TOKEN = token('run');
const MARK = '[REDACTED:gitlab-pat]';
const PASSWORD = expand(['{base62:14}', '7a'], 'run-password');
const read = (cwd: string, path: string): string => readFileSync(join(cwd, path), 'utf8');

test('keeps what a command writes, redacted, and in which order it came', () =>
  withFolder({ tok: TOKEN }, async (cwd) => {
    const body = `const t = require('fs').readFileSync('tok', 'utf8'); console.log('one', t); setTimeout(() => { console.error('two', t); process.exit(7); }, 200);`;
    const { code, out, err } = await ran(['run', '--out', 'kept', ...script(body)], cwd);
    assert.is(code, 7);
    assert.is(out, `one ${MARK}\n`);
    assert.match(err, `two ${MARK}\n`);
    assert.match(err, 'watertight: CLEAN  command ended 7, 2 values redacted, kept in kept');
    assert.is(read(cwd, 'kept/stdout.log'), `one ${MARK}\n`);
    assert.is(read(cwd, 'kept/stderr.log'), `two ${MARK}\n`);
    const order = read(cwd, 'kept/order.jsonl')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { stream: string }).stream);
    assert.equal(order, ['stdout', 'stderr']);
    for (const name of readdirSync(join(cwd, 'kept'))) assert.not.match(read(cwd, `kept/${name}`), TOKEN);
  }));

test('records the run in a document that fits its schema', () =>
  withFolder({}, async (cwd) => {
    await ran(['run', '--out', 'kept', ...script('console.log(1)')], cwd);
    const document = JSON.parse(read(cwd, 'kept/run.json')) as Record<string, unknown>;
    const schema = JSON.parse(readFileSync('schemas/run.v1.schema.json', 'utf8')) as object;
    const validate = new Ajv2020({ strict: false }).compile(schema);
    assert.ok(validate(document), JSON.stringify(validate.errors));
    assert.equal(document['environment'], ['HOME', 'PATH']);
    assert.equal(document['argv'], [process.execPath, '-e', 'console.log(1)']);
    assert.match(read(cwd, 'kept/ledger.jsonl'), '"path":"kept/stdout.log"');
  }));

test('a .gitignore that stands beside the runs is kept, and none is written beside a folder that is named', () =>
  withFolder({ '.watertight/runs/.gitignore': 'own\n' }, async (cwd) => {
    await ran(['run', '-q', ...script('0')], cwd);
    assert.is(readFileSync(join(cwd, '.watertight/runs/.gitignore'), 'utf8'), 'own\n');
    await ran(['run', '-q', '--out', 'kept/a', ...script('0')], cwd);
    assert.equal(readdirSync(join(cwd, 'kept')), ['a']);
  }));

test('ends 1 where the command left a value in the folder, or with its own code if asked to', () =>
  withFolder({ tok: TOKEN }, async (cwd) => {
    const body = "require('fs').copyFileSync('tok', process.env.WATERTIGHT_RUN_DIR + '/x.txt'); process.exit(3)";
    const strict = await ran(['run', '--out', 'a', ...script(body)], cwd);
    assert.is(strict.code, 1);
    assert.match(strict.err, 'LEAK  command ended 3, 0 values redacted, kept in a\n  a/x.txt:1  gitlab-pat');
    assert.is((await ran(['run', '-q', '--out', 'b', '--exit-policy', 'command', ...script(body)], cwd)).code, 3);
  }));

test('redacts the logs once more where only the whole file shows a value', () =>
  withFolder({ packed: gzipSync(`token=${TOKEN}`) }, async (cwd) => {
    const body = "console.log('v', require('fs').readFileSync('packed').toString('base64'))";
    const { code, err } = await ran(['run', '--out', 'kept', ...script(body)], cwd);
    assert.is(code, 0, err);
    assert.match(err, '1 value redacted');
    const packed = Buffer.from(read(cwd, 'kept/stdout.log').slice(2), 'base64');
    assert.is(gunzipSync(packed).toString(), `token=${MARK}`);
  }));

test('says what a shell says of a command that cannot be started', () =>
  withFolder({ 'x.txt': 'x' }, async (cwd) => {
    const missing = await ran(['run', '-q', '--', 'no-such-command'], cwd);
    assert.is(missing.code, 127);
    assert.match(missing.err, /the command \S+ was not found/);
    assert.is((await ran(['run', '-q', '--', './x.txt'], cwd)).code, 126);
  }));

test('hands signals on, and keeps what came before the command ended by one', () =>
  withFolder({}, async (cwd) => {
    const body = "console.log('up'); setInterval(() => 0, 1000)";
    const { code, out } = await ran(['run', '-q', '--out', 'kept', ...script(body)], cwd, (signal) => {
      setTimeout(() => signal('SIGTERM'), 700);
    });
    assert.is(code, 143);
    assert.is(out, 'up\n');
    assert.is(read(cwd, 'kept/stdout.log'), 'up\n');
    assert.match(read(cwd, 'kept/run.json'), '"signal": "SIGTERM"');
  }));

test('does not wait for ever for a process that keeps the output open', () =>
  withFolder({}, async (cwd) => {
    const body =
      "require('child_process').spawn('sleep', ['20'], { stdio: 'inherit', detached: true }).unref(); console.log('over')";
    const started = performance.now();
    const { code, err } = await ran(['run', '--out', 'kept', ...script(body)], cwd);
    assert.is(code, 0);
    assert.match(err, 'kept its output open');
    assert.ok(performance.now() - started < 15_000);
    assert.is(read(cwd, 'kept/stdout.log'), 'over\n');
  }));

test('notes the processes that the command started, without their values', () =>
  withFolder({ tok: TOKEN }, async (cwd) => {
    if (!existsSync('/proc/self/task')) return;
    const body =
      "const t = require('fs').readFileSync('tok', 'utf8'); require('child_process').execFileSync('sh', ['-c', 'sleep 1; true', 'x', '--token', t])";
    const { code } = await ran(['run', '-q', '--out', 'kept', ...script(body)], cwd);
    assert.is(code, 0);
    const children = read(cwd, 'kept/children.jsonl');
    assert.match(children, '"sleep 1; true"');
    assert.match(children, MARK);
    assert.not.match(children, TOKEN);
  }));

test('each process that was seen is a line, also behind one that only begins a key', () =>
  withFolder({}, async (cwd) => {
    if (!existsSync('/proc/self/task')) return;
    const begin = ['-----BEGIN', 'RSA PRIVATE'].join(' ');
    const body = `for (const word of ['${begin}', 'other']) require('child_process').execFileSync('sh', ['-c', 'sleep 1; true', word])`;
    await ran(['run', '-q', '--out', 'kept', ...script(body)], cwd);
    const lines = read(cwd, 'kept/children.jsonl').trimEnd().split('\n');
    const { children } = JSON.parse(read(cwd, 'kept/run.json')) as { children: { seen: number } };
    assert.ok(children.seen >= 2);
    assert.is(lines.length, children.seen);
    assert.ok(lines.every((line) => typeof JSON.parse(line) === 'object'));
  }));

test('keeps bytes that are no text as they are', () =>
  withFolder({}, async (cwd) => {
    await ran(
      ['run', '-q', '--out', 'kept', ...script('process.stdout.write(Buffer.from([0, 255, 13, 10, 128, 13]))')],
      cwd,
    );
    assert.equal(readFileSync(join(cwd, 'kept/stdout.log')), Buffer.from([0, 255, 13, 10, 128, 13]));
  }));

test('refuses a folder that is in use, and a command line without a command', () =>
  withFolder({ 'kept/x': 'x' }, async (cwd) => {
    assert.is((await ran(['run', '--out', 'kept', '--', 'true'], cwd)).code, 2);
    assert.is((await ran(['run', '--out', 'kept/x/y', '--', 'true'], cwd)).code, 2);
    assert.is((await ran(['run'], cwd)).code, 2);
  }));

test('never shows a value in the name of the folder', () =>
  withFolder({}, async (cwd) => {
    for (const _ of ['new', 'in use']) {
      const { out, err } = await ran(['run', '--out', `kept-${TOKEN}`, ...script('')], cwd);
      assert.match(err, 'kept-<redacted:gitlab-pat>');
      assert.not.match(out + err, TOKEN);
    }
  }));

test('a value that the output gave away is not in the name of the working folder either, and a word of the record is one', () => {
  const value = ['tea', 'm42'].join('');
  const text = ['merkleRoot', 'startedAt', 'backend_log', value].map((one, index) => `P${index}_PASSWORD=${one}\n`);
  return withFolder({ [`${value}/in.env`]: text.join('') }, async (cwd) => {
    const command = script(`process.stdout.write(require('fs').readFileSync('in.env'))`);
    const { code, err } = await ran(['run', '--out', '../kept', ...command], join(cwd, value));
    assert.equal([code, err.includes(value)], [0, false]);
    const kept = (name: string): string => readFileSync(join(cwd, 'kept', name), 'utf8');
    assert.equal((JSON.parse(kept('run.json')) as { cwd: string }).cwd, join(cwd, '<redacted:value>'));
    for (const name of ['run.json', 'ledger.jsonl', 'stdout.log']) assert.not(kept(name).includes(value), name);
  });
});

test('gives the command a terminal of its own', () =>
  withFolder({}, async (cwd) => {
    if (!existsSync('/usr/bin/script')) return;
    const { code, out } = await ran(
      [
        'run',
        '-q',
        '--tty',
        '--out',
        'kept',
        ...script("console.log(process.stdout.isTTY, 'it\\'s'); process.exit(5)"),
      ],
      cwd,
    );
    assert.is(code, 5);
    assert.match(out, "true it's");
  }));

test('a signal for a command in a terminal of its own reaches the command, and its end is told as it was', () =>
  withFolder({}, async (cwd) => {
    if (!existsSync('/usr/bin/script')) return;
    const ends = [
      ["process.on('SIGTERM', () => { console.log('term'); process.exit(9); });", 9],
      ['', 143],
    ] as const;
    for (const [index, [body, expected]] of ends.entries()) {
      const out = `kept-${index}`;
      const ended = ran(
        ['run', '-q', '--tty', '--out', out, ...script(`${body} setInterval(() => {}, 1000); console.log('ready')`)],
        cwd,
        (signal) => {
          const timer = setInterval(() => {
            if (!existsSync(join(cwd, out, 'stdout.log')) || !read(cwd, `${out}/stdout.log`).includes('ready')) return;
            clearInterval(timer);
            signal('SIGTERM');
          }, 50);
        },
      );
      assert.is((await ended).code, expected);
      assert.is(read(cwd, `${out}/stdout.log`).includes('term'), expected === 9);
    }
  }));

test('a terminal does not depend on the shell of the user, which the command still sees', () =>
  withFolder({}, async (cwd) => {
    if (!existsSync('/usr/bin/script')) return;
    const text = 'console.log(process.env.SHELL)';
    const { code, out } = await ran(['run', '-q', '--tty', '--out', 'kept', ...script(text)], cwd, undefined, {
      SHELL: '/usr/sbin/nologin',
    });
    assert.equal([code, out.includes('/usr/sbin/nologin')], [0, true]);
  }));

for (const name of ['run.json', 'ledger.jsonl']) {
  test(`a ${name} that the command wrote itself is not written over: exit 2`, () =>
    withFolder({}, async (cwd) => {
      const body = `require('fs').writeFileSync(process.env.WATERTIGHT_RUN_DIR + '/${name}', 'mine')`;
      const { code, err } = await ran(['run', '-q', '--out', 'kept', ...script(body)], cwd);
      assert.is(code, 2);
      assert.match(
        err,
        `kept/${name}: it exists and is not a ${name === 'run.json' ? 'run' : 'ledger'} output of watertight`,
      );
      assert.is(read(cwd, `kept/${name}`), 'mine');
    }));
}

test('-q hides progress, and never that something leaked or was not scanned', () =>
  withFolder({ tok: TOKEN }, async (cwd) => {
    const body = `require('fs').copyFileSync('tok', process.env.WATERTIGHT_RUN_DIR + '/e.txt')`;
    const leak = await ran(['run', '-q', '--out', 'kept', ...script(body)], cwd);
    assert.is(leak.code, 1);
    assert.match(leak.err, /watertight: LEAK .*\n {2}kept\/e\.txt:1 {2}gitlab-pat/);
    const clean = await ran(['run', '-q', '--out', 'clean', ...script('')], cwd);
    assert.equal([clean.code, clean.err], [0, '']);
    const blind = await ran(['run', '-q', '--out', 'blind', '--known-env', 'NOSUCH_*', ...script('')], cwd);
    assert.match(blind.err, /note: 1 known value or source was not searched for/);
  }));

test('a command that cannot be executed is told in a sentence', () =>
  withFolder({}, async (cwd) => {
    assert.match((await ran(['run', '-q', '--out', 'a', '--', '/'], cwd)).err, /the command \S+ cannot be executed/);
    assert.match(
      (await ran(['run', '-q', '--out', 'b', '--', './nowhere'], cwd)).err,
      /the command \.\/nowhere was not found/,
    );
  }));

test('takes a value that one output gives away out of all its files', () =>
  withFolder({ tok: PASSWORD }, async (cwd) => {
    const body = `const t = require('fs').readFileSync('tok', 'utf8'); console.error('no entry for', t); console.log('DB_PASSWORD=' + t)`;
    const { code, err } = await ran(['run', '--out', 'kept', ...script(body)], cwd);
    assert.is(code, 0, err);
    assert.match(err, '2 values redacted');
    assert.is(read(cwd, 'kept/stderr.log'), 'no entry for [REDACTED:generic-secret]\n');
    assert.is(read(cwd, 'kept/stdout.log'), 'DB_PASSWORD=[REDACTED:generic-secret]\n');
  }));

test('a command may open its outputs by their names', () =>
  withFolder({}, async (cwd) => {
    if (!existsSync('/dev/stderr')) return;
    const { code, out, err } = await ran(
      ['run', '-q', '--out', 'kept', '--', 'sh', '-c', 'echo one > /dev/stdout && echo two > /dev/stderr'],
      cwd,
    );
    assert.equal([code, out, err], [0, 'one\n', 'two\n']);
    assert.equal([read(cwd, 'kept/stdout.log'), read(cwd, 'kept/stderr.log')], ['one\n', 'two\n']);
    assert.not.ok(readdirSync(join(cwd, 'kept')).some((name) => name.endsWith('.pipe')));
  }));

test('without mkfifo a command is run all the same', () =>
  withFolder({}, async (cwd) => {
    const before = process.env['PATH'];
    process.env['PATH'] = cwd;
    try {
      assert.is((await ran(['run', '-q', '--out', 'kept', ...script('console.log(1)')], cwd)).out, '1\n');
    } finally {
      process.env['PATH'] = before;
    }
  }));

for (const [what, command, name] of [
  ['removed', 'rm "$WATERTIGHT_RUN_DIR/stdout.log"', 'stdout.log'],
  ['shortened', 'echo on; sleep 0.5; : > "$WATERTIGHT_RUN_DIR/stdout.log"', 'stdout.log'],
  ['put a link in the place of', 'cd "$WATERTIGHT_RUN_DIR"; rm stderr.log; ln -s argv.json stderr.log', 'stderr.log'],
  ['wrote anew', 'cd "$WATERTIGHT_RUN_DIR"; cp argv.json a; rm argv.json; mv a argv.json', 'argv.json'],
] as const)
  test(`ends 2 where the command ${what} a file of the run`, () =>
    withFolder({}, async (cwd) => {
      const { code, err } = await ran(['run', '--out', 'kept', '--', 'sh', '-c', command], cwd);
      assert.is(code, 2, err);
      assert.match(err, `Cannot keep the evidence of the run: the command removed or replaced kept/${name}`);
    }));

test('says that the command removed the folder for its evidence', () =>
  withFolder({}, async (cwd) => {
    const { code, out, err } = await ran(
      ['run', '--out', 'kept', '--', 'sh', '-c', 'sleep 0.3; rm -r "$WATERTIGHT_RUN_DIR"; echo on'],
      cwd,
    );
    assert.equal([code, out], [2, 'on\n']);
    assert.match(err, 'Cannot keep the evidence of the run: the command removed kept');
  }));

test('names what of the folder was not scanned', () =>
  withFolder({}, async (cwd) => {
    const { code, err } = await ran(
      ['run', '--out', 'kept', '--', 'sh', '-c', 'ln -s /etc/hostname "$WATERTIGHT_RUN_DIR/link"'],
      cwd,
    );
    assert.is(code, 3);
    assert.match(err, /INCOMPLETE .*\n {2}kept\/link: /);
  }));

test.run();
