import type { AuditSummary } from '../../src/types.ts';
import { brief } from '../../src/report/brief.ts';
import { assert, suite } from '../helpers/suite.ts';
import { finding, location, OPTIONS, scanResult, skip } from './helpers.ts';

const test = suite('report/brief');
const COMMIT = { ...OPTIONS, occasion: 'commit' as const };

test('a finding is one line, and what to do follows from the occasion', () => {
  const result = scanResult({ findings: [finding({ location: location({ view: ['zip:a', 'base64'] }) })] });
  const text = brief(result, COMMIT);
  const [head, line, fix, allow, ...more] = text.split('\n');
  assert.match(head ?? '', /^watertight: BLOCKED {2}1 secret in \d+ staged files? \(4,500 ms, exit 1\)$/);
  assert.is(
    line,
    '  critical  out/index.html:41:18 (in zip:a > base64)  report  acme-token  40 characters, acme_…  [no-secret-value]  fingerprint 7f3c91aa',
  );
  assert.match(fix ?? '', /^ {4}fix: replace the value with its name .* rotate it if it was pushed or shared before$/);
  assert.match(allow ?? '', /^ {4}not a secret\? watertight allow FINGERPRINT --reason TEXT --owner NAME/);
  assert.equal(more, ['']);
  assert.match(
    brief(result, { ...OPTIONS, occasion: 'message' }),
    /in the commit message .*\n.*\n {4}fix: remove the value/,
  );
  assert.match(
    brief(result, { ...OPTIONS, occasion: 'push' }),
    /new object.*\n.*\n {4}fix: the value is in unpushed commits/,
  );
  assert.match(brief(result, OPTIONS), /^watertight: FAIL .*\n.*\n {4}fix: rotate the value/);
});

const fixOfMessage = (path: string): string =>
  brief(scanResult({ findings: [finding({ location: location({ path, view: [] }) })] }), {
    ...OPTIONS,
    occasion: 'message',
  }).split('\n')[2] ?? '';

test('what to do about a message follows from where it stands', () => {
  assert.match(fixOfMessage('.git/COMMIT_EDITMSG'), /git commit -e -F/);
  assert.match(fixOfMessage('.git/MERGE_MSG'), /git commit opens the message/);
  assert.match(fixOfMessage('<author>'), /git config user\.name/);
  assert.is(fixOfMessage('<committer>'), fixOfMessage('<author>'));
});

test('files that a hook manager names are not called staged, and nothing is said to be stopped', () => {
  const options = { ...OPTIONS, occasion: 'files' as const };
  const text = brief(scanResult({ findings: [finding()] }), options);
  assert.match(
    text,
    /^watertight: FAIL {2}1 secret in \d+ named files? \(.*\n.*\n {4}fix: replace the value with its name/,
  );
  assert.match(text, /--owner NAME, then git add the packet/);
  assert.match(brief(scanResult({}), options), /^watertight: CLEAN {2}\d+ named files? \(/);
  const empty = scanResult({ summary: { files: 0, bytes: 0, findings: 0, bySurface: {} } });
  assert.match(brief(empty, options), /EMPTY {2}the index has no content of the named files/);
});

test('a push of a tag alone counts no files', () => {
  const result = scanResult({ findings: [finding()], summary: { files: 0 } });
  assert.match(brief(result, { ...OPTIONS, occasion: 'push' }), /BLOCKED {2}1 secret in pushed names and tags/);
});

const of = (overrides: Parameters<typeof finding>[0]): string =>
  brief(scanResult({ findings: [finding(overrides)] }), COMMIT);

test('a comment helps in source code alone, and nothing helps against a known value', () => {
  assert.match(of({ surface: 'other' }), /end the line with the comment/);
  assert.not.match(of({ surface: 'report' }), /end the line with the comment/);
  assert.not.match(of({ confidence: 'known-value' }), /not a secret/);
});

test('where a commit is known, it is named', () => {
  const result = scanResult({ findings: [finding({ location: location({ commit: 'ab'.repeat(20) }) })] });
  assert.match(brief(result, COMMIT), /index\.html:41:18 in commit abababababab {2}report/);
});

test('clean is one line, also where nothing is to be looked at', () => {
  assert.match(brief(scanResult({}), COMMIT), /^watertight: CLEAN {2}\d+ staged files? \(4,500 ms, exit 0\)\n$/);
  const empty = scanResult({ summary: { files: 0, bytes: 0, findings: 0, bySurface: {} } });
  assert.match(brief(empty, COMMIT), /^watertight: EMPTY {2}nothing is staged \(/);
});

test('a scan says in how many of its files something was found', () => {
  const found = [finding(), finding({ location: location({ path: 'b.log' }) })];
  const [head] = brief(scanResult({ findings: found }), OPTIONS).split('\n');
  assert.match(head ?? '', /FAIL {2}2 secrets (?:of 1 value )?in 2 of 41 files/);
});

test('what was not scanned is told with its remedy, and the run is not clean', () => {
  const result = scanResult({ skipped: [skip()], summary: { complete: false, skipped: 1, exitCode: 3 } });
  const text = brief(result, COMMIT);
  assert.match(text, /^watertight: INCOMPLETE {2}1 part not scanned; nothing forbidden in .*exit 3\)\n/);
  assert.match(
    text,
    /\n {2}not scanned: out\/trace-3\.zip > zip:resources\/9c: encrypted \(member 4.*\)\n {4}fix: decrypt .*; or watertight allow --unread encrypted --path out\/trace-3\.zip --reason TEXT --owner NAME --expires YYYY-MM-DD\n/,
  );
});

test('parts of a file that are unread for one reason are one line with one remedy, and all are counted', () => {
  const skips = ['a', 'b', 'c'].map((member) => skip({ view: [`zip:${member}`] }));
  const skipped = [...skips, skip({ path: 'out/other.zip' })];
  const text = brief(scanResult({ skipped, summary: { complete: false, skipped: 4, exitCode: 3 } }), COMMIT);
  assert.match(text, /INCOMPLETE {2}4 parts not scanned/);
  assert.match(text, /not scanned: out\/trace-3\.zip > zip:a: encrypted .*, and 2 more parts of it\n/);
  assert.is(text.match(/not scanned:/g)?.length, 2);
  assert.is(text.match(/allow --unread/g)?.length, 2);
});

test('many findings are counted, and not all are written out', () => {
  const findings = Array.from({ length: 25 }, (_, index) => finding({ fingerprint: `h1:${index}` }));
  const text = brief(scanResult({ findings }), COMMIT);
  assert.match(text, /BLOCKED {2}25 secrets/);
  assert.match(text, / {2}… and 5 more findings: --format json lists all\n/);
  assert.is(text.match(/acme-token/g)?.length, 20);
});

test('a value that stands in many places is one line with its first place, and one with the next', () => {
  const findings = [1, 2, 3, 4, 5, 6].map((line) => finding({ location: location({ path: `run${line}.log` }) }));
  const [head, line, others, fix] = brief(scanResult({ findings }), OPTIONS).split('\n');
  assert.match(head ?? '', /FAIL {2}6 secrets of 1 value in/);
  assert.match(line ?? '', /^ {2}critical {2}run1\.log:41:18/);
  assert.match(others ?? '', /^ {4}also at run2\.log:41:18.*, run3\.log.*, run4\.log\S* .*and 2 more places$/);
  assert.match(fix ?? '', /^ {4}fix:/);
});

test('notes are for scans; a hook tells them not at every commit', () => {
  const result = scanResult({ summary: { notes: ['narrow'] } });
  assert.match(brief(result, OPTIONS), /\n {2}note: narrow\n/);
  assert.not.match(brief(result, COMMIT), /note/);
});

const passed = (...kinds: readonly string[]): string =>
  brief(
    scanResult({
      allowed: kinds.map((by) => ({ ruleId: 'a', surface: 'other' as const, location: location(), by })),
    }),
    COMMIT,
  );

test('what was not reported is told with what let it pass', () => {
  assert.match(passed('inline:gitleaks:allow'), /; 1 match not reported \(inline comment\) \(/);
  assert.match(
    passed('baseline', 'inline:a', 'baseline', 'inline:b', 'baseline', 'finding'),
    /; 6 matches not reported \(3 baseline, 2 inline comment, 1 allowance\) \(/,
  );
  assert.match(passed('a', 'b', 'c', 'd', 'e', 'e'), /\(2 e, 1 a, 1 b, 1 c, …\)/);
});

test('known values that were not searched for are told in a hook as well', () => {
  const result = scanResult({ summary: { known: { values: 0, notChecked: 2 } } });
  assert.match(brief(result, COMMIT), /\n {2}note: 2 known values or sources were not searched for\n$/);
});

test('an audit counts objects, and no files', () => {
  const audit: AuditSummary = {
    repositories: 1,
    blobs: 3,
    commits: 2,
    tags: 1,
    trees: 2,
    blobBytes: 12,
    read: 8,
    known: 0,
    missing: 0,
    left: 0,
    openEnded: false,
  };
  assert.match(brief(scanResult({ summary: { audit } }), OPTIONS), /CLEAN {2}3 blobs, 12 B, 100 % \(/);
  assert.match(brief(scanResult({ findings: [finding()], summary: { audit } }), OPTIONS), /1 secret in 3 blobs, /);
});

test.run();
