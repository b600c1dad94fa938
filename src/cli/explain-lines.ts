import type { Attempt, Explainer } from '../detect/explain.ts';
import { lineAround } from '../location.ts';
import { inlineAllowance } from '../policy/inline.ts';
import type { ByteTap, ObservedText, ScanObserver } from '../scan/context.ts';
import type { RuleInfo, Surface } from '../types.ts';

const NEWLINE = 10;
/** A longer line is looked at up to here. */
const LONGEST_LINE = 256 * 1024;

/** A place where a rule fits, with its line and column in code points, both from 1. */
export interface PlacedAttempt extends Attempt {
  readonly line: number;
  readonly column: number;
  /** The allow comment that stands beside it, whether it counts or not. */
  readonly comment?: string | undefined;
}

/** One line of a text: a file, a member of an archive, or one of either in another charset. */
export interface ExplainedLine {
  readonly view: readonly string[];
  readonly surface: Surface;
  readonly attempts: readonly PlacedAttempt[];
  /** Rules of which a keyword stands there. */
  readonly anchored: readonly { readonly rule: RuleInfo; readonly keyword: string }[];
}

/** How far a text was read. */
interface Reading {
  /** Number of the line in which the next window begins. */
  line: number;
  done: boolean;
}

/** Waits for a line in each text of a scan, and has it explained while its bytes are there. */
export class LineObserver implements ScanObserver {
  readonly lines: ExplainedLine[] = [];
  readonly #explainer: Explainer;
  readonly #line: number;
  readonly #readings: WeakMap<object, Reading> = new WeakMap();

  constructor(explainer: Explainer, line: number) {
    this.#explainer = explainer;
    this.#line = line;
  }

  text(text: ObservedText): void {
    const reading = this.#readings.get(text.of) ?? { line: 1, done: false };
    this.#readings.set(text.of, reading);
    if (reading.done) return;
    const start = this.#find(text, reading);
    if (start === undefined) return;
    reading.done = true;
    const next = text.bytes.indexOf(NEWLINE, start);
    const end = Math.min(next < 0 ? text.bytes.length : next, start + LONGEST_LINE);
    const attempts = this.#explainer.attempts(text.bytes, { start, end }).map((attempt) => ({
      ...attempt,
      ...placeOf(text.bytes, attempt.start, start, this.#line),
      comment: inlineAllowance({ ...lineAround(text.bytes, attempt), ruleId: attempt.rule.id }),
    }));
    const anchored = this.#explainer.anchored(text.bytes, { start, end });
    this.lines.push({ view: text.view, surface: text.surface, attempts, anchored });
  }

  part(): ByteTap | undefined {
    return undefined;
  }

  /** Where the line begins, if it does in this window; counts the lines that end in it. */
  #find({ bytes, from, to, base, final }: ObservedText, reading: Reading): number | undefined {
    if (reading.line === this.#line && base + from === 0) return from;
    for (let at = bytes.indexOf(NEWLINE, from); at >= 0 && at < to; at = bytes.indexOf(NEWLINE, at + 1)) {
      reading.line++;
      // What stands behind the last line break of a text is no line where nothing does.
      if (reading.line === this.#line) return final && at + 1 === bytes.length ? undefined : at + 1;
    }
    return undefined;
  }
}

/** Line and column of `at`, by the begin of a line whose number is known. */
function placeOf(bytes: Buffer, at: number, lineStart: number, line: number): { line: number; column: number } {
  const begin = at === 0 ? 0 : bytes.lastIndexOf(NEWLINE, at - 1) + 1;
  let breaks = 0;
  const [low, high] = at < lineStart ? [at, lineStart] : [lineStart, at];
  for (let next = bytes.indexOf(NEWLINE, low); next >= 0 && next < high; next = bytes.indexOf(NEWLINE, next + 1))
    breaks++;
  let column = 1;
  for (let i = begin; i < at; i++) if (((bytes[i] ?? 0) & 0xc0) !== 0x80) column++;
  return { line: at < lineStart ? line - breaks : line + breaks, column };
}
