import * as fc from 'fast-check';
import { intelHexOf } from '../../../src/selftest/views.ts';
import type { DecodedView } from '../../../src/view/encoded/encodings.ts';
import { motorolaOf } from '../../helpers/hex-records.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { viewsOf } from '../../helpers/views.ts';

const test = suite('records of hexadecimal digits');

const recordsIn = (text: string): DecodedView[] => viewsOf('hex-records', text);

const word = fc.stringMatching(/^[A-Z0-9-]{1,200}$/);

test('a text in records is whole', () => {
  fc.assert(
    fc.property(word, fc.constantFrom(1, 2, 3), (text, kind) => {
      for (const written of [intelHexOf(text).toString(), motorolaOf(text, kind, kind + 1)]) {
        assert.match(recordsIn(written)[0]?.bytes.toString() ?? '', text);
        assert.match(recordsIn(written.replaceAll('\n', '\r\n'))[0]?.bytes.toString() ?? '', text);
      }
    }),
  );
});

test('records that do not follow each other are not joined', () => {
  const lines = intelHexOf('a'.repeat(48)).toString().split('\n');
  assert.is(recordsIn([lines[0], lines[2]].join('\n'))[0]?.bytes.toString(), `${'a'.repeat(16)}\n\n${'a'.repeat(16)}`);
});

test('a place in the text is that of the digits', () => {
  const written = intelHexOf('abcdefghijklmnopqrstuvwxyz').toString();
  const view = recordsIn(written)[0];
  assert.equal(view?.toOuter({ start: 15, end: 17 }), { start: 39, end: written.indexOf('\n') + 12 });
});

test('a text that begins with the same mark, or whose checksum is another, is none', () => {
  assert.equal(recordsIn(':param name: what it is\nS1 is a bucket\n'), []);
  assert.equal(recordsIn(intelHexOf('abcdefgh').toString().replace('61', '62')), []);
});

test.run();
