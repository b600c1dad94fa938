import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { audit } from '../src/audit.ts';
import { loadReporter } from '../src/report/reporters.ts';
import type { Finding } from '../src/types.ts';
import { token } from './cli/helpers.ts';
import { fillLeaky, type LeakyPlace, type Leaks, PLACES } from './helpers/leaky-repository.ts';
import { acknowledging, auditResult as run } from './helpers/audits.ts';
import { assert, suite } from './helpers/suite.ts';
import { strict } from './report/schemas.ts';
import { git, withFolder, withRepository } from './source/git/helpers.ts';

const test = suite('audit()');
const { env } = process;
const schema = JSON.parse(readFileSync('schemas/report.v1.schema.json', 'utf8')) as object;
const validate = new Ajv2020({ allowUnionTypes: true }).compile(strict(schema));

/** The findings with the values that they are of. */
async function findingsByValue(cwd: string, leaks: Leaks): Promise<Map<LeakyPlace, Finding[]>> {
  const { result, secrets } = await audit({ cwd, env });
  const byFingerprint = new Map<string, LeakyPlace>();
  const found = new Map<LeakyPlace, Finding[]>(PLACES.map((place) => [place, []]));
  assert.is(new Set(secrets.map((secret) => secret.reveal())).size, PLACES.length);
  const { fingerprint } = await import('../src/detect/fingerprint.ts');
  const { Secret } = await import('../src/secret.ts');
  for (const [place, value] of leaks.values) {
    const input = { secret: new Secret(value), ruleId: '', prefixLength: 4, path: '', context: '' };
    byFingerprint.set(fingerprint(input), place);
  }
  for (const finding of result.findings) {
    const place = byFingerprint.get(finding.fingerprint);
    assert.ok(place !== undefined, `a finding of no value that was put in, in ${finding.location.path}`);
    found.get(place)?.push(finding);
  }
  return found;
}

/** The part that each place's finding names. */
const PART_OF: Readonly<Partial<Record<LeakyPlace, string>>> = {
  message: 'message',
  trailer: 'trailer',
  author: 'author',
  committer: 'committer',
  tag: 'tag',
  note: 'note',
  ref: 'ref',
  path: 'path',
  config: 'config',
  hook: 'hook',
  lfs: 'lfs',
};

test('finds a value wherever a repository can hold one, each once and attributed', async () => {
  await withRepository(async (cwd) => {
    const leaks = await fillLeaky(cwd);
    const found = await findingsByValue(cwd, leaks);
    for (const place of PLACES) {
      const findings = found.get(place) ?? [];
      assert.is(findings.length, 1, `${place}: ${findings.length} findings`);
      const [finding] = findings;
      assert.is(finding?.location.part, PART_OF[place] ?? 'blob', place);
      const commit = leaks.commits.get(place);
      if (commit === undefined) continue;
      assert.is(finding?.location.commit, commit, place);
      const [first] = finding?.places ?? [];
      if (place !== 'author') assert.is(first?.author, 'A. Author <author@example.com>', place);
      assert.is(first?.firstSeen, '2026-01-02T03:04:05Z', place);
    }
    const blob = found.get('blob')?.[0]?.places?.[0];
    assert.is(blob?.location.path, 'config/app.env');
    assert.is(blob?.location.startLine, 2);
    assert.is(blob?.inHead, false);
    assert.is(blob?.lastSeen, '2026-02-03T04:05:06Z');
    assert.ok(blob?.refs.includes('refs/heads/main'));
    assert.equal(found.get('reflog-commit')?.[0]?.places?.[0]?.refs, []);
    assert.is(found.get('staged')?.[0]?.location.path, 'staged.txt');
    assert.equal(found.get('gzip')?.[0]?.location.view, ['gzip']);
  });
});

test('no message, note, tag, name or reflog excuses itself by an allow comment; a file does', async () => {
  await withRepository(async (cwd) => {
    const allow = ['#', ['gitleaks', 'allow'].join(':')].join(' ');
    writeFileSync(join(cwd, 'a.js'), `use('${token('excused-file')}') // ${allow}\n`);
    git(cwd, ['add', 'a.js']);
    git(cwd, ['commit', '-q', '-m', `Say ${token('excused-message')} ${allow}`]);
    git(cwd, ['notes', 'add', '-m', `seen ${token('excused-note')} ${allow}`]);
    git(cwd, ['tag', '-a', 'v1', '-m', `made ${token('excused-tag')} ${allow}`]);
    git(cwd, ['branch', `${token('excused-ref')}/${['not', 'secret'].join('')}`]);
    const { findings, allowed } = await run(cwd);
    const places = findings.flatMap((finding) => (finding.places ?? []).map(({ location }) => location.part ?? ''));
    assert.equal([...new Set(places)].sort(), ['file', 'message', 'note', 'ref', 'reflog', 'tag']);
    assert.equal(
      allowed.map(({ location, by }) => `${location.path} ${by}`),
      ['a.js inline:gitleaks:allow'],
    );
  });
});

test('reads as many objects as git counts, and says so', async () => {
  await withRepository(async (cwd) => {
    await fillLeaky(cwd);
    const lines = git(cwd, ['cat-file', '--batch-check', '--batch-all-objects']).split('\n');
    const { summary, ledger, skipped } = await run(cwd, { ledger: true });
    const counts = summary.audit;
    assert.is((counts?.blobs ?? 0) + (counts?.commits ?? 0) + (counts?.tags ?? 0) + (counts?.trees ?? 0), lines.length);
    assert.is((counts?.read ?? 0) + (counts?.known ?? 0), lines.length);
    assert.is(counts?.blobs, lines.filter((line) => line.includes(' blob ')).length);
    const listed = new Set(ledger.filter(({ object }) => object !== undefined).map(({ object }) => object));
    assert.is(listed.size, lines.length);
    assert.equal(skipped, []);
    assert.is(summary.complete, true);
  });
});

test('says the same the second time, and reads no old object for it', async () => {
  await withRepository(async (cwd) => {
    await fillLeaky(cwd);
    const first = await run(cwd);
    const second = await run(cwd);
    assert.equal(second.findings, first.findings);
    assert.is(second.summary.audit?.read, 0);
    assert.is(second.summary.audit?.known, first.summary.audit?.read);
    writeFileSync(join(cwd, 'new.txt'), 'nothing\n');
    git(cwd, ['add', 'new.txt']);
    git(cwd, ['commit', '-q', '-m', 'One more']);
    const third = await run(cwd);
    assert.is(third.summary.audit?.read, 3);
    assert.is(third.findings.length, first.findings.length);
  });
});

test('remembers no value', async () => {
  await withRepository(async (cwd) => {
    const { values } = await fillLeaky(cwd);
    await run(cwd);
    const cache = readFileSync(join(cwd, '.git/watertight/audit.cache'), 'latin1');
    for (const value of values.values()) assert.not(cache.includes(value));
  });
});

test('reads everything again when what it remembered is damaged or of other rules, and says so', async () => {
  await withRepository(async (cwd) => {
    await fillLeaky(cwd);
    const first = await run(cwd);
    const file = join(cwd, '.git/watertight/audit.cache');
    const bytes = readFileSync(file);
    bytes[bytes.length - 1] = 7;
    writeFileSync(file, bytes);
    const second = await run(cwd);
    assert.equal(second.findings, first.findings);
    assert.is(second.summary.audit?.known, 0);
    assert.match(second.summary.notes.join(), /damaged/);
    const packet = { ...(await import('../src/policy/built-in.ts')).builtInPacket(), exclude: ['x'] };
    const third = await run(cwd, { packet });
    assert.match(third.summary.notes.join(), /are not those of the last audit/);
    assert.is(third.summary.audit?.known, 0);
  });
});

test('goes on after an interruption', async () => {
  await withRepository(async (cwd) => {
    await fillLeaky(cwd);
    const stopped = await run(cwd, { signal: AbortSignal.abort() });
    assert.is(stopped.summary.complete, false);
    const whole = await run(cwd);
    assert.is(whole.findings.length, PLACES.length);
    assert.is(whole.summary.complete, true);
  });
});

test('acknowledges an object and part until a day, and no other part', async () => {
  await withRepository(async (cwd) => {
    const { commits } = await fillLeaky(cwd);
    const object = commits.get('message') ?? '';
    const parts = async (part: string, expires: string): Promise<number> =>
      (await run(cwd, { packet: await acknowledging(object, part, expires) })).findings.length;
    assert.is(await parts('message', '2099-01-01'), PLACES.length - 1);
    assert.is(await parts('trailer', '2099-01-01'), PLACES.length);
    assert.is(await parts('message', '2020-01-01'), PLACES.length);
  });
});

test('lists what a partial or shallow clone does not have, and is incomplete', async () => {
  await withFolder(async (folder) => {
    const origin = join(folder, 'origin');
    git(folder, ['init', '-q', '-b', 'main', origin]);
    await fillLeaky(origin);
    git(origin, ['config', 'uploadpack.allowFilter', 'true']);
    git(folder, ['clone', '-q', '--bare', '--filter=blob:none', `file://${origin}`, 'partial']);
    const partial = await run(join(folder, 'partial'));
    assert.ok((partial.summary.audit?.missing ?? 0) > 5);
    assert.is(partial.summary.complete, false);
    assert.ok(partial.skipped.every(({ reason }) => reason === 'missing-object'));
    git(folder, ['clone', '-q', '--bare', '--depth=1', `file://${origin}`, 'shallow']);
    const shallow = await run(join(folder, 'shallow'));
    assert.equal(
      shallow.skipped.map(({ path }) => path),
      ['shallow'],
    );
  });
});

test('audits a range of commits', async () => {
  await withRepository(async (cwd) => {
    const { commits } = await fillLeaky(cwd);
    const { findings } = await run(cwd, { range: `${commits.get('message')}~1..${commits.get('message')}` });
    assert.equal(
      findings.map(({ location }) => location.part),
      ['message'],
    );
  });
});

test('audits SHA-256 repositories, empty ones and submodules', async () => {
  await withRepository(
    async (cwd) => {
      await fillLeaky(cwd);
      assert.is((await run(cwd)).findings.length, PLACES.length);
    },
    ['--object-format=sha256'],
  );
  await withRepository(async (cwd) => {
    const { findings, summary } = await run(cwd);
    assert.equal([findings.length, summary.exitCode], [0, 0]);
  });
  await withFolder(async (folder) => {
    const inner = join(folder, 'inner');
    const outer = join(folder, 'outer');
    for (const path of [inner, outer]) git(folder, ['init', '-q', '-b', 'main', path]);
    await fillLeaky(inner);
    git(inner, ['reset', '-q', '--hard']);
    git(outer, ['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'part']);
    const { findings, summary } = await run(outer);
    assert.is(summary.audit?.repositories, 2);
    assert.ok(findings.some(({ location }) => location.path === '.git/modules/part/config/app.env'));
  });
});

test('runs nothing of a hostile repository', async () => {
  await withRepository(async (cwd) => {
    await fillLeaky(cwd);
    const trap = join(cwd, 'trap.sh');
    writeFileSync(trap, `#!/bin/sh\ntouch ${cwd}/was-run\n`, { mode: 0o755 });
    writeFileSync(join(cwd, '.gitattributes'), '* filter=trap diff=trap\n');
    for (const key of [
      'core.fsmonitor',
      'filter.trap.smudge',
      'filter.trap.clean',
      'diff.trap.textconv',
      'gpg.program',
    ])
      git(cwd, ['config', key, trap]);
    git(cwd, ['config', 'log.showSignature', 'true']);
    git(cwd, ['config', 'core.hooksPath', cwd]);
    rmSync(join(cwd, 'was-run'), { force: true });
    await run(cwd);
    assert.not(existsSync(join(cwd, 'was-run')));
  });
});

test('every report form shows the findings and no value', async () => {
  await withRepository(async (cwd) => {
    const { values } = await fillLeaky(cwd);
    const result = await run(cwd);
    const options = { startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:00:01Z', targets: ['.'] };
    for (const format of ['text', 'json', 'sarif', 'junit', 'html', 'github', 'gitlab', 'ledger'] as const) {
      const text = (await loadReporter(format))(result, options);
      for (const value of values.values()) assert.not(text.includes(value), format);
      if (format !== 'ledger') assert.match(text, /commit/);
      if (format === 'json') {
        const isValid = validate(JSON.parse(text));
        assert.ok(isValid, JSON.stringify(validate.errors));
      }
    }
  });
});

test.run();
