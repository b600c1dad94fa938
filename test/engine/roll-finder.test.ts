import { rollBits, rollFinderFor, rollHash } from '../../src/engine/roll-finder.ts';
import { BASE62, Random } from '../detect/known/helpers.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('roll finder');

test('finds each window wherever it stands, in WebAssembly as in TypeScript', () => {
  for (const window of [16, 28, 64]) {
    const random = new Random(window);
    const shape = { window, base: 0x9e3779b1, width: 20 };
    const texts = Array.from({ length: 200 }, () => Buffer.from(random.text(BASE62, window)));
    const bits = rollBits(
      shape,
      texts.map((text) => rollHash(text, 0, shape)),
    );
    const [fast, plain] = [rollFinderFor(bits), rollFinderFor(bits, true)];
    assert.not.equal(fast.constructor, plain.constructor);
    const bytes = Buffer.from(random.text(`${BASE62} \n`, 150_000));
    const places = texts.map((text, index) => {
      const at = index === 0 ? 64 * 1024 - 4 : index === 1 ? bytes.length - window : index * 300;
      text.copy(bytes, at);
      return at;
    });
    for (const [from, to] of [
      [0, bytes.length],
      [7, bytes.length - 9],
    ] as const) {
      const [a, b]: [number[], number[]] = [[], []];
      fast.find(bytes, from, to, (at) => a.push(at));
      plain.find(bytes, from, to, (at) => b.push(at));
      assert.equal(a, b);
      const found = new Set(a);
      assert.equal(
        places.filter((place) => place >= from && place < to && !found.has(place)),
        [],
      );
      assert.ok(a.length < 2000, 'most places are passed over');
    }
  }
});

test('finds nothing in texts shorter than the window', () => {
  const shape = { window: 16, base: 3, width: 12 };
  const bits = rollBits(
    shape,
    Array.from({ length: 4096 }, (_, index) => index),
  );
  for (const plain of [true, false]) {
    const places: number[] = [];
    const finder = rollFinderFor(bits, plain);
    finder.find(Buffer.from('fifteen bytes..'), 0, 15, (at) => places.push(at));
    finder.find(Buffer.from('sixteen bytes...'), 0, 16, (at) => places.push(at));
    assert.equal(places, [0]);
  }
});

test.run();
