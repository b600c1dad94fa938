import type { Reach } from '../reach.ts';
import { lastBefore } from '../last-before.ts';
import type { Family } from './family.ts';
import type { Trust } from './joints.ts';
import { seamViews, type Seam } from './seams.ts';
import { lineEnd } from '../line-end.ts';

const [LF, CR, SPACE] = [10, 13, 0x20] as const;
/** The head of a block scalar: key or dash, tag and anchor, style, chomping and indentation (YAML 1.2.2, 8.1). */
const HEAD = /(?:[:-]|^)[ \t]+(?:[!&][^ \t\r\n]{0,64}[ \t]+){0,2}[|>](?:[-+]?[1-9]?|[1-9][-+]?)[ \t]*(?:#[^\n]*)?\r?$/;
/** Longest line before a scalar, most lines and bytes of it that are joined. */
const MOST_HEAD = 512;
const MOST_LINES = 256;
const MOST_BYTES = 16 * 1024;

interface Line {
  /** Where its text begins, behind the indentation. */
  readonly start: number;
  readonly end: number;
  readonly indent: number;
  /** Start of the next line. */
  readonly next: number;
}

function lineAt(bytes: Buffer, at: number): Line {
  let end = lineEnd(bytes, at);
  const next = Math.min(end + 1, bytes.length);
  let start = at;
  while (start < next && bytes[start] === SPACE) start++;
  while (end > start && (bytes[end - 1] === CR || bytes[end - 1] === SPACE)) end--;
  return { start, end, indent: start - at, next };
}

/** Columns in front of the first character of the line that holds `at`. */
function indentOf(bytes: Buffer, at: number): number {
  const start = lastBefore(bytes, LF, at) + 1;
  return lineAt(bytes, start).indent;
}

/** Lines of the scalar below a head that is indented by `indent`; empty lines are left out. */
function contentOf(bytes: Buffer, from: number, indent: number): readonly Line[] {
  const lines: Line[] = [];
  for (let at = from; at < bytes.length && at - from < MOST_BYTES && lines.length < MOST_LINES;) {
    const line = lineAt(bytes, at);
    at = line.next;
    if (line.end === line.start) continue;
    if (line.indent <= indent) break;
    lines.push(line);
  }
  return lines;
}

/** Whether every line is one word: only then it is plain that they are parts of one value. */
function areWords(bytes: Buffer, lines: readonly Line[]): boolean {
  return lines.every(({ start, end }) => !bytes.subarray(start, end).includes(SPACE));
}

/** Seams between the end of a head and the lines below it. */
function* seamsOf(bytes: Buffer, head: number, lines: readonly Line[]): Generator<Seam> {
  const trust: Trust = areWords(bytes, lines) ? 'sure' : 'unsure';
  let end = head;
  for (const line of lines) {
    yield { start: end, end: line.start, trust };
    end = line.end;
  }
}

/** Where the head of a block scalar that ends at the line break at `newline` has its style; -1 where there is no head. */
function styleBefore(bytes: Buffer, newline: number): number {
  const start = Math.max(lastBefore(bytes, LF, newline) + 1, newline - MOST_HEAD);
  const head = HEAD.exec(bytes.toString('latin1', start, newline));
  return head === null ? -1 : start + head.index + head[0].search(/[|>]/);
}

function* scalarSeams(bytes: Buffer, places: readonly number[], reach: Reach | undefined): Generator<Seam> {
  let floor = 0;
  for (const newline of places) {
    const style = newline < floor ? -1 : styleBefore(bytes, newline);
    if (style < 0) continue;
    reach?.goFar();
    const lines = contentOf(bytes, newline + 1, indentOf(bytes, newline));
    yield* seamsOf(bytes, style, lines);
    floor = lines.at(-1)?.end ?? newline;
  }
}

/** Block scalars of YAML, their lines put together without the blanks and line breaks that they give. */
export const yamlScalarViews: Family = ({ bytes, context }, { scalars }) =>
  seamViews('yaml-scalar', scalarSeams(bytes, scalars, context.reach), bytes, context);
