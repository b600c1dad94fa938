import { protobufField } from '../../../src/surface/field/protobuf-field.ts';
import { token } from '../../cli/helpers.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { blobOf, scanBlobs } from '../../scan/helpers.ts';

const test = suite('ProtobufField');
const SECRET = token('in a message');

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let left = value;
  for (; left > 127; left = Math.floor(left / 128)) bytes.push((left % 128) | 0x80);
  return Buffer.from([...bytes, left]);
}

function field(number: number, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content as string);
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

/** Spans as OTLP has them: resource spans, scope spans, span, attribute, value. */
function traceOf(value: string): Buffer {
  const attribute = (key: string, text: string): Buffer =>
    field(9, Buffer.concat([field(1, key), field(2, field(1, text))]));
  const span = Buffer.concat([
    field(1, Buffer.from('00ff10fe20fd30fc40fb50fa60f970f8', 'hex')),
    Buffer.from([0x39, 1, 2, 3, 4, 5, 6, 7, 8]),
    attribute('http.url', 'https://example.org'),
    attribute('http.header', value),
  ]);
  return field(1, Buffer.concat([field(1, field(1, 'resource')), field(2, field(2, span))]));
}

test('the way to a value is the numbers of its fields, with an index where there are several', () => {
  const bytes = traceOf(SECRET);
  assert.is(protobufField(bytes).at(bytes.indexOf(SECRET)), 'pb:1.2.2.9[1].2.1');
});

test('fields of every kind are passed over, and one that is cut makes no message', () => {
  const number = Buffer.concat([varint(1 * 8), varint(300)]);
  const fixed64 = Buffer.concat([varint(2 * 8 + 1), Buffer.alloc(8, 7)]);
  const fixed32 = Buffer.concat([varint(3 * 8 + 5), Buffer.alloc(4, 9)]);
  const bytes = Buffer.concat([number, fixed64, fixed32, field(4, SECRET), number]);
  assert.is(protobufField(bytes).at(bytes.indexOf(SECRET)), 'pb:4');
  const cut = Buffer.concat([field(4, SECRET), varint(1 * 8), Buffer.from([0x80])]);
  assert.is(protobufField(cut).at(cut.indexOf(SECRET)), undefined);
  const group = Buffer.concat([field(4, SECRET), varint(1 * 8 + 3)]);
  assert.is(protobufField(group).at(group.indexOf(SECRET)), undefined);
});

test('messages with their lengths in front are counted', () => {
  const one = traceOf('nothing');
  const two = traceOf(SECRET);
  const words = Buffer.concat(
    [one, two].flatMap((message) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(message.length);
      return [length, message];
    }),
  );
  const place = 'pb:[1].1.2.2.9[1].2.1';
  assert.is(protobufField(words).at(words.indexOf(SECRET)), place);
  const varints = Buffer.concat([one, two].flatMap((message) => [varint(message.length), message]));
  assert.is(protobufField(varints).at(varints.indexOf(SECRET)), place);
});

test('other bytes have no fields', () => {
  const bytes = Buffer.concat([Buffer.from([0xff, 0, 1]), Buffer.from(SECRET)]);
  assert.is(protobufField(bytes).at(3), undefined);
  assert.is(protobufField(Buffer.alloc(0)).at(0), undefined);
  const cut = traceOf(SECRET).subarray(0, -1);
  assert.is(protobufField(cut).at(cut.length - 4), undefined);
});

test('a finding in a binary message names its field', async () => {
  const { findings } = await scanBlobs([blobOf('spans.binpb', traceOf(`Bearer ${SECRET}`))]);
  assert.equal(
    findings.map(({ location }) => location.field),
    ['pb:1.2.2.9[1].2.1'],
  );
});

test.run();
