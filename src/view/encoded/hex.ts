import type { Span } from '../../types.ts';
import { HEX_DIGITS, hexValue } from '../byte-class.ts';
import { NO_VIEWS, type DecodedView, type Finder, type ViewContext } from '../decoded-view.ts';
import { hasMagicInside } from '../carve/search.ts';
import { runsIn } from './find-runs.ts';
import { hasTextInside, isContainer, Sample, SAMPLE } from './worth.ts';
import { digitSpan, firstLine, wrappedRun, type WrappedRun } from './wrapped-run.ts';

const LEAST = 32;
/** From this number of digits on, data that does not begin as text is searched for text inside. */
const LONG = 96;

class HexView implements DecodedView {
  readonly kind = 'hex';
  readonly bytes: Buffer;
  readonly container: boolean;
  readonly #run: WrappedRun;

  constructor(bytes: Buffer, run: WrappedRun) {
    this.bytes = bytes;
    this.container = isContainer(bytes);
    this.#run = run;
  }

  toOuter({ start, end }: Span): Span {
    return digitSpan(this.#run, start * 2, end * 2);
  }
}

function isWorth(bytes: Buffer, { start, end }: Span): boolean {
  if (end - start < LEAST) return false;
  const sample = new Sample();
  const stop = Math.min(start + 2 * SAMPLE, end - 1);
  for (let at = start; at < stop; at += 2) {
    if (!sample.accept((hexValue(bytes[at]) << 4) | hexValue(bytes[at + 1]))) return false;
  }
  return sample.isWorth;
}

function decode(bytes: Buffer, run: WrappedRun): Buffer {
  const lines = run.starts.map((start, line) =>
    bytes.toString('latin1', start, start + (run.counts[line + 1] ?? 0) - (run.counts[line] ?? 0)),
  );
  return Buffer.from(lines.join(''), 'hex');
}

function viewOf(decoded: Buffer, run: WrappedRun, context: ViewContext): readonly DecodedView[] {
  const span = { start: run.starts[0] ?? 0, end: run.end };
  return context.pay(decoded.length, 'hex', span) ? [new HexView(decoded, run)] : NO_VIEWS;
}

/** The views of a run; an odd first digit is dropped if the rest is text. */
function viewsOf(bytes: Buffer, span: Span, context: ViewContext): { views: readonly DecodedView[]; end: number } {
  for (let start = span.start; start < span.start + 2; start++) {
    if (!isWorth(bytes, { start, end: span.end })) continue;
    const run = wrappedRun(bytes, { start, end: span.end }, HEX_DIGITS);
    const views = [run, firstLine(run, (digits) => digits % 2 === 0)].flatMap((part) =>
      part ? viewOf(decode(bytes, part), part, context) : [],
    );
    return { views, end: run.end };
  }
  if (span.end - span.start < LONG) return { views: NO_VIEWS, end: span.end };
  const run = wrappedRun(bytes, span, HEX_DIGITS);
  context.open({ start: span.start, end: run.end });
  const decoded = decode(bytes, run);
  if (isContainer(decoded) || hasTextInside(decoded)) return { views: viewOf(decoded, run, context), end: run.end };
  const whole = hasMagicInside(decoded) ? viewOf(decoded, run, context) : NO_VIEWS;
  return { views: [...whole, ...lineView(bytes, run, context)], end: run.end };
}

/** The first later line that is text by itself, with what follows it. */
function lineView(bytes: Buffer, run: WrappedRun, context: ViewContext): readonly DecodedView[] {
  for (let line = 1; line < run.starts.length; line++) {
    const start = run.starts[line] ?? 0;
    const span = { start, end: start + (run.counts[line + 1] ?? 0) - (run.counts[line] ?? 0) };
    if (!isWorth(bytes, span)) continue;
    const rest = wrappedRun(bytes, span, HEX_DIGITS);
    return viewOf(decode(bytes, rest), rest, context);
  }
  return NO_VIEWS;
}

function* viewsIn(bytes: Buffer, range: Span, context: ViewContext): Generator<DecodedView> {
  const runs = runsIn(context.runs.hex, range);
  let step = runs.next();
  while (step.done !== true && !context.stopped) {
    const { views, end } = viewsOf(bytes, step.value, context);
    yield* views;
    step = runs.next(end);
  }
}

/** Finds rows of at least 32 hexadecimal digits, wrapped over lines or not, that decode to text or contain some. */
export const hexViews: Finder = (bytes, range, context) =>
  context.runs.hex.length === 0 ? NO_VIEWS : viewsIn(bytes, range, context);
