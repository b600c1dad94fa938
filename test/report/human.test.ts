import { human } from '../../src/report/human.ts';
import type { Finding } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';
import { DIGEST, finding, location, OPTIONS, scanResult, skip } from './helpers.ts';

const test = suite('report/human');
const text = (result: ReturnType<typeof scanResult>): string => human(result, OPTIONS);
const last = (result: ReturnType<typeof scanResult>): string => text(result).trimEnd().split('\n').at(-1) ?? '';

test('a finding shows place, view, rule, length, mask, verdict and fingerprint', () => {
  const view = ['zip:a.json', 'base64'];
  const shown = text(scanResult({ findings: [finding({ location: location({ view }) })] }));
  assert.ok(
    shown.includes(
      [
        '  critical  out/index.html:41:18',
        '            in zip:a.json > base64',
        '            Acme API token [acme-token]  40 characters, acme_…, checksum valid',
        '            forbidden by no-secret-value, fingerprint 7f3c91aa',
      ].join('\n'),
    ),
    shown,
  );
});

test('surfaces come in the fixed order with other last', () => {
  const findings = (['other', 'commit', 'sot'] as const).map((surface) => finding({ surface }));
  const headings = text(scanResult({ findings })).match(/^(?:SOT|COMMIT|OTHER)\b/gm);
  assert.equal(headings, ['SOT', 'COMMIT', 'OTHER']);
});

test('the last line of a failed run counts secrets and files', () => {
  const findings = [finding(), finding(), finding({ location: location({ path: 'b' }) })];
  assert.is(last(scanResult({ findings })), 'FAIL 3 secrets in 2 of 41 files (exit 1)');
});

const found = (path: string, ...view: string[]): Finding => finding({ location: location({ path, view }) });

test('a file and a member of one are two, and names are counted beside files, so that no more are told than were looked at', () => {
  const within = [found('z', 'zip:a', 'base64'), found('z', 'zip:a', 'path'), found('z', 'zip:b')];
  assert.match(last(scanResult({ findings: within })), /in 2 of 41 files \(/);
  const names = [found('d', 'path'), found('l', 'link', 'hex'), found('z', 'tar:l', 'link')];
  assert.match(last(scanResult({ findings: names })), /in 0 of 41 files and 3 names \(/);
  assert.match(last(scanResult({ findings: [...within, ...names] })), /in 2 of 41 files and 3 names \(/);
});

test('findings of several classes are called findings', () => {
  const findings = [finding(), finding({ class: 'password-hash' })];
  assert.is(last(scanResult({ findings })), 'FAIL 2 findings in 1 of 41 files (exit 1)');
});

test('the last line of a clean run names what was looked at and the rule pack', () => {
  assert.is(
    last(scanResult()),
    `CLEAN 41 files, 18.1 MB, 311 views; no rule matched (pack ${DIGEST.slice(0, 19)}) (exit 0)`,
  );
});

test('a clean run with matches that were not reported says so', () => {
  const allowed = [{ ruleId: 'a', surface: 'other', location: location(), by: 'redaction' }] as const;
  const shown = text(scanResult({ allowed }));
  assert.match(shown, /NOT REPORTED {2}1 match\n {2}redaction {2}1/);
  assert.match(shown, /1 match not reported \(redaction\) \(pack /);
});

test('an incomplete run is never called clean', () => {
  const shown = text(scanResult({ skipped: [skip()] }));
  assert.not.match(shown, /CLEAN/);
  assert.match(shown, /^INCOMPLETE 1 part not scanned; nothing forbidden in 41 files, .*\(exit 3\)$/m);
});

test('a result whose members contradict each other is never called clean', () => {
  const contradictions = [
    scanResult({ summary: { complete: false } }),
    scanResult({ summary: { skipped: 1 } }),
    scanResult({ summary: { exitCode: 3 } }),
    scanResult({ summary: { findings: 1 } }),
    scanResult({ skipped: [skip()], summary: { complete: true, skipped: 0, exitCode: 0 } }),
    scanResult({ findings: [finding()], summary: { findings: 0, exitCode: 0 } }),
  ];
  for (const result of contradictions) assert.not.match(text(result), /CLEAN/);
});

test('a run without files is called empty', () => {
  assert.is(last(scanResult({ summary: { files: 0 } })), 'EMPTY no file in scope: nothing was scanned (exit 0)');
});

test('a failed run that is incomplete as well says both', () => {
  const shown = last(scanResult({ findings: [finding()], skipped: [skip()] }));
  assert.is(shown, 'FAIL 1 secret in 1 of 41 files; incomplete: 1 part not scanned (exit 1)');
});

test('report-only says that nothing was enforced, whatever the outcome', () => {
  for (const parts of [{}, { findings: [finding()] }, { skipped: [skip()] }])
    assert.match(last(scanResult({ ...parts, summary: { enforced: false } })), /exit 0, NOT ENFORCED: --report-only/);
});

test('each part that was not read stands with its reason, detail and what to do', () => {
  const shown = text(
    scanResult({
      skipped: [skip(), skip({ path: 'x.log', view: [], reason: 'unreadable', detail: 'permission denied' })],
    }),
  );
  assert.match(
    shown,
    /encrypted \(1\)\n {4}- out\/trace-3\.zip > zip:resources\/9c\n {6}member 4 needs a password\n {4}to do: decrypt/,
  );
  assert.match(shown, /could not be read \(1\)\n {4}- x\.log\n {6}permission denied/);
});

test('of many unread parts of one file a few are told, and of other files still each', () => {
  const parts = Array.from({ length: 20 }, (_, number) => skip({ path: 'a.zip', view: [`zip:${number}`] }));
  const shown = text(scanResult({ skipped: [...parts, skip({ path: 'b.zip' })] }));
  assert.is(shown.match(/- a\.zip/g)?.length, 5);
  assert.is(shown.match(/- b\.zip/g)?.length, 1);
  assert.match(shown, /encrypted \(21\)/);
  assert.match(shown, /… and 15 more: --format json lists all/);
});

test('a detail that all parts of a reason have is told once', () => {
  const links = ['a', 'b'].map((path) =>
    skip({ path, view: [], reason: 'symlink-broken', detail: 'leads to nothing' }),
  );
  assert.match(
    text(scanResult({ skipped: links })),
    /a broken link \(2\)\n {4}leads to nothing\n {4}- a\n {4}- b\n {4}to do/,
  );
});

test('accepted parts are counted by reason and not listed', () => {
  const pictures = ['a.png', 'b.png'].map((path) => skip({ path, reason: 'image-pixels', accepted: true }));
  const shown = text(scanResult({ skipped: pictures }));
  assert.match(shown, /accepted by the packet: text in an image 2/);
  assert.not.match(shown, /a\.png/);
  assert.match(shown, /^CLEAN/m);
});

test('an interruption is not offered to be accepted', () => {
  assert.not.match(text(scanResult({ skipped: [skip({ reason: 'interrupted' })] })), /accept_unread/);
});

test('notes are shown and counted in the last line', () => {
  const shown = text(scanResult({ summary: { notes: ['surface argv was not scanned'] } }));
  assert.match(shown, /note: surface argv was not scanned/);
  assert.match(shown, /\(exit 0; 1 note\)/);
});

test('thousands of findings are capped at the worst fifty of a surface and counted whole', () => {
  const many = Array.from({ length: 2000 }, (_, index) =>
    finding({
      severity: index === 1999 ? 'critical' : 'low',
      location: location({ path: `f${index}` }),
      fingerprint: `h1:${index}`,
    }),
  );
  const shown = text(scanResult({ findings: many, summary: { files: 2000 } }));
  assert.is(shown.match(/forbidden by/g)?.length, 50);
  assert.match(shown, /critical {2}f1999:41:18/);
  assert.match(shown, /… and 1,950 more findings on this surface: --format json lists all/);
  assert.match(shown, /REPORT {2}2,000 findings in 2,000 files/);
  assert.match(shown, /FAIL 2,000 secrets in 2,000 of 2,000 files/);
});

test('the findings that are shown stand in the order of the run, also where the worst were chosen', () => {
  const severities = ['low', 'critical', 'low', 'high'] as const;
  const few = severities.map((severity, index) =>
    finding({ severity, location: location({ path: `f${index}` }), fingerprint: `h1:${index}` }),
  );
  const rest = Array.from({ length: 60 }, (_, index) =>
    finding({ severity: 'info', location: location({ path: `z${index}` }), fingerprint: `h1:z${index}` }),
  );
  for (const findings of [few, [...few, ...rest]]) {
    const shown = text(scanResult({ findings }));
    const paths = [...shown.matchAll(/ (?<path>f\d):41:18/g)].map(({ groups }) => groups?.['path']);
    assert.equal(paths, ['f0', 'f1', 'f2', 'f3']);
  }
});

function at(startLine: number, view: readonly string[] = []): ReturnType<typeof location> {
  return location({ path: 'a.log', startLine, view });
}

test('findings of one fingerprint are told once with all places, and are not counted as values where it names the place alone', () => {
  const copies = [1, 2].map((line) => finding({ location: at(line) }));
  const inside = finding({ location: at(3, ['base64']) });
  const other = finding({ location: at(4), verdict: { kind: 'forbidden', by: 'another-entry' } });
  const shown = text(scanResult({ findings: [...copies, inside, other] }));
  assert.match(shown, /^REPORT {2}4 findings of 1 value in 1 file$/m);
  assert.match(shown, /a\.log:1:18\n.*\n {12}also at a\.log:2:18\n {12}also at a\.log:3:18 in base64\n/);
  assert.is(shown.match(/forbidden by/g)?.length, 2);
  const many = Array.from({ length: 13 }, (_, line) => finding({ location: at(line + 1) }));
  assert.match(text(scanResult({ findings: many })), / {12}and at 2 more places: --format json lists all\n/);
  const places = [1, 2].map((line) => finding({ location: at(line), fingerprint: 'c1:0' }));
  assert.match(text(scanResult({ findings: places })), /^REPORT {2}2 findings in 1 file$/m);
  assert.is(text(scanResult({ findings: places })).match(/forbidden by/g)?.length, 1);
  const longer = finding({ location: at(3), fingerprint: 'c1:0', secret: { length: 41, mask: '' } });
  assert.is(text(scanResult({ findings: [...places, longer] })).match(/forbidden by/g)?.length, 2);
});

test('evidence is to be allowed in the packet by fingerprint, source by a comment', () => {
  const evidence = text(scanResult({ findings: [finding()] }));
  assert.match(
    evidence,
    /watertight allow 7f3c91aa --surface report --path out\/index\.html --reason TEXT --owner NAME\n/,
  );
  assert.not.match(evidence, /pragma/);
  assert.match(text(scanResult({ findings: [finding({ surface: 'other' })] })), /comment pragma: allowlist secret/);
});

test('the command to copy is that of the most doubtful finding', () => {
  const findings = [
    finding({ fingerprint: 'sure' }),
    finding({ confidence: 'entropy', fingerprint: 'likely' }),
    finding({ confidence: 'context', fingerprint: 'likely-too' }),
  ];
  const shown = text(scanResult({ findings }));
  assert.match(shown, /watertight allow likely --/);
  assert.not.match(shown, /watertight allow sure --/);
});

test('a known value is never offered to be allowed', () => {
  const known = finding({ confidence: 'known-value' });
  assert.not.match(text(scanResult({ findings: [known] })), /NOT A SECRET/);
  const both = text(scanResult({ findings: [known, finding({ fingerprint: 'f2' })] }));
  assert.match(both, /watertight allow f2 --/);
  assert.match(both, /A known value is always a leak/);
});

test('what to do follows class and confidence, once for each', () => {
  const findings = [
    finding(),
    finding(),
    finding({ confidence: 'entropy' }),
    finding({ confidence: 'checksum-invalid' }),
    finding({ class: 'password-hash' }),
    finding({ class: 'public-client-key' }),
    finding({ class: 'identifier' }),
  ];
  const shown = text(scanResult({ findings }));
  assert.match(shown, /Secrets \(2\)\n {4}Rotate it/);
  assert.match(shown, /Then, for each of them\n {4}1\. In the evidence/);
  for (const step of ['In the evidence, write', 'Regenerate the artifact'])
    assert.is(shown.split(step).length, 2, step);
  assert.match(
    text(scanResult({ findings: [finding()] })),
    /Secrets \(1\)\n {4}1\. Rotate[^]*\n {4}2\. In the evidence/,
  );
  for (const title of ['Likely secrets', 'Doubtful secrets', 'Password hashes', 'Public client keys', 'Identifiers'])
    assert.is(shown.split(`  ${title} `).length, 2, title);
});

test('the table has a row for each surface and a total', () => {
  const counts = { files: 6, bytes: 96_400_000, views: 2904, findings: 0, skipped: 1 };
  const shown = text(scanResult({ summary: { bySurface: { trace: counts, report: { ...counts, files: 42 } } } }));
  assert.match(
    shown,
    /^surface +files +bytes +views +findings +unscanned\nreport +42 +96\.4 MB +2,904 +0 +1\ntrace +6 .*\ntotal +41 /m,
  );
});

test('prose keeps within a hundred columns', () => {
  const findings = (['entropy', 'checksum-valid', 'checksum-invalid'] as const).map((confidence) =>
    finding({ confidence }),
  );
  const shown = text(scanResult({ findings, skipped: [skip(), skip({ reason: 'too-expanded' })] }));
  // A command to copy is one line.
  for (const line of shown.split('\n')) assert.ok(line.length <= 100 || /^ +watertight allow /.test(line), line);
  assert.match(
    shown,
    /; or accept\s+it\s+as\s+unread\s+in\s+the\s+packet:\n {6}watertight allow --unread encrypted --path out\/trace-3\.zip /,
  );
});

test('colour is there only when asked for, and changes no word', () => {
  const result = scanResult({ findings: [finding(), finding({ surface: 'other' })], skipped: [skip()] });
  const coloured = human(result, { ...OPTIONS, colour: true });
  assert.match(coloured, /\u001b\[/);
  assert.not.match(text(result), /\u001b/);
  assert.is(coloured.replace(/\u001b\[[0-9;]*m/g, ''), text(result));
});

test.run();
