import { addGram, gramBits, gramFinderFor, LONG, SHORT } from '../../src/engine/gram-finder.ts';
import { assert, suite } from '../helpers/suite.ts';
import { BASE62, Random } from '../detect/known/helpers.ts';

const test = suite('gram finder');

for (const shape of [LONG, SHORT]) {
  test(`finds each text of ${shape.gram + shape.stride - 1} bytes wherever it stands, in WebAssembly as in TypeScript`, () => {
    const random = new Random(shape.gram);
    const texts = Array.from({ length: 500 }, () => Buffer.from(random.text(BASE62, shape.gram + shape.stride - 1)));
    const bits = gramBits(shape, texts.length * shape.stride);
    for (const text of texts) for (let at = 0; at < shape.stride; at++) addGram(bits, text, at);
    const [fast, plain] = [gramFinderFor(bits), gramFinderFor(bits, true)];
    assert.not.equal(fast.constructor, plain.constructor);
    // Longer than the pieces in which WebAssembly is given it, and texts across their borders.
    const bytes = Buffer.from(random.text(`${BASE62} \n`, 200_000));
    const places = texts.map((text, index) => {
      const at = index === 168 ? 64 * 1024 - 4 : index * 390 + random.int(50);
      text.copy(bytes, at);
      return at;
    });
    for (const [from, to] of [
      [0, bytes.length],
      [5, bytes.length - 3],
      [65_530, 131_080],
    ] as const) {
      const [a, b]: [number[], number[]] = [[], []];
      fast.find(bytes, from, to, (at) => a.push(at));
      plain.find(bytes, from, to, (at) => b.push(at));
      assert.equal(a, b);
      const missed = places.filter(
        (place) =>
          place >= from && place + shape.stride <= to && !a.some((at) => at >= place && at < place + shape.stride),
      );
      assert.equal(missed, []);
      assert.ok(a.length < (to - from) / shape.stride / 4, 'most places are passed over');
    }
  });
}

test('a table too large to stay near asks for pairs of bytes first, and finds the same', () => {
  const random = new Random(9);
  const texts = Array.from({ length: 2000 }, (_, index) =>
    // Texts of one alphabet and a few with bytes of all kinds, so that some pairs are in the table and others are not.
    index % 40 === 0
      ? Buffer.from(Array.from({ length: 15 }, () => random.int(256)))
      : Buffer.from(random.text(BASE62, 15)),
  );
  const bits = gramBits(LONG, 2 ** 22);
  for (const text of texts) for (let at = 0; at < LONG.stride; at++) addGram(bits, text, at);
  const bytes = Buffer.from(random.text(`${BASE62} \n\0{}":`, 400_000));
  const places = texts.map((text, index) => {
    const at = index * 199 + random.int(150);
    // Letters are the same in either case.
    Buffer.from(index % 3 === 0 && index % 40 !== 0 ? text.toString().toUpperCase() : text).copy(bytes, at);
    return at;
  });
  const [a, b]: [number[], number[]] = [[], []];
  gramFinderFor(bits).find(bytes, 3, bytes.length, (at) => a.push(at));
  gramFinderFor(bits, true).find(bytes, 3, bytes.length, (at) => b.push(at));
  assert.equal(a, b);
  const found = new Set(a);
  const missed = places.filter(
    (place) => place >= 3 && !Array.from({ length: 8 }, (_, at) => place + at).some((at) => found.has(at)),
  );
  assert.equal(missed, []);
  assert.ok(a.length < places.length * 1.01 + 20, 'little but what was entered');
});

test('finds nothing in a table without grams, nor behind the end of a text', () => {
  const bits = gramBits(LONG, 0);
  const bytes = Buffer.from('some text of more than a few bytes');
  for (const plain of [true, false])
    gramFinderFor(bits, plain).find(bytes, 0, bytes.length, () => assert.unreachable());
});

test.run();
