import { readFile } from 'node:fs/promises';
import { assert, suite } from '../helpers/suite.ts';
import {
  ADMISSION,
  externalRecord,
  HEI,
  ISSUES,
  localRecord,
  MODEL,
  NOT_DECIDED_RECORD,
  PACKET,
  PRD,
  PROVIDER,
  RECORD,
  STAGE2,
  withCase,
} from './case.ts';
import { TOKEN } from './scenarios.ts';

const test = suite('check() on the founding case');
const captured = await readFile('fixtures/packets/captured-document.md', 'utf8');

test('passes with every gate closed, and says so', () =>
  withCase(async (one) => {
    const { result } = await one.run();
    assert.equal(await one.faults(), []);
    assert.is(result.summary.exitCode, 0);
    assert.equal(result.facts.decision, { status: 'not_decided', record: RECORD, state: 'absent', revision: null });
    assert.equal(
      result.facts.gates.map(({ id, state }) => `${id} ${state}`),
      ['admission closed', 'stage2 closed'],
    );
    assert.is(result.facts.gates[0]?.why, 'env CTO_HARNESS_CASE_MODEL_ADMISSION_FILE not set');
  }));

test('passes with the whole case decided, admitted and run', () =>
  withCase(async (one) => {
    one.record(externalRecord(one.commit));
    one.commitAll('decide', { GIT_AUTHOR_NAME: 'jp' });
    one.admit();
    one
      .write(HEI, '{"result":"pass"}')
      .write(STAGE2, JSON.stringify({ result: 'pass', provider: PROVIDER, model: MODEL }));
    one.write('runs/7/argv.jsonl', JSON.stringify({ argv: ['harness', '--model', MODEL, '--provider', PROVIDER] }));
    one.write(
      'runs/7/traces/spans.json',
      JSON.stringify({ attributes: [{ key: 'gen_ai.request.model', value: { stringValue: MODEL } }] }),
    );
    one.edit(ISSUES, 'Status: blocked.', 'Status: done.');
    assert.equal(await one.faults(), []);
  }));

test('is not fooled by prose that only asks for its sentences', () =>
  withCase(async (one) => {
    one.write(PRD, one.read(ISSUES));
    const faults = (await one.faults()).filter((fault) => fault.startsWith('STM'));
    assert.is(faults.length, 8);
    assert.ok(
      faults.every((fault) => fault.endsWith('is required or quoted, but never stated')),
      faults.join('\n'),
    );
  }));

test('is not fooled by quotations, struck text, comments, code and demands', () =>
  withCase(async (one) => {
    const sentence = 'no Target Repository path may be inspected or copied';
    const forms = [
      `> ${sentence}.`,
      `~~As ever, ${sentence}.~~`,
      `<!-- ${sentence} -->`,
      `The issue reads "${sentence}".`,
      `The issue reads \u201C${sentence}\u201D.`,
      `\`\`\`\n${sentence}\n\`\`\``,
      `The packet must state ${sentence}.`,
      `### Acceptance criteria\n\n- ${sentence}`,
      `**Acceptance:**\n\n- ${sentence}`,
      `<del>${sentence}</del>`,
    ];
    const original = one.read(PRD);
    for (const form of forms) {
      one.write(PRD, original.replace(/As a matter of course.*\n/, `${form}\n`));
      const faults = await one.faults();
      assert.ok(
        faults.some((fault) => fault.startsWith('STM-08 fail')),
        form,
      );
    }
    for (const form of [
      `**${sentence}**`,
      `As ever, NO target repository\npath may be inspected or copied.`,
      `- ${sentence}; see below`,
    ]) {
      one.write(PRD, original.replace(/As a matter of course.*\n/, `${form}\n`));
      assert.equal(await one.faults(), [], form);
    }
  }));

test('keeps the two reports apart: an interface pass is no stage pass, and the other way round', () =>
  withCase(async (one) => {
    one.record(externalRecord(one.commit)).admit();
    one.write(HEI, '{"result":"pass"}');
    let facts = (await one.run()).result.facts.workItems;
    assert.equal(
      facts.map(({ id, mayUnblock }) => [id, mayUnblock]).filter(([id]) => id === 'CTO-WORK-020' || id === 'stage2'),
      [
        ['CTO-WORK-020', false],
        ['stage2', true],
      ],
    );
    one.remove(HEI).write('reports/harness-evidence-interface/run.txt', 'pass').write(STAGE2, '{"result":"pass"}');
    facts = (await one.run()).result.facts.workItems;
    assert.ok(
      facts.every(({ id, mayUnblock }) => !mayUnblock || id === 'CTO-WORK-024'),
      JSON.stringify(facts),
    );
  }));

test('a stage report counts for the admitted model alone, and only after the admission', () =>
  withCase(async (one) => {
    one.record(externalRecord(one.commit)).admit();
    one.write(HEI, '{"result":"pass"}');
    one.write(STAGE2, JSON.stringify({ result: 'pass', provider: PROVIDER, model: 'other' }));
    assert.ok((await one.faults()).includes(`STG-04 fail: stage2-pass report ${STAGE2} is for model 'other'`));
    one.write(STAGE2, JSON.stringify({ result: 'pass' }));
    assert.ok((await one.faults()).includes(`STG-04 fail: stage2-pass report ${STAGE2} does not name its provider`));
    one.write(STAGE2, JSON.stringify({ result: 'pass', provider: PROVIDER, model: MODEL })).age(STAGE2, 3600);
    assert.ok((await one.faults()).includes(`STG-04 fail: stage2-pass report ${STAGE2} is older than the admission`));
    one.write(STAGE2, JSON.stringify({ result: 'fail', provider: PROVIDER, model: MODEL }));
    assert.equal(
      (await one.faults()).filter((fault) => fault.startsWith('STG-04')),
      [],
    );
  }));

test('says what is wrong with prose as it was captured, and still reads ids, statuses and lines', () =>
  withCase(async (one) => {
    one.write(ISSUES, captured);
    one.packet = PACKET.replace(
      'owner: jp }',
      `owner: jp, sources: [{ role: prd, path: ${PRD} }, { role: issues, path: ${ISSUES}, frontmatter: { search_lines: 20 } }] }`,
    );
    const { result } = await one.run();
    const [fault] = result.observations.filter(({ outcome }) => outcome === 'fail');
    assert.is(fault?.message, `front matter of ${ISSUES} is not a mapping (starts at line 7)`);
    assert.match(fault?.fix ?? '', /copied from a viewer/);
    assert.is(result.summary.outcomes.fail, 1);
    assert.is(result.facts.workItems.find(({ id }) => id === 'CTO-WORK-024')?.declared, 'blocked');
  }));

test('an admission under no decision, or of another pair than the decided one, opens nothing', () =>
  withCase(async (one) => {
    one.admit();
    assert.ok(
      (await one.faults()).some((fault) => fault.startsWith('ADM-06 fail: admission file present without a decision')),
    );
    one.record(externalRecord(one.commit)).admit(PROVIDER, 'acme/other');
    assert.ok(
      (await one.faults()).some((fault) =>
        fault.startsWith("ADM-06 fail: admission file admits model 'acme/other', the decision names "),
      ),
    );
    one.record(localRecord(one.commit)).admit('local', 'llama-3.1-8b');
    assert.equal(await one.faults(), []);
    one.record(
      localRecord(one.commit).replace('provider: ""', 'provider: local').replace('model: null', 'model: llama-3.1-8b'),
    );
    assert.equal(await one.faults(), []);
    one.record(localRecord(one.commit).replace('model: null', 'model: llama-3.2'));
    assert.ok((await one.faults()).some((fault) => fault.startsWith('DEC-06') || fault.startsWith('ADM-06')));
  }));

test('a broken admission file says how it is broken', () =>
  withCase(async (one) => {
    one.record(externalRecord(one.commit)).admit();
    const broken: readonly (readonly [string, string])[] = [
      [JSON.stringify({ provider: PROVIDER, model: `${MODEL} ` }), 'ADM-02 fail: admission file says model'],
      [JSON.stringify({ provider: PROVIDER.toUpperCase(), model: MODEL }), 'ADM-02 fail: admission file says provider'],
      [JSON.stringify({ provider: PROVIDER }), 'ADM-02 fail: admission file says nothing under /model'],
      [JSON.stringify({ provider: PROVIDER, model: 7 }), 'ADM-02 fail: admission file: /model is not text'],
      ['{"provider": ', 'ADM-02 fail: admission file: line 1'],
      ['{"provider":"acme","provider":"other"}', 'ADM-02 fail: admission file: line 1'],
    ];
    for (const [text, expected] of broken) {
      one.write(ADMISSION, text);
      const faults = await one.faults();
      assert.ok(
        faults.some((fault) => fault.startsWith(expected)),
        `${text}: ${faults.join('; ')}`,
      );
    }
    one.admit(PROVIDER, '*');
    assert.ok((await one.faults()).some((fault) => fault.startsWith("ADM-02 fail: model '*' is not an exact name")));
  }));

test('an admission file of any format admits the same', () =>
  withCase(async (one) => {
    one.record(externalRecord(one.commit)).admit();
    const forms = [
      `provider: ${PROVIDER}\nmodel: ${MODEL}\n`,
      `provider = "${PROVIDER}"\nmodel = "${MODEL}"\n`,
      `PROVIDER=${PROVIDER}\nMODEL=${MODEL}\n`,
      `export provider="${PROVIDER}"\nexport model='${MODEL}'\n`,
    ];
    for (const form of forms) {
      one.write(ADMISSION, form);
      assert.is((await one.run()).result.facts.gates[0]?.state, 'open', form);
    }
  }));

test('an admission file outside of the folder, through a link or as a pattern is broken, and never read', () =>
  withCase(async (one) => {
    one.record(externalRecord(one.commit)).admit();
    one.outside(`${one.root}-elsewhere`);
    one.remove(ADMISSION).link(ADMISSION, `${one.root}-elsewhere/main.c`);
    const { result } = await one.run();
    assert.is(result.facts.gates[0]?.state, 'broken');
    assert.match(result.facts.gates[0]?.why ?? '', /leads out of the packet folder/);
    one.env['CTO_HARNESS_CASE_MODEL_ADMISSION_FILE'] = 'runs/*/config/admission.json';
    assert.match((await one.run()).result.facts.gates[0]?.why ?? '', /is a pattern/);
    one.env['CTO_TARGET_REPO'] = `${one.root}-elsewhere`;
    one.env['CTO_HARNESS_CASE_MODEL_ADMISSION_FILE'] = `${one.root}-elsewhere/main.c`;
    const faults = await one.faults();
    assert.ok(
      faults.some((fault) => fault.startsWith('TGT-01 fail: refused: ')),
      faults.join('\n'),
    );
  }));

test('a record that holds a value says so, and no output repeats it', () =>
  withCase(async (one) => {
    one.record(`${externalRecord(one.commit)}note: used ${TOKEN}\n`);
    const { result } = await one.run();
    assert.ok(
      result.observations.some(({ id, message }) => id === 'DEC-05' && message.startsWith('the record has a value')),
    );
    assert.not(JSON.stringify(result).includes(TOKEN));
  }));

test('a record that is broken counts as not decided, and closes what it would have opened', () =>
  withCase(async (one) => {
    one.record(externalRecord(one.commit).replace('kind: date', 'kind: someday')).admit();
    const { result } = await one.run();
    assert.is(result.facts.decision?.status, 'not_decided');
    assert.is(result.facts.decision?.state, 'broken');
    assert.ok(result.facts.workItems.every(({ mayUnblock }) => !mayUnblock));
    const ids = result.observations.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);
    assert.equal([...new Set(ids)], ['DEC-05', 'ADM-06']);
  }));

test('two records for one work item are none', () =>
  withCase(async (one) => {
    one.record(externalRecord(one.commit)).write('docs/sot/decisions/other.decision.yaml', localRecord(one.commit));
    assert.ok(
      (await one.faults()).includes(
        `DEC-03 fail: 2 records select different branches: ${RECORD} and docs/sot/decisions/other.decision.yaml`,
      ),
    );
  }));

test('a packet whose source is not there cannot be evaluated', () =>
  withCase(async (one) => {
    one.remove(PRD);
    const { result } = await one.run();
    assert.is(result.summary.exitCode, 2);
    assert.equal(
      result.observations.filter(({ outcome }) => outcome === 'invalid').map(({ id }) => id),
      ['PKT-02'],
    );
    assert.equal(
      result.observations.filter(({ outcome }) => outcome === 'fail'),
      [],
    );
  }));

test('what a packet requires and this version does not look at is not proved', () =>
  withCase(async (one) => {
    one.packet = `${PACKET}known_secrets: { required: true }\ncoverage: { selftest: required }\n`;
    assert.equal(
      (await one.faults()).map((fault) => fault.slice(0, 17)),
      ['SEC-KNV unproven:', 'COV-02 unproven: '],
    );
    assert.is((await one.run()).result.summary.exitCode, 3);
  }));

test('warnings are errors where the packet or the caller says so', () =>
  withCase(async (one) => {
    one.record(externalRecord(one.commit).replace('on: 2026-09-01', 'on: 2026-06-01'));
    assert.ok((await one.faults()).includes('DEC-08 warn: review was due 2026-06-01'));
    assert.ok((await one.faults({ strict: true })).includes('DEC-08 fail: review was due 2026-06-01'));
    one.packet = `${PACKET}checks: { DEC-08: error }\n`;
    assert.ok((await one.faults()).includes('DEC-08 fail: review was due 2026-06-01'));
  }));

test('reads the commits that the packet asks for, and says which it could not', () =>
  withCase(async (one) => {
    const { commit } = one;
    one.packet = PACKET.replace('required: false', `range: '${commit}..HEAD', required: true`);
    one.commitAll('say nothing');
    assert.equal(await one.faults(), []);
    one.commitAll(`use ${TOKEN}`);
    const faults = await one.faults();
    assert.is(faults.length, 1);
    assert.match(faults[0] ?? '', /^SEC-CMT fail: commit: /);
    one.packet = PACKET.replace('required: false', "range: 'origin/main..HEAD', required: true");
    assert.equal(await one.faults(), ['SEC-CMT unproven: commit: commits not read: origin/main does not exist here']);
  }));

test('a record that decides nothing may stand there', () =>
  withCase(async (one) => {
    one.record(NOT_DECIDED_RECORD);
    assert.equal(await one.faults(), []);
  }));

test.run();
