import type { Span } from '../../types.ts';
import { PositionMap } from '../position-map.ts';

/** A text joined from pieces of another text, in order, with the source of each byte. */
export class JoinedText {
  readonly #from: Buffer;
  readonly #map: PositionMap = new PositionMap(0);
  #bytes: Buffer = Buffer.allocUnsafe(1024);
  #length = 0;
  /** Position in the source at which the next byte would simply continue the text. */
  #next = 0;

  /** @param from the source of the pieces */
  constructor(from: Buffer) {
    this.#from = from;
  }

  get length(): number {
    return this.#length;
  }

  /** Appends bytes unchanged. */
  plain({ start, end }: Span): void {
    if (end <= start) return;
    this.#reserve(end - start);
    this.#anchor(start);
    this.#from.copy(this.#bytes, this.#length, start, end);
    this.#length += end - start;
    this.#next = end;
  }

  /** Appends a character that replaces `outer`, for example an escape of at most 255 bytes. */
  character(code: number, outer: Span): void {
    this.#reserve(4);
    const written = code < 0x80 ? 1 : this.#bytes.write(String.fromCodePoint(code), this.#length);
    if (code < 0x80) this.#bytes[this.#length] = code;
    this.#map.add(this.#length, outer.start, written, Math.min(255, outer.end - outer.start));
    this.#length += written;
    this.#next = outer.end;
  }

  /** Appends a character unless the text is empty or already ends with it. */
  separate(code: number, at: number): void {
    if (this.#length > 0 && this.#bytes[this.#length - 1] !== code) this.character(code, { start: at, end: at });
  }

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** The source bytes of the given bytes of the joined text, including any bytes between them. */
  toOuter(span: Span): Span {
    return this.#map.toOuter(span);
  }

  #anchor(start: number): void {
    if (start !== this.#next) this.#map.add(this.#length, start, 0, 0);
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#length + count, 2 * this.#bytes.length));
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
  }
}
