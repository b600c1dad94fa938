import * as fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { junit } from '../../src/report/junit.ts';
import type { ScanResult } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';
import { entry, finding, hostileResult, location, OPTIONS, scanResult, skip } from './helpers.ts';

const test = suite('report/junit');

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** The document as a tree; throws where it is not well-formed. */
function parse(text: string): Element {
  const root: Element = { name: '#document', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: attributes as Record<string, string>, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('text', (part) => {
    const element = open.at(-1);
    if (element) element.text += part;
  });
  parser.on('closetag', () => open.pop());
  parser.write(text).close();
  return root;
}

function suites(result: ScanResult): readonly Element[] {
  const [top] = parse(junit(result, OPTIONS)).children;
  assert.is(top?.name, 'testsuites');
  return top?.children ?? [];
}

const cases = (element: Element | undefined): readonly Element[] =>
  (element?.children ?? []).filter(({ name }) => name === 'testcase');
const states = (element: Element | undefined): readonly string[] =>
  cases(element).map(({ children }) => children[0]?.name ?? 'passed');

test('each file with findings is one failed case in the suite of its surface', () => {
  const findings = [
    finding(),
    finding(),
    finding({ location: location({ path: 'b' }) }),
    finding({ surface: 'trace' }),
  ];
  const [report, trace] = suites(scanResult({ findings }));
  assert.equal([report?.attributes['name'], trace?.attributes['name']], ['report', 'trace']);
  assert.equal(
    cases(report).map(({ attributes }) => attributes['name']),
    ['out/index.html', 'b'],
  );
  assert.equal(states(report), ['failure', 'failure']);
  assert.match(cases(report)[0]?.children[0]?.attributes['message'] ?? '', /2 forbidden values in out\/index\.html/);
  assert.is(cases(report)[0]?.children[0]?.text.split('\n').length, 2);
});

test('a clean surface has one case, and it passes', () => {
  const [report] = suites(scanResult());
  assert.equal(states(report), ['passed']);
});

test('unread parts are errors, accepted ones are skipped, in the suite that the ledger names', () => {
  const skipped = [skip({ path: 'a' }), skip({ path: 'b', reason: 'image-pixels', accepted: true })];
  const ledger = ['a', 'b'].map((path) => entry({ path, surface: 'trace', status: 'skipped' }));
  const all = suites(scanResult({ skipped, ledger }));
  const trace = all.find(({ attributes }) => attributes['name'] === 'trace');
  assert.equal(states(trace), ['error', 'skipped']);
  assert.match(cases(trace)[0]?.children[0]?.text ?? '', /not scanned: a > zip:resources\/9c: encrypted/);
});

test('a file with findings and unread parts fails and says both', () => {
  const skipped = [skip({ path: 'out/index.html' })];
  const [report] = suites(scanResult({ findings: [finding()], skipped, ledger: [entry()] }));
  assert.equal(states(report), ['failure']);
  assert.match(cases(report)[0]?.children[0]?.text ?? '', /not scanned/);
});

test('a run that is incomplete without a part to name is not all green', () => {
  const all = suites(scanResult({ summary: { complete: false, exitCode: 3 } }));
  assert.ok(all.flatMap(states).includes('error'));
});

test('an empty run says that nothing was in scope', () => {
  const all = suites(scanResult({ summary: { files: 0, bySurface: {} } }));
  assert.equal(all.map(states), [['skipped']]);
});

test('the counts of a suite fit its cases, and enforced is a property', () => {
  const [report] = suites(scanResult({ findings: [finding()], summary: { enforced: false } }));
  assert.equal(
    ['tests', 'failures', 'errors', 'skipped'].map((name) => report?.attributes[name]),
    ['1', '1', '0', '0'],
  );
  const properties = report?.children[0]?.children.map(({ attributes }) => [attributes['name'], attributes['value']]);
  assert.ok(properties?.some(([name, value]) => name === 'enforced' && value === 'false'));
});

test('a finding in a member says inside what it stands', () => {
  const [report] = suites(scanResult({ findings: [finding({ location: location({ view: ['zip:a', 'base64'] }) })] }));
  assert.match(cases(report)[0]?.children[0]?.text ?? '', / inside zip:a > base64: /);
});

test('many findings of one file are cut and said', () => {
  const one = finding();
  const [report] = suites(scanResult({ findings: Array.from({ length: 250 }, () => one) }));
  assert.match(cases(report)[0]?.children[0]?.text ?? '', /and 150 more findings: use --format json$/);
});

test('any result gives well-formed XML with as many failures as files', () => {
  fc.assert(
    fc.property(hostileResult, (result) => {
      const failures = suites(result)
        .flatMap(states)
        .filter((state) => state === 'failure').length;
      const files = new Set(result.findings.map(({ surface, location: { path } }) => `${surface} ${path}`)).size;
      assert.is(failures, files);
    }),
  );
});

test.run();
