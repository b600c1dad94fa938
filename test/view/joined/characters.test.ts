import { Budget } from '../../../src/view/budget.ts';
import { decodedViews } from '../../../src/view/encoded/encodings.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('characters by number');

function joined(text: string): string[] {
  const bytes = Buffer.from(text);
  const options = { budget: new Budget(0), onSkip: (): void => undefined };
  return [...decodedViews(bytes, { start: 0, end: bytes.length }, options)]
    .filter(({ kind }) => kind === 'concat')
    .map((view) => view.bytes.toString());
}

const VALUE = 'a value in calls';
const codes = [...Buffer.from(VALUE)];
const spelled = (of: (code: number) => string, between: string): string => codes.map(of).join(between);

test('calls of each language are read, with its operators', () => {
  const texts = [
    spelled((code) => `chr(${code})`, ' . '),
    spelled((code) => `Chr(${code})`, ' & _\n    '),
    spelled((code) => `ChrW(&H${code.toString(16)})`, '&'),
    spelled((code) => `CHR(${code})`, '||'),
    spelled((code) => `String.fromCharCode(0x${code.toString(16)})`, ' + '),
    spelled((code) => `[char]${code}`, '+'),
    `CONCAT(${spelled((code) => `CHAR(${code})`, ', ')})`,
  ];
  for (const text of texts) assert.ok(joined(`x = ${text};\n`)[0]?.includes(`"${VALUE}"`), text);
});

test('a few characters, other calls and impossible numbers are no text', () => {
  assert.equal(joined('x = chr(10) + chr(13);\n'), []);
  assert.equal(joined(`x = ${spelled((code) => `ord(${code})`, '+')};\n`), []);
  assert.equal(joined(`x = ${spelled((code) => `chr(9${code}9999)`, '+')};\n`), []);
  assert.equal(joined(`x = ${spelled((code) => `chr(a${code})`, '+')};\n`), []);
});

test.run();
