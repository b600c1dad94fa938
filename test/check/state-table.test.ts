import { readFile } from 'node:fs/promises';
import { assert, suite } from '../helpers/suite.ts';
import { externalRecord, HEI, ISSUES, localRecord, MODEL, PROVIDER, STAGE2, withCase, type Case } from './case.ts';

const test = suite('state table');

interface Row {
  readonly decision: string;
  readonly admission: boolean;
  readonly hei: boolean;
  readonly stage2: boolean;
  readonly allowed: Readonly<Record<string, boolean>>;
  readonly violations: readonly string[];
}

const open = (cell: string | undefined): boolean => cell?.startsWith('may') === true;
const yes = (is: boolean): string => (is ? 'yes' : 'no');

const rows = (await readFile('fixtures/packets/state-table.md', 'utf8'))
  .split('\n')
  .filter((line) => /^\| (?:not_decided|external|local) /.test(line))
  .map((line): Row => {
    const cells = line.split('|').map((cell) => cell.trim());
    const [, decision = '', admission, hei, stage2, wi020, wi022, wi024, stage, violations = '-'] = cells;
    return {
      decision,
      admission: admission === 'yes',
      hei: hei === 'yes',
      stage2: stage2 === 'yes',
      allowed: {
        'CTO-WORK-020': open(wi020),
        'CTO-WORK-022': open(wi022),
        'CTO-WORK-024': open(wi024),
        stage2: open(stage),
      },
      violations: violations === '-' ? [] : violations.split(','),
    };
  });

function arrange(one: Case, row: Row): void {
  if (row.decision === 'external') one.record(externalRecord(one.commit));
  if (row.decision === 'local') one.record(localRecord(one.commit));
  if (row.admission) one.admit();
  else {
    one.env['CTO_HARNESS_CASE_MODEL_PROVIDER'] = PROVIDER;
    one.env['CTO_HARNESS_CASE_MODEL'] = MODEL;
  }
  if (row.hei) one.write(HEI, '{"result":"pass"}');
  if (row.stage2) one.write(STAGE2, JSON.stringify({ result: 'pass', provider: PROVIDER, model: MODEL }));
}

test('has 24 rows', () => {
  assert.is(rows.length, 24);
});

for (const row of rows) {
  test(`${row.decision}, admission ${yes(row.admission)}, interface pass ${yes(row.hei)}, stage pass ${yes(row.stage2)}`, async () => {
    await withCase(async (one) => {
      arrange(one, row);
      const { result } = await one.run();
      const allowed = Object.fromEntries(result.facts.workItems.map(({ id, mayUnblock }) => [id, mayUnblock]));
      assert.equal(allowed, row.allowed);
      const failed = result.observations.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);
      assert.equal(failed, row.violations);
      assert.is(result.summary.exitCode, row.violations.length > 0 ? 1 : 0);
      if (row.allowed['CTO-WORK-024'] === true) return;
      one.edit(ISSUES, 'Status: blocked.', 'Status: done.');
      assert.ok(
        (await one.faults()).some((fault) =>
          fault.startsWith("WRK-03 fail: CTO-WORK-024 is 'done' but must be blocked"),
        ),
      );
    });
  });
}

test.run();
