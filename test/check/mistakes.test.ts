import { readFileSync } from 'node:fs';
import { assert, suite } from '../helpers/suite.ts';
import { externalRecord, PACKET, PRD, RECORD, withCase, type Case } from './case.ts';

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

test('the form that a faulty record is sent to is that of its own branch', () =>
  withCase(async (one) => {
    one.packet = `${PACKET}decision: { branches: [go, local_provider_required, external_provider_approved], branch_fields: { go: [approval_source] } }\n`;
    for (const [status, text] of [
      ['go', 'decision_status: go\n'],
      ['local_provider_required', 'decision_status: local_provider_required\n'],
    ] as const) {
      one.record(externalRecord(one.commit).replace(/decision_status: [^]*/, text));
      const { result } = await one.run();
      const fixes = result.observations.filter(({ id }) => /^DEC-0[56]$/.test(id)).map(({ fix }) => fix);
      assert.ok(fixes.includes(`watertight decision new --branch ${status} prints each field`), fixes.join());
    }
  }));

test('a document that is too large to be compared with evidence proves nothing', () =>
  withCase(async (one) => {
    one.record(externalRecord(one.commit));
    assert.match((await said(one, 'EVD-04')).join(), /^pass/);
    one.write('tasks/large.md', 'a line of a task\n'.repeat(300_000));
    assert.equal(await said(one, 'EVD-04'), [
      'unproven: tasks/large.md is too large to be compared with evidence @ tasks/large.md @ 0',
    ]);
  }));

test('evidence that is too large to be read proves nothing either', () =>
  withCase(async (one) => {
    one.write(EVIDENCE, Buffer.alloc(65 * 1024 * 1024, 'a line of evidence\n'));
    one.record(externalRecord(one.commitAll()));
    assert.match(
      (await said(one, 'EVD-04')).join('\n'),
      /^unproven: evidence reports\/case\/dry-run\.json cannot be read/m,
    );
  }));

test('evidence that cannot be in the commit is a fault of the record, at its line', () =>
  withCase(async (one) => {
    const short = one.commit.slice(0, 12);
    const cases = {
      '../outside.json': 'leads out of the packet folder',
      '/etc/hostname': 'leads out of the packet folder',
      '..': 'leads out of the packet folder',
      'reports/../../x.json': 'leads out of the packet folder',
      '..data.json': `not in ${short}`,
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

test('what is no commit id is not cut like one', () =>
  withCase(async (one) => {
    for (const id of ['<whole commit id>', 'abcdef123456', 'no-such-branch']) {
      one.record(externalRecord(id));
      assert.equal(await said(one, 'EVD-01'), [
        `fail: evidence ${EVIDENCE} does not name a commit by its full id @ ${RECORD} @ ${lineOf(one, `path: ${EVIDENCE},`)}`,
      ]);
    }
  }));

test('a review on a day that is none is not due', () =>
  withCase(async (one) => {
    const record = externalRecord(one.commit);
    assert.match(record, /review_trigger: \{ kind: date, on: [0-9-]+ \}/);
    one.record(record.replace(/(kind: date, on: )[0-9-]+/, '$1<YYYY-MM-DD>'));
    assert.equal(await said(one, 'DEC-08'), []);
    assert.match((await said(one, 'DEC-05')).join(), /review_trigger\.on: must be a day of the calendar/);
  }));

test('an approval of a day to come is none', () =>
  withCase(async (one) => {
    const on = (day: string): Case => one.record(externalRecord(one.commit).replace(/(\bat: )[0-9-]+/, `$1${day}`));
    on('2999-01-01');
    const later = (await said(one, 'DEC-09')).filter((text) => text.includes('in the future'));
    assert.equal(later, [
      `fail: approval_source.at 2999-01-01 is in the future @ ${RECORD} @ ${lineOf(one, '2999-01-01')}`,
    ]);
    on('2026-06-02');
    assert.not.match((await said(one, 'DEC-09')).join(), /in the future/);
  }));

test('where no ref exists that evidence must be reachable from, that it is merged is not proved', () =>
  withCase(async (one) => {
    one.record(externalRecord(one.commit));
    const from = (refs: string): void =>
      void (one.packet = PACKET.replace('reachable_from: []', `reachable_from: [${refs}]`));
    from('mian');
    assert.equal(await said(one, 'EVD-02'), [
      "unproven: 'mian' does not exist here, so it is unproved that referenced commits are merged @ case.packet.yaml @ 0",
    ]);
    assert.is((await one.run()).result.summary.exitCode, 3);
    from('mian, mastre');
    assert.match((await said(one, 'EVD-02')).join(), /^unproven: 'mian', 'mastre' do not exist here/);
    from('mian, main');
    assert.match((await said(one, 'EVD-02')).join(), /^warn: 'mian' does not exist here, so reachability was checked/);
    let aside = '';
    one.branch('side', () => void (aside = one.commitAll('aside')));
    one.record(externalRecord(aside));
    assert.match((await said(one, 'EVD-02')).join('\n'), /^unproven: 'mian' does not exist here, so it is unproved/m);
  }));

test('a ref that does not exist is told before a record refers to anything', () =>
  withCase(async (one) => {
    one.packet = PACKET.replace('reachable_from: []', 'reachable_from: [mian]');
    assert.match(
      (await said(one, 'EVD-02')).join(),
      /^unproven: 'mian' does not exist here, so it is unproved that what/,
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
        "unproven: 'CTO-WORK-0240' of work_items.rules is in no document, so it has no effect (did you mean CTO-WORK-024?)",
        "unproven: 'CTO-WORK-0200' of decision.authority is in no document, so it has no effect (did you mean CTO-WORK-023?)",
      ],
    );
  }));

test('the beginning of an id that stands in a document is another id', () =>
  withCase(async (one) => {
    one.packet = `${PACKET}decision: { authority: CTO-WORK-02 }
claims: [{ id: early, check: STG-03, any: [it has begun], unless: { work_item_status: { id: CTO-WORK-0, is: [done] } } }]
`;
    const found = (await said(one, 'WRK-04')).join('\n');
    assert.match(found, /'CTO-WORK-02' of decision\.authority is in no document/);
    assert.match(found, /'CTO-WORK-0' of claim early is in no document/);
  }));

test('a claim is held against its condition in a packet without gates and stages too', () =>
  withCase(async (one) => {
    const checks = ['STG-02', 'STG-03', 'ADM-03', 'ADM-04'];
    const claims = checks.map(
      (id) => `{ id: c-${id}, check: ${id}, any: ['run ${id} went well'], surfaces: [report] }`,
    );
    one.packet = `apiVersion: watertight/v1
kind: EvidencePacket
metadata: { id: plain }
extends: watertight:default
claims: [${claims.join(', ')}]
`;
    one.write('reports/summary.txt', checks.map((id) => `run ${id} went well\n`).join(''));
    assert.equal(
      (await one.faults()).map((text) => text.replace(/:.*/, '')),
      ['ADM-03 fail', 'ADM-04 fail', 'STG-02 fail', 'STG-03 fail'],
    );
    one.packet = one.packet.replace(
      /claims: .*/,
      "claims: [{ id: w, check: STG-03, any: ['`für alle` frei.'], surfaces: [report] }]",
    );
    one.write('reports/summary.txt', 'Jetzt "für alle": frei\n');
    assert.match((await said(one, 'STG-03')).join(), /^fail: reports\/summary\.txt claims 'w'/);
    one.write('reports/summary.txt', checks.map((id) => `run ${id} went well\n`).join(''));
    one.packet = PACKET.replace('evidence:', `claims: [${claims[2]}]\nevidence:`);
    assert.match((await said(one, 'ADM-03')).join(), /^fail: reports\/summary\.txt claims 'c-ADM-03'/);
  }));

test('an approval refers to a work item that documents have', () =>
  withCase(async (one) => {
    one.record(externalRecord(one.commit).replace('ref: CTO-WORK-024', 'ref: CTO-WORK-204'));
    assert.equal(await said(one, 'WRK-04'), [
      `unproven: 'CTO-WORK-204' of approval_source.ref is in no document, so it has no effect (did you mean CTO-WORK-024?) @ ${RECORD} @ ${lineOf(one, 'ref: CTO-WORK-204')}`,
    ]);
    one.record(externalRecord(one.commit).replace('ref: CTO-WORK-024', 'ref: CHANGE-7'));
    assert.match((await said(one, 'WRK-04')).join(), /^pass/);
  }));

test('an item that waits for the decision says so by its own status', () =>
  withCase(async (one) => {
    one.edit('docs/sot/cto-case-provider-decision-packet-issues.md', 'Status: blocked.', 'Status: open.');
    assert.match(
      (await said(one, 'DEC-03')).join(),
      "fail: CTO-WORK-024 is 'open', but no decision is recorded: it stays blocked until one of external_provider_approved, local_provider_required is chosen",
    );
  }));

test('a packet without claims of its own is held to the usual ones', () =>
  withCase(async (one) => {
    const preset = readFileSync('rules/packets/cto-case.yaml', 'utf8');
    one.packet = preset.replace(/^claims:[^]*?(?=^\w)/m, '').replace(/^ {2}id: .*/m, '  id: CTO-WORK-023');
    assert.not.match(one.packet, /^claims:/m);
    assert.match((await said(one, 'STG-03')).join(), /^pass/);
    one.edit(PRD, '# ', 'The real Case Stage 2 has passed.\n\n# ');
    one.write('reports/claim.json', '{"status": "admitted"}\n');
    assert.match((await said(one, 'STG-03')).join(), /^fail: .*claims 'stage2-passed'/);
    assert.match((await said(one, 'ADM-04')).join(), /^fail: reports\/claim\.json claims/);
  }));

test('claims are not checked where there is nothing to look for', () =>
  withCase(async (one) => {
    one.packet = one.packet.replace('extends: watertight:cto-case', '')
      .concat(`forbid: [{ id: no-secret, surfaces: all, match: { class: secret } }]
gates:
  approved: { kind: file-matches-env, file: { env: RELEASE_FILE }, match: [{ pointer: /version, env: VERSION }] }
  release: { kind: all-of, of: [{ gate: approved }] }
`);
    assert.match((await said(one, 'ADM-04')).join(), /^not-checked: the packet has no claims/);
    assert.match((await said(one, 'STG-03')).join(), /^not-checked: the packet has no claims/);
  }));

test('a record behind a link decides nothing, because nobody sees the history of what the link leads to', () =>
  withCase(async (one) => {
    const moved = 'docs/sot/moved.yaml';
    one.write(moved, externalRecord(one.commit)).link(RECORD, '../moved.yaml').commitAll();
    assert.match((await said(one, 'DEC-01')).join('\n'), /fail: the record is reached through a link/);
    assert.match((await one.run()).result.facts.decision?.status ?? '', /^not_decided$/);
  }));

test('a record in a linked folder decides nothing either', () =>
  withCase(async (one) => {
    one.write('kept/CTO-WORK-024.decision.yaml', externalRecord(one.commit));
    one.link('docs/sot/decisions', '../../kept').commitAll();
    assert.match((await said(one, 'DEC-01')).join('\n'), /fail: the record is reached through a link/);
  }));

test('an approver who is no decider is told who is one', () =>
  withCase(async (one) => {
    one.record(
      externalRecord(one.commit).replace(
        'kind: governed-core-route, ref: CTO-WORK-024, by: jp',
        'kind: owner-decision, ref: X-1, by: intern',
      ),
    );
    assert.match((await said(one, 'DEC-09')).join('\n'), /'intern' is not one of the packet's deciders \('jp'/);
  }));

test('a branch of the packet’s own that requires evidence takes no empty list of it', () =>
  withCase(async (one) => {
    one.packet = `${PACKET}decision: { branches: [go, local_provider_required, external_provider_approved], branch_fields: { go: [approval_source, evidence] } }\n`;
    const text = externalRecord(one.commit).replace(
      /decision_status: [^]*/,
      'decision_status: go\napproval_source: { kind: owner-decision, ref: CHG-1, by: jp, at: 2026-06-02 }\nevidence: []\n',
    );
    one.record(text);
    assert.match((await said(one, 'EVD-03')).join('\n'), /^fail: no evidence reference @ .* @ \d+$/);
    one.record(text.replace('ref: CHG-1', "ref: '  '"));
    assert.match((await said(one, 'DEC-05')).join('\n'), /approval_source\.ref: must be one line of text/);
  }));

test.run();
