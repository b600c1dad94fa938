import { isWhiteSpace } from '../ascii.ts';
import type { Detector } from '../detect/detector.ts';
import { KNOWN_RULE } from '../detect/known/known-rule.ts';
import { BlockComments } from '../scan/block-comments.ts';
import type { ScanContext } from '../scan/context.ts';
import { settle, type TextPlace } from '../scan/findings.ts';
import { TextScan } from '../scan/text-scan.ts';
import { LineLocator } from '../location.ts';
import type { Span, Surface } from '../types.ts';
import { Budget } from '../view/budget.ts';
import { applied, type Edit, withoutOverlap } from './edits.ts';
import { isWhole } from './encodings.ts';
import type { FoundValues } from './found.ts';
import { markOf } from './mark.ts';
import { type IsOpen, openLines } from './open-lines.ts';
import { LONGEST_BLOCK, nextBlock } from './stream-blocks.ts';
import { BY_RULES, IN_VIEWS, type Look, NOT, partsOf, suspectsIn } from './suspects.ts';

/** Number of bytes before a block that may identify its values: the name on the line before. */
const CONTEXT = 256;
/** A tail of more than this many characters without a blank may be the start of a value. */
const LONGEST_SAFE_TAIL = 5;
/** Maximum size of whole lines scanned together, in bytes. */
const MOST_LINES = 64 * 1024;
const PEM = '-----BEGIN ';
const LF = 10;
const EMPTY = Buffer.alloc(0);

/** Surface and name under which a stream's values are reported. */
export interface StreamPlace {
  readonly path: string;
  readonly surface: Surface;
}

/** The replacement of a value, or of a part of one whose rest may still arrive. */
interface StreamEdit extends Edit {
  readonly isPart: boolean;
}

/**
 * Removes forbidden values from a stream. It is read line by line; PEM blocks, and lines that may break a value, are
 * judged as a whole, and lines longer than 256 KiB in overlapping parts; each with the 256 bytes before it. How the
 * stream is divided into chunks does not affect the output. Memory is bounded by the longest block.
 *
 * @example for await (const chunk of input) output.write(redactor.push(chunk)); output.write(redactor.end());
 */
export class StreamRedactor {
  readonly #context: ScanContext;
  readonly #place: TextPlace;
  readonly #isOpen: IsOpen;
  /** Pending bytes, preceded by the text that may identify their values. */
  #text: Buffer = EMPTY;
  /** Where the pending bytes begin. */
  #at = 0;
  /** Number of pending bytes in which no block ends. */
  #searched = 0;
  readonly #counts: Map<string, number> = new Map();
  #edits: StreamEdit[] = [];

  /** @param found receives the values that are removed */
  constructor(context: ScanContext, { path, surface }: StreamPlace, found?: FoundValues) {
    this.#context = context;
    this.#isOpen = openLines(context.detector);
    const finding: TextPlace['sink']['finding'] = ({ ruleId }, rule, value, where) => {
      found?.add(rule, value, where.secret);
      const { start, end, view, regions, known } = where;
      const span: Span = regions[view.findIndex(isWhole)] ?? { start, end };
      this.#edits.push({ ...span, replacement: Buffer.from(markOf(ruleId)), isPart: known?.part !== undefined });
    };
    this.#place = { path, view: [], surface, sink: { finding, allowed: () => undefined }, blocks: new BlockComments() };
  }

  /** Number of values removed, by rule. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /** Takes the next bytes; returns what can be output. */
  push(chunk: Uint8Array): Buffer {
    const from = Math.max(0, this.#at - CONTEXT);
    this.#text = Buffer.concat([this.#text.subarray(from), chunk]);
    this.#at -= from;
    return this.#drain(false);
  }

  /** The rest. */
  end(): Buffer {
    return this.#drain(true);
  }

  /**
   * For a stream that pauses within a line, as at a prompt: returns what cannot be part of a value that is still
   * arriving. What follows is judged together with it all the same.
   */
  pause(): Buffer {
    const { length } = this.#pending();
    if (length === 0 || this.#pending().includes(PEM)) return EMPTY;
    // Including what an earlier pause already returned: values may arrive character by character.
    const tail = lastWord(this.#text);
    const isPrompt = tail.length < CONTEXT && /^[A-Za-z]{0,24}[:?>\])$#%]+$/.test(tail.toString('latin1'));
    const end = tail.length <= LONGEST_SAFE_TAIL || isPrompt ? length : length - tail.length;
    // A value that matches a rule as it is counts as complete: what is joined to it later might hide it.
    const { edits, start } = this.#editsIn(length);
    const last = edits.at(-1);
    if (last?.end === start + length && !last.isPart) return this.#give(length);
    return end <= 0 ? EMPTY : this.#give(end);
  }

  #drain(final: boolean): Buffer {
    const out: Buffer[] = [];
    for (let end = this.#wholeLines(); end > 0; end = this.#wholeLines()) this.#giveLines(end, out);
    this.#giveBlocks(this.#text.length - this.#at, final, out);
    return out.length === 1 ? (out[0] ?? EMPTY) : Buffer.concat(out);
  }

  #pending(end: number = Infinity): Buffer {
    return this.#text.subarray(this.#at, this.#at + end);
  }

  /** The first `end` pending bytes after the bytes before them, and the number of the latter. */
  #window(end: number): { readonly bytes: Buffer; readonly start: number } {
    const start = Math.min(this.#at, CONTEXT);
    return { bytes: this.#text.subarray(this.#at - start, this.#at + end), start };
  }

  /** End of the last whole line among the first pending bytes, up to one that begins a block of lines. */
  #wholeLines(): number {
    const part = this.#pending(MOST_LINES);
    const begin = part.indexOf(PEM);
    return this.#lastClosed(begin < 0 ? part.length : begin);
  }

  /** Whether the line that ends after this many pending bytes may continue in the next one. */
  #isOpenAt(end: number): boolean {
    return this.#isOpen(this.#text, this.#at + end);
  }

  /** The end of the last line within this many pending bytes that does not continue in the next one; 0 if there is none. */
  #lastClosed(limit: number): number {
    const part = this.#pending(limit);
    let end = part.lastIndexOf(LF) + 1;
    while (end > 0 && this.#isOpenAt(end)) end = part.subarray(0, end - 1).lastIndexOf(LF) + 1;
    return end;
  }

  /** Outputs whole lines: those in which no value can begin all at once, the others one by one. */
  #giveLines(end: number, out: Buffer[]): void {
    const { bytes, start } = this.#window(end);
    const suspects = suspectsIn(bytes, this.#context.detector);
    const middle = suspects?.isWide === false ? end : this.#middle(end);
    if (suspects === undefined) this.#giveBlocks(end, false, out);
    else if (middle < end) {
      this.#giveLines(middle, out);
      this.#giveLines(end - middle, out);
    } else {
      let from = start;
      for (const part of partsOf(bytes, start, suspects, CONTEXT, this.#isOpen)) {
        if (part.look === NOT) append(out, this.#taken(part.end - from, [], 0));
        else this.#giveBlocks(part.end - from, false, out, part.look);
        from = part.end;
      }
    }
  }

  /** The end of the first half of this many bytes, at a line end; `end` if it is one line. */
  #middle(end: number): number {
    const last = this.#lastClosed(end >> 1);
    if (last > 0) return last;
    let middle = this.#pending().indexOf(LF) + 1;
    while (middle < end && this.#isOpenAt(middle)) middle = this.#pending().indexOf(LF, middle) + 1;
    return middle;
  }

  /** Outputs the blocks that end within the first `end` pending bytes. */
  #giveBlocks(end: number, final: boolean, out: Buffer[], look: Look = IN_VIEWS): void {
    for (let left = end; left > 0;) {
      const block = nextBlock(this.#pending(), this.#searched, final, (at) => this.#isOpenAt(at));
      this.#searched = block.searched;
      if (block.end === 0) return;
      const given = this.#at;
      append(out, block.isPart ? this.#givePart(block.end) : this.#give(block.end, look));
      left -= this.#at - given;
    }
  }

  /** Outputs the first `end` pending bytes, redacted. */
  #give(end: number, look: Look = IN_VIEWS): Buffer {
    const { edits, start } = this.#editsIn(end, look);
    return this.#taken(end, edits, start);
  }

  /** Outputs the start of a very long line: up to the last place that is not inside a value. */
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
    const whole = this.#pending(end);
    const out = own.length === 0 ? whole : applied(whole, own);
    for (const { replacement } of own) this.#count(replacement.toString());
    this.#at += end;
    this.#searched = 0;
    return out;
  }

  #count(mark: string): void {
    const rule = mark.slice(mark.indexOf(':') + 1, -1);
    this.#counts.set(rule, (this.#counts.get(rule) ?? 0) + 1);
  }

  /** Edits of the first `end` pending bytes; their offsets count from `start` bytes before. */
  #editsIn(end: number, look: Look = IN_VIEWS): { readonly edits: readonly StreamEdit[]; readonly start: number } {
    const { detector } = this.#context;
    const { bytes, start } = this.#window(end);
    this.#edits = splitEdits(bytes, detector);
    // Most keywords lead to nothing, and running only the rules needs less preparation.
    const isClean = look === BY_RULES && detector.detectWhole(bytes).length === 0;
    if (!isClean) this.#detect(bytes, look);
    const own = this.#edits.filter((edit) => edit.end > start);
    return { edits: withoutOverlap(own.map((edit) => ({ ...edit, start: Math.max(start, edit.start) }))), start };
  }

  /** Adds an edit for each detection in a text. */
  #detect(bytes: Buffer, look: Look): void {
    const { detector } = this.#context;
    const window = { bytes, from: 0, to: bytes.length, base: 0, final: true };
    const scan = new TextScan(detector, new Budget(bytes.length), 0, () => undefined);
    scan.standsIn({ surface: this.#place.surface });
    const { detections } = scan.scan(window, look === IN_VIEWS);
    if (detections.length > 0) settle(detections, window, this.#place, new LineLocator(), this.#context);
  }
}

/** Marks that replace the parts of declared values that no view joins. */
function splitEdits(bytes: Buffer, detector: Detector): StreamEdit[] {
  const replacement = Buffer.from(markOf(KNOWN_RULE.id));
  const parts = detector.splitValues(bytes).flatMap((match) => match.parts);
  return parts.map((part) => ({ ...part, replacement, isPart: false }));
}

/** What follows the last blank. */
function lastWord(bytes: Buffer): Buffer {
  let from = bytes.length;
  while (from > 0 && !isWhiteSpace(bytes[from - 1] ?? 0)) from--;
  return bytes.subarray(from);
}

/** Appends a part, or extends the last one if the two are adjacent in memory. */
function append(out: Buffer[], part: Buffer): void {
  const last = out.at(-1);
  if (last?.buffer === part.buffer && last.byteOffset + last.length === part.byteOffset)
    out[out.length - 1] = Buffer.from(part.buffer, last.byteOffset, last.length + part.length);
  else out.push(part);
}
