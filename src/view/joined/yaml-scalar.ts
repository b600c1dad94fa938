import type { Reach } from '../reach.ts';
import { lastBefore } from '../last-before.ts';
import type { Family } from './family.ts';
import type { Trust } from './joints.ts';
import { seamViews, type Seam } from './seams.ts';
import { lineEnd } from '../line-end.ts';

const [LF, CR, SPACE] = [10, 13, 0x20] as const;
/** The head of a block scalar: key or dash, tag and anchor, style, chomping and indentation (YAML 1.2.2, 8.1). */
const HEAD = /(?:[:-]|^)[ \t]+(?:[!&][^ \t\r\n]{0,64}[ \t]+){0,2}[|>](?:[-+]?[1-9]?|[1-9][-+]?)[ \t]*(?:#[^\n]*)?\r?$/;
/** Longest line before a scalar, maximum number of its lines and bytes that are joined. */
const MOST_HEAD = 512;
const MOST_LINES = 256;
const MOST_BYTES = 16 * 1024;

interface Line {
  /** Start of its text, after the indentation. */
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

/** Column of the first character of the line that contains `at`. */
function indentOf(bytes: Buffer, at: number): number {
  const start = lastBefore(bytes, LF, at) + 1;
  return lineAt(bytes, start).indent;
}

/** The lines of the scalar below a head that is indented by `indent`, without empty lines. */
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

/** Whether every line is a single word: only then are they clearly parts of one value. */
function areWords(bytes: Buffer, lines: readonly Line[]): boolean {
  return lines.every(({ start, end }) => !bytes.subarray(start, end).includes(SPACE));
}

/** The seams between the head and the lines, and between the lines. */
function* seamsOf(bytes: Buffer, head: number, lines: readonly Line[]): Generator<Seam> {
  const trust: Trust = areWords(bytes, lines) ? 'sure' : 'unsure';
  let end = head;
  for (const line of lines) {
    yield { start: end, end: line.start, trust };
    end = line.end;
  }
}

/** Position of the style in the block scalar head that ends at the line break at `newline`; -1 if there is no such head. */
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

/** Block scalars of YAML with their lines joined, without the line breaks and indentation between them. */
export const yamlScalarViews: Family = ({ bytes, context }, { scalars }) =>
  seamViews('yaml-scalar', scalarSeams(bytes, scalars, context.reach), bytes, context);
