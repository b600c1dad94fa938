import { assert, suite } from '../helpers/suite.ts';
import { externalRecord, PACKET, RECORD, withCase, type Case } from './case.ts';

const test = suite('mistakes in records and packets');
const EVIDENCE = 'reports/case/dry-run.json';

/** What a check says, with its place. */
async function said(one: Case, id: string): Promise<string[]> {
  const { result } = await one.run();
  return result.observations
    .filter((observation) => observation.id === id)
    .map(({ outcome, message, place }) =>
      [`${outcome}: ${message}`, ...(place === undefined ? [] : [place.path, place.line ?? 0])].join(' @ '),
    );
}

/** The number of the record's line that holds a text. */
function lineOf(one: Case, text: string): number {
  return (
    one
      .read(RECORD)
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1
  );
}

test('evidence that cannot be in the commit is a fault of the record, at its line', () =>
  withCase(async (one) => {
    const short = one.commit.slice(0, 12);
    const cases = {
      '../outside.json': `not in ${short}`,
      '/etc/hostname': `not in ${short}`,
      '..': `not in ${short}`,
      'reports/../../x.json': `not in ${short}`,
      'reports/none.json': `not in ${short}`,
      'reports/case': `is a folder in ${short}`,
    };
    for (const [path, reason] of Object.entries(cases)) {
      one.record(externalRecord(one.commit).replace(EVIDENCE, path));
      assert.equal(await said(one, 'EVD-01'), [
        `fail: evidence ${path} ${reason} @ ${RECORD} @ ${lineOf(one, `path: ${path},`)}`,
      ]);
    }
    one.record(externalRecord(one.commit).replace(EVIDENCE, `./reports//case/../case/dry-run.json`));
    assert.match((await said(one, 'EVD-01')).join(), /^pass/);
  }));

test('a commit that is not there is told at its line', () =>
  withCase(async (one) => {
    const id = 'f'.repeat(40);
    one.record(externalRecord(id));
    const message = `evidence ${EVIDENCE} names no commit: there is no ${id.slice(0, 12)}`;
    assert.equal(await said(one, 'EVD-01'), [`fail: ${message} @ ${RECORD} @ ${lineOf(one, id)}`]);
  }));

test('where no ref exists that evidence must be reachable from, that it is merged is not proved', () =>
  withCase(async (one) => {
    one.record(externalRecord(one.commit));
    const from = (refs: string): void =>
      void (one.packet = PACKET.replace('reachable_from: []', `reachable_from: [${refs}]`));
    from('mian');
    assert.equal(await said(one, 'EVD-02'), [
      "unproven: 'mian' does not exist here, so nothing says that referenced commits are merged @ case.packet.yaml @ 0",
    ]);
    assert.is((await one.run()).result.summary.exitCode, 3);
    from('mian, mastre');
    assert.match((await said(one, 'EVD-02')).join(), /^unproven: 'mian', 'mastre' do not exist here/);
    from('mian, main');
    assert.match((await said(one, 'EVD-02')).join(), /^warn: 'mian' does not exist here, so reachability is judged/);
    let aside = '';
    one.branch('side', () => void (aside = one.commitAll('aside')));
    one.record(externalRecord(aside));
    assert.match((await said(one, 'EVD-02')).join('\n'), /^unproven: 'mian' does not exist here, so nothing says/m);
  }));

test('a ref that does not exist is told before a record refers to anything', () =>
  withCase(async (one) => {
    one.packet = PACKET.replace('reachable_from: []', 'reachable_from: [mian]');
    assert.match(
      (await said(one, 'EVD-02')).join(),
      /^unproven: 'mian' does not exist here, so nothing says that what/,
    );
    assert.is((await one.run()).result.summary.exitCode, 3);
  }));

test('an id that stands in no document has a rule that holds nothing, which is not proved', () =>
  withCase(async (one) => {
    one.packet = `${PACKET}decision: { authority: CTO-WORK-0200 }
work_items: { rules: { CTO-WORK-0240: { blocked_unless: { decision_status: local_provider_required } } } }
`;
    assert.equal(
      (await said(one, 'WRK-04')).map((text) => text.replace(/ @ .*/, '')),
      [
        "unproven: 'CTO-WORK-0240' of work_items.rules stands in no document, so it holds nothing (did you mean CTO-WORK-024?)",
        "unproven: 'CTO-WORK-0200' of decision.authority stands in no document, so it holds nothing (did you mean CTO-WORK-023?)",
      ],
    );
  }));

test('the beginning of an id that stands in a document is another id', () =>
  withCase(async (one) => {
    one.packet = `${PACKET}decision: { authority: CTO-WORK-02 }
claims: [{ id: early, check: STG-03, any: [it has begun], unless: { work_item_status: { id: CTO-WORK-0, is: [done] } } }]
`;
    const found = (await said(one, 'WRK-04')).join('\n');
    assert.match(found, /'CTO-WORK-02' of decision\.authority stands in no document/);
    assert.match(found, /'CTO-WORK-0' of claim early stands in no document/);
  }));

test('an approval refers to a work item that documents have', () =>
  withCase(async (one) => {
    one.record(externalRecord(one.commit).replace('ref: CTO-WORK-024', 'ref: CTO-WORK-204'));
    assert.equal(await said(one, 'WRK-04'), [
      `unproven: 'CTO-WORK-204' of approval_source.ref stands in no document, so it holds nothing (did you mean CTO-WORK-024?) @ ${RECORD} @ ${lineOf(one, 'ref: CTO-WORK-204')}`,
    ]);
    one.record(externalRecord(one.commit).replace('ref: CTO-WORK-024', 'ref: CHANGE-7'));
    assert.match((await said(one, 'WRK-04')).join(), /^pass/);
  }));

test('an item that waits for the decision says so by its own status', () =>
  withCase(async (one) => {
    one.edit('docs/sot/cto-case-provider-decision-packet-issues.md', 'Status: blocked.', 'Status: open.');
    assert.match(
      (await said(one, 'DEC-03')).join(),
      "fail: CTO-WORK-024 is 'open' without a branch: until one is chosen it is blocked",
    );
  }));

test.run();
