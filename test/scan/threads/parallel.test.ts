import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { builtinRules } from '../../../src/detect/builtin.ts';
import { builtInPacket } from '../../../src/policy/built-in.ts';
import { bugPlace, ScanError } from '../../../src/errors.ts';
import { scan, type ScanOptions, type ScanOutcome } from '../../../src/scan.ts';
import { BlobScanner } from '../../../src/scan/blob-scan.ts';
import { contextOf, type RunPlan } from '../../../src/scan/run-context.ts';
import { lookAhead, scanInThreads } from '../../../src/scan/threads/parallel.ts';
import { WorkerPool } from '../../../src/scan/threads/pool.ts';
import { fileSource } from '../../../src/source/files.ts';
import { Secret } from '../../../src/secret.ts';
import type { SourceEvent } from '../../../src/types.ts';
import { expand } from '../../../scripts/lib/values.ts';
import { token, withFolder } from '../../cli/helpers.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('scanInThreads()');
const SECRET = token('threads');
/** Not known by its shape: no rule finds it in a name. */
const PASSWORD = expand(['{base62:12}'], 'password of threads');
const FOLDERS = 32;
const FILES = 100;

/** A tree that is enough work for threads: many small files, and among them what makes a scan hard. */
function fill(root: string): void {
  for (let folder = 0; folder < FOLDERS; folder++) {
    mkdirSync(join(root, `d${folder}`));
    for (let file = 0; file < FILES; file++) {
      const found = file === 50 ? `token ${SECRET}\n` : 'nothing\n';
      writeFileSync(join(root, `d${folder}`, `${file}.log`), `line\nof ${folder}/${file}\n${found}`);
    }
  }
  writeFileSync(join(root, 'd3', 'inner.log.gz'), gzipSync(`x ${SECRET}\n`));
  writeFileSync(join(root, 'd4', 'broken.gz'), gzipSync('some text that is cut').subarray(0, 25));
  writeFileSync(join(root, 'd5', 'wide.txt'), Buffer.from(`x ${SECRET}\n`, 'utf16le'));
  writeFileSync(join(root, 'd1', 'app.env'), `DB_PASSWORD=${PASSWORD}\n`);
  writeFileSync(join(root, 'd30', `${PASSWORD}.log`), 'a name\n');
  for (const folder of ['d2', 'd29']) {
    mkdirSync(join(root, folder, SECRET));
    for (const file of ['a.log', 'b.log']) writeFileSync(join(root, folder, SECRET, file), 'below a name\n');
  }
  for (const ending of ['md', 'txt']) writeFileSync(join(root, `${SECRET}.${ending}`), 'named\n');
  mkdirSync(join(root, 'd6', '.git'));
  symlinkSync('/etc', join(root, 'd7', 'link'));
}

function inTree<T>(body: (cwd: string) => Promise<T>): Promise<T> {
  return withFolder({}, (cwd) => {
    fill(cwd);
    return body(cwd);
  });
}

const KNOWN = expand(['{base62:40}'], 'a known value');

const scanned = (cwd: string, options: Partial<ScanOptions>): Promise<ScanOutcome> =>
  scan({ paths: ['.'], cwd, env: {}, ledger: true, ...options });

/** Files of these sizes that nobody opens. */
async function* blobs(...sizes: readonly number[]): AsyncGenerator<SourceEvent> {
  for (const size of sizes) {
    const portable = { real: '/x', size };
    const blob = { path: 'x', view: [], size, portable, open: () => ({ read: () => 0, close: () => undefined }) };
    yield { kind: 'blob', blob };
  }
}

/** Whether files of these sizes are worth threads. */
async function worth(...sizes: readonly number[]): Promise<boolean> {
  return (await lookAhead(blobs(...sizes))).worth;
}

function planOf(cwd: string): RunPlan {
  return {
    rules: builtinRules(),
    packet: builtInPacket(),
    today: '2026-01-01',
    key: undefined,
    ledger: true,
    cwd,
    packetRoot: cwd,
  };
}

test('findings, order, ledger, skips and exit code are those of one thread', async () => {
  await inTree(async (cwd) => {
    const one = await scanned(cwd, { threads: 1 });
    const many = await scanned(cwd, { threads: 3 });
    assert.is(one.others, undefined);
    assert.ok(many.others, 'the tree was to be enough for threads');
    assert.is(JSON.stringify(many.result), JSON.stringify(one.result));
    assert.ok(one.result.findings.length > FOLDERS);
    assert.ok(one.result.skipped.length > 0);
    await many.others?.close();
  });
});

test('threads find the known values that one thread finds, and post none', async () => {
  await inTree(async (cwd) => {
    const encoded = [KNOWN, Buffer.from(`x${KNOWN}`).toString('base64'), KNOWN.slice(0, 20)];
    for (const [index, text] of encoded.entries()) writeFileSync(join(cwd, `d${index}`, 'known.txt'), `a ${text} b\n`);
    const known = {
      values: [
        { name: 'A_TOKEN', secret: new Secret(KNOWN) },
        { name: 'WEAK', secret: new Secret('weak') },
      ],
    };
    const one = await scanned(cwd, { threads: 1, known });
    const many = await scanned(cwd, { threads: 3, known });
    assert.ok(many.others, 'the tree was to be enough for threads');
    assert.is(JSON.stringify(many.result), JSON.stringify(one.result));
    assert.is(one.result.findings.filter(({ ruleId }) => ruleId === 'known-value').length, 3);
    assert.not.match(JSON.stringify(many.result), KNOWN.slice(0, 8));
    await many.others?.close();
  });
});

test('values stay in their threads, which say whether a text holds one', async () => {
  await inTree(async (cwd) => {
    const { others, secrets, result, safeName } = await scanned(cwd, { threads: 2 });
    assert.ok(
      secrets.every((secret) => secret.reveal() === SECRET),
      'but those in names',
    );
    assert.is(await others?.holds(`report: ${SECRET}`, []), true);
    assert.is(await others?.holds(`report: ${Buffer.from(PASSWORD).toString('base64')}`, []), true);
    assert.is(await others?.holds('report: nothing', []), false);
    assert.is(await others?.holds(`report: ${PASSWORD}`, [`a word of the report: ${PASSWORD}`]), false);
    assert.not(JSON.stringify(result).includes(PASSWORD));
    assert.is(await safeName(`out/${PASSWORD}`), 'out/<redacted:value>');
    await others?.close();
  });
});

test('a worker posts no value, not in a name or the place of a part either', async () => {
  const log = `postgres://app:${PASSWORD}@db.internal/x\n`;
  await withFolder({ 'a.env': `DB_PASSWORD=${PASSWORD}\n`, [`${PASSWORD}.log`]: log }, async (cwd) => {
    const pool = new WorkerPool(planOf(cwd), 1);
    const items = ['a.env', `${PASSWORD}.log`].map((path) => ({
      kind: 'file' as const,
      path,
      file: { real: join(cwd, path), size: 20 },
    }));
    const state = await pool.scan(items);
    assert.not(JSON.stringify(state).includes(PASSWORD));
    assert.ok('findings' in state && state.findings.length === 2 && state.ledger.length === 2);
    const place = state.findings[1]?.parts?.[0];
    assert.equal([place?.name, place?.location.path.endsWith('<redacted:value>.log')], ['user', true]);
    await pool.close();
  });
});

test("this thread's own batches are its own business too: it answers for their values and posts none", async () => {
  await withFolder({ 'a.env': `DB_PASSWORD=${PASSWORD}\n` }, async (cwd) => {
    const plan = planOf(cwd);
    const context = await contextOf(plan, {});
    const pool = new WorkerPool(plan, 0, context);
    const state = await pool.scan([{ kind: 'file', path: 'a.env', file: { real: join(cwd, 'a.env'), size: 25 } }]);
    assert.ok('findings' in state && state.findings.length === 1);
    assert.not(JSON.stringify(state).includes(PASSWORD));
    assert.is(await pool.holds(`report: ${PASSWORD}`, []), true);
    assert.equal(await pool.clean([`out/${PASSWORD}`]), ['out/<redacted:value>']);
    assert.is(context.collector.findingCount, 0, 'what comes back is collected in order, by who asked');
    await pool.close();
  });
});

for (const own of [false, true]) {
  test(`values that a worker matched are known after its end too, by ${own ? 'this thread' : 'another worker'}`, async () => {
    await withFolder({ 'a.env': `DB_PASSWORD=${PASSWORD}\n` }, async (cwd) => {
      const plan = planOf(cwd);
      const pool = new WorkerPool(plan, 1, own ? await contextOf(plan, {}) : undefined);
      const file = { kind: 'file', path: 'a.env', file: { real: join(cwd, 'a.env'), size: 25 } } as const;
      const state = await pool.scan([file]);
      assert.ok('findings' in state && state.findings.length === 1);
      await pool.close();
      assert.equal(await pool.clean([`out/${PASSWORD}`]), ['out/<redacted:value>']);
      assert.is(await pool.holds(`report: ${PASSWORD}`, []), true);
      await pool.close();
    });
  });
}

test('a thread that ends while it is asked is no answer: its values are matched again', async () => {
  await withFolder({ 'a.env': `DB_PASSWORD=${PASSWORD}\n` }, async (cwd) => {
    const plan = planOf(cwd);
    const file = { kind: 'file', path: 'a.env', file: { real: join(cwd, 'a.env'), size: 25 } } as const;
    const pool = new WorkerPool(plan, 1, await contextOf(plan, {}));
    await pool.scan([file]);
    const holds = pool.holds(`report: ${PASSWORD}`, []);
    await pool.close();
    assert.is(await holds, true);
    const other = new WorkerPool(plan, 1, await contextOf(plan, {}));
    await other.scan([file]);
    const cleaned = other.clean([`out/${PASSWORD}`]);
    await other.close();
    assert.equal(await cleaned, ['out/<redacted:value>']);
  });
});

test('nothing is written where what a worker matched cannot be had again', async () => {
  await withFolder({ 'a.env': `DB_PASSWORD=${PASSWORD}\n` }, async (cwd) => {
    const plan = planOf(cwd);
    const pool = new WorkerPool(plan, 1, await contextOf(plan, {}));
    await pool.scan([{ kind: 'file', path: 'a.env', file: { real: join(cwd, 'a.env'), size: 25 } }]);
    await pool.close();
    rmSync(join(cwd, 'a.env'));
    const error = await pool.holds('report', []).then(
      () => undefined,
      (cause: unknown) => cause,
    );
    assert.ok(error instanceof ScanError && error.code === 'would-leak', String(error));
  });
});

test('a bug in a worker is told by its place in the code, without its message', async () => {
  await withFolder({ 'a.env': 'x\n' }, async (cwd) => {
    const pool = new WorkerPool(planOf(cwd), 1);
    const broken = [{ kind: 'file', path: 'a.env', file: null }] as unknown as Parameters<WorkerPool['scan']>[0];
    const error = await pool.scan(broken).then(
      () => undefined,
      (cause: unknown) => cause,
    );
    const { name, frames } = bugPlace(error);
    assert.is(name, 'TypeError');
    assert.ok(frames.length > 0 && frames.every((frame) => /^\s+at /.test(frame)), String(error));
    await pool.close();
  });
});

test('a run that is interrupted lists everything that it did not come to', async () => {
  await inTree(async (cwd) => {
    const whole = await scanned(cwd, {});
    const abort = new AbortController();
    const onProgress = (): void => abort.abort();
    const { result, others } = await scanned(cwd, { threads: 2, signal: abort.signal, onProgress });
    await others?.close();
    assert.is(result.summary.complete, false);
    assert.ok(result.skipped.some(({ reason }) => reason === 'interrupted'));
    const listed = new Set(result.ledger.map(({ path }) => path));
    assert.equal(
      whole.result.ledger.filter(({ path }) => !listed.has(path)),
      [],
    );
  });
});

test('what a worker had in hand when it ended is listed, and others go on', async () => {
  await inTree(async (cwd) => {
    const plan = planOf(cwd);
    const pool = new WorkerPool(plan, 2);
    let ended = false;
    const context = await contextOf(plan, {
      onProgress: () => {
        if (!ended) void pool.close();
        ended = true;
      },
    });
    const rules = new Map(plan.rules.map((rule) => [rule.id, rule]));
    const events = fileSource({ paths: ['.'], cwd, exclude: [], respectGitignore: false });
    const scanner = new BlobScanner(context);
    await scanInThreads(events, { pool, scanner, context, ruleOf: (id) => rules.get(id) });
    await pool.close();
    const tool = { name: 'watertight', version: '', rulesDigest: '', packetDigest: '', packet: '' } as const;
    const result = context.collector.result({ tool, notes: [], missing: [], enforced: true });
    const lost = result.skipped.filter(({ detail }) => /thread/.test(detail));
    assert.ok(lost.length > 0);
    assert.is(result.summary.complete, false);
    const files = new Set(result.ledger.filter(({ path }) => /\/\d+\.log$/.test(path)).map(({ path }) => path));
    assert.is(files.size, FOLDERS * FILES);
    assert.ok(result.ledger.some(({ path, status }) => path.startsWith('d9/') && status === 'scanned'));
  });
});

test('a small run, and one of a single large file, are the work of one thread', async () => {
  const MB = 1024 * 1024;
  assert.is(await worth(MB, MB), false);
  assert.is(await worth(5000 * MB), false);
  assert.is(await worth(5000 * MB, MB, MB), false);
  assert.is(await worth(40 * MB, 40 * MB, MB), true);
});

test('events that were listed ahead come again, in order', async () => {
  const seen: number[] = [];
  for await (const event of (await lookAhead(blobs(3, 1, 2))).events) {
    if (event.kind === 'blob') seen.push(event.blob.size ?? 0);
  }
  assert.equal(seen, [3, 1, 2]);
});

test.run();
