import * as fc from 'fast-check';
import { readLedger, type LedgerFile } from '../../src/attest/ledger-file.ts';
import { EXTENSION } from '../../src/attest/extension.ts';
import { makeStatement, obstacles } from '../../src/attest/statement.ts';
import { attestsLedger, parseStatement } from '../../src/attest/statement-file.ts';
import { ledger as render } from '../../src/report/ledger.ts';
import type { Summary } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';
import { DIGEST, entry, finding, hostileResult, OPTIONS, type Parts, scanResult, skip } from '../report/helpers.ts';

const test = suite('makeStatement()');

function ledgerOf(parts: Parts = {}): LedgerFile {
  return readLedger(Buffer.from(render(scanResult({ ledger: [entry()], ...parts }), OPTIONS)), 'l');
}

interface Statement {
  readonly subject: readonly object[];
  readonly predicateType: string;
  readonly predicate: {
    readonly verifier: { readonly id: string };
    readonly timeVerified: string;
    readonly resourceUri: string;
    readonly policy: { readonly uri: string; readonly digest: object };
    readonly inputAttestations: readonly { readonly digest: object }[];
    readonly verificationResult: string;
    readonly verifiedLevels: readonly string[];
    readonly [EXTENSION]: { readonly ledgerRoot: object };
  };
}

function statementOf(ledger: LedgerFile, options?: Parameters<typeof makeStatement>[1]): Statement {
  return JSON.parse(makeStatement(ledger, options).text) as Statement;
}

test('has the members that in-toto and SLSA require', () => {
  const ledger = ledgerOf();
  const statement = statementOf(ledger);
  assert.equal(Object.keys(statement), ['_type', 'subject', 'predicateType', 'predicate']);
  assert.is((statement as unknown as Record<string, unknown>)['_type'], 'https://in-toto.io/Statement/v1');
  assert.is(statement.predicateType, 'https://slsa.dev/verification_summary/v1');
  assert.equal(statement.subject, [{ name: 'out/index.html', digest: { sha256: 'ab'.repeat(32) } }]);
  const { predicate } = statement;
  assert.is(predicate.timeVerified, OPTIONS.finishedAt);
  assert.is(predicate.verificationResult, 'PASSED');
  assert.not(predicate.verifiedLevels.some((level) => level.startsWith('SLSA_')));
  assert.equal(predicate.policy.digest, { sha256: DIGEST.slice('sha256:'.length) });
  assert.equal(predicate.inputAttestations[0]?.digest, { sha256: ledger.sha256 });
  assert.equal(predicate[EXTENSION].ledgerRoot, { sha256: ledger.merkleRoot.slice('sha256:'.length) });
  for (const uri of [predicate.verifier.id, predicate.resourceUri, predicate.policy.uri])
    assert.match(uri, /^[a-z]+:\S+$/);
});

test('says FAILED for findings, an incomplete or report-only run, and a run that saw no file', () => {
  const cases: readonly (readonly [Parts, RegExp])[] = [
    [{ findings: [finding()] }, /found 1/],
    [{ skipped: [skip()] }, /not complete/],
    [{ summary: { enforced: false, exitCode: 0 } }, /enforced/],
    [{ summary: { files: 0 } }, /no file/],
    [{ summary: { exitCode: 3 } }, /ended with 3/],
  ];
  for (const [parts, reason] of cases) {
    const ledger = ledgerOf(parts);
    const { predicate } = statementOf(ledger);
    assert.is(predicate.verificationResult, 'FAILED');
    assert.equal(predicate.verifiedLevels, ['FAILED']);
    assert.match(obstacles(ledger).join('; '), reason);
  }
});

test('PASSED only where nothing was found, all was looked at and the run could fail', () => {
  const summary: fc.Arbitrary<Partial<Summary>> = fc.record({
    files: fc.nat(2),
    findings: fc.nat(2),
    complete: fc.boolean(),
    enforced: fc.boolean(),
    exitCode: fc.constantFrom(0 as const, 1 as const, 3 as const),
  });
  fc.assert(
    fc.property(summary, (given) => {
      const { predicate } = statementOf(ledgerOf({ summary: given }));
      const clean = given.findings === 0 && given.complete === true && given.enforced === true && given.exitCode === 0;
      assert.is(predicate.verificationResult === 'PASSED', clean && (given.files ?? 0) > 0);
    }),
  );
});

test('the subject is the ledger where that is asked for, or where no file has a hash', () => {
  const ledger = ledgerOf();
  const own = [{ name: 'ledger', digest: { sha256: ledger.sha256 } }];
  assert.equal(statementOf(ledger, { subject: 'ledger' }).subject, own);
  const none = ledgerOf({ ledger: [entry({ sha256: null, status: 'skipped' })] });
  assert.equal(statementOf(none).subject, [{ name: 'ledger', digest: { sha256: none.sha256 } }]);
});

test('the subject of an audit is its ledger', () => {
  const options = { ...OPTIONS, run: { command: 'audit', environment: [] } } as const;
  const ledger = readLedger(Buffer.from(render(scanResult({ ledger: [entry()] }), options)), 'l');
  assert.equal(statementOf(ledger).subject, [{ name: 'ledger', digest: { sha256: ledger.sha256 } }]);
});

test('takes resource, verifier and report from the caller', () => {
  const options = { resource: 'https://ex.test/case', verifier: 'https://ex.test/ci', report: 'cd'.repeat(32) };
  const { predicate } = statementOf(ledgerOf(), options);
  assert.equal([predicate.resourceUri, predicate.verifier.id], [options.resource, options.verifier]);
  assert.equal(predicate.inputAttestations[1]?.digest, { sha256: options.report });
});

test('any ledger gives a statement that reads back as its own', () => {
  fc.assert(
    fc.property(hostileResult, (result) => {
      const ledger = readLedger(Buffer.from(render(result, OPTIONS)), 'l');
      const read = parseStatement(Buffer.from(makeStatement(ledger).text), 's');
      assert.ok(attestsLedger(read, ledger));
      assert.is(read.result, obstacles(ledger).length === 0 ? 'PASSED' : 'FAILED');
      assert.ok(read.subjects > 0);
    }),
  );
});

test('what is no such statement is refused', () => {
  const text = makeStatement(ledgerOf()).text;
  const cases: readonly (readonly [string, RegExp])[] = [
    ['{', /not JSON/],
    ['{}', /not an in-toto Statement v1/],
    [text.replace('slsa.dev/verification_summary/v1', 'slsa.dev/provenance/v1'), /not a SLSA verification summary/],
    [text.replace('"PASSED"', '"MAYBE"'), /no valid 'verificationResult'/],
  ];
  for (const [bytes, message] of cases) assert.throws(() => parseStatement(Buffer.from(bytes), 's'), message);
});

test.run();
