import * as fc from 'fast-check';
import { intelHexOf } from '../../../src/selftest/views.ts';
import type { DecodedView } from '../../../src/view/encoded/encodings.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { viewsOf } from '../../helpers/views.ts';

const test = suite('records of hexadecimal digits');

const recordsIn = (text: string): DecodedView[] => viewsOf('hex-records', text);

const hex = (bytes: readonly number[]): string => Buffer.from(bytes).toString('hex').toUpperCase();

/** A record of Motorola with an address of `width` bytes. */
function motorola(kind: number, width: number, address: number, data: Buffer): string {
  const place = Array.from({ length: width }, (_, index) => Math.floor(address / 256 ** (width - 1 - index)) & 0xff);
  const body = [width + data.length + 1, ...place, ...data];
  return `S${kind}${hex([...body, ~body.reduce((sum, byte) => sum + byte, 0) & 0xff])}\n`;
}

function motorolaOf(text: string, kind: number, width: number): string {
  const bytes = Buffer.from(text);
  const lines = [motorola(0, 2, 0, Buffer.from('rom'))];
  for (let at = 0; at < bytes.length; at += 20)
    lines.push(motorola(kind, width, 300 + at, bytes.subarray(at, at + 20)));
  return `${lines.join('')}${motorola(9, 2, 0, Buffer.alloc(0))}`;
}

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
