import { knownSet } from '../../../src/detect/known/known-set.ts';
import { SplitValues } from '../../../src/detect/known/split.ts';
import { Secret } from '../../../src/secret.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { BASE62, ODD, Random } from './helpers.ts';

const test = suite('SplitValues');
const random = new Random(20_261_128);
const VALUES = Array.from({ length: 40 }, (_, index) => {
  const [first, last] = [random.text(BASE62, 4), random.text(BASE62, 1)];
  return `${first}${random.text(index % 2 === 0 ? BASE62 : ODD, 12 + random.int(40))}${last}`;
});
const { tables } = knownSet(VALUES.map((text, index) => ({ name: `V${index}`, secret: new Secret(text) })));
const split = new SplitValues(tables);

/** What programs write between the parts of a value. */
const BETWEEN = [
  '\n',
  '\r\n    ',
  '\x1b[0m\x1b[1m',
  '" +\n  "',
  '</i><i>',
  '\n2026-05-31T10:00:00Z INFO | ',
  "', '",
  '\t',
  ' ',
];

/** A value in parts of `least` characters or more; the first has four. */
function cut(value: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at < value.length;) {
    const length = 4 + random.int(8);
    const end = value.length - at - length < 4 ? value.length : at + length;
    parts.push(value.slice(at, end));
    at = end;
  }
  return parts;
}

test('finds every part of a value, whatever signs it has and whatever stands between', () => {
  for (let run = 0; run < 2000; run++) {
    const index = random.int(VALUES.length);
    const parts = cut(VALUES[index] ?? '');
    if (parts.length === 1) continue;
    const between = random.pick(BETWEEN);
    // A part that ends as its neighbour's gap begins is taken with it, which is no loss.
    const text = Buffer.from(`before it ${parts.join(between)} behind it`);
    const found = split.find(text).filter(({ name }) => name === `V${index}`);
    const left = found
      .flatMap((match) => match.parts)
      .toSorted((a, b) => b.start - a.start)
      .reduce(
        (bytes, { start, end }) => Buffer.concat([bytes.subarray(0, start), Buffer.from('#'), bytes.subarray(end)]),
        text,
      );
    for (const part of parts.filter(({ length }) => length >= 6))
      assert.not.ok(left.includes(part), `V${index} ${JSON.stringify(between)}: ${JSON.stringify(left.toString())}`);
  }
});

test('takes escapes for no place at which a value is cut', () => {
  const value = `${random.text(BASE62, 6)}|${random.text(BASE62, 6)}"${random.text(BASE62, 6)}`;
  const one = new SplitValues(knownSet([{ name: 'V', secret: new Secret(value) }]).tables);
  const text = `a ${value.replace('|', '\\|').replace('"', '&amp;"')} b`;
  assert.equal(one.find(Buffer.from(text)), [{ name: 'V', parts: [{ start: 2, end: text.length - 2 }] }]);
});

test('leaves a value alone that stands there whole, and one of which a part is missing', () => {
  const [value = ''] = VALUES;
  for (const text of [`a ${value} b`, `a ${value.slice(0, 8)}\n${value.slice(9)} b`, `a ${value.slice(0, 8)}\nb`])
    assert.equal(split.find(Buffer.from(text)), []);
});

test('finds parts that lie anywhere, in any order, where it is told so, and no piece of a value that stands whole', () => {
  const [value = ''] = VALUES;
  const [head, tail] = [value.slice(0, 9), value.slice(9)];
  const scattered = Buffer.from(`a ${tail} b${' '.repeat(600)}c ${head}`);
  assert.equal(split.find(scattered), []);
  const [found] = split.find(scattered, true);
  assert.equal(
    found?.parts.map(({ start, end }) => scattered.toString('utf8', start, end)),
    [head, tail],
  );
  assert.equal(split.find(Buffer.from(`a ${value} b${' '.repeat(600)}c ${head} d`), true), []);
});

test.run();
