import { appendFileSync, existsSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditOptions } from '../../../src/audit.ts';
import { OutputGuard } from '../../../src/report/guard.ts';
import { Secret } from '../../../src/secret.ts';
import { token } from '../../cli/helpers.ts';
import { auditResult as run } from '../../helpers/audits.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { commit } from '../../source/git/events.ts';
import { git, withRepository } from '../../source/git/helpers.ts';

const test = suite('the report that is kept of an audit');
const [FIRST, OTHER] = [token('kept-first'), token('kept-other')];

function reportOf(cwd: string): string {
  return join(cwd, '.git/watertight/audit.report');
}

/** Whether an audit gives the report again that is there: one that looks anew writes it anew. */
async function isGivenAgain(cwd: string, options: Partial<AuditOptions> = {}): Promise<boolean> {
  const before = statSync(reportOf(cwd)).ino;
  await run(cwd, options);
  return existsSync(reportOf(cwd)) && statSync(reportOf(cwd)).ino === before;
}

function fill(cwd: string): void {
  commit(cwd, { 'a.txt': `token ${FIRST}\n`, 'b.txt': 'clean\n' });
}

test('is given again where nothing is new, and says what it said', () =>
  withRepository(async (cwd) => {
    fill(cwd);
    const first = await run(cwd);
    const second = await run(cwd, { notes: ['of this run'] });
    for (const part of ['findings', 'skipped', 'allowed', 'tool'] as const) assert.equal(second[part], first[part]);
    assert.equal([second.summary.audit?.read, second.summary.audit?.known], [0, first.summary.audit?.read]);
    assert.equal(second.summary.notes, ['of this run']);
    assert.is(second.summary.exitCode, 1);
    assert.ok(await isGivenAgain(cwd));
  }));

test('is not given again where anything in the repository is other', () =>
  withRepository(async (cwd) => {
    fill(cwd);
    await run(cwd);
    const changes: Readonly<Record<string, () => void>> = {
      commit: () => commit(cwd, { 'c.txt': 'more\n' }),
      'dangling blob': () => {
        writeFileSync(join(cwd, 'loose'), 'dangling\n');
        git(cwd, ['hash-object', '-w', 'loose']);
      },
      ref: () => git(cwd, ['update-ref', 'refs/heads/other', 'HEAD']),
      'packed refs': () => git(cwd, ['pack-refs', '--all']),
      configuration: () => git(cwd, ['config', 'a.b', 'c']),
      hook: () => writeFileSync(join(cwd, '.git/hooks/pre-commit'), '#!/bin/sh\n'),
      reflog: () => appendFileSync(join(cwd, '.git/logs/HEAD'), '\n'),
      'what it remembers': () => appendFileSync(join(cwd, '.git/watertight/audit.cache'), '\n'),
      'the report itself': () => appendFileSync(reportOf(cwd), ' '),
    };
    for (const [name, change] of Object.entries(changes)) {
      change();
      assert.not(await isGivenAgain(cwd), name);
      assert.ok(await isGivenAgain(cwd), `${name}, the next time`);
    }
  }));

test('finds what came with a change', () =>
  withRepository(async (cwd) => {
    fill(cwd);
    await run(cwd);
    git(cwd, ['config', 'remote.origin.url', `https://x:${OTHER}@example.com/a.git`]);
    assert.is((await run(cwd)).findings.length, 2);
    assert.is((await run(cwd)).findings.length, 2);
  }));

test('is not given to a run that asks for something else', () =>
  withRepository(async (cwd) => {
    fill(cwd);
    await run(cwd);
    const key = Buffer.alloc(16, 1);
    const others: readonly Partial<AuditOptions>[] = [{ key }, { enforced: false }, { leftOut: ['blob'] }];
    for (const options of others) {
      assert.not(await isGivenAgain(cwd, options), Object.keys(options).join());
      assert.ok(await isGivenAgain(cwd, options), Object.keys(options).join());
    }
    assert.is((await run(cwd, { leftOut: ['blob'] })).findings.length, 0);
    assert.is((await run(cwd, { ledger: true })).ledger.length > 0, true);
    assert.is((await run(cwd, { range: 'HEAD' })).findings.length, 1);
    assert.is((await run(cwd, { remember: false })).summary.audit?.known, 0);
  }));

test('holds no value, and is not kept where the folder holds what is not seen', () =>
  withRepository(async (cwd) => {
    fill(cwd);
    await run(cwd);
    const guard = new OutputGuard([new Secret(FIRST)]);
    assert.not(guard.check(readFileSync(reportOf(cwd), 'utf8')));
    rmSync(reportOf(cwd));
    symlinkSync('/nowhere', join(cwd, '.git/link'));
    await run(cwd);
    assert.not(existsSync(reportOf(cwd)));
  }));

test.run();
