import type { Span } from '../../types.ts';
import { lastBefore } from '../last-before.ts';
import { NO_VIEWS, type DecodedView } from '../decoded-view.ts';
import { type CarriedLine, type Carrier, carriersOf, REMARKS } from './carriers.ts';
import type { CutText, Family } from './family.ts';
import type { Found } from './found.ts';
import { Joiner } from './joiner.ts';
import { Needles } from './needles.ts';
import { lineEnd } from '../line-end.ts';

const KIND = 'prefix-stripped';
const LF = 10;
const LINE_BREAK = Buffer.from('\n');
/**
 * The source of lines that begin with a number and a tab. These may be the first cell of a row, so the original text is read equally well.
 */
const NUMBER_CELL = '0\t';
/** Maximum number of lines that are not indented before the first indented one, or between two indented ones. */
const MOST_BESIDE = 3;
/** Maximum number of lines of other services between two lines of one. */
const MOST_OTHERS = 8;
/** Maximum number of services whose last lines are remembered. */
const MOST_SOURCES = 1024;
/** Maximum number of lines that are cached, so that they are parsed only once. */
const MOST_READ = 8192;
/** Maximum number of lines in one text, and in one interleaved with others. */
const MOST_LINES = 4096;
const MOST_IN_TURNS = 512;
/** A text is yielded once it reaches this length. */
const ENOUGH = 256 * 1024;

/** Collects texts whose lines have prefixes, without the prefixes. */
class Carried {
  readonly #text: CutText;
  readonly #carrier: Carrier;
  readonly #nextFrom: (at: number) => number;
  #joiner: Joiner;
  #covers: Span[] = [];
  /** For each source, the end of the last line taken. */
  readonly #floors: Map<string, number> = new Map();
  /** Lines near the current one, by start. */
  readonly #lines: Map<number, CarriedLine | undefined> = new Map();
  /** End of the last line examined, and of the last line of the text being collected. */
  #looked: number;
  #end: number = 0;

  /** @param places lines that may be part of a text, if known */
  constructor(text: CutText, carrier: Carrier, firstLine: number, places?: readonly number[]) {
    this.#text = text;
    this.#carrier = carrier;
    this.#looked = firstLine;
    const needles = new Needles(text.bytes, carrier.needles, firstLine);
    let known = 0;
    this.#nextFrom = (from) => {
      if (places === undefined) return needles.nextFrom(from);
      while ((places[known] ?? Infinity) < from) known++;
      return places[known] ?? -1;
    };
    this.#joiner = new Joiner(text.bytes);
  }

  *views(): Generator<DecodedView> {
    const { range, context, bytes } = this.#text;
    for (let at = this.#next(); at >= 0 && at < range.end; at = this.#next()) {
      if (this.#carrier.mayBePart?.(bytes, at) === false) {
        this.#looked = at + 1;
        continue;
      }
      const start = lastBefore(bytes, LF, at) + 1;
      const line = this.#lineAt(start);
      this.#looked = Math.max(this.#looked, line?.next ?? lineEnd(bytes, at) + 1);
      const isNew = line !== undefined && at < line.next && start >= this.#floorOf(line);
      if (isNew && this.#carrier.isPart(bytes, line)) yield* this.#blocks(start, line);
      if (context.stopped) return;
    }
    yield* this.#given();
  }

  #next(): number {
    return this.#nextFrom(this.#looked);
  }

  #lineAt(start: number): CarriedLine | undefined {
    if (!this.#carrier.takesTurns) return this.#carrier.lineAt(this.#text.bytes, start);
    if (this.#lines.has(start)) return this.#lines.get(start);
    if (this.#lines.size >= MOST_READ) this.#lines.clear();
    const line = this.#carrier.lineAt(this.#text.bytes, start);
    this.#lines.set(start, line);
    return line;
  }

  #floorOf({ source }: CarriedLine): number {
    return this.#floors.get(source) ?? 0;
  }

  /** Appends the lines of the text around the given line; a long text in parts. */
  *#blocks(start: number, first: CarriedLine): Generator<DecodedView> {
    let line: CarriedLine | undefined = first;
    let lines = [...this.#before(start, first)];
    while (line !== undefined) {
      lines.push(line);
      const rest: CarriedLine | undefined = this.#follow(line, lines);
      // A view is contiguous: lines of a service that is interleaved with another one get a view of their own.
      if ((lines[0]?.text.start ?? 0) < this.#end || this.#joiner.length >= ENOUGH) yield* this.#given();
      this.#append(lines);
      lines = [];
      line = this.#text.context.stopped ? undefined : rest;
    }
  }

  /** Adds the lines of the same source after the given one; returns the next line if there are too many. */
  #follow(first: CarriedLine, lines: CarriedLine[]): CarriedLine | undefined {
    const { bytes } = this.#text;
    let [last, beside, isAlone] = [first, 0, true];
    for (;;) {
      const isEnough = beside > MOST_BESIDE || (!isAlone && lines.length >= MOST_IN_TURNS);
      const other = isEnough ? undefined : this.#nextOf(last);
      if (other === undefined) break;
      if (isAlone && lines.length >= MOST_LINES) return other;
      isAlone &&= lastBefore(bytes, LF, other.text.start) + 1 === last.next;
      beside = this.#carrier.isPart(bytes, other) ? 0 : beside + 1;
      lines.push((last = other));
    }
    if (this.#floors.size >= MOST_SOURCES) this.#floors.clear();
    this.#floors.set(first.source, last.next);
    // Interleaved lines of other sources are still to be examined.
    if (isAlone) this.#looked = Math.max(this.#looked, last.next);
    return undefined;
  }

  /** The next line of the same source; lines of others may be in between if sources are interleaved. */
  #nextOf({ source, next }: CarriedLine): CarriedLine | undefined {
    const { bytes } = this.#text;
    let at = next;
    for (let others = 0; at < bytes.length && others <= (this.#carrier.takesTurns ? MOST_OTHERS : 0); others++) {
      const line = this.#lineAt(at);
      if (line === undefined || line.source === source) return line;
      at = line.next;
    }
    return undefined;
  }

  /** The lines of the same source before the given one. */
  #before(start: number, first: CarriedLine): readonly CarriedLine[] {
    const { bytes } = this.#text;
    const lines: CarriedLine[] = [];
    const floor = this.#floorOf(first);
    let others = 0;
    for (let end = start; end > floor && lines.length < MOST_BESIDE;) {
      const from = lastBefore(bytes, LF, end - 1) + 1;
      const line = this.#lineAt(from);
      if (line?.next !== end) break;
      if (line.source === first.source) lines.unshift(line);
      else if (!this.#carrier.takesTurns || ++others > MOST_OTHERS) break;
      end = from;
    }
    return lines;
  }

  #append(lines: readonly CarriedLine[]): void {
    if (lines.length < 2) return;
    this.#text.context.reach?.goFar();
    for (const { text, source } of lines) {
      if (source !== NUMBER_CELL) this.#covers.push(text);
      this.#joiner.piece(text);
      this.#joiner.joint('sure');
      this.#joiner.put(LINE_BREAK, { start: text.end, end: text.end });
    }
    this.#joiner.break();
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

function* viewsOf(text: CutText, { firstLine, remarks }: Found): Generator<DecodedView> {
  if (remarks.length > 0) yield* new Carried(text, REMARKS, firstLine, remarks).views();
  for (const carrier of carriersOf(text.head)) {
    yield* new Carried(text, carrier, firstLine).views();
    if (text.context.stopped) return;
  }
}

/**
 * Texts of several lines that each have a prefix: program output in a log, a numbered listing, a quotation, JSON records, a diff. The name
 * of a value may be some lines above it.
 */
export const carriedViews: Family = (text, found) => (found.isBroken ? viewsOf(text, found) : NO_VIEWS);
