import { innerEnd, wordEnd } from '../../src/detect/word-end.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('wordEnd()');

/** `«` stands where the value begins, `|` where its pattern ended, `»` where its word ends. */
const WORDS: readonly (readonly [string, string])[] = [
  ['single quotes', `tool --word '«ab|"cd»' x`],
  ['single quotes around a user', `get -u 'bob:«ab|"cd»' x`],
  ['single quotes around a blank', `tool --word='«ab| cd»' x`],
  ['a mark that a shell joins', String.raw`tool --word '«ab|»'\''cd' x`],
  ['doubled marks of SQL', `identified by '«ab|''cd»';`],
  ['escapes of JSON', String.raw`["-u", "bob:«ab|\"cd»", "x"]`],
  ['a mark that was never escaped', `password="«ab|"cd»"\n`],
  ['a bare word', `tool --word «ab|"cd» x`],
  ['a bare word at the end', ['requirepass', '«ab|#cd»'].join(' ')],
  ['a whole word', `tool --word «ab|» x`],
  ['a whole word in quotes', `tool --word '«ab|»' 'x'`],
  ['the next item', `["-u", "bob:«ab|»","x"]`],
  ['the next parameter', `"url": "h?password=«ab|»&user=x"`],
  ['the next option in one text', `args: "--word=«ab|» --user=x"`],
  ['the next member of a connection string', `"Server=h;Password=«ab|»;Encrypt=True"`],
  ['an element', `<password>«ab|»</password>`],
  ['an address', `'redis://bob:«ab|»@h'`],
  ['a text that is put together', `'-u', 'bob:«ab|»' + rest`],
  ['an escaped end of a line', String.raw`"run --word=«ab|»\nnext"`],
  ['a mark without its second one', `--word '«ab|»\n'x`],
];
for (const [name, marked] of WORDS) {
  test(`finds the end of ${name}`, () => {
    const start = marked.indexOf('«');
    const end = marked.indexOf('|') - 1;
    const text = marked.replace(/[«|»]/g, '');
    assert.is(text.slice(start, wordEnd(text, start, end)), text.slice(start, marked.indexOf('»') - 2));
  });
}

test('a word is read as far as its reach, and no further', () => {
  const text = `--word 'ab"${'x'.repeat(5_000)}'`;
  assert.is(wordEnd(text, 8, 10), 10);
});

/** `«` stands where the value begins, `|` where it ends, `»` where its pattern ended. */
const INNER: readonly (readonly [string, string])[] = [
  ['its element', '<Data>tool --word «ab|</Data></Event>»'],
  ['a quotation mark of XML', 'word=«ab|&quot»; host=h'],
  ['what its command stands in', '"Bash(tool --word «ab|)»"'],
  ['a bracket of its own', '"Bash(tool --word «a(b)|»'],
  ['a bracket that nothing opens', 'tool --word «ab)|» x'],
  ['a bracket that was closed', 'echo (x); tool --word «ab)|»'],
  ['a bracket inside quotation marks', 'run(x, --word "«ab)|»")'],
];
for (const [name, marked] of INNER) {
  test(`a value ends before ${name}, where that is no part of it`, () => {
    const text = marked.replace(/[«|»]/g, '');
    const end = innerEnd(text, marked.indexOf('«'), marked.indexOf('»') - 2);
    assert.is(end, marked.indexOf('|') - 1);
  });
}

test.run();
