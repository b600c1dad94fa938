import { deflateRawSync } from 'node:zlib';

/**
 * A number in bytes of seven bits, with the sign in the lowest bit
 * (https://avro.apache.org/docs/1.12.0/specification/#binary-encoding).
 */
export function avroLong(value: number): Buffer {
  const bytes: number[] = [];
  let left = value < 0 ? -2 * value - 1 : 2 * value;
  for (; left >= 0x80; left = Math.floor(left / 128)) bytes.push((left % 128) | 0x80);
  return Buffer.from([...bytes, left]);
}

/** A text or data preceded by its length. */
export function avroText(text: string | Buffer): Buffer {
  const bytes = Buffer.from(text as string);
  return Buffer.concat([avroLong(bytes.length), bytes]);
}

const SYNC = Buffer.alloc(16, 'watertight');

/** A block of values. @param data as written, packed if the file says so */
export function avroBlock(count: number, data: Buffer): Buffer {
  return Buffer.concat([avroLong(count), avroLong(data.length), data, SYNC]);
}

/** An object container file. @param schema JSON */
export function avroFile(schema: unknown, codec: string, ...blocks: readonly Buffer[]): Buffer {
  const notes = { 'avro.schema': JSON.stringify(schema), 'avro.codec': codec };
  const pairs = Object.entries(notes).map(([key, value]) => Buffer.concat([avroText(key), avroText(value)]));
  return Buffer.concat([Buffer.from('Obj\x01'), avroLong(pairs.length), ...pairs, avroLong(0), SYNC, ...blocks]);
}

/** A file with one record that contains a text, deflated. */
export function avroOf(text: string): Buffer {
  const schema = { type: 'record', name: 'Log', fields: [{ name: 'line', type: 'string' }] };
  return avroFile(schema, 'deflate', avroBlock(1, deflateRawSync(avroText(text))));
}
