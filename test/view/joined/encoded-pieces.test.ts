import { Budget } from '../../../src/view/budget.ts';
import { decodedViews } from '../../../src/view/encoded/encodings.ts';
import { nestedViews } from '../../../src/view/view-tree.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('pieces in base64');

const VALUE = 'tok_9fA2kQ7xLm4Zc8Rt1Vb6';
const TEXT = `Logging in to the new machine\nthe key is ${VALUE}\nThe next step follows now.\n`;
const PIECES = TEXT.match(/[^]{1,16}/g) ?? [];
const options = { budget: new Budget(0), onSkip: (): void => undefined };
const encoded = (text: string): string => Buffer.from(text).toString('base64');

/** How sure the value is to be one in what the pieces give, and the bytes that it was made of. */
function joined(text: string): readonly (string | undefined)[] {
  const bytes = Buffer.from(text);
  return [...decodedViews(bytes, { start: 0, end: bytes.length }, options)].flatMap((view) => {
    const at = view.kind === 'base64-joined' ? view.bytes.indexOf(VALUE) : -1;
    return at < 0 ? [] : [view.joints?.trustOf({ start: at, end: at + VALUE.length })];
  });
}

test('base64 in strings alike is one text', () => {
  const lines = PIECES.map((piece, ts) => `${JSON.stringify({ ts, stream: 'stdout', data: encoded(piece) })}\n`);
  const frames = PIECES.map((piece, n) => ({ type: 'receive', time: 17.5 + n, opcode: 2, data: encoded(piece) }));
  for (const text of [lines.join(''), JSON.stringify(frames, null, 2), JSON.stringify({ log: { frames } })])
    assert.equal(joined(text), ['sure'], text.slice(0, 80));
});

test('the number of a stream in front of each piece is none of the text', () => {
  const long = `${'a line of output\n'.repeat(9)}${TEXT}`.match(/[^]{1,70}/g) ?? [];
  assert.equal(joined(JSON.stringify(long.map((piece) => ({ data: encoded(`\x01${piece}`) })))), ['sure']);
});

test('events in base64 are read as such', () => {
  const events = PIECES.map((text) => JSON.stringify({ type: 'delta', delta: { text } }));
  const bytes = Buffer.from(events.map((event) => `${JSON.stringify({ bytes: encoded(event), p: 'abc' })}\n`).join(''));
  const views = [...nestedViews(bytes, { start: 0, end: bytes.length }, options)];
  const chains = views.filter((view) => view.bytes.includes(VALUE)).map(({ chain }) => chain.join(' > '));
  assert.ok(chains.includes('base64-joined > stream-joined'), chains.join());
});

test('a place in the text is that of the pieces that hold it', () => {
  const bytes = Buffer.from(JSON.stringify(PIECES.map((piece) => ({ data: encoded(piece) }))));
  for (const view of decodedViews(bytes, { start: 0, end: bytes.length }, options)) {
    if (view.kind !== 'base64-joined') continue;
    const at = view.bytes.indexOf(VALUE);
    const outer = view.toOuter({ start: at, end: at + VALUE.length });
    const digits = bytes.subarray(outer.start, outer.end).toString();
    assert.equal(
      digits
        .match(/[\w+/=]{9,}/g)
        ?.map((one) => Buffer.from(one, 'base64').toString())
        .join('')
        .includes(VALUE),
      true,
    );
    return;
  }
  assert.unreachable('no view');
});

test('data, and strings behind other names, are not joined', () => {
  const data = Array.from({ length: 9 }, (_, n) => ({
    data: Buffer.alloc(24, `${n}\x9c\x01\xf3ab`, 'latin1').toString('base64'),
  }));
  assert.equal(joined(JSON.stringify(data)), []);
  const named = Object.fromEntries(PIECES.map((piece, n) => [`${'abcdefghij'[n]}name`, encoded(piece)]));
  assert.equal(joined(JSON.stringify(named)), []);
});

test.run();
