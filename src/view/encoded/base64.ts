import { isKeyStart } from '../key-start.ts';
import type { Span } from '../../types.ts';
import { ALPHABET_MARKS, BASE64_DIGITS, BASE64_VALUES } from '../byte-class.ts';
import { NO_VIEWS, type DecodedView, type Finder, type ViewContext } from '../decoded-view.ts';
import { linkedTextViews } from '../document/linked-text.ts';
import { hasMagicInside } from '../carve/search.ts';
import { runsIn } from './find-runs.ts';
import { listRun } from './list-run.ts';
import { hasTextInside, isContainer, mayBegin, Sample, SAMPLE } from './worth.ts';
import { digitCount, digitSpan, firstLine, wrappedRun, type WrappedRun } from './wrapped-run.ts';

/** Minimum number of digits without padding, and of digits and padding together. */
const LEAST = 24;
const LEAST_WITH_PADDING = 20;
const LEAST_PADDED = LEAST_WITH_PADDING - 2;
/** From this number of digits on, data that does not begin as text is searched for text inside. */
const LONG = 64;
const EQUALS = 0x3d;
const BACKSLASH = 0x5c;

/** End of the digits from `start` on that belong to one alphabet, and the mark of that alphabet. */
function alphabetEnd(bytes: Buffer, { start, end }: Span): { end: number; marks: number } {
  let marks = 0;
  for (let i = start; i < end; i++) {
    marks |= ALPHABET_MARKS[bytes[i] ?? 0] ?? 0;
    if (marks === 3) return { end: i, marks: 3 - (ALPHABET_MARKS[bytes[i] ?? 0] ?? 0) };
  }
  return { end, marks };
}

/** The two bytes that the first three digits encode, the first one as the high byte. */
function firstPair(bytes: Buffer, start: number): number {
  const first = BASE64_VALUES[bytes[start] ?? 0] ?? 0;
  const second = BASE64_VALUES[bytes[start + 1] ?? 0] ?? 0;
  return (first << 10) | (second << 4) | ((BASE64_VALUES[bytes[start + 2] ?? 0] ?? 0) >> 2);
}

/** Blanks, line breaks and their escapes between the first line of an armour and its body. */
const MOST_BETWEEN = 24;

/** Whether digits are the body of an armour: its label tells whether it is a key (RFC 7468), possibly one for tests. */
function isArmoured(bytes: Buffer, start: number): boolean {
  return /-----(?:\s|\\{1,4}[nr])*$/.test(bytes.toString('latin1', Math.max(0, start - MOST_BETWEEN), start));
}

/** The search for base64 in one window. */
class Base64Search {
  readonly #bytes: Buffer;
  readonly #context: ViewContext;
  readonly #sample: Sample = new Sample();
  /** End of the last list whose strings are the lines of one text. */
  #listEnd = 0;

  constructor(bytes: Buffer, context: ViewContext) {
    this.#bytes = bytes;
    this.#context = context;
  }

  /** Gives the views that begin in a run of digits; returns the end of what was examined. */
  *views(span: Span): Generator<DecodedView, number> {
    // Packed text may look like any other text by chance.
    yield* linkedTextViews(this.#bytes, span, this.#context);
    let { start } = span;
    let end = span.end;
    let found = false;
    while (start < span.end && !this.#context.stopped) {
      const part = this.#begin({ start, end: span.end });
      const view = part && this.#view(part);
      if (view === undefined) break;
      found = true;
      yield* view.decoded;
      start = Math.max(view.end, start + 1);
      end = Math.max(end, view.end);
    }
    if (found || span.end - span.start < LONG) return end;
    return yield* this.#binary(span);
  }

  /** The first part of the run that decodes to something worth scanning. */
  #begin(span: Span): Span | undefined {
    if (this.#isWorth(span.start, span.end)) return this.#oneAlphabet(span);
    // A line break written as an escape ends with a character that is a digit.
    const isEscape = this.#bytes[span.start - 1] === BACKSLASH;
    for (let i = span.start; i + LEAST_PADDED < span.end; i++) {
      const isBreak = ALPHABET_MARKS[this.#bytes[i] ?? 0] !== 0 || (isEscape && i === span.start);
      if (isBreak && this.#isWorth(i + 1, span.end)) return this.#oneAlphabet({ start: i + 1, end: span.end });
    }
    return this.#shifted(span);
  }

  #oneAlphabet(span: Span): Span {
    return { start: span.start, end: alphabetEnd(this.#bytes, span).end };
  }

  /** A value that follows other digits without a separator, or is cut at its start, is found in the middle by trying four alignments. */
  #shifted({ start, end }: Span): Span | undefined {
    if (end - start < 2 * LEAST) return undefined;
    const middle = start + (((end - start) >> 3) << 2);
    for (let shift = 0; shift < 4; shift++) {
      if (this.#isWorth(middle + shift, end)) return { start: start + shift, end };
    }
    return undefined;
  }

  #isWorth(start: number, end: number): boolean {
    if (end - start < LEAST && !this.#isPadded(start, end)) return false;
    const bytes = this.#bytes;
    if (!mayBegin(firstPair(bytes, start))) return false;
    this.#sample.reset();
    const stop = start + Math.min(end - start, (SAMPLE / 3) * 4);
    let bits = 0;
    let marks = 0;
    for (let at = start, phase = 0; at < stop; at++, phase = (phase + 1) & 3) {
      const digit = bytes[at] as number;
      marks |= ALPHABET_MARKS[digit] as number;
      if (marks === 3) return at - start >= LEAST_PADDED && this.#sample.isText;
      bits = ((bits << 6) | (BASE64_VALUES[digit] as number)) & 0xffffff;
      if (phase > 0 && !this.#sample.accept((bits >> (6 - 2 * phase)) & 0xff)) return false;
    }
    return this.#sample.isWorth && !(this.#sample.isKey && isArmoured(bytes, start));
  }

  #isPadded(start: number, end: number): boolean {
    if (end - start < LEAST_PADDED || this.#bytes[end] !== EQUALS) return false;
    const padding = this.#bytes[end + 1] === EQUALS ? 2 : 1;
    const total = end - start + padding;
    return total % 4 === 0 && total >= LEAST_WITH_PADDING;
  }

  /** The views of a run: of all of it, and of its first line alone if the second one may be a separate text. */
  #view(span: Span): { decoded: DecodedView[]; end: number } | undefined {
    const run = this.#wrapped(span);
    const kind = alphabetEnd(this.#bytes, span).marks === 2 ? 'base64url' : 'base64';
    const decoded: DecodedView[] = [];
    for (const part of [run, firstLine(run, (digits) => digits % 4 !== 1), this.#list(span)]) {
      if (part === undefined) continue;
      const size = Math.floor((digitCount(part) * 3) / 4);
      if (!this.#context.pay(size, kind, { start: span.start, end: part.end })) break;
      decoded.push(new Base64View(kind, this.#decode(part), part));
    }
    return decoded.length === 0 ? undefined : { decoded, end: run.end };
  }

  /** The lines of the list that begins with a run; each of them may also be a separate text. */
  #list(span: Span): WrappedRun | undefined {
    const list = span.start < this.#listEnd ? undefined : listRun(this.#bytes, span, BASE64_DIGITS);
    if (list !== undefined) this.#listEnd = list.end;
    return list;
  }

  /** Lines whose length is not a multiple of four digits and that each begin as text are separate values. */
  #wrapped(span: Span): WrappedRun {
    const run = wrappedRun(this.#bytes, span, BASE64_DIGITS);
    const [, first = 0, second = 0] = run.counts;
    const next = run.starts[1] ?? 0;
    if (run.starts.length === 1 || first % 4 === 0 || !this.#isWorth(next, next + second - first)) return run;
    return { starts: [span.start], counts: [0, first], end: span.end };
  }

  /** Node's decoder skips everything that is not a digit, and accepts both alphabets. */
  #decode(run: WrappedRun): Buffer {
    return Buffer.from(this.#bytes.toString('latin1', run.starts[0], run.end), 'base64');
  }

  /** Data that begins with nothing known may still contain text: serialised messages, compiled code, named keys. */
  *#binary(span: Span): Generator<DecodedView, number> {
    const run = wrappedRun(this.#bytes, span, BASE64_DIGITS);
    this.#context.open({ start: span.start, end: run.end });
    const decoded = this.#decode(run);
    const isText = isContainer(decoded) || hasTextInside(decoded);
    const isBody = isKeyStart(decoded) && isArmoured(this.#bytes, span.start);
    if (!isBody && (isText || hasMagicInside(decoded))) {
      if (this.#context.pay(decoded.length, 'base64', { start: span.start, end: run.end })) {
        yield new Base64View('base64', decoded, run);
      }
      if (isText) return run.end;
    }
    return yield* this.#laterLine(run);
  }

  /** The first later line that decodes to something worth scanning, with what follows it. */
  *#laterLine(run: WrappedRun): Generator<DecodedView, number> {
    for (let line = 1; line < run.starts.length; line++) {
      const start = run.starts[line] ?? 0;
      const end = start + (run.counts[line + 1] ?? 0) - (run.counts[line] ?? 0);
      const part = this.#begin({ start, end });
      const view = part && this.#view(part);
      if (view === undefined) continue;
      yield* view.decoded;
      return view.end;
    }
    return run.end;
  }
}

class Base64View implements DecodedView {
  readonly kind: string;
  readonly bytes: Buffer;
  readonly container: boolean;
  readonly #run: WrappedRun;

  constructor(kind: string, bytes: Buffer, run: WrappedRun) {
    this.kind = kind;
    this.bytes = bytes;
    this.container = isContainer(bytes);
    this.#run = run;
  }

  /** The bits of byte `n` are in the digits `8n / 6` to `(8n + 7) / 6`. */
  toOuter({ start, end }: Span): Span {
    return digitSpan(this.#run, Math.floor((start * 4) / 3), Math.ceil((end * 4) / 3));
  }
}

function* viewsIn(bytes: Buffer, range: Span, context: ViewContext): Generator<DecodedView> {
  const search = new Base64Search(bytes, context);
  const runs = runsIn(context.runs.base64, range);
  let step = runs.next();
  while (step.done !== true && !context.stopped) {
    step = runs.next(yield* search.views(step.value));
  }
}

/**
 * Finds base64 and base64url (RFC 4648), padded or not, wrapped over lines or not, that decodes to text, to a container, or to data that
 * contains text.
 */
export const base64Views: Finder = (bytes, range, context) =>
  context.runs.base64.length === 0 ? NO_VIEWS : viewsIn(bytes, range, context);
