import { ProgressLine } from '../../src/cli/progress.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('ProgressLine');
const STATE = { blobs: 12, bytes: 34_000_000, findings: 2 };

/** What is written at these times, in milliseconds after the start. */
function linesAt(times: readonly number[], isTTY: boolean, state = STATE): readonly string[] {
  const real = Date.now.bind(Date);
  const lines: string[] = [];
  let now = 0;
  Date.now = () => now;
  try {
    const line = new ProgressLine({ write: (text) => void lines.push(text), isTTY });
    for (const time of times) {
      now = time;
      line.update(state);
    }
    line.end();
  } finally {
    Date.now = real;
  }
  return lines;
}

test('a short run shows nothing', () => assert.equal(linesAt([0, 500, 1400], true), []));

test('one of a kind is told in the singular', () => {
  const lines = linesAt([1600], true, { blobs: 1, bytes: 900, findings: 1 });
  assert.is(lines[0], '\r\u001B[Kwatertight: 1 file, 900 B, 1 finding, 2 s');
});

test('a terminal has one line in place, four times a second, and it is taken away at the end', () => {
  const lines = linesAt([1600, 1700, 1900], true);
  assert.is(lines.length, 3);
  assert.is(lines[0], '\r\u001B[Kwatertight: 12 files, 34.0 MB, 2 findings, 2 s');
  assert.is(lines.at(-1), '\r\u001B[K');
});

test('a log has a line every ten seconds, without control characters', () => {
  const lines = linesAt([1600, 5000, 10_200, 12_000, 20_300], false);
  assert.equal(lines, [
    'watertight: 12 files, 34.0 MB, 2 findings, 10 s\n',
    'watertight: 12 files, 34.0 MB, 2 findings, 20 s\n',
  ]);
});

test.run();
