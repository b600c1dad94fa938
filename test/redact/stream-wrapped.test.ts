/** A stream gives out no piece of a value that is broken over lines, wherever the stream is cut. */
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expand } from '../../scripts/lib/values.ts';
import { builtinRules } from '../../src/detect/builtin.ts';
import { Detector } from '../../src/detect/detector.ts';
import { knownSet } from '../../src/detect/known/known-set.ts';
import { KnownValues } from '../../src/detect/known/matcher.ts';
import { StreamRedactor } from '../../src/redact/stream.ts';
import { Secret } from '../../src/secret.ts';
import { assert, suite } from '../helpers/suite.ts';
import { contextOf } from '../scan/helpers.ts';
import { pieceIn } from './pieces.ts';

const test = suite('StreamRedactor: values broken over lines');

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const JWT = [
  part({ alg: 'HS256', typ: 'JWT' }),
  part({ sub: '1029384756', name: 'Quentin Marlow', iat: 1_716_239_022, role: 'ops' }),
  createHash('sha256').update('wrapped').digest('base64url'),
].join('.');
const DECLARED = expand(['{base62:31}', '7a'], 'stream-wrapped');
const known = new KnownValues(knownSet([{ name: 'V', secret: new Secret(DECLARED) }]).tables);
const DETECTOR = new Detector(builtinRules(), { known });

function redacted(chunks: readonly Buffer[]): string {
  const redactor = new StreamRedactor(contextOf({ detector: DETECTOR }), { path: 'out.log', surface: 'backend_log' });
  return Buffer.concat([...chunks.map((chunk) => redactor.push(chunk)), redactor.end()]).toString('latin1');
}

function inWidth(value: string, width: number): string[] {
  return Array.from({ length: Math.ceil(value.length / width) }, (_, at) => value.slice(at * width, (at + 1) * width));
}

/** Ways in which programs break a value, by the parts of it. */
const WAYS: readonly ((parts: readonly string[]) => string)[] = [
  (parts) => `Token follows:\n${parts.join('\n')}\nthe end of it\n`,
  (parts) => `token: "${parts.join('\\\n  ')}"\n`,
  (parts) => `TOKEN = ("${parts.join('"\n         "')}")\n`,
  (parts) => `const token = "${parts.join('" +\n  "')}";\r\n`,
  (parts) => `token: >-\r\n  ${parts.join('\r\n  ')}\r\n`,
];
const WRAPPED = fc
  .tuple(fc.constantFrom(...WAYS), fc.constantFrom(40, 60, 64, 76))
  .map(([way, width]) => way(inWidth(JWT, width)));
/** A declared value is found by four characters of its head. */
const BROKEN = fc
  .tuple(fc.constantFrom(...WAYS), fc.constantFrom(5, 7, 12, 20))
  .map(([way, width]) => way(inWidth(DECLARED, width)));
const LINES = fc.constantFrom(
  '2026-05-31T10:00:00Z INFO started worker 17\n',
  'wrote /var/lib/app/cache/3f2a9c81d07e44b5\n',
  `${'deadbeef01'.repeat(8)}\n`.repeat(70),
  '70% done\r',
  '\n',
  'no line end ',
);
const STREAMS = fc
  .array(fc.oneof(WRAPPED, BROKEN, LINES), { minLength: 1, maxLength: 8 })
  .map((pieces) => Buffer.from(pieces.map((piece) => (piece.endsWith(' ') ? `${piece}\n` : piece)).join('')));

function cut(text: Buffer, places: readonly number[]): Buffer[] {
  const at = [...new Set(places.map((place) => place % (text.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((start, index) => text.subarray(start, at[index] ?? text.length));
}

test('gives out no piece of them, and the same however the stream is cut', () => {
  fc.assert(
    fc.property(STREAMS, fc.array(fc.nat(), { maxLength: 12 }), (text, places) => {
      const whole = redacted([text]);
      for (const value of [JWT, DECLARED]) assert.is(pieceIn(Buffer.from(whole), value), undefined);
      assert.ok(redacted(cut(text, places)) === whole, 'cut');
    }),
    { numRuns: 60 },
  );
});

test('gives the same byte by byte', () => {
  fc.assert(
    fc.property(fc.oneof(WRAPPED, BROKEN), (piece) => {
      const text = Buffer.from(`one\n${piece}two\n`);
      assert.is(redacted(Array.from(text, (byte) => Buffer.from([byte]))), redacted([text]));
    }),
    { numRuns: 20 },
  );
});

test('holds a line back that may go on in the next one until that is there, the stream ends or pauses', () => {
  const redactor = new StreamRedactor(contextOf({ detector: DETECTOR }), { path: 'out.log', surface: 'backend_log' });
  const open = 'wrote /var/lib/app/cache/3f2a9c81d07e44b5\n';
  assert.is(redactor.push(Buffer.from(open)).toString(), '');
  assert.is(redactor.push(Buffer.from('done\n')).toString(), `${open}done\n`);
  assert.is(redactor.push(Buffer.from(open)).toString(), '');
  assert.is(redactor.pause().toString(), open);
  assert.is(redactor.push(Buffer.from(open)).toString(), '');
  assert.is(redactor.end().toString(), open);
});

test.run();
