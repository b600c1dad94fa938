import { BrokenTable } from '../rows/broken-table.ts';
import { type Effort, partSize } from '../rows/effort.ts';
import { deltaNumbers } from './delta.ts';
import { readHybrid } from './hybrid.ts';
import { BYTE_ARRAY, INT32, INT64, type Leaf } from './schema.ts';
import { ByteValues, DictionaryValues, FixedValues, NumberValues, type Values } from './values.ts';

/** Encodings (https://parquet.apache.org/docs/file-format/data-pages/encodings/). */
const [PLAIN, PLAIN_DICTIONARY, DELTA_PACKED, DELTA_LENGTH, DELTA_BYTES, DICTIONARY, STREAM_SPLIT] = [
  0, 2, 5, 6, 7, 8, 9,
] as const;
const LENGTH = 4;

const broken = (): BrokenTable => new BrokenTable('corrupt', 'values of a page are broken');

function plainBytes(bytes: Buffer, count: number): ByteValues {
  const [starts, ends] = [new Uint32Array(count), new Uint32Array(count)];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + LENGTH > bytes.length) throw broken();
    const length = bytes.readUInt32LE(at);
    at += LENGTH;
    if (length > bytes.length - at) throw broken();
    starts[i] = at;
    ends[i] = at += length;
  }
  return new ByteValues(bytes, starts, ends);
}

function plainNumbers(bytes: Buffer, count: number, isWide: boolean): NumberValues {
  const width = isWide ? 8 : 4;
  if (count * width > bytes.length) throw broken();
  const own = new Uint8Array(count * width);
  own.set(bytes.subarray(0, own.length));
  return new NumberValues(isWide ? new BigInt64Array(own.buffer) : new Int32Array(own.buffer));
}

/** Plain values, one after the other. */
function plain(bytes: Buffer, count: number, { type, width, isUuid }: Leaf): Values {
  if (type === BYTE_ARRAY) return plainBytes(bytes, count);
  if (type === INT32 || type === INT64) return plainNumbers(bytes, count, type === INT64);
  if (width <= 0 || count * width > bytes.length) throw broken();
  return new FixedValues(bytes.subarray(0, count * width), width, isUuid);
}

function spans(lengths: Int32Array, bytes: Buffer, from: number): ByteValues {
  const [starts, ends] = [new Uint32Array(lengths.length), new Uint32Array(lengths.length)];
  let at = from;
  for (let i = 0; i < lengths.length; i++) {
    const length = lengths[i] as number;
    if (length < 0 || length > bytes.length - at) throw broken();
    starts[i] = at;
    ends[i] = at += length;
  }
  return new ByteValues(bytes, starts, ends);
}

function deltaLengths(bytes: Buffer, at: number, count: number): ByteValues {
  const { numbers, next } = deltaNumbers(bytes, at, count, false);
  return spans(numbers as Int32Array, bytes, next);
}

/** Values that each begin with a prefix of the previous one. */
function deltaBytes(bytes: Buffer, count: number, effort: Effort): ByteValues {
  const { numbers: prefixes, next: second } = deltaNumbers(bytes, 0, count, false);
  const { numbers: suffixes, next } = deltaNumbers(bytes, second, count, false);
  const lengths = new Int32Array(Math.min(prefixes.length, suffixes.length));
  let total = 0;
  for (let i = 0, before = 0; i < lengths.length; i++) {
    const [prefix, suffix] = [Number(prefixes[i]), Number(suffixes[i])];
    if (prefix < 0 || suffix < 0 || prefix > before) throw broken();
    lengths[i] = before = prefix + suffix;
    total = partSize(total + before);
  }
  effort.spend(total);
  const into = Buffer.allocUnsafeSlow(total);
  let [at, from, before] = [0, next, 0];
  for (let i = 0; i < lengths.length; i++) {
    const [prefix, length] = [Number(prefixes[i]), lengths[i] as number];
    if (length - prefix > bytes.length - from) throw broken();
    into.copyWithin(at, before, before + prefix);
    bytes.copy(into, at + prefix, from, (from += length - prefix));
    before = at;
    at += length;
  }
  return spans(lengths, into, 0);
}

/** Values stored as the first bytes of all, then the second bytes, and so on. */
function unsplit(bytes: Buffer, count: number, width: number): Buffer {
  if (width <= 0 || count * width > bytes.length) throw broken();
  const into = Buffer.allocUnsafe(count * width);
  for (let k = 0; k < width; k++) for (let i = 0; i < count; i++) into[i * width + k] = bytes[k * count + i] as number;
  return into;
}

function widthOf({ type, width }: Leaf): number {
  if (type === INT32) return 4;
  return type === INT64 ? 8 : width;
}

function fromDictionary(bytes: Buffer, count: number, { dictionary, onLost }: PageNeeds): Values {
  if (dictionary === undefined) throw new BrokenTable('corrupt', 'the dictionary of the column is not there');
  const indices = new Uint32Array(count);
  if (count > 0) readHybrid(bytes, { start: 1, end: bytes.length, width: bytes[0] ?? 0 }, indices);
  const values = new DictionaryValues(dictionary, indices);
  if (!values.isWhole) onLost(broken());
  return values;
}

/** The encoded values of a page. */
export interface PageValues {
  readonly bytes: Buffer;
  readonly count: number;
  readonly encoding: number;
}

/** What is needed to read them. */
export interface PageNeeds {
  readonly dictionary: Values | undefined;
  readonly effort: Effort;
  /** Called if values are broken but others of the page are not. */
  readonly onLost: (error: unknown) => void;
}

/** The values of a dictionary. Throws {@link BrokenTable}. */
export function decodeDictionary({ bytes, count, encoding }: PageValues, leaf: Leaf): Values {
  if (encoding !== PLAIN && encoding !== PLAIN_DICTIONARY) throw unknown(encoding);
  return plain(bytes, count, leaf);
}

function unknown(encoding: number): BrokenTable {
  return new BrokenTable('unsupported-format', `values in encoding ${encoding}`);
}

/** The values of a page, without nulls. Throws {@link BrokenTable}. */
export function decodeValues({ bytes, count, encoding }: PageValues, leaf: Leaf, needs: PageNeeds): Values {
  switch (encoding) {
    case PLAIN:
      return plain(bytes, count, leaf);
    case PLAIN_DICTIONARY:
    case DICTIONARY:
      return fromDictionary(bytes, count, needs);
    case DELTA_PACKED:
      return new NumberValues(deltaNumbers(bytes, 0, count, leaf.type === INT64).numbers);
    case DELTA_LENGTH:
      return deltaLengths(bytes, 0, count);
    case DELTA_BYTES:
      return deltaBytes(bytes, count, needs.effort);
    case STREAM_SPLIT:
      return plain(unsplit(bytes, count, widthOf(leaf)), count, leaf);
    default:
      throw unknown(encoding);
  }
}
