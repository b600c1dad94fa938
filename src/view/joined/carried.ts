import type { Span } from '../../types.ts';
import { lastBefore } from '../last-before.ts';
import { NO_VIEWS, type DecodedView } from '../decoded-view.ts';
import { type CarriedLine, type Carrier, carriersOf } from './carriers.ts';
import type { CutText, Family } from './family.ts';
import { Joiner } from './joiner.ts';
import { Needles } from './needles.ts';
import { lineEnd } from '../line-end.ts';

const KIND = 'prefix-stripped';
const LF = 10;
const LINE_BREAK = Buffer.from('\n');
/** Lines in front of the first that is indented, and of those that are not between two that are. */
const MOST_BESIDE = 3;
/** Most lines that are put together as one text. */
const MOST_LINES = 4096;
/** A text is given once it is this long. */
const ENOUGH = 256 * 1024;

/** Gathers texts whose lines stand behind something, without it. */
class Carried {
  readonly #text: CutText;
  readonly #carrier: Carrier;
  readonly #needles: Needles;
  #joiner: Joiner;
  #covers: Span[] = [];
  /** Behind the last line that was taken, and behind the last one that was looked at. */
  #floor: number;
  #looked: number;

  constructor(text: CutText, carrier: Carrier, firstLine: number) {
    this.#text = text;
    this.#carrier = carrier;
    this.#floor = firstLine;
    this.#looked = firstLine;
    this.#needles = new Needles(text.bytes, carrier.needles, firstLine);
    this.#joiner = new Joiner(text.bytes);
  }

  *views(): Generator<DecodedView> {
    const { range, context, bytes } = this.#text;
    for (let at = this.#next(); at >= 0 && at < range.end; at = this.#next()) {
      const start = Math.max(this.#floor, lastBefore(bytes, LF, at) + 1);
      const line = this.#carrier.lineAt(bytes, start);
      this.#looked = line?.next ?? lineEnd(bytes, at) + 1;
      if (line !== undefined && at < line.next && this.#carrier.isPart(bytes, line)) yield* this.#blocks(start, line);
      if (context.stopped) return;
    }
    yield* this.#given();
  }

  #next(): number {
    return this.#needles.nextFrom(this.#looked);
  }

  /** Appends the lines of one text around the given one; a long text in parts. */
  *#blocks(start: number, first: CarriedLine): Generator<DecodedView> {
    let line: CarriedLine | undefined = first;
    let lines = [...this.#before(start, first.source)];
    while (line !== undefined) {
      lines.push(line);
      this.#pass(line);
      const goesOn: boolean = this.#follow(line, lines);
      this.#append(lines);
      if (this.#joiner.length >= ENOUGH) yield* this.#given();
      lines = [];
      line = goesOn && !this.#text.context.stopped ? this.#carrier.lineAt(this.#text.bytes, this.#floor) : undefined;
    }
  }

  /** Adds the lines of the same source that follow one, and says whether there may be more. */
  #follow({ source, next: start }: CarriedLine, lines: CarriedLine[]): boolean {
    const { bytes } = this.#text;
    let beside = 0;
    for (let next = start; next < bytes.length && beside <= MOST_BESIDE; next = this.#floor) {
      const other = this.#carrier.lineAt(bytes, next);
      if (other?.source !== source) return false;
      beside = this.#carrier.isPart(bytes, other) ? 0 : beside + 1;
      lines.push(other);
      this.#pass(other);
      if (lines.length >= MOST_LINES) return true;
    }
    return false;
  }

  #pass({ next }: CarriedLine): void {
    this.#floor = next;
    this.#looked = Math.max(this.#looked, next);
  }

  #append(lines: readonly CarriedLine[]): void {
    if (lines.length < 2) return;
    this.#text.context.reach?.goFar();
    for (const { text } of lines) {
      this.#covers.push(text);
      this.#joiner.piece(text);
      this.#joiner.joint('sure');
      this.#joiner.put(LINE_BREAK, { start: text.end, end: text.end });
    }
    this.#joiner.break();
  }

  /** The lines of the same source right in front of one. */
  #before(start: number, source: string): readonly CarriedLine[] {
    const { bytes } = this.#text;
    const lines: CarriedLine[] = [];
    for (let end = start; end > this.#floor && lines.length < MOST_BESIDE;) {
      const from = Math.max(this.#floor, lastBefore(bytes, LF, end - 1) + 1);
      const line = this.#carrier.lineAt(bytes, from);
      if (line?.source !== source || line.next !== end) break;
      lines.unshift(line);
      end = from;
    }
    return lines;
  }

  *#given(): Generator<DecodedView> {
    const joiner = this.#joiner;
    if (joiner.length === 0) return;
    this.#joiner = new Joiner(this.#text.bytes);
    joiner.whole();
    const view = { ...joiner.view(KIND), covers: this.#covers };
    this.#covers = [];
    if (this.#text.context.pay(view.bytes.length, KIND, view.toOuter({ start: 0, end: view.bytes.length }))) yield view;
  }
}

function* viewsOf(text: CutText, carriers: readonly Carrier[], firstLine: number): Generator<DecodedView> {
  for (const carrier of carriers) {
    yield* new Carried(text, carrier, firstLine).views();
    if (text.context.stopped) return;
  }
}

/**
 * Texts of several lines of which each stands behind something else: what a program prints in a log, in a listing with numbers, in
 * a quotation, in records of JSON, in a comparison. What names a value may stand lines above it.
 */
export const carriedViews: Family = (text, { firstLine, isBroken }) =>
  isBroken ? viewsOf(text, carriersOf(text.head), firstLine) : NO_VIEWS;
