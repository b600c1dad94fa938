import { deflateSync, gzipSync } from 'node:zlib';
import { Budget } from '../../../src/view/budget.ts';
import { decodedViews, type DecodedView } from '../../../src/view/encoded/encodings.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('data written as characters');

function views(text: string | Buffer, inside?: string): readonly DecodedView[] {
  const bytes = Buffer.from(text);
  const options = { budget: new Budget(0), onSkip: (): void => undefined, inside };
  return [...decodedViews(bytes, { start: 0, end: bytes.length }, options)];
}

const NOTE = 'A note that is packed, with numbers in it: 4711, 0815, 31337 and others; and a word.';
const escaped = (text: string): string =>
  JSON.stringify(text).replace(/[\x7f-\xff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);

test('packed bytes come out of the characters that a program took them for, and their places are kept', () => {
  for (const packed of [gzipSync(NOTE), deflateSync(NOTE), deflateSync(NOTE, { level: 9 })]) {
    const text = `before ${packed.toString('latin1')}€ behind`;
    const [view] = views(text).filter(({ kind }) => kind === 'latin1');
    assert.equal(view?.bytes.subarray(1), packed);
    const start = Buffer.byteLength('before ');
    const end = Buffer.from(text).indexOf('€');
    assert.equal(view?.toOuter({ start: 1, end: packed.length + 1 }), { start, end });
  }
});

test('inside the escapes of JSON they are found as well', () => {
  const text = `{"encoded":${escaped(deflateSync(NOTE).toString('latin1'))},"version":1}`;
  const inner = views(text).filter(({ kind }) => kind === 'json-escape');
  const found = inner.flatMap(({ bytes }) => views(bytes, 'json-escape')).filter(({ kind }) => kind === 'latin1');
  assert.equal(found[0]?.bytes.subarray(1, 5), deflateSync(NOTE).subarray(0, 4));
});

test('a few characters, and other ones, are no data', () => {
  assert.equal(
    views('x\u009c and x\u00da').filter(({ kind }) => kind === 'latin1'),
    [],
  );
  assert.equal(
    views(`y\u009c${NOTE}`).filter(({ kind }) => kind === 'latin1'),
    [],
  );
});

test.run();
