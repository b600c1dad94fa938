import * as fc from 'fast-check';
import { MAY_BEGIN } from '../../src/detect/may-begin.ts';
import { BESIDE } from '../../src/engine/engine.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('MAY_BEGIN');

const KEYWORDS = ['data:', 'stringData:', 'data":', 'http', ' curl', 'key', 'token', 'https://', 'users='];
const piece = fc.oneof(
  fc.constantFrom(...KEYWORDS, ' ', '\n', '"', "'", ':', '=', '@', '{', '://', 'a'.repeat(80), 'b'.repeat(300), 'x.y'),
  fc.string({ maxLength: 12 }),
);
const side = fc.array(piece, { maxLength: 30 }).map((pieces) => Buffer.from(pieces.join(''), 'latin1'));

/** What stands more than so many bytes in front of a place or behind it, made other bytes. */
function changedFar(bytes: Buffer, at: number): Buffer {
  return Buffer.from(bytes.map((byte, index) => (Math.abs(index - at) > BESIDE ? byte ^ 0x55 : byte)));
}

test('says by what stands near a keyword alone that a matcher finds nothing there', () => {
  fc.assert(
    fc.property(side, fc.constantFrom(...KEYWORDS), side, (before, keyword, behind) => {
      const bytes = Buffer.concat([before, Buffer.from(keyword), behind]);
      for (const [name, mayBegin] of Object.entries(MAY_BEGIN)) {
        const [one, other] = [bytes, changedFar(bytes, before.length)];
        assert.is(mayBegin?.(one, before.length), mayBegin?.(other, before.length), name);
      }
    }),
    { numRuns: 3000 },
  );
});

test.run();
