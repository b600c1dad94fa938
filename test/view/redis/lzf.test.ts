import * as fc from 'fast-check';
import { mostUnpacked, unpackLzf } from '../../../src/view/redis/lzf.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('LZF');

/** What a packer may write: bytes as they are, or a copy of `length` bytes from `distance` back. */
type Step = Buffer | { readonly length: number; readonly distance: number };

function stepBytes(step: Step): number[] {
  if (Buffer.isBuffer(step)) return [step.length - 1, ...step];
  const [count, back] = [step.length - 2, step.distance - 1];
  return count < 7 ? [(count << 5) | (back >> 8), back & 0xff] : [(7 << 5) | (back >> 8), count - 7, back & 0xff];
}

/** The same, one byte after the other. */
function expected(steps: readonly Step[]): number[] {
  const out: number[] = [];
  for (const step of steps)
    if (Buffer.isBuffer(step)) out.push(...step);
    else for (let left = step.length; left > 0; left--) out.push(out.at(-step.distance) ?? 0);
  return out;
}

const steps = fc
  .array(
    fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 32 }).map((bytes) => Buffer.from(bytes)),
      fc.record({ length: fc.integer({ min: 3, max: 264 }), distance: fc.integer({ min: 1, max: 8192 }) }),
    ),
    { minLength: 1, maxLength: 30 },
  )
  .map((all) => {
    let made = 0;
    return all.flatMap((step): Step[] => {
      if (!Buffer.isBuffer(step) && made === 0) return [];
      made += step.length;
      return [Buffer.isBuffer(step) ? step : { ...step, distance: ((step.distance - 1) % (made - step.length)) + 1 }];
    });
  });

test('bytes and copies give what they stand for', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const [packed, plain] = [Buffer.from(all.flatMap(stepBytes)), Buffer.from(expected(all))];
      assert.equal(unpackLzf(packed, plain.length), plain);
      assert.ok(plain.length <= mostUnpacked(packed.length));
    }),
  );
});

test('data that is cut gives the beginning', () => {
  fc.assert(
    fc.property(steps, fc.nat(), (all, place) => {
      const [packed, plain] = [Buffer.from(all.flatMap(stepBytes)), Buffer.from(expected(all))];
      const cut = unpackLzf(packed.subarray(0, place % (packed.length + 1)), plain.length);
      assert.equal(cut, plain.subarray(0, cut.length));
    }),
  );
});

test('a copy from in front of the beginning ends it', () => {
  assert.is(unpackLzf(Buffer.from([0, 0x61, 0x20, 5, 0, 0x62]), 100).toString(), 'a');
});

test.run();
