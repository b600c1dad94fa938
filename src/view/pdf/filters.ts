import { decodeAscii85 } from '../armour/ascii85.ts';
import { ByteFeed } from '../byte-feed.ts';
import { Inflater } from '../compressed/inflate.ts';
import { memoryReader, type Loss } from '../nested-blob.ts';
import { tooMuch, type Decoded } from './decoded.ts';
import { lzw } from './lzw.ts';
import { undoPredictor, type Predictor } from './predictor.ts';

/** A filter of a stream (ISO 32000-1, 7.4). */
export interface Filter {
  readonly name: string;
  readonly predictor: Predictor | undefined;
  /** Whether LZW codes grow one code early, as with nearly all writers. */
  readonly earlyChange: boolean;
}

const ZLIB_HEADER = 2;

function asciiHex(bytes: Buffer): Buffer {
  const end = bytes.indexOf('>');
  const digits = bytes.toString('latin1', 0, end < 0 ? bytes.length : end).replace(/[^0-9A-Fa-f]/g, '');
  return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex');
}

/** Decodes run lengths (7.4.5). */
function runLength(bytes: Buffer, most: number): Buffer {
  const parts: Buffer[] = [];
  let total = 0;
  for (let at = 0; at < bytes.length && total < most;) {
    const length = bytes[at++] ?? 128;
    if (length === 128) break;
    const part =
      length < 128 ? bytes.subarray(at, at + length + 1) : Buffer.alloc(257 - length, bytes.subarray(at, at + 1));
    at += length < 128 ? length + 1 : 1;
    total += part.length;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Deflate with a zlib header (7.4.4); the output before any damage is given. */
async function flate(bytes: Buffer, most: number): Promise<Decoded> {
  const feed = new ByteFeed(memoryReader(bytes));
  await feed.skipAhead(ZLIB_HEADER);
  const inflater = new Inflater(feed);
  const parts: Buffer[] = [];
  let total = 0;
  for (let part = await inflater.next(); part !== undefined && total <= most; part = await inflater.next()) {
    parts.push(part);
    total += part.length;
  }
  inflater.close();
  const output = Buffer.concat(parts);
  if (total > most) return { bytes: output.subarray(0, most), loss: tooMuch(most) };
  if (inflater.outcome === 'complete' || bytes.length === 0) return { bytes: output };
  const isCut = inflater.outcome === 'truncated';
  const detail = `compressed data of a stream is ${isCut ? 'cut' : 'broken'}`;
  return { bytes: output, loss: { reason: isCut ? 'truncated' : 'corrupt', detail } };
}

async function undo(filter: Filter, bytes: Buffer, most: number): Promise<Decoded | undefined> {
  switch (filter.name) {
    case 'FlateDecode':
    case 'Fl':
      return flate(bytes, most);
    case 'LZWDecode':
    case 'LZW':
      return lzw(bytes, filter.earlyChange, most);
    case 'ASCIIHexDecode':
    case 'AHx':
      return { bytes: asciiHex(bytes) };
    case 'ASCII85Decode':
    case 'A85':
      return { bytes: decodeAscii85(bytes) };
    case 'RunLengthDecode':
    case 'RL':
      return { bytes: runLength(bytes, most) };
    default:
      return undefined;
  }
}

/** Decodes the filters of a stream, in order, up to the first one that cannot be decoded. @param most maximum output of each, in bytes */
export async function decodeStream(bytes: Buffer, filters: readonly Filter[], most: number): Promise<Decoded> {
  let current = bytes;
  let loss: Loss | undefined;
  for (const filter of filters) {
    const decoded = await undo(filter, current, most);
    if (decoded === undefined) return { bytes: current, loss, stopped: filter.name };
    loss ??= decoded.loss;
    current = filter.predictor === undefined ? decoded.bytes : undoPredictor(decoded.bytes, filter.predictor);
  }
  return { bytes: current, loss };
}
