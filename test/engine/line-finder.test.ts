import * as fc from 'fast-check';
import { lineFinderFor, type LineTables } from '../../src/engine/line-finder.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('lineFinderFor()');

function bytesOf(characters: string): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => Number(characters.includes(String.fromCharCode(byte))));
}

const TABLES: LineTables = {
  kinds: Uint8Array.from({ length: 256 }, (_, byte) => {
    const character = String.fromCharCode(byte);
    if (/[0-9]/.test(character)) return 1;
    if (/[a-z]/.test(character)) return 2;
    if (/[A-Z]/.test(character)) return 3;
    return '+/-_.=~%'.includes(character) ? 4 : 0;
  }),
  tails: Uint8Array.from({ length: 256 }, (_, byte) => Number(/[\w+/.=~%\\^`-]/.test(String.fromCharCode(byte)))),
  marks: bytesOf('\\^`'),
  prefixEnds: bytesOf(' \t|:]>)#*+-"\''),
  closers: bytesOf('"\'`,;)]}<| '),
};
const FAST = lineFinderFor(TABLES);
const PLAIN = lineFinderFor(TABLES, true);

function linesOf(text: string): number[] {
  const bytes = Buffer.from(text, 'latin1');
  return FAST.find(bytes, { start: 0, end: bytes.length }, 0);
}

test('gives breaks between rows that look random together, behind a prefix that lines share', () => {
  assert.equal(linesOf('a b\nkey aB3xK9qW2\nzZ8fT5yU1\n'), [4, 17]);
  assert.equal(linesOf('10:01 app aB3xK9qW2\n10:02 app zZ8fT5yU1\n'), [0, 19]);
});

test('gives breaks of full lines, and of others where nothing else follows', () => {
  const filler = 'w '.repeat(20);
  assert.equal(linesOf(`${filler}aB3xK9qW2\nzZ8fT5yU1 rest\n`), [0, 49]);
  assert.equal(linesOf(`${filler}aB3xK9qW2\nzZ8fT5yU1 rest ${filler}\n`), []);
  assert.equal(linesOf('aB3xK9qW2\nzZ8fT5yU1 rest\n'), []);
  assert.equal(linesOf('aB3xK9qW2\nzZ8fT5yU1 ")\n'), [0, 9]);
});

test('gives breaks with a mark of continuation, and none between words', () => {
  assert.equal(linesOf('a \\\nb\n'), [0, 3]);
  assert.equal(linesOf('the quick brown fox\njumps over the lazy dog\n'), []);
});

const PIECE = fc.oneof(
  fc.constantFrom('\n', '\r\n', ' ', '\t', '  ', '\\\n', '`\n', '| ', '> ', '# ', 'word', 'app[12]: ', '10:01 ', '='),
  fc.stringMatching(/^[0-9A-Za-z]{1,24}$/),
  fc.stringMatching(/^[ -~]{0,40}$/),
  fc.constantFrom('aB3xK9qW2\nzZ8fT5yU1 ', 'w '.repeat(20), 'w '.repeat(300)),
);

test('gives the same in WebAssembly and in plain TypeScript, whatever the range', () => {
  assert.is.not(FAST.constructor, PLAIN.constructor);
  const property = fc.property(
    fc.array(PIECE, { maxLength: 60 }),
    fc.nat(400),
    fc.nat(400),
    (pieces, first, behind) => {
      const bytes = Buffer.from(pieces.join(''), 'latin1');
      const start = Math.min(first, bytes.length);
      const range = { start, end: Math.max(start, bytes.length - behind) };
      const lineStart = start === 0 ? 0 : bytes.lastIndexOf(10, start - 1) + 1;
      assert.equal(FAST.find(bytes, range, lineStart), PLAIN.find(bytes, range, lineStart));
    },
  );
  fc.assert(property, { numRuns: 5000 });
});

test('gives the same round the edges of its pieces and in lines that are longer', () => {
  for (let length = 65_500; length < 65_580; length += 3) {
    for (const filler of ['x'.repeat(length), 'line of text\n'.repeat(5100).slice(0, length)]) {
      const text = `${filler} aB3xK9qW2\nzZ8fT5yU1\n${'y '.repeat(40_000)}aB3xK9qW2\nzZ8fT5yU1`;
      const bytes = Buffer.from(text, 'latin1');
      const range = { start: 0, end: bytes.length };
      const found = FAST.find(bytes, range, 0);
      assert.equal(found, PLAIN.find(bytes, range, 0));
      assert.is(found.length, 4);
    }
  }
});

test.run();
