import type { PpmdCoder } from '../../src/view/compressed/ppmd/coder.ts';
import { PpmdModel } from '../../src/view/compressed/ppmd/model.ts';

/** A part of the range that is taken: of `total`, or of 2^14 where the only symbol of a context is asked for. */
interface Taken {
  readonly start: number;
  readonly size: number;
  readonly total: number;
}

const BINARY = 2 ** 14;

/** Answers a model with places that are given, and notes what it takes; the first answer that is not given ends it. */
class GivenPlaces implements PpmdCoder {
  readonly taken: Taken[] = [];
  readonly #places: readonly number[];
  #next = 0;
  #total = 0;
  /** Parts that the next answer could be from, once the answers are used up. */
  asked = 0;

  constructor(places: readonly number[]) {
    this.#places = places;
  }

  threshold(total: number): number {
    this.#total = total;
    return this.#place(total);
  }

  take(start: number, size: number): void {
    this.taken.push({ start, size, total: this.#total });
  }

  isBehind(size: number): boolean {
    this.#total = BINARY;
    const isBehind = this.#place(BINARY) >= size;
    this.take(isBehind ? size : 0, isBehind ? BINARY - size : size);
    return isBehind;
  }

  #place(total: number): number {
    const place = this.#places[this.#next++];
    if (place !== undefined) return place;
    this.asked = total;
    throw new RangeError('no more places');
  }
}

/** What the model says next where it is answered so, and what was asked and taken on the way. */
function answer(
  model: () => PpmdModel,
  places: readonly number[],
  before: number,
): { symbol?: number; coder: GivenPlaces } {
  const coder = new GivenPlaces(places);
  const asked = model();
  try {
    let symbol: number | undefined;
    for (let count = 0; count <= before; count++) symbol = asked.next(coder);
    return symbol === undefined ? { coder } : { symbol, coder };
  } catch (error) {
    if (error instanceof RangeError) return { coder };
    throw error;
  }
}

/** Answers that make the model say `wanted` behind `before` other symbols; undefined where none does. */
function search(
  model: () => PpmdModel,
  places: readonly number[],
  before: number,
  wanted: number,
): number[] | undefined {
  const { symbol, coder } = answer(model, places, before);
  if (coder.asked === 0) return symbol === wanted ? [...places] : undefined;
  // Symbols that were not seen yet stand in their own order.
  const first = wanted < coder.asked ? search(model, [...places, wanted], before, wanted) : undefined;
  if (first !== undefined) return first;
  for (let place = 0; place < coder.asked;) {
    const found = search(model, [...places, place], before, wanted);
    if (found !== undefined) return found;
    const { taken } = answer(model, [...places, place], before).coder;
    const last = taken[coder.taken.length];
    place = last === undefined ? coder.asked : last.start + last.size;
  }
  return undefined;
}

/** The parts of the range that a packer takes for a text: the model is asked until it says what is wanted. */
function partsOf(text: Buffer, model: () => PpmdModel): readonly Taken[] {
  let places: number[] = [];
  for (const [before, wanted] of text.entries()) {
    const found = search(model, places, before, wanted);
    if (found === undefined) throw new Error('no answers make the model say the text');
    places = found;
  }
  return answer(model, places, text.length - 1).coder.taken;
}

/** A short text as the range coder of RAR writes it, for a model of this order and memory (bytes). */
export function rarPpmd(text: Buffer, order: number, memory: number): Buffer {
  const bytes: number[] = [];
  let low = 0;
  let range = 0xffffffff;
  const shift = (): void => {
    bytes.push(low >>> 24);
    low = (low << 8) >>> 0;
    range = (range << 8) >>> 0;
  };
  for (const { start, size, total } of partsOf(text, () => new PpmdModel(order, memory))) {
    range = Math.floor(range / total);
    low = (low + start * range) >>> 0;
    range = (range * size) >>> 0;
    for (;;) {
      if ((low ^ ((low + range) >>> 0)) >>> 0 >= 2 ** 24) {
        if (range >= 2 ** 15) break;
        range = (-low & (2 ** 15 - 1)) >>> 0;
      }
      shift();
    }
  }
  for (let count = 0; count < 4; count++) shift();
  return Buffer.from(bytes);
}
