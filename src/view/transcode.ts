import type { ByteReader, Skip } from '../types.ts';
import type { Charset } from './charset.ts';

const CHUNK = 64 * 1024;
const REPLACEMENT = 0xfffd;
const BOM = 0xfeff;
const EMPTY = Buffer.alloc(0);

/** Converts bytes of one charset to UTF-8; a character cut at the end of a chunk waits for the next one. */
interface Decoder {
  decode(chunk: Buffer, last: boolean): Buffer;
}

/** End of the last whole UTF-16 character: an odd byte or a high surrogate at the end waits for the next chunk. */
function wholeUnits(bytes: Buffer): number {
  const even = bytes.length & ~1;
  const unit = even >= 2 ? bytes.readUInt16LE(even - 2) : 0;
  return unit >= 0xd800 && unit < 0xdc00 ? even - 2 : even;
}

/** Bytes that decoders of multi-byte characters keep between chunks. */
class WideDecoder {
  protected readonly bigEndian: boolean;
  protected rest: Buffer = EMPTY;
  protected started = false;

  constructor(bigEndian: boolean) {
    this.bigEndian = bigEndian;
  }
}

class Utf16Decoder extends WideDecoder implements Decoder {
  decode(chunk: Buffer, last: boolean): Buffer {
    const bytes = Buffer.concat([this.rest, chunk]);
    const odd = bytes.length & 1;
    if (this.bigEndian) bytes.subarray(0, bytes.length - odd).swap16();
    const end = last ? bytes.length - odd : wholeUnits(bytes);
    this.#keep(bytes, end, odd);
    let text = bytes.toString('utf16le', 0, end);
    if (!this.started && text.length > 0) {
      this.started = true;
      if (text.charCodeAt(0) === BOM) text = text.slice(1);
    }
    return Buffer.from(last && odd === 1 ? `${text}\uFFFD` : text, 'utf8');
  }

  /** Kept bytes are restored to their original order so that the next chunk can be appended. */
  #keep(bytes: Buffer, end: number, odd: number): void {
    this.rest = Buffer.from(bytes.subarray(end));
    if (this.bigEndian) this.rest.subarray(0, this.rest.length - odd).swap16();
  }
}

class Utf32Decoder extends WideDecoder implements Decoder {
  decode(chunk: Buffer, last: boolean): Buffer {
    const bytes = Buffer.concat([this.rest, chunk]);
    const end = bytes.length & ~3;
    this.rest = Buffer.from(bytes.subarray(end));
    let text = '';
    for (let i = 0; i < end; i += 4) {
      const code = this.bigEndian ? bytes.readUInt32BE(i) : bytes.readUInt32LE(i);
      if (this.started || code !== BOM) text += String.fromCodePoint(code > 0x10ffff ? REPLACEMENT : code);
      this.started = true;
    }
    return Buffer.from(last && this.rest.length > 0 ? `${text}\uFFFD` : text, 'utf8');
  }
}

function decoderFor(charset: Exclude<Charset, 'utf-8'>): Decoder {
  const bigEndian = charset.endsWith('be');
  return charset.startsWith('utf-16') ? new Utf16Decoder(bigEndian) : new Utf32Decoder(bigEndian);
}

class TranscodingReader implements ByteReader {
  readonly #inner: ByteReader;
  readonly #decoder: Decoder;
  readonly #chunk: Buffer = Buffer.allocUnsafe(CHUNK);
  #ready: Buffer = EMPTY;
  #ended = false;

  constructor(inner: ByteReader, decoder: Decoder) {
    this.#inner = inner;
    this.#decoder = decoder;
  }

  read(into: Uint8Array): number | Promise<number> {
    while (this.#ready.length === 0 && !this.#ended) {
      const count = this.#inner.read(this.#chunk);
      if (typeof count !== 'number') return count.then((n) => (this.#accept(n), this.read(into)));
      this.#accept(count);
    }
    const given = this.#ready.copy(into);
    this.#ready = this.#ready.subarray(given);
    return given;
  }

  #accept(count: number): void {
    this.#ended = count === 0;
    this.#ready = this.#decoder.decode(this.#chunk.subarray(0, count), this.#ended);
  }

  close(): Omit<Skip, 'path' | 'view'> | undefined {
    return this.#inner.close();
  }
}

/**
 * The text of `inner` as UTF-8 without its byte order mark, in flat memory. Surrogate pairs may span reads; a lone surrogate or a cut
 * character becomes U+FFFD. `read` is synchronous if that of `inner` is. UTF-8 is passed through.
 */
export function transcodingReader(inner: ByteReader, charset: Charset): ByteReader {
  return charset === 'utf-8' ? inner : new TranscodingReader(inner, decoderFor(charset));
}
