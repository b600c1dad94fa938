import * as fc from 'fast-check';
import { CopyFinder, runSignatures } from '../../../src/policy/evidence/copied.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('CopyFinder');
const LIMITS = { minChars: 240, minLines: 6 };
const WORDS =
  'alder birch cedar dogwood elm fir ginkgo hazel ivy juniper kauri larch maple nettle oak pine quince rowan spruce teak'.split(
    ' ',
  );

/** Text of many different sentences, the same each time. */
function prose(seed: number, words: number): string {
  let state = seed;
  return Array.from({ length: words }, (_, index) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return `${WORDS[(state >>> 9) % WORDS.length] ?? ''}${seed}x${index}`;
  }).join(' ');
}

function copies(document: string, evidence: string, limits = LIMITS): string[] {
  return new CopyFinder([{ path: 'd.md', text: document }], limits)
    .find(evidence)
    .map(({ startLine, endLine, kind }) => `${kind} ${startLine}-${endLine}`);
}

test('finds a run of the limit and none below it, wherever it stands', () => {
  const evidence = prose(1, 400);
  fc.assert(
    fc.property(fc.nat(evidence.length - 400), fc.boolean(), (at, long) => {
      const run = evidence.slice(at, at + (long ? 300 : 150)).trim();
      const document = `# Title\n\n${prose(7, 30)}.\n\n${run}\n`;
      assert.equal(copies(document, evidence), long ? ['verbatim 5-5'] : []);
    }),
  );
});

test('white space, quotation marks and list marks do not hide a copy', () => {
  const evidence = Array.from({ length: 10 }, (_, line) => prose(line + 20, 8)).join('\n');
  for (const mark of ['> ', '    ', '| ', '']) {
    const document = `intro\n\n${evidence
      .split('\n')
      .map((line) => mark + line.replace(/ /g, '  '))
      .join('\n\n')}\n`;
    assert.is(copies(document, evidence).length, 1, mark);
  }
});

test('six short lines in a row are a copy, five are none, and braces do not count', () => {
  const lines = ['step one', 'step two', 'step six', 'step ten', 'step odd', 'step end'];
  assert.equal(copies(`x\n${lines.join('\n')}\n`, lines.join('\n')), ['verbatim 2-7']);
  assert.equal(copies(lines.slice(1).join('\n'), lines.join('\n')), []);
  assert.equal(copies('{\n}\n{\n}\n[\n]\n{\n', '{\n}\n{\n}\n[\n]\n{\n'), []);
});

test('a passage with other numbers and a few other words is near-verbatim, a paraphrase is none', () => {
  const words = prose(3, 120).split(' ');
  const near = words
    .map((word, index) => (index % 40 === 7 ? 'changed' : word.replace(/\d+/, String(index))))
    .join(' ');
  assert.equal(copies(near, words.join(' ')), ['near-verbatim 1-1']);
  const far = words.map((word, index) => (index % 3 === 0 ? 'other' : word)).join(' ');
  assert.equal(copies(far, words.join(' ')), []);
});

function signatures(text: string): string[] {
  return runSignatures({ path: 'd.md', text }).map(({ startLine, what }) => `${startLine} ${what}`);
}

test('knows run output by its form', () => {
  const log = Array.from({ length: 4 }, (_, i) => `2026-01-02T03:04:0${i}Z INFO step ${i}`).join('\n');
  assert.equal(signatures(`a\n${log}\n`), ['2 log lines']);
  assert.equal(signatures(log.split('\n').slice(1).join('\n')), []);
  assert.equal(signatures('<testcase name="a" time="0.1"/>'), ['1 JUnit test case']);
  assert.equal(signatures(`{"traceId": "${'ab'.repeat(16)}"}`), ['1 trace with its id']);
  assert.equal(signatures('On 2026-01-02 the INFO level was decided.'), []);
});

test('takes time in proportion to hostile texts', () => {
  const same = 'a '.repeat(200_000);
  copies(same.slice(0, 40_000), same);
  copies('x\n'.repeat(5000), 'x\n'.repeat(5000));
  copies(`x${' '.repeat(1_000_000)}x`, `${prose(3, 60)}${' |'.repeat(500_000)}x`);
});

test.run();
