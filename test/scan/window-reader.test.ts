import * as fc from 'fast-check';
import { textWindows, WindowBuffer } from '../../src/scan/window-reader.ts';
import type { ByteReader } from '../../src/types.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('textWindows()');
const MARGINS = { before: 100, after: 300 };
const MB = 1024 * 1024;

function readerOf(text: Buffer, most: number, slow = false): ByteReader {
  let at = 0;
  const read = (into: Uint8Array): number => {
    const part = text.subarray(at, at + Math.min(into.length, most));
    into.set(part);
    at += part.length;
    return part.length;
  };
  return { read: slow ? async (into) => read(into) : read, close: () => undefined };
}

/** Every byte with its offset as the windows give it, and the windows' own facts. */
async function assertWhole(text: Buffer, most: number, options: { size?: number; slow?: boolean } = {}): Promise<void> {
  let next = 0;
  let finals = 0;
  for await (const window of textWindows(
    readerOf(text, most, options.slow),
    new WindowBuffer(),
    MARGINS,
    options.size,
  )) {
    const { bytes, from, to, base, final } = window;
    assert.is(base + from, next, 'windows follow one another');
    assert.ok(bytes.equals(text.subarray(base, base + bytes.length)), 'bytes stand at their offsets');
    if (base > 0) assert.is(from, MARGINS.before);
    if (!final) assert.is(bytes.length - to, MARGINS.after);
    next = base + to;
    if (final) finals++;
  }
  assert.equal([next, finals], [text.length, 1]);
}

test('an empty text is one final window', () => assertWhole(Buffer.alloc(0), 10));

test('a text of known moderate size is one window', async () => {
  const text = Buffer.alloc(3 * MB, 'abc');
  await assertWhole(text, 64 * 1024, { size: text.length });
});

test('a long text is windows that overlap and give every byte once', async () => {
  const text = Buffer.alloc(70 * MB, 'abcdefg');
  await assertWhole(text, MB, { size: text.length });
  await assertWhole(text, 4 * MB + 7);
});

test('any way of reading gives the same, in promises as well', () =>
  fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 700_000 }),
      fc.integer({ min: 1, max: 300_000 }),
      fc.boolean(),
      (length, most, slow) => assertWhole(Buffer.alloc(length, '0123456789'), most, { slow }),
    ),
    { numRuns: 15 },
  ));

test.run();
