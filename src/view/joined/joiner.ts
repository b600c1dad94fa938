import type { Span } from '../../types.ts';
import type { DecodedView, ViewContext } from '../decoded-view.ts';
import { Joints, lowerBound, type Trust } from './joints.ts';

/** How the bytes of a joined piece lie in the source text: each takes up `width` bytes, and the next one starts `stride` bytes later. */
interface Layout {
  readonly stride: number;
  readonly width: number;
}

const PLAIN: Layout = { stride: 1, width: 1 };
const FIRST_SIZE = 4096;
const EMPTY: Buffer = Buffer.alloc(0);
const EMPTY_LINE: Buffer = Buffer.from('\n\n');

/** Joins parts of a text into a new text, and remembers where each byte came from. */
export class Joiner {
  readonly #bytes: Buffer;
  readonly #inner: number[] = [];
  readonly #outer: number[] = [];
  readonly #layouts: Layout[] = [];
  readonly #joints: Joints = new Joints();
  #out: Buffer = EMPTY;
  #length = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Bytes appended so far. */
  get length(): number {
    return this.#length;
  }

  /** Appends bytes unchanged. */
  piece({ start, end }: Span): void {
    if (end <= start) return;
    this.#reserve(end - start);
    this.#note(start, PLAIN);
    this.#bytes.copy(this.#out, this.#length, start, end);
    this.#length += end - start;
  }

  /** Appends a text that replaces the given bytes as a whole. */
  put(text: Buffer, { start, end }: Span): void {
    if (text.length === 0) return;
    this.#reserve(text.length);
    this.#note(start, { stride: 0, width: end - start });
    text.copy(this.#out, this.#length);
    this.#length += text.length;
  }

  /** Appends a byte that is written as `width` bytes at `at`; a byte written `stride` bytes further on continues the same piece. */
  byte(value: number, at: number, layout: Layout): void {
    this.#reserve(1);
    const last = this.#inner.length - 1;
    const follows =
      last >= 0 &&
      this.#layouts[last] === layout &&
      at === (this.#outer[last] ?? 0) + (this.#length - (this.#inner[last] ?? 0)) * layout.stride;
    if (!follows) this.#note(at, layout);
    this.#out[this.#length++] = value;
  }

  /** Declares the text the better reading of all that it contains. */
  whole(): void {
    this.#joints.beWhole();
  }

  /** Declares the text before and after this point one value. */
  joint(trust: Trust): void {
    this.#joints.add(this.#length, trust);
  }

  /** Separates what follows, with an empty line, from the unrelated text before it. */
  break(): void {
    const last = this.#inner.length - 1;
    if (last < 0) return;
    const end = this.#end(this.#length - 1);
    this.put(EMPTY_LINE, { start: end, end });
    this.#joints.addBreak(this.#length - 1);
  }

  /** The joined text. The joiner must not be used afterwards. */
  view(kind: string): DecodedView {
    return {
      kind,
      bytes: this.#out.subarray(0, this.#length),
      container: false,
      joints: this.#joints,
      toOuter: ({ start, end }) => {
        const from = this.#start(start);
        return { start: from, end: end > start ? Math.max(from, this.#end(end - 1)) : from };
      },
    };
  }

  #note(outer: number, layout: Layout): void {
    this.#inner.push(this.#length);
    this.#outer.push(outer);
    this.#layouts.push(layout);
  }

  #pieceOf(inner: number): number {
    return Math.max(0, lowerBound(this.#inner, inner + 1, (at) => at) - 1);
  }

  #start(inner: number): number {
    const piece = this.#pieceOf(inner);
    const { stride } = this.#layouts[piece] ?? PLAIN;
    return (this.#outer[piece] ?? 0) + (inner - (this.#inner[piece] ?? 0)) * stride;
  }

  #end(inner: number): number {
    return this.#start(inner) + (this.#layouts[this.#pieceOf(inner)] ?? PLAIN).width;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#out.length) return;
    const grown = Buffer.allocUnsafe(Math.max(FIRST_SIZE, this.#out.length * 2, this.#length + count));
    this.#out.copy(grown, 0, 0, this.#length);
    this.#out = grown;
  }
}

/** The joined texts as views, one after the other, while the budget pays for them. */
export function* joinedTexts(
  joiners: Iterable<Joiner>,
  kind: string,
  { range, context }: { readonly range: Span; readonly context: ViewContext },
): Generator<DecodedView> {
  for (const joiner of joiners) {
    if (joiner.length === 0) continue;
    if (!context.pay(joiner.length, kind, range)) return;
    yield joiner.view(kind);
  }
}
