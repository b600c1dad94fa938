import { Budget } from '../../../src/view/budget.ts';
import { decodedViews } from '../../../src/view/encoded/encodings.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('letters of another form');

const VALUE = 'tok_9fA2kQ7xLm4Zc8Rt1Vb6';

/** What a text gives in a view of a kind, with the places of the value in it. */
function read(text: string, kind: string): readonly string[] {
  const bytes = Buffer.from(text);
  const options = { budget: new Budget(0), onSkip: (): void => undefined };
  return [...decodedViews(bytes, { start: 0, end: bytes.length }, options)].flatMap((view) => {
    const at = view.kind === kind ? view.bytes.indexOf(VALUE) : -1;
    if (at < 0) return [];
    const outer = view.toOuter({ start: at, end: at + VALUE.length });
    return [bytes.subarray(outer.start, outer.end).toString()];
  });
}

type Writer = (character: string) => string;
const shifted =
  (offset: number): Writer =>
  (character) =>
    String.fromCodePoint((character.codePointAt(0) ?? 0) + offset);
const bold: Writer = (character) => {
  if (/[A-Z]/.test(character)) return shifted(0x1d400 - 0x41)(character);
  if (/[a-z]/.test(character)) return shifted(0x1d41a - 0x61)(character);
  return /\d/.test(character) ? shifted(0x1d7ce - 0x30)(character) : character;
};
const script: Writer = (character) => {
  if (/[A-Z]/.test(character)) return shifted(0x1d4d0 - 0x41)(character);
  return /[a-z]/.test(character) ? shifted(0x1d4ea - 0x61)(character) : character;
};
const selector: Writer = (character) => String.fromCodePoint(0xe0100 + (character.codePointAt(0) ?? 0) - 16);
const written = (write: Writer): string => Array.from(VALUE, write).join('');

test('letters of full width, for mathematics, tags and selectors are read as what they stand for', () => {
  for (const write of [shifted(0xfee0), bold, script, shifted(0xe0000), selector]) {
    const value = written(write);
    assert.equal(read(`The key is ${value} now.`, 'folded'), [value]);
    assert.equal(read(`${'a plain line\n'.repeat(500)}key: ${value}`, 'folded'), [value]);
  }
});

test('a text of full width may have plain signs in it', () => {
  const value = written((character) => (/\w/.test(character) ? shifted(0xfee0)(character) : character));
  assert.equal(read(`(${value})`, 'folded'), [value]);
});

test('selectors, tags and strokes inside a word are left out', () => {
  for (const mark of ['\ufe0f', '\u{e0041}', '\u0336', '\u0332']) {
    const value = Array.from(VALUE).join(mark);
    assert.equal(read(`The key is ${value} now.`, 'invisible-stripped'), [value], JSON.stringify(mark));
  }
});

test('punctuation of Chinese texts, pictures, umlauts and accents are not read again', () => {
  const texts = [
    '使用密码登录，然后重启。',
    'ｶﾀｶﾅ ｱｲｳｴｵ',
    '⚠\ufe0f Warning ✅\ufe0f',
    'für größere Übungen',
    'e\u0301te\u0301 a\u0300',
  ];
  for (const text of texts) {
    const bytes = Buffer.from(text.repeat(50));
    const options = { budget: new Budget(0), onSkip: (): void => undefined };
    assert.equal([...decodedViews(bytes, { start: 0, end: bytes.length }, options)], [], text);
  }
});

test.run();
