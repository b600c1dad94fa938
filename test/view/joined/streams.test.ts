import { Budget } from '../../../src/view/budget.ts';
import { decodedViews } from '../../../src/view/encoded/encodings.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('streams of events');

/** What the pieces give, and whether a value in it is sure to be one. */
function joined(text: string, value: string): readonly (string | undefined)[] {
  const bytes = Buffer.from(text);
  const options = { budget: new Budget(0), onSkip: (): void => undefined };
  return [...decodedViews(bytes, { start: 0, end: bytes.length }, options)].flatMap((view) => {
    const at = view.kind === 'stream-joined' ? view.bytes.indexOf(value) : -1;
    return at < 0 ? [] : [view.joints?.trustOf({ start: at, end: at + value.length })];
  });
}

const VALUE = 'tok_9fA2kQ7xLm4Zc8Rt1Vb6';
const PIECES = ['The key: ', ...(VALUE.match(/.{1,5}/g) ?? []), ' ends'];
const events = (of: (piece: string, index: number) => object, before = 'data: ', between = '\n\n'): string =>
  PIECES.map((piece, index) => before + JSON.stringify(of(piece, index)) + between).join('');

test('the deltas of each interface are one text', () => {
  const texts = [
    events((content, n) => ({ id: `chatcmpl-${n}a`, choices: [{ index: 0, delta: { content }, finish: null }] })),
    events(
      (text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
      'event: x\ndata: ',
    ),
    events((json) => ({
      type: 'content_block_delta',
      index: 1,
      delta: { type: 'input_json_delta', partial_json: json },
    })),
    events((delta, n) => ({ type: 'response.output_text.delta', sequence_number: n, delta })),
    events((text) => ({ type: 'stream_event', event: { delta: { type: 'text_delta', text } } }), '', '\n'),
  ];
  for (const text of texts) assert.equal(joined(text, VALUE), ['sure'], text.slice(0, 80));
});

test('pieces that no delta announces only look like one text', () => {
  assert.equal(
    joined(
      events((response, n) => ({ at: `10:11:${n}`, response, done: false }), '', '\n'),
      VALUE,
    ),
    ['unsure'],
  );
  assert.equal(
    joined(
      events((text) => ({ candidates: [{ content: { parts: [{ text }] } }] })),
      VALUE,
    ),
    ['unsure'],
  );
});

test('events of other kinds, and those that are far away, are other texts', () => {
  const other = events((text, n) => ({ type: n % 2 === 0 ? 'notice' : 'warning', text }));
  assert.equal(joined(other, VALUE), []);
  const far = events((content) => ({ delta: { content } }), `${': keep-alive\n'.repeat(800)}data: `);
  assert.equal(joined(far, VALUE), []);
  assert.equal(joined(PIECES.map((piece) => `data: ${piece}\n\n`).join(''), VALUE), []);
});

test.run();
