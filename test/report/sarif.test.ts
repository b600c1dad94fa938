import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import * as fc from 'fast-check';
import { sarif, SARIF_LIMIT } from '../../src/report/sarif.ts';
import type { ScanResult } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';
import { entry, finding, hostileResult, location, OPTIONS, scanResult, skip } from './helpers.ts';

const test = suite('report/sarif');
const SCHEMA = `${process.env['WATERTIGHT_SHARED'] ?? '../shared'}/schemas/sarif-2.1.0.json`;

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly Record<string, never>[] } };
  readonly automationDetails: { readonly id: string };
  readonly invocations: readonly [
    {
      readonly executionSuccessful: boolean;
      readonly toolExecutionNotifications: readonly {
        readonly level: string;
        readonly message: { readonly text: string };
      }[];
      readonly properties: { readonly enforced: boolean };
    },
  ];
  readonly artifacts: readonly {
    readonly location: { readonly uri: string };
    readonly hashes: Record<string, string>;
  }[];
  readonly results: readonly {
    readonly ruleId: string;
    readonly ruleIndex: number;
    readonly level: string;
    readonly message: { readonly text: string };
    readonly locations: readonly [
      { readonly physicalLocation: { readonly artifactLocation: { uri: string }; readonly region: object } },
    ];
    readonly partialFingerprints: { readonly primaryLocationLineHash: string };
  }[];
  readonly columnKind: string;
}

function runOf(result: ScanResult): Run {
  const log = JSON.parse(sarif(result, OPTIONS)) as { version: string; runs: readonly [Run] };
  assert.is(log.version, '2.1.0');
  return log.runs[0];
}

/** The official schema's check, or undefined where the schema is not at hand. */
function officialCheck(): ((log: unknown) => string) | undefined {
  if (!existsSync(SCHEMA)) return undefined;
  const ajv = new Ajv({ strict: false, unicodeRegExp: false });
  formats.default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object);
  return (log) => (validate(log) ? '' : JSON.stringify(validate.errors));
}

const check = officialCheck();
if (!check)
  console.log(
    `SKIPPED: the official SARIF 2.1.0 schema is not at ${SCHEMA}; set WATERTIGHT_SHARED to its folder's parent`,
  );

test(`a log is valid by the official schema${check ? '' : ' (SKIPPED: schema not found)'}`, () => {
  const full = scanResult({
    findings: [finding()],
    skipped: [skip()],
    ledger: [entry()],
    summary: { notes: ['a note'] },
  });
  for (const result of [full, scanResult()]) assert.is(check?.(JSON.parse(sarif(result, OPTIONS))) ?? '', '');
});

test('any result gives a valid log', () => {
  fc.assert(
    fc.property(hostileResult, (result) => {
      const log = JSON.parse(sarif(result, OPTIONS)) as unknown;
      assert.is(check?.(log) ?? '', '');
    }),
    { numRuns: 60 },
  );
});

test('a result has rule, level, place and no snippet', () => {
  const result = scanResult({ findings: [finding({ location: location({ path: 'a b/ü.log', view: ['zip:x'] }) })] });
  const { results, tool, columnKind } = runOf(result);
  const [first] = results;
  assert.equal([first?.ruleId, first?.ruleIndex, first?.level], ['acme-token', 0, 'error']);
  assert.equal(first?.locations[0].physicalLocation, {
    artifactLocation: { uri: 'a%20b/%C3%BC.log' },
    region: { startLine: 41, startColumn: 18, endLine: 41, endColumn: 58 },
  });
  assert.match(
    first?.message.text ?? '',
    /Acme API token \(40 characters, acme_…\) on surface report.* Inside zip:x\./,
  );
  assert.is(tool.driver.rules.length, 1);
  assert.is(columnKind, 'unicodeCodePoints');
  assert.not.match(sarif(result, OPTIONS), /snippet/);
});

test('a rule has help, severity, precision and tags, once however many findings name it', () => {
  const rule = {
    id: 'acme-token',
    name: 'Acme API token',
    class: 'secret',
    severity: 'high',
    confidence: 'entropy',
    reference: 'https://acme.test/docs',
  } as const;
  const { tool } = runOf(scanResult({ findings: [finding(), finding()], rules: [rule] }));
  assert.is(tool.driver.rules.length, 1);
  const described = tool.driver.rules[0] as unknown as {
    properties: object;
    help: { text: string };
    helpUri: string;
    name: string;
  };
  assert.equal(described.properties, {
    tags: ['security', 'secret', 'external/cwe/cwe-312', 'external/cwe/cwe-798'],
    precision: 'low',
    'problem.severity': 'error',
    'security-severity': '8.0',
  });
  assert.is(described.helpUri, 'https://acme.test/docs');
  assert.is(described.name, 'AcmeToken');
  assert.match(described.help.text, /rotate/i);
});

test('equal findings of one file have different hashes, and the same ones in the next run', () => {
  const result = scanResult({ findings: [finding(), finding(), finding({ fingerprint: 'other' })] });
  const hashes = runOf(result).results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash);
  assert.is(new Set(hashes).size, 3);
  for (const hash of hashes) assert.match(hash, /^[0-9a-f]{16}:\d+$/);
  assert.equal(
    hashes,
    runOf(result).results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash),
  );
});

test('every skip is a notification, and an incomplete run did not succeed', () => {
  const pictures = skip({ reason: 'image-pixels', accepted: true });
  const [invocation] = runOf(scanResult({ skipped: [skip(), pictures], summary: { enforced: false } })).invocations;
  assert.is(invocation.executionSuccessful, false);
  assert.is(invocation.properties.enforced, false);
  assert.equal(
    invocation.toolExecutionNotifications.map(({ level }) => level),
    ['error', 'note'],
  );
  assert.match(
    invocation.toolExecutionNotifications[0]?.message.text ?? '',
    /trace-3\.zip > zip:resources\/9c: encrypted/,
  );
  assert.is(runOf(scanResult({ skipped: [pictures] })).invocations[0].executionSuccessful, true);
});

test('files that the ledger has a hash of are artifacts', () => {
  const { artifacts } = runOf(scanResult({ ledger: [entry(), entry({ sha256: null }), entry({ view: ['zip:a'] })] }));
  assert.equal(
    artifacts.map(({ location: { uri }, hashes }) => [uri, hashes['sha-256']]),
    [['out/index.html', 'ab'.repeat(32)]],
  );
});

test('standard input has a URI of its own', () => {
  const { results } = runOf(scanResult({ findings: [finding({ location: location({ path: '<stdin>' }) })] }));
  assert.is(results[0]?.locations[0].physicalLocation.artifactLocation.uri, '%3Cstdin%3E');
});

test('what was not reported is no result but counted', () => {
  const allowed = [{ ruleId: 'a', surface: 'other', location: location(), by: 'inline:ggignore' }] as const;
  const text = sarif(scanResult({ allowed }), OPTIONS);
  assert.match(text, /"results":\[\]/);
  assert.match(text, /"allowed":\{"inline:ggignore":1\}/);
});

test('text from evidence makes no link and no placeholder in a message', () => {
  const view = ['[here](http://evil.test) {0}'];
  const { results } = runOf(scanResult({ findings: [finding({ location: location({ view }) })] }));
  assert.match(results[0]?.message.text ?? '', /\\\[here\\\]\(http:\/\/evil\.test\) \{\{0\}\}/);
});

test('parts of a credential are related locations', () => {
  const parts = [{ name: 'user', location: location({ startLine: 40, endLine: 40 }) }];
  const [result] = runOf(scanResult({ findings: [finding({ parts })] })).results;
  const related = (result as unknown as { relatedLocations: readonly { message: object; physicalLocation: object }[] })
    .relatedLocations;
  assert.equal(related[0]?.message, { text: 'user' });
  assert.match(JSON.stringify(related[0]?.physicalLocation), /"startLine":40/);
});

test('a log is cut at the limit and says so', () => {
  const one = finding();
  const findings = Array.from({ length: SARIF_LIMIT + 5 }, () => one);
  const { results, invocations } = runOf(scanResult({ findings }));
  assert.is(results.length, SARIF_LIMIT);
  assert.match(invocations[0].toolExecutionNotifications[0]?.message.text ?? '', /25,000 of 25,005 findings/);
});

test('runs of the tool replace each other under one category', () => {
  assert.is(runOf(scanResult()).automationDetails.id, `watertight/${OPTIONS.startedAt}`);
});

test.run();
