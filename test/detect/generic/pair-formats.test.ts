import { candidateAt } from '../../../src/detect/generic/candidate.ts';
import { PAIR_FORMATS } from '../../../src/detect/generic/pair-formats.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('formats of pairs');

/** Made up, and random enough to be believed. */
const VALUE = ['Zq7', 'vLw2', 'Rt9x', 'Kd4'].join('');

for (const { name, examples, between } of PAIR_FORMATS) {
  for (const example of examples) {
    test(`${name}: ${JSON.stringify(example)}`, () => {
      const text = Buffer.from(example.replace('…', VALUE)).toString('latin1');
      const start = text.indexOf(VALUE);
      const at = text.slice(0, start).toLowerCase().lastIndexOf('pass');
      const candidate = candidateAt(text, at);
      assert.equal([candidate?.syntax, candidate?.start, candidate?.end], ['pair', start, start + VALUE.length]);
      const pattern = new RegExp(between, 'y');
      pattern.lastIndex = candidate?.nameEnd ?? 0;
      assert.ok(pattern.test(text), 'the format itself reads its example, and not another one');
      assert.ok(start - pattern.lastIndex <= 1, 'up to the value or its quote');
    });
  }
}

test.run();
