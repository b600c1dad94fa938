import { BlockComments } from '../scan/block-comments.ts';
import type { ScanContext } from '../scan/context.ts';
import { settle, type TextPlace } from '../scan/findings.ts';
import { TextScan } from '../scan/text-scan.ts';
import { LineLocator } from '../location.ts';
import type { Span, Surface } from '../types.ts';
import { Budget } from '../view/budget.ts';
import { decodedViews } from '../view/encodings.ts';
import { applied, type Edit, withoutOverlap } from './edits.ts';
import { isWhole } from './encodings.ts';
import { markOf } from './mark.ts';
import { LONGEST_BLOCK, nextBlock } from './stream-blocks.ts';

/** Bytes before a block that its values may be told by: the name on the line before. */
const CONTEXT = 256;
/** A tail of this many characters without a blank may be the start of a value. */
const LONGEST_SAFE_TAIL = 5;
/** Bytes of whole lines that are looked at together. */
const MOST_LINES = 64 * 1024;
const PEM = '-----BEGIN ';
const LF = 10;
const EMPTY = Buffer.alloc(0);

/** Where a stream belongs, and under which name its values are told. */
export interface StreamPlace {
  readonly path: string;
  readonly surface: Surface;
}

/**
 * Takes forbidden values out of a stream. It is read line by line, blocks of PEM as a whole and lines longer than 256 KiB in
 * parts that overlap; each is judged with the 256 bytes before it. Where the stream is cut into chunks makes no difference to
 * the output. Memory is bounded by the longest block.
 *
 * @example for await (const chunk of input) output.write(redactor.push(chunk)); output.write(redactor.end());
 */
export class StreamRedactor {
  readonly #context: ScanContext;
  readonly #place: TextPlace;
  /** What was given out, as it was before. */
  #before: Buffer = EMPTY;
  #pending: Buffer = EMPTY;
  /** Bytes of `#pending` in which no block ends. */
  #searched = 0;
  readonly #counts: Map<string, number> = new Map();
  #edits: Edit[] = [];

  constructor(context: ScanContext, { path, surface }: StreamPlace) {
    this.#context = context;
    const finding: TextPlace['sink']['finding'] = ({ ruleId }, _, __, { start, end, view, regions }) => {
      const span: Span = regions[view.findIndex(isWhole)] ?? { start, end };
      this.#edits.push({ ...span, replacement: Buffer.from(markOf(ruleId)) });
    };
    this.#place = { path, view: [], surface, sink: { finding, allowed: () => undefined }, blocks: new BlockComments() };
  }

  /** Values that were taken out, by rule. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /** Takes the next bytes; gives what can be given out. */
  push(chunk: Uint8Array): Buffer {
    this.#pending = this.#pending.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#pending, chunk]);
    return this.#drain(false);
  }

  /** The rest. */
  end(): Buffer {
    return this.#drain(true);
  }

  /**
   * For a stream that pauses within a line, as a prompt does: gives out what cannot be part of a value that is still coming.
   * What follows is judged with it all the same.
   */
  pause(): Buffer {
    const tail = /\S*$/.exec(this.#pending.toString('latin1', Math.max(0, this.#pending.length - 128)))?.[0] ?? '';
    const isOpen = this.#pending.includes(PEM);
    if (isOpen || this.#pending.length === 0) return EMPTY;
    const isPrompt = /^[A-Za-z]{0,24}[:?>\])$#%]+$/.test(tail);
    const end =
      tail.length <= LONGEST_SAFE_TAIL || isPrompt ? this.#pending.length : this.#pending.length - tail.length;
    // A value that a rule knows whole is taken for whole: what is joined to it later might hide it.
    const { edits, start } = this.#editsIn(this.#pending.length);
    const isWholeValue = edits.at(-1)?.end === start + this.#pending.length;
    if (isWholeValue) return this.#give(this.#pending.length);
    return end <= 0 ? EMPTY : this.#give(end);
  }

  #drain(final: boolean): Buffer {
    const out: Buffer[] = [];
    for (let end = this.#wholeLines(); end > 0; end = this.#wholeLines()) this.#giveLines(end, out);
    this.#giveBlocks(this.#pending.length, final, out);
    return out.length === 1 ? (out[0] ?? EMPTY) : Buffer.concat(out);
  }

  /** End of the last whole line among the first pending bytes, as long as none of them begins a block of lines. */
  #wholeLines(): number {
    const part = this.#pending.subarray(0, MOST_LINES);
    const begin = part.indexOf(PEM);
    return (begin < 0 ? part : part.subarray(0, begin)).lastIndexOf(LF) + 1;
  }

  /** Gives out whole lines: at once those that hold nothing a rule could begin with, else each by itself. */
  #giveLines(end: number, out: Buffer[]): void {
    if (this.#isQuiet(end)) {
      out.push(this.#taken(end, [], 0));
      return;
    }
    const middle = this.#pending.subarray(0, end >> 1).lastIndexOf(LF) + 1 || this.#pending.indexOf(LF) + 1;
    if (middle >= end) this.#giveBlocks(end, false, out);
    else {
      this.#giveLines(middle, out);
      this.#giveLines(end - middle, out);
    }
  }

  /** Gives out the blocks that end within the first `end` pending bytes. */
  #giveBlocks(end: number, final: boolean, out: Buffer[]): void {
    for (let left = end; left > 0;) {
      const block = nextBlock(this.#pending, this.#searched, final);
      this.#searched = block.searched;
      if (block.end === 0) return;
      const given = this.#pending.length;
      out.push(block.isPart ? this.#givePart(block.end) : this.#give(block.end));
      left -= given - this.#pending.length;
    }
  }

  /** Whether no rule and no view has anything to look at in the next bytes, nor in what they are judged with. */
  #isQuiet(end: number): boolean {
    const bytes = Buffer.concat([this.#before, this.#pending.subarray(0, end)]);
    if (this.#context.detector.isPromising(bytes)) return false;
    const options = { budget: new Budget(bytes.length), onSkip: () => undefined };
    return decodedViews(bytes, { start: 0, end: bytes.length }, options).next().done === true;
  }

  /** Gives out the first `end` pending bytes, redacted. */
  #give(end: number): Buffer {
    const { edits, start } = this.#editsIn(end);
    return this.#taken(end, edits, start);
  }

  /** Gives out the start of a very long line: up to the last place that no value lies across. */
  #givePart(end: number): Buffer {
    const { edits, start } = this.#editsIn(LONGEST_BLOCK);
    const across = edits.find((edit) => edit.start < start + end && edit.end > start + end);
    const until =
      across === undefined || across.start <= start ? Math.max(end, (across?.end ?? 0) - start) : across.start - start;
    return this.#taken(
      until,
      edits.filter((edit) => edit.end <= start + until),
      start,
    );
  }

  #taken(end: number, edits: readonly Edit[], start: number): Buffer {
    const own = edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
    const whole = this.#pending.subarray(0, end);
    const out = own.length === 0 ? whole : applied(whole, own);
    for (const { replacement } of own) this.#count(replacement.toString());
    this.#before = Buffer.from(Buffer.concat([this.#before, whole.subarray(-CONTEXT)]).subarray(-CONTEXT));
    this.#pending = this.#pending.subarray(end);
    this.#searched = 0;
    return out;
  }

  #count(mark: string): void {
    const rule = mark.slice(mark.indexOf(':') + 1, -1);
    this.#counts.set(rule, (this.#counts.get(rule) ?? 0) + 1);
  }

  /** Edits of the first `end` pending bytes; their offsets count from `start` bytes before. */
  #editsIn(end: number): { readonly edits: readonly Edit[]; readonly start: number } {
    const { detector } = this.#context;
    const start = this.#before.length;
    const bytes = Buffer.concat([this.#before, this.#pending.subarray(0, end)]);
    const window = { bytes, from: 0, to: bytes.length, base: 0, final: true };
    const scan = new TextScan(detector, new Budget(bytes.length), 0, () => undefined);
    const { detections } = scan.scan(window, true);
    if (detections.length === 0) return { edits: [], start };
    this.#edits = [];
    settle(detections, window, this.#place, new LineLocator(), this.#context);
    const own = this.#edits.filter((edit) => edit.end > start);
    return { edits: withoutOverlap(own.map((edit) => ({ ...edit, start: Math.max(start, edit.start) }))), start };
  }
}
