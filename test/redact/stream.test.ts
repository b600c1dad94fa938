import * as fc from 'fast-check';
import { expand } from '../../scripts/lib/values.ts';
import { StreamRedactor } from '../../src/redact/stream.ts';
import { assert, suite } from '../helpers/suite.ts';
import { contextOf } from '../scan/helpers.ts';

const test = suite('StreamRedactor');

const TOKEN = expand(['glp', 'at-', '{base62:20}'], 'stream');
const PASSWORD = expand(['{base62:14}', '7a'], 'stream-password');
const KEY = expand(['{base64:64}', '\n', '{base64:64}', '\n', '{base64:64}', '\n', '{base64:40}', '=='], 'stream-key');
const LABEL = 'PRIVATE KEY';
const PEM = `-----BEGIN ${LABEL}-----\n${KEY}\n-----END ${LABEL}-----\n`;
const VALUES = [TOKEN, PASSWORD, ...KEY.split('\n')];

function redacted(chunks: readonly (string | Buffer)[]): string {
  const redactor = new StreamRedactor(contextOf(), { path: 'stdout.log', surface: 'backend_log' });
  const out = chunks.map((chunk) => redactor.push(Buffer.from(chunk as string)));
  return Buffer.concat([...out, redactor.end()]).toString('latin1');
}

/** What stands in a stream beside its values. */
const MARKS_AND_PIECES = '[REDACTED:gitlab-pat][REDACTED:generic-secret]';

/** Pieces of streams: values in the ways that they are written, and everything else. */
const PIECES: readonly string[] = [
  `token=${TOKEN}\n`,
  `password: "${PASSWORD}"\n`,
  `{"password":"${PASSWORD}","n":1}\n`,
  `curl -u ann:${PASSWORD} https://files.test\r\n`,
  `password:\n  ${PASSWORD}\n`,
  `${Buffer.from(`x ${TOKEN} y`).toString('base64')}\n`,
  `{\\"token\\":\\"${TOKEN}\\"}\n`,
  `50% done\r`,
  `70% ${TOKEN}\r`,
  PEM,
  `key: "${PEM.replaceAll('\n', '\\n')}"\n`,
  '2026-05-31T10:00:00Z INFO started worker 17\n',
  'tokens: 12, keys: 3, passed: true\n',
  '\n',
  'no line end ',
  'the secret of the token is out\n',
  '\0\u0001\xff\xfe\n',
  `${'deadbeef'.repeat(20)}\n`,
];

function cut(text: Buffer, places: readonly number[]): Buffer[] {
  const at = [...new Set(places.map((place) => place % (text.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((start, index) => text.subarray(start, at[index] ?? text.length));
}

const STREAMS = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 14 });

test('gives the same output however the stream is cut', () => {
  fc.assert(
    fc.property(STREAMS, fc.array(fc.nat(), { maxLength: 12 }), (pieces, places) => {
      const text = Buffer.from(pieces.join(''), 'latin1');
      assert.is(redacted(cut(text, places)), redacted([text]));
    }),
    { numRuns: 300 },
  );
});

test('gives the same output byte by byte', () => {
  fc.assert(
    fc.property(STREAMS, (pieces) => {
      const text = Buffer.from(pieces.join(''), 'latin1');
      assert.is(redacted(Array.from(text, (byte) => Buffer.from([byte]))), redacted([text]));
    }),
    { numRuns: 40 },
  );
});

test('holds no six characters of a value in its output', () => {
  fc.assert(
    fc.property(STREAMS, fc.array(fc.nat(), { maxLength: 12 }), (pieces, places) => {
      // Bytes of a binary beside a name and a value make the generic rule leave them alone.
      const texts = pieces.filter((piece) => !piece.startsWith('\0'));
      const out = redacted(cut(Buffer.from(texts.join('\n'), 'latin1'), places));
      for (const value of VALUES)
        for (let at = 0; at + 6 <= value.length; at++) {
          const part = value.slice(at, at + 6);
          if (!MARKS_AND_PIECES.includes(part)) assert.not.ok(out.includes(part), `${at} of ${value.length}`);
        }
    }),
    { numRuns: 200 },
  );
});

test('keeps every byte of a stream without values', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3000 }), fc.array(fc.nat(), { maxLength: 5 }), (bytes, places) => {
      assert.is(redacted(cut(Buffer.from(bytes), places)), Buffer.from(bytes).toString('latin1'));
    }),
    { numRuns: 100 },
  );
});

test('finds values at every place of a line that is longer than any block', () => {
  const filler = 'lorem ipsum '.repeat(60_000);
  for (const at of [10, 245_700, 245_760, 245_770, 262_140, 400_000]) {
    const text = `${filler.slice(0, at)} ${TOKEN} ${filler.slice(at)}`;
    const expected = `${filler.slice(0, at)} [REDACTED:gitlab-pat] ${filler.slice(at)}`;
    assert.ok(redacted([text]) === expected, `at ${at}`);
    assert.ok(redacted([text.slice(0, 100_003), text.slice(100_003)]) === expected, `in two, at ${at}`);
  }
});

test('gives out a prompt in a pause, and judges what follows it with it', () => {
  const redactor = new StreamRedactor(contextOf(), { path: 'stdout.log', surface: 'backend_log' });
  assert.is(redactor.push(Buffer.from('Password for ann: ')).toString(), '');
  assert.is(redactor.pause().toString(), 'Password for ann: ');
  assert.is(redactor.push(Buffer.from(`token=`)).toString(), '');
  redactor.pause();
  redactor.push(Buffer.from(TOKEN.slice(0, 9)));
  assert.not.match(redactor.pause().toString(), TOKEN.slice(0, 6));
  const rest = redactor.push(Buffer.from(`${TOKEN.slice(9)}\n`)).toString() + redactor.pause().toString();
  assert.match(rest, '[REDACTED:gitlab-pat]');
});

test('takes a value out that stands alone in a pause, whatever is written behind it', () => {
  const redactor = new StreamRedactor(contextOf(), { path: 'stdout.log', surface: 'backend_log' });
  redactor.push(Buffer.from(TOKEN));
  const out = redactor.pause().toString() + redactor.push(Buffer.from('Prompt: \n')).toString();
  assert.is(out, '[REDACTED:gitlab-pat]Prompt: \n');
});

test('gives out lines at once, and a key only when it is whole', () => {
  const redactor = new StreamRedactor(contextOf(), { path: 'stdout.log', surface: 'backend_log' });
  assert.is(redactor.push(Buffer.from('one\ntwo')).toString(), 'one\n');
  assert.is(redactor.push(Buffer.from(`\n${PEM.slice(0, 100)}`)).toString(), 'two\n');
  assert.is(redactor.pause().toString(), '');
  assert.not.match(redactor.push(Buffer.from(PEM.slice(100))).toString(), KEY.slice(0, 6));
  assert.equal([...redactor.counts.values()], [1]);
});

test.run();
