import * as fc from 'fast-check';
import { gitlab } from '../../src/report/gitlab.ts';
import type { ScanResult } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';
import { finding, hostileResult, location, OPTIONS, scanResult, skip } from './helpers.ts';

const test = suite('report/gitlab');
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

interface Report {
  readonly version: string;
  readonly scan: {
    readonly status: string;
    readonly start_time: string;
    readonly messages: readonly { level: string; value: string }[];
  };
  readonly vulnerabilities: readonly {
    readonly id: string;
    readonly name: string;
    readonly severity: string;
    readonly identifiers: readonly object[];
    readonly location: object;
    readonly solution: string;
  }[];
}

const report = (result: ScanResult): Report => JSON.parse(gitlab(result, OPTIONS)) as Report;

test('a finding is a vulnerability with identifier, place and no commit', () => {
  const { vulnerabilities, version } = report(scanResult({ findings: [finding()] }));
  const [first] = vulnerabilities;
  assert.is(version, '15.0.4');
  assert.equal([first?.name, first?.severity], ['Acme API token', 'Critical']);
  assert.equal(first?.location, { file: 'out/index.html', start_line: 41, end_line: 41, commit: { sha: '0000000' } });
  assert.equal(first?.identifiers, [
    { type: 'watertight_rule_id', name: 'watertight rule acme-token', value: 'acme-token' },
  ]);
});

test('ids are UUIDs, different for each finding and the same on every run', () => {
  const result = scanResult({ findings: [finding(), finding(), finding({ location: location({ path: 'b' }) })] });
  const ids = report(result).vulnerabilities.map(({ id }) => id);
  assert.is(new Set(ids).size, 3);
  for (const id of ids) assert.match(id, UUID);
  assert.equal(
    ids,
    report(result).vulnerabilities.map(({ id }) => id),
  );
});

test('a value of the history has the advice for one: writing an artifact again takes it out of nothing', () => {
  const findings = [finding(), finding({ places: [] })];
  const [ofFile = '', ofHistory = ''] = report(scanResult({ findings })).vulnerabilities.map(
    ({ solution }) => solution,
  );
  assert.match(ofFile, /Regenerate the artifact/);
  assert.match(ofHistory, /watertight audit acknowledge/);
  assert.not.match(ofHistory, /Regenerate the artifact/);
});

test('times have no zone, as the schema wants', () => {
  assert.is(report(scanResult()).scan.start_time, '2026-11-22T20:00:00');
});

test('an incomplete scan is a failure and names each part', () => {
  const { scan } = report(scanResult({ skipped: [skip()] }));
  assert.is(scan.status, 'failure');
  assert.equal(
    scan.messages.map(({ level }) => level),
    ['info', 'warn'],
  );
  assert.match(scan.messages[1]?.value ?? '', /trace-3\.zip > zip:resources\/9c: encrypted/);
});

test('report-only is said in the first message', () => {
  assert.match(report(scanResult({ summary: { enforced: false } })).scan.messages[0]?.value ?? '', /NOT ENFORCED/);
});

test('any result gives a report without NUL, with names in length', () => {
  fc.assert(
    fc.property(hostileResult, (result) => {
      const text = gitlab(result, OPTIONS);
      assert.not.match(text, /\\u0000/);
      for (const { name, id } of report(result).vulnerabilities) {
        assert.ok(Array.from(name).length <= 255);
        assert.match(id, UUID);
      }
      for (const { value } of report(result).scan.messages) assert.ok(value.length > 0);
    }),
  );
});

test.run();
