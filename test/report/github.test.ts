import * as fc from 'fast-check';
import { github } from '../../src/report/github.ts';
import { assert, suite } from '../helpers/suite.ts';
import { finding, hostileResult, location, OPTIONS, scanResult, skip } from './helpers.ts';

const test = suite('report/github');
const lines = (result: ReturnType<typeof scanResult>): readonly string[] =>
  github(result, OPTIONS).trimEnd().split('\n');

test('a finding is one annotation at its place', () => {
  const [first, last] = lines(scanResult({ findings: [finding()] }));
  assert.match(
    first ?? '',
    /^::error file=out\/index\.html,line=41,endLine=41,col=18,endColumn=58,title=watertight%3A Acme API token::Acme API token \(acme-token: 40 characters, acme_…\)/,
  );
  assert.is(last, 'watertight: FAIL 1 secret in 1 of 41 files (exit 1)');
});

test('severity decides the level', () => {
  const findings = (['critical', 'high', 'medium', 'low', 'info'] as const).map((severity) => finding({ severity }));
  const levels = lines(scanResult({ findings })).map((line) => /^::(\w+)/.exec(line)?.[1]);
  assert.equal(levels, ['error', 'error', 'warning', 'notice', 'notice', undefined]);
});

test('a file name can neither end a property nor begin a command', () => {
  const path = 'a,line=1::x\n::error::pwned%0A';
  const [first, ...rest] = lines(scanResult({ findings: [finding({ location: location({ path }) })] }));
  assert.match(first ?? '', /^::error file=a%2Cline=1%3A%3Ax\\x0a%3A%3Aerror%3A%3Apwned%250A,line=41,/);
  assert.is(rest.length, 1);
});

test('unread parts are warnings, accepted ones are silent', () => {
  const all = lines(scanResult({ skipped: [skip(), skip({ accepted: true })] }));
  assert.is(all.length, 2);
  assert.match(all[0] ?? '', /^::warning file=out\/trace-3\.zip,title=watertight%3A not scanned::/);
});

test('ten of each level are annotated, the rest is counted', () => {
  const findings = Array.from({ length: 25 }, () => finding());
  const all = lines(scanResult({ findings, skipped: [skip()] }));
  assert.is(all.length, 12);
  assert.match(all.at(-1) ?? '', /; not annotated: 15 more errors \(--format json has all\)$/);
});

test('any result gives lines that are known commands or the summary, without a control character', () => {
  fc.assert(
    fc.property(hostileResult, (result) => {
      const text = github(result, OPTIONS);
      assert.not.match(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]|\p{Cs}/u);
      const all = text.trimEnd().split('\n');
      assert.match(all.at(-1) ?? '', /^watertight: (?:FAIL|INCOMPLETE|CLEAN|EMPTY) /);
      for (const line of all.slice(0, -1))
        assert.match(line, /^::(?:error|warning|notice) (?:\w+=[^,:\r\n]*,)*\w+=[^,:\r\n]*::[^\r\n]*$/);
    }),
  );
});

test('what is no file of the checkout is told in words, and not as a file', () => {
  const places = [
    location({ path: '<tag v1>', part: 'tag', object: 'ab'.repeat(20) }),
    location({ path: 'refs/heads/x', part: 'ref' }),
    location({ path: '<stdin>' }),
  ];
  const said = ['message of tag abababababab:41:18', 'ref name', '<stdin>:41:18'];
  for (const [index, one] of places.entries()) {
    const [first = ''] = lines(scanResult({ findings: [finding({ location: one })] }));
    assert.match(first, /^::error title=/);
    assert.ok(first.includes(`Found in ${said[index]}.`), first);
  }
  assert.match(lines(scanResult({ skipped: [skip({ path: '<tag v1>' })] }))[0] ?? '', /^::warning title=/);
  assert.match(lines(scanResult({ findings: [finding({ location: location({ part: 'blob' }) })] }))[0] ?? '', / file=/);
});

test.run();
