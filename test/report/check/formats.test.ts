import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { SaxesParser } from 'saxes';
import { checkBrief } from '../../../src/report/check/brief.ts';
import { checkGithub } from '../../../src/report/check/github.ts';
import { checkHuman } from '../../../src/report/check/human.ts';
import { checkJson } from '../../../src/report/check/json.ts';
import { checkJunit } from '../../../src/report/check/junit.ts';
import { checkSarif } from '../../../src/report/check/sarif.ts';
import { externalRecord, PRD, withCase } from '../../check/case.ts';
import { SCENARIOS, TOKEN } from '../../check/scenarios.ts';
import { assert, suite } from '../../helpers/suite.ts';
import type { CheckResult, Observation } from '../../../src/check-result.ts';

const test = suite('report/check');
const OPTIONS = { startedAt: '2026-06-10T10:00:00.000Z', finishedAt: '2026-06-10T10:00:01.000Z' };
const SARIF = `${process.env['WATERTIGHT_SHARED'] ?? '../shared'}/schemas/sarif-2.1.0.json`;

/** A result with faults of every kind. */
async function faultyResult(): Promise<CheckResult> {
  let result: CheckResult | undefined;
  await withCase(async (one) => {
    one.record(externalRecord(one.commit).replace('on: 2026-09-01', 'on: 2026-06-01'));
    SCENARIOS['SEC-LOG']?.change(one);
    SCENARIOS['COV-01']?.change(one);
    one.write('reports/\u001b[31m{x}].txt', TOKEN);
    ({ result } = await one.run());
  });
  if (result === undefined) throw new Error('no result');
  return result;
}

const faulty = await faultyResult();
let invalid: CheckResult | undefined;
await withCase(async (one) => {
  one.remove(PRD);
  invalid = (await one.run()).result;
});

test('JSON is of the published form', () => {
  const schema = JSON.parse(readFileSync('schemas/check.v1.schema.json', 'utf8')) as object;
  const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(schema);
  for (const result of [faulty, invalid as CheckResult]) {
    const document: unknown = JSON.parse(checkJson(result, OPTIONS));
    assert.ok(validate(document), JSON.stringify(validate.errors));
  }
});

test('SARIF fits the official schema, with a result for each fault', function sarif() {
  const document = JSON.parse(checkSarif(faulty, OPTIONS)) as {
    runs: { results: { ruleId: string }[]; invocations: { executionSuccessful: boolean }[] }[];
  };
  if (existsSync(SARIF)) {
    const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
    formats.default(ajv);
    const validate = ajv.compile(JSON.parse(readFileSync(SARIF, 'utf8')) as object);
    assert.ok(validate(document), JSON.stringify(validate.errors));
  }
  const [run] = document.runs;
  const expected = faulty.observations
    .filter(({ outcome }) => outcome === 'fail' || outcome === 'warn')
    .map(({ id }) => id);
  assert.equal(
    run?.results.map(({ ruleId }) => ruleId),
    expected,
  );
  assert.is(run?.invocations[0]?.executionSuccessful, false);
});

test('JUnit is well formed, a case for each check, its counts those of the cases', () => {
  for (const result of [faulty, invalid as CheckResult]) {
    const parser = new SaxesParser();
    let cases = 0;
    let tests = 0;
    let failures = 0;
    parser.on('opentag', ({ name, attributes }) => {
      if (name === 'testcase') cases++;
      if (name === 'testsuite') {
        tests += Number(attributes['tests']);
        failures += Number(attributes['failures']);
      }
    });
    parser.write(checkJunit(result, OPTIONS)).close();
    assert.is(cases, new Set(result.observations.map(({ id }) => id)).size);
    assert.is(tests, cases);
    assert.is(
      failures,
      new Set(result.observations.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id)).size,
    );
  }
});

test('the text names each fault with its place and what to write where, and the exit code last', () => {
  const text = checkHuman(faulty, OPTIONS);
  for (const { id, outcome } of faulty.observations) if (outcome === 'fail') assert.ok(text.includes(id));
  assert.match(text, /runs\/7\/logs\/more\.log:1:6/);
  assert.match(text, /→ rotate it/);
  assert.match(text.trimEnd().split('\n').at(-1) ?? '', /^FAIL .*\(exit 1\)$/);
  assert.match(
    checkHuman(invalid as CheckResult, OPTIONS),
    /INVALID the packet cannot be evaluated \(PKT-02\).*\(exit 2\)\n$/,
  );
});

test('brief says how it ended, and each fault on a line with what to do', () => {
  const [first = '', ...rest] = checkBrief(faulty, OPTIONS).trimEnd().split('\n');
  assert.match(first, /^watertight: FAIL {2}\d+ violations? .*\(exit 1\)$/);
  assert.ok(rest.every((line) => line.startsWith('  ')));
  assert.ok(rest.some((line) => line.startsWith('  FAIL SEC-LOG  runs/7/logs/more.log:1:6  ')));
  assert.ok(rest.some((line) => line.startsWith('    fix: rotate it')));
  assert.match(
    checkBrief(invalid as CheckResult, OPTIONS),
    /^watertight: INVALID {2}the packet cannot be evaluated \(PKT-02\).*\n {2}INVALID PKT-02 /,
  );
});

test('a step that faults in a row call for is told once, behind the last of them', () => {
  const [one] = faulty.observations.filter(({ outcome }) => outcome === 'fail');
  const fault = (id: string, message: string, fix: string): Observation => ({
    ...(one as Observation),
    id,
    message,
    fix,
  });
  const observations = [fault('DEC-05', 'a', 'see it'), fault('DEC-05', 'b', 'see it'), fault('EVD-01', 'c', 'see it')];
  for (const format of [checkHuman, checkBrief]) {
    const text = format({ ...faulty, observations }, OPTIONS);
    assert.is(text.match(/see it/g)?.length, 2);
    assert.match(text, /\bb\n[^]*see it[^]*\bc\n[^]*see it/);
  }
});

test('GitHub is given an annotation for each fault at its place, and one line in plain text', () => {
  const lines = checkGithub(faulty, OPTIONS).trimEnd().split('\n');
  const log = lines.find((line) => line.includes('file=runs/7/logs/more.log')) ?? '';
  assert.match(log, /^::error file=runs\/7\/logs\/more\.log,line=1,col=6,title=watertight%3A SEC-LOG .+::.+rotate it/);
  assert.ok(lines.some((line) => line.startsWith('::warning ') && line.includes('COV-01')));
  assert.match(lines.at(-1) ?? '', /^watertight: FAIL .*\(exit 1\)$/);
  assert.ok(lines.slice(0, -1).every((line) => /^::(?:error|warning) [^\n]+::/.test(line)));
});

test('no format holds a value or a control character of a name', () => {
  for (const reporter of [checkHuman, checkBrief, checkJson, checkJunit, checkSarif, checkGithub]) {
    const text = reporter(faulty, OPTIONS);
    assert.not(text.includes(TOKEN));
    assert.not.match(text, /\u001b/);
  }
});

test.run();
