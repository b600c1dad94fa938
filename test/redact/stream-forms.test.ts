/** A stream gives out no piece of a declared value, in whatever form it is written and wherever the stream is cut. */
import { Detector } from '../../src/detect/detector.ts';
import { knownSet } from '../../src/detect/known/known-set.ts';
import { KnownValues } from '../../src/detect/known/matcher.ts';
import { StreamRedactor } from '../../src/redact/stream.ts';
import { Secret } from '../../src/secret.ts';
import { BASE62, ENCODINGS, ODD, OUTER, placed, Random } from '../detect/known/helpers.ts';
import { assert, suite } from '../helpers/suite.ts';
import { contextOf } from '../scan/helpers.ts';
import { PIECE, pieceIn } from './pieces.ts';

const test = suite('StreamRedactor: forms of declared values');

const MARK = '[REDACTED:known-value]';
const LENGTHS = [12, 24, 20, 40, 128];
const random = new Random(8_112_811);
const VALUES = LENGTHS.map((length, index) => {
  // Blanks at the ends are taken off by those who read values.
  const [first, last] = [random.text(BASE62, 1), random.text(BASE62, 1)];
  return `${first}${random.text(index % 2 === 0 ? BASE62 : ODD, length - 2)}${last}`;
});
const { tables } = knownSet(VALUES.map((text, index) => ({ name: `V${index}`, secret: new Secret(text) })));
const CONTEXT = contextOf({ detector: new Detector([], { known: new KnownValues(tables) }) });

function redacted(chunks: readonly Buffer[], pauses = false): Buffer {
  const redactor = new StreamRedactor(CONTEXT, { path: 'stdout.log', surface: 'backend_log' });
  const given = chunks.flatMap((chunk) => [redactor.push(chunk), ...(pauses ? [redactor.pause()] : [])]);
  return Buffer.concat([...given, redactor.end()]);
}

function cut(bytes: Buffer, count: number): Buffer[] {
  const places = Array.from({ length: count }, () => random.int(bytes.length + 1)).sort((a, b) => a - b);
  return [0, ...places].map((start, index) => bytes.subarray(start, places[index] ?? bytes.length));
}

const CHUNKINGS: readonly ((bytes: Buffer) => Buffer[])[] = [
  (bytes) => Array.from(bytes, (byte) => Buffer.from([byte])),
  (bytes) => cut(bytes, 1),
  (bytes) => cut(bytes, 5),
  (bytes) => cut(bytes, 40),
];

/** Lines round a value, among them such as views are made of. */
function stream(inner: string | Buffer): Buffer {
  const noise = [
    '2026-05-31T10:00:00Z INFO started worker 17\n',
    `etag: "${random.text('0123456789abcdef', 64)}"\n`,
    `{"path":"C:\\\\x\\n","n":${random.int(99)}}\n`,
    `${random.text(BASE62, 76)}\n${random.text(BASE62, 76)}\n`,
    `GET /a%20b?c=%2F HTTP/1.1\r\n`,
    '\n',
  ];
  const lines = (): string => Array.from({ length: random.int(6) }, () => random.pick(noise)).join('');
  return Buffer.concat([Buffer.from(lines()), placed(inner, random), Buffer.from(`\n${lines()}`)]);
}

for (const [encoding, write] of ENCODINGS) {
  test(`gives out no piece of a value in ${encoding}`, () => {
    for (const value of VALUES) {
      const inner = write(value, random);
      const isNested = typeof inner === 'string' && inner.length >= 18;
      const [outside, wrap] = isNested ? random.pick(OUTER) : ['', (text: string) => text];
      for (const bytes of [stream(inner), ...(isNested ? [stream(wrap(inner, random))] : [])]) {
        const whole = redacted([bytes]);
        const told = `${encoding} ${outside}, ${value.length} characters`;
        assert.ok(whole.includes(MARK), `${told}: nothing was taken out`);
        assert.is(pieceIn(whole, value), undefined, told);
        for (const chunks of CHUNKINGS) assert.ok(redacted(chunks(bytes)).equals(whole), `${told}: cut`);
        // A word that is followed by a blank is given out in a pause.
        if (value.includes(' ')) continue;
        for (const chunks of value.length > 20 ? CHUNKINGS.slice(1) : CHUNKINGS)
          assert.is(pieceIn(redacted(chunks(bytes), true), value), undefined, `${told}: paused`);
      }
    }
  });
}

test('gives out no part of a value that is cut within a line', () => {
  for (const value of VALUES) {
    for (let at = PIECE; at + PIECE <= value.length; at++) {
      for (const between of [' ', '","', '\x1b[1m', "'\"'\"'"]) {
        const out = redacted([Buffer.from(`x ${value.slice(0, at)}${between}${value.slice(at)} y\n`)]);
        assert.is(pieceIn(out, value), undefined, `${value.length} characters, cut at ${at}`);
      }
    }
  }
});

test.run();
