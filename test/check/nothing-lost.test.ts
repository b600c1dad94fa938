import { assert, suite } from '../helpers/suite.ts';
import { git } from '../source/git/helpers.ts';
import { externalRecord, MODEL, PACKET, RECORD, withCase } from './case.ts';
import { TOKEN } from './scenarios.ts';

const test = suite('what a check did not see');
const LOG = 'runs/7/logs/backend.log';

/** The packet, asking for a range of commits. */
const asking = (range: string): string => PACKET.replace('required: false', `range: '${range}', required: true`);

test('one run with another model is seen among thousands of lines that record the admitted one', () =>
  withCase(async (one) => {
    one.record(externalRecord(one.commit)).admit();
    const usual = `gen_ai.request.model=${MODEL}\n`;
    one.write(LOG, `${usual.repeat(3000)}gen_ai.request.model=other-9\n`);
    const { result } = await one.run();
    const faults = result.observations.filter(({ outcome }) => outcome === 'fail');
    assert.equal(
      faults.map(({ id, place }) => [id, place?.path, place?.line]),
      [['ADM-05', LOG, 3001]],
    );
  }));

test('each file that records another model is named', () =>
  withCase(async (one) => {
    one.record(externalRecord(one.commit)).admit();
    for (const run of [1, 2, 3]) one.write(`runs/${run}/logs/backend.log`, 'gen_ai.request.model=other-9\n'.repeat(50));
    const { result } = await one.run();
    const paths = result.observations.filter(({ id }) => id === 'ADM-05').map(({ place }) => place?.path);
    assert.is(paths.length, 3);
    for (const run of [1, 2, 3]) assert.ok(paths.includes(`runs/${run}/logs/backend.log`), paths.join());
  }));

test('a false claim is seen behind any number of true ones', () =>
  withCase(async (one) => {
    one.packet = PACKET.replace(
      'evidence:',
      `claims:
  - { id: waits, check: ADM-04, any: [nothing is admitted], surfaces: [report], unless: { decision_status: not_decided } }
  - { id: passed, check: ADM-04, any: [all of it passed], surfaces: [report] }
evidence:`,
    );
    for (let file = 0; file < 1001; file++) one.write(`reports/many/${file}.txt`, 'nothing is admitted\n');
    one.write('reports/other/last.txt', 'all of it passed\n');
    assert.equal(await one.faults(), [
      "ADM-04 fail: reports/other/last.txt claims 'passed', and which is never allowed",
    ]);
  }));

test('a finding in a file that tells of commits hides none in the commits, and none that could not be read', () =>
  withCase(async (one) => {
    const { commit } = one;
    one.packet = asking(`${commit}..HEAD`);
    one.commitAll(`use ${TOKEN}`);
    const patch = `From ${'0'.repeat(40)} Mon Sep 17 00:00:00 2001\nFrom: jp <jp@example.com>\nSubject: ${TOKEN}\n\n---\n`;
    one.write('changes/1.patch', patch);
    const faults = (await one.faults()).filter((fault) => fault.startsWith('SEC-CMT'));
    assert.is(faults.length, 2);
    one.packet = asking('origin/main..HEAD');
    const outcomes = (await one.faults()).map((fault) => fault.replace(/:.*$/, ''));
    assert.equal(outcomes, ['SEC-CMT fail', 'SEC-CMT unproven']);
  }));

test('evidence that must be committed counts as HEAD has it, and in no other form', () =>
  withCase(async (one) => {
    const ref = "{ id: done, path: 'reports/done.json', committed: true, present: required }";
    one.packet = PACKET.replace('evidence: {', `evidence: { refs: [${ref}],`);
    const said = async (): Promise<string> => (await one.faults()).filter((fault) => fault.startsWith('EVD-05')).join();
    one.write('reports/done.json', '{"result":"pass"}');
    const why =
      'EVD-05 fail: evidence done does not count: reports/done.json is not committed: HEAD does not hold these bytes';
    assert.is(await said(), why);
    one.commitAll();
    assert.is(await said(), '');
    one.write('reports/done.json', '{"result":"other"}');
    assert.is(await said(), why);
  }));

test('a repository that git does not open proves nothing of the record', () =>
  withCase(async (one) => {
    one.record(externalRecord(one.commit));
    one.commitAll();
    assert.match((await one.faults()).join(), /^DEC-09 warn: record written by 'A. Author'[^,]*,[^,]*$/);
    one.write('.git/config', `${one.read('.git/config')}\n[core\n`);
    const { result } = await one.run();
    assert.is(result.summary.exitCode, 3);
    const said = new Map(result.observations.map(({ id, outcome, message }) => [id, `${outcome}: ${message}`]));
    const why = 'the git repository was not opened: its configuration is damaged';
    assert.is(said.get('DEC-07'), `unproven: the history of the record is unknown: ${why}`);
    assert.is(said.get('DEC-09'), `info: the author of the record is unknown: ${why}`);
    assert.is(said.get('EVD-01'), `unproven: 1 evidence references cannot be looked up: ${why}`);
    one.packet = PACKET.replace('required: false', 'required: true').concat('decision: { signing: required }\n');
    const faults = await one.faults();
    assert.ok(faults.includes(`SEC-CMT unproven: commit: commits not read: ${why}`), faults.join('\n'));
    assert.ok(faults.includes(`DEC-09 unproven: the author of the record is unknown: ${why}`), faults.join('\n'));
  }));

test('a shallow clone that begins with the record does not know what it said before', () =>
  withCase(async (one) => {
    one.record(externalRecord(one.commit));
    one.commitAll();
    one.edit(RECORD, 'revision: 1', 'revision: 7');
    const last = one.commitAll();
    assert.match((await one.faults()).join(), /^DEC-07 fail: revision 7 follows 1/);
    one.write('.git/shallow', `${last}\n`);
    const faults = (await one.faults()).filter((fault) => fault.startsWith('DEC-07'));
    assert.equal(faults, ['DEC-07 unproven: this clone is shallow: it lacks earlier versions of the record']);
    git(one.root, ['commit', '-q', '--allow-empty', '-m', 'later']);
    assert.equal((await one.faults()).filter((fault) => fault.startsWith('DEC-07')).length, 1);
  }));

test('a shallow clone that begins before the record knows all of it', () =>
  withCase(async (one) => {
    one.write('.git/shallow', `${one.commit}\n`);
    one.record(externalRecord(one.commit));
    one.commitAll();
    assert.equal(
      (await one.faults()).filter((fault) => !fault.startsWith('DEC-09')),
      [],
    );
  }));

test.run();
