import * as fc from 'fast-check';
import { scout, scoutFinder } from '../../../src/view/joined/scout.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('scout()');

const PIECE = fc.constantFrom(
  `'"'"'`,
  '\n',
  '\r\n',
  ' ',
  '  ',
  '   ',
  '\t',
  '|',
  '>',
  '-',
  '--',
  '=',
  '==',
  '+',
  ':',
  '1',
  '7f',
  'a',
  'abc',
  '0x',
  '\u2500\u2500',

  '"',
  "'",
  '`',
  '""',
  "''",
  "'\\''",
  "$'",
  '\\',
  '^',
  '^[[',
  '_',
  'b',
  'f',
  '@',
  '.',
  '+ ',
  '.append(',
  '.concat(',
  ')',
  '\\\n',

  '[0m',
  '[12;3K',
  '[1,',
  '#033[',
  '#0',
  '.join(',
  '!Join',
  '::Join',
  'Fn',
  ']]>',
  ']]',
  '[char]6',
  'chr(6',
  'Chr$(&H',
  '},{',
  '},\n  { ',
  '"type"',
  '"insert"',
  '"delta":{',
  "'delta': {",
  ' delta: {',
  '"token": {"id',
  '{"type":"text_delta"',
  "{'kind': 'agent_message_chunk'",
  '{"event":"on_chat_model_stream","',
  '{\n  "type": "TEXT_MESSAGE_CONTENT"',
  '{"model":"a"',
  ',"created_at":',
  '"parts": [',
  '{"text"',
  'ChoiceDelta(',
  'TextDeltaEvent(',
  'AIMessageChunk(',
  'INSERT',
  'COPY',
  'CREATE',
  'IN',

  '00001000: 4142',
  '000010  61 62',
  '081109 20',
  '  12 34',
  '   a   b',
  ' '.repeat(20),
  ' '.repeat(90),
  '\u200b',
  '\uff50',
  '\uff50\uff41\uff53',
  '\u{1d41a}',
  '\u{e0041}',
  '\ufe0f',
  '\ufeff',
  'a\u0336',
  '\u00fc',
  '\x1b[',
  '<b>',
  '=3D',
);
const TEXT = fc.array(PIECE, { maxLength: 60 }).map((pieces) => Buffer.from(pieces.join('')));
const FAST = scoutFinder(false);
const PLAIN = scoutFinder(true);

/** What is found; quotes are many, and those in front of no other string may be left out. */
function same(bytes: Buffer, range: { start: number; end: number }): void {
  const { quotes, ...fast } = scout(bytes, range, FAST);
  const { quotes: all, ...plain } = scout(bytes, range, PLAIN);
  assert.equal(fast, plain, JSON.stringify([bytes.toString('latin1'), range]));
  const known = new Set(all);
  assert.ok(quotes.every((at) => known.has(at)));
}

test('places are the same with and without what leaves out those at which nothing begins', () => {
  const property = fc.property(TEXT, fc.nat(400), fc.nat(400), (bytes, a, b) => {
    same(bytes, { start: 0, end: bytes.length });
    same(bytes, { start: Math.min(a, b, bytes.length), end: Math.min(Math.max(a, b), bytes.length) });
  });
  fc.assert(property, { numRuns: 5000 });
});

test('places are the same where what is looked at at once ends', () => {
  const row = '00001000: 4142 4344\n00001010: 4546 4748\nkey: |\n  x\n"ab" +\n    "cd"\n| a | b |\n---\n';
  for (let before = 65_536 - row.length; before <= 65_536; before++) {
    const bytes = Buffer.from(`${'x'.repeat(before - 1)}\n${row}${'y'.repeat(300)}`);
    const range = { start: 0, end: bytes.length };
    same(bytes, range);
    assert.is(scout(bytes, range, FAST).quotes.length, 1);
  }
});

test('a quote counts where a string is joined to its own, however', () => {
  const joined = [
    '"ab" + "cd"',
    '"ab" \\\n "cd"',
    '"ab"\n  "cd"',
    '"ab" . f"cd"',
    '"ab".concat("cd")',
    "'ab' || 'cd'",
    '"ab" <> rb"cd"',
    '`ab` ~ `cd`',
  ];
  for (const text of joined) {
    const bytes = Buffer.from(text);
    assert.equal(scout(bytes, { start: 0, end: bytes.length }, FAST).quotes, [3], text);
  }
  const apart = ['"ab", "cd"', '"ab" and "cd"', '"ab" for x', '"ab"\n}\n"cd"'];
  for (const text of apart)
    assert.equal(scout(Buffer.from(text), { start: 0, end: text.length }, FAST).quotes, [], text);
});

test.run();
