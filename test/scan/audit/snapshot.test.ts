import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { audit, type AuditOptions } from '../../../src/audit.ts';
import { OutputGuard } from '../../../src/report/guard.ts';
import type { ScanOutcome } from '../../../src/scan/outcome.ts';
import { Secret } from '../../../src/secret.ts';
import type { RuleInfo } from '../../../src/types.ts';
import { token } from '../../cli/helpers.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { commit } from '../../source/git/events.ts';
import { git, withRepository } from '../../source/git/helpers.ts';

const test = suite('what an audit remembers of findings');
const [STRONG, OTHER] = [token('snapshot-strong'), token('snapshot-other')];
const WEAK = ['hunter2', 'horse9'].join('');

async function run(cwd: string, options: Partial<AuditOptions> = {}): Promise<ScanOutcome> {
  return audit({ cwd, env: process.env, ...options });
}

function infoOf({ id, name, class: kind, severity, confidence, reference }: RuleInfo): unknown {
  return { id, name, kind, severity, confidence, reference };
}

function cacheOf(cwd: string): string {
  return readFileSync(join(cwd, '.git/watertight/audit.cache'), 'latin1');
}

function fill(cwd: string): void {
  commit(cwd, { a: `token ${STRONG}\n`, 'b.yaml': `password: "${WEAK}"\n`, 'c.log': `said ${STRONG} again\n` });
  commit(cwd, { a: 'gone\n', 'd.py': `t = "${OTHER}"  # pragma: allowlist secret\n` });
}

test('the second audit reports the same without looking at a value again', () =>
  withRepository(async (cwd) => {
    fill(cwd);
    for (const ledger of [false, true]) {
      const first = await run(cwd, { ledger });
      const second = await run(cwd, { ledger });
      assert.equal([first.secrets.length > 0, second.secrets.length], [true, 0]);
      const { audit: _, views: __, bySurface: ___, ...summary } = first.result.summary;
      assert.equal(second.result.findings, first.result.findings);
      assert.equal(second.result.allowed, first.result.allowed);
      assert.equal(second.result.rules.map(infoOf), first.result.rules.map(infoOf));
      assert.equal(second.result.ledger, first.result.ledger);
      for (const [name, value] of Object.entries(summary))
        assert.equal(second.result.summary[name as keyof typeof summary], value, name);
    }
  }));

test('the file holds no value in any form', () =>
  withRepository(async (cwd) => {
    fill(cwd);
    await run(cwd);
    const text = cacheOf(cwd);
    assert.match(text, /"snapshot":/);
    assert.is(new OutputGuard([STRONG, OTHER, WEAK].map((value) => new Secret(value))).check(text), false);
  }));

test('a name in the folder of the repository that is a value elsewhere is never shown nor remembered', () =>
  withRepository(async (cwd) => {
    fill(cwd);
    await run(cwd);
    git(cwd, ['branch', `try-${WEAK}`]);
    for (const round of [1, 2]) {
      const { result, secrets } = await run(cwd, { ledger: true });
      assert.ok(secrets.length > 0, `round ${round}`);
      assert.not(JSON.stringify(result).includes(WEAK));
      assert.not(cacheOf(cwd).includes(WEAK));
    }
  }));

test('a value in the configuration is one finding with its places in the history, each time', () =>
  withRepository(async (cwd) => {
    commit(cwd, { a: `token ${STRONG}\n` });
    await run(cwd);
    git(cwd, ['config', 'remote.origin.url', `https://${STRONG}@example.com/a.git`]);
    for (const round of [1, 2]) {
      const { findings } = (await run(cwd)).result;
      assert.is(findings.length, 1, `round ${round}`);
      assert.equal(findings[0]?.places?.map(({ location }) => location.part).sort(), ['blob', 'config']);
    }
  }));

test('a weak value in the configuration makes it look again, as only the value tells that both are one', () =>
  withRepository(async (cwd) => {
    commit(cwd, { 'b.yaml': `password: "${WEAK}"\n` });
    git(cwd, ['config', 'x.password', WEAK]);
    const first = await run(cwd);
    git(cwd, ['config', 'x.other', 'changed']);
    const second = await run(cwd);
    assert.equal(second.result.findings, first.result.findings);
    assert.ok(second.secrets.length > 0);
  }));

test('another key, another commit and a changed file are looked at anew', () =>
  withRepository(async (cwd) => {
    fill(cwd);
    const first = await run(cwd);
    const keyed = await run(cwd, { key: Buffer.alloc(16, 1) });
    assert.not.equal(keyed.result.findings[0]?.fingerprint, first.result.findings[0]?.fingerprint);
    assert.ok(keyed.secrets.length > 0);
    commit(cwd, { e: `token ${OTHER}\n` });
    const third = await run(cwd);
    assert.is(third.result.findings.length, first.result.findings.length + 1);
    const file = join(cwd, '.git/watertight/audit.cache');
    const text = readFileSync(file, 'latin1');
    writeFileSync(file, text.replace('"mask":"glpat-', '"mask":"other-'), 'latin1');
    const fourth = await run(cwd);
    assert.match(fourth.result.summary.notes.join(), /damaged/);
    assert.equal(fourth.result.findings, third.result.findings);
  }));

test.run();
