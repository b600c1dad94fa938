import assembly from '../generated/assembly-audit.json' with { type: 'json' };
import type { Change } from './changes.ts';
import { fastest, instantiateCode } from './web-assembly.ts';

/** What `assembly/differences.ts` exports. */
interface DifferencesModule {
  find(text: number, length: number, other: number, otherLength: number): number;
}

/** Finds where texts differ. */
export interface DifferenceFinder {
  /**
   * Where one text differs from another: everything between the spans also occurs in the other text, contiguously and in the same order. An
   * empty span marks a deletion. The spans are in order and do not touch. They need not be minimal, but they are exact: bytes are compared.
   */
  find(text: Buffer, other: Buffer): Change[];
}

/** Changed parts up to this length are not searched for unchanged parts. */
const SMALL = 256;
/** Length of a sample that is searched for in the other text, in bytes. */
const SAMPLE = 32;
/** Where in a changed part samples are taken. */
const PLACES = [0.5, 0.25, 0.75, 0.125, 0.625];
/** How far from its expected offset a sample is searched for, and the length up to which the whole part is searched. */
const BESIDE = 4096;
const WHOLE = 16 * 1024;
/** Maximum number of times that a changed part is halved. */
const DEEPEST = 12;

/** A pair of spans, one in each text, that may differ. */
type Part = Change;

/** Longer texts are compared in plain code: WebAssembly memory is never freed while the program runs. */
const LONGEST = 512 * 1024;

// Addresses, as in `assembly/differences.ts`. There are at most two spans for each part at the deepest level.
const OUT = 4096;
const WORDS = 4;
const MOST_WORDS = 2 * WORDS * 2 ** DEEPEST;
const TEXT = OUT + 4 * MOST_WORDS;
/** Bytes beyond a text that may be read. */
const BEHIND = 64;
const OTHER = TEXT + LONGEST + BEHIND;

class WasmDifferenceFinder implements DifferenceFinder {
  readonly #module: DifferencesModule;
  readonly #memory: Uint8Array;
  readonly #out: Uint32Array;

  constructor() {
    const { exports, memory } = instantiateCode(assembly.differences, OTHER + LONGEST + BEHIND);
    this.#module = exports as DifferencesModule;
    this.#memory = new Uint8Array(memory);
    this.#out = new Uint32Array(memory, OUT, MOST_WORDS);
  }

  find(text: Buffer, other: Buffer): Change[] {
    if (text.length > LONGEST || other.length > LONGEST) return plainDifferences(text, other);
    this.#memory.set(text, TEXT);
    this.#memory.set(other, OTHER);
    const count = this.#module.find(TEXT, text.length, OTHER, other.length);
    const spans: Change[] = [];
    for (let at = 0; at < count * WORDS; at += WORDS) {
      spans.push({
        start: this.#out[at] as number,
        end: this.#out[at + 1] as number,
        otherStart: this.#out[at + 2] as number,
        otherEnd: this.#out[at + 3] as number,
      });
    }
    return spans;
  }
}

/** The fastest finder that this machine supports. */
export function differenceFinderFor(plain: boolean = false): DifferenceFinder {
  return fastest<DifferenceFinder>(
    () => new WasmDifferenceFinder(),
    () => ({ find: plainDifferences }),
    plain,
  );
}

/** The same in plain TypeScript. */
function plainDifferences(text: Buffer, other: Buffer): Change[] {
  const spans: Change[] = [];
  compare(text, other, { start: 0, end: text.length, otherStart: 0, otherEnd: other.length }, 0, spans);
  return spans;
}

function compare(text: Buffer, other: Buffer, part: Part, depth: number, spans: Change[]): void {
  const trimmed = trim(text, other, part);
  const { start, end, otherStart, otherEnd } = trimmed;
  if (start === end && otherStart === otherEnd) return;
  const isLong = end - start > SMALL && otherEnd - otherStart > SMALL && depth < DEEPEST;
  const common = isLong ? commonPart(text, other, trimmed) : undefined;
  if (common === undefined) {
    add(spans, trimmed);
    return;
  }
  compare(text, other, { ...trimmed, end: common.start, otherEnd: common.otherStart }, depth + 1, spans);
  compare(text, other, { ...trimmed, start: common.end, otherStart: common.otherEnd }, depth + 1, spans);
}

function add(spans: Change[], part: Part): void {
  const last = spans.at(-1);
  if (last === undefined || last.end < part.start) spans.push(part);
  else spans[spans.length - 1] = { ...part, start: last.start, otherStart: last.otherStart };
}

/** The part without the common prefix and suffix of both texts. */
function trim(text: Buffer, other: Buffer, { start, end, otherStart, otherEnd }: Part): Part {
  const most = Math.min(end - start, otherEnd - otherStart);
  const head = alikeAfter(text, start, other, otherStart, most);
  const tail = alikeBefore(text, end, other, otherEnd, most - head);
  return { start: start + head, end: end - tail, otherStart: otherStart + head, otherEnd: otherEnd - tail };
}

/** A stretch inside the part that both texts share. */
function commonPart(text: Buffer, other: Buffer, part: Part): Part | undefined {
  const { start, end } = part;
  for (const place of PLACES) {
    const at = start + Math.floor((end - start - SAMPLE) * place);
    const otherAt = nearPlace(text, other, part, at);
    if (otherAt !== undefined) return grown(text, other, part, at, otherAt);
  }
  return undefined;
}

/** Where the sample at `at` occurs in the other text: near where it would be if everything new were before it, or after it. */
function nearPlace(
  text: Buffer,
  other: Buffer,
  { start, end, otherStart, otherEnd }: Part,
  at: number,
): number | undefined {
  const sample = text.subarray(at, at + SAMPLE);
  const fromStart = otherStart + (at - start);
  const fromEnd = otherEnd - (end - at);
  const [low, high] = fromStart < fromEnd ? [fromStart, fromEnd] : [fromEnd, fromStart];
  const from = Math.max(otherStart, low - BESIDE);
  const to = Math.min(otherEnd, high + BESIDE + SAMPLE);
  if (to - from <= WHOLE) return placeIn(other, sample, from, to);
  return (
    placeIn(other, sample, from, Math.min(to, low + BESIDE + SAMPLE)) ??
    placeIn(other, sample, Math.max(from, high - BESIDE), to)
  );
}

function placeIn(other: Buffer, sample: Buffer, from: number, to: number): number | undefined {
  const found = to - from < SAMPLE ? -1 : other.subarray(from, to).indexOf(sample);
  return found < 0 ? undefined : from + found;
}

/** The stretch around an offset, extended as far as both texts are equal. */
function grown(
  text: Buffer,
  other: Buffer,
  { start, end, otherStart, otherEnd }: Part,
  at: number,
  otherAt: number,
): Part {
  const before = alikeBefore(text, at, other, otherAt, Math.min(at - start, otherAt - otherStart));
  const after = alikeAfter(text, at, other, otherAt, Math.min(end - at, otherEnd - otherAt));
  return { start: at - before, end: at + after, otherStart: otherAt - before, otherEnd: otherAt + after };
}

/** How many bytes, at most `most`, are equal from the two offsets on. */
function alikeAfter(text: Buffer, at: number, other: Buffer, otherAt: number, most: number): number {
  let known = 0;
  for (let step = 64; known < most; step *= 4) {
    let end = Math.min(most, known + step);
    if (isAlike(text, at + known, other, otherAt + known, end - known)) {
      known = end;
      continue;
    }
    while (end - known > 16) {
      const middle = (known + end) >> 1;
      if (isAlike(text, at + known, other, otherAt + known, middle - known)) known = middle;
      else end = middle;
    }
    while (text[at + known] === other[otherAt + known]) known++;
    return known;
  }
  return most;
}

/** How many bytes, at most `most`, are equal before the two offsets. */
function alikeBefore(text: Buffer, at: number, other: Buffer, otherAt: number, most: number): number {
  let known = 0;
  for (let step = 64; known < most; step *= 4) {
    let end = Math.min(most, known + step);
    if (isAlike(text, at - end, other, otherAt - end, end - known)) {
      known = end;
      continue;
    }
    while (end - known > 16) {
      const middle = (known + end) >> 1;
      if (isAlike(text, at - middle, other, otherAt - middle, middle - known)) known = middle;
      else end = middle;
    }
    while (text[at - known - 1] === other[otherAt - known - 1]) known++;
    return known;
  }
  return most;
}

function isAlike(text: Buffer, at: number, other: Buffer, otherAt: number, count: number): boolean {
  return text.compare(other, otherAt, otherAt + count, at, at + count) === 0;
}
