import type { Span } from '../../types.ts';
import type { Reach } from '../reach.ts';
import type { Family } from './family.ts';
import type { Trust } from './joints.ts';
import { seamViews, type Seam } from './seams.ts';

const COMMA = 0x2c;
/** Start of what is read for an array whose members are joined. */
const MOST_ARRAY = 8192;

/** Arrays of strings that a call joins. */
export const arrayViews: Family = ({ bytes, context }, { joins }) =>
  seamViews('concat', arraySeams(bytes, joins, context.reach), bytes, context);

const MEMBERS = /["'`][ \t\r\n]{0,40},[ \t\r\n]{0,40}["'`]/g;

/** Nothing between the members, as each language says it: behind the array, in front of the call, as the first argument. */
const BEHIND = /^\.join(?:\([ \t]*(?:""|''|``)|(?![\w(]))/;
const BEFORE = /(?:""|'')$/;
const FIRST = /^[\w:"']{0,10}[^[]{0,64}\[[ \t\r\n]*(?:""|'')/;

/** Start and end of the array that a call at `at` joins without anything between its members; undefined where it does not. */
function arrayAround(bytes: Buffer, at: number, reach: Reach | undefined): Span | undefined {
  const text = bytes.toString('latin1', at, at + 96);
  if (bytes[at - 1] !== 0x5d) return arrayBehind(bytes, at, text, reach);
  if (!BEHIND.test(text)) return undefined;
  reach?.goFar();
  const least = Math.max(0, at - MOST_ARRAY);
  const open = bytes.subarray(least, at - 1).lastIndexOf(0x5b);
  return open >= 0 ? { start: least + open, end: at } : undefined;
}

/** The array among the arguments of a call. */
function arrayBehind(bytes: Buffer, at: number, text: string, reach: Reach | undefined): Span | undefined {
  const isMethod = text.startsWith('.');
  const isCall = isMethod ? BEFORE.test(bytes.toString('latin1', at - 2, at)) : FIRST.test(text);
  if (!isCall) return undefined;
  reach?.goFar();
  const open = at + bytes.subarray(at, at + 65).indexOf(0x5b);
  if (open < at) return undefined;
  // CloudFormation: ["separator", ["a", "b"]].
  const inner = isMethod ? -1 : bytes.subarray(open + 1, open + 16).indexOf(0x5b);
  const start = open + 1 + inner;
  const length = bytes.subarray(start, start + MOST_ARRAY).indexOf(0x5d);
  return length >= 0 ? { start, end: start + length } : undefined;
}

/** `!Join` of YAML, or `Fn::Join:`, with nothing between the members of the list below it, which is written in lines. */
const BLOCK = /^Join:?[ \t]*\r?\n(?<indent>[ \t]*)- (?:''|"")[ \t]*\r?\n\k<indent>- (?=- )/;
/** What is read for the head of such a list. */
const MOST_HEAD = 256;
/** A member without the blanks at its end: a text alone, in quotation marks or not. */
const ITEM = /^(?<lead>- (?:!Sub[ \t]+)?)(?:(?<quote>["'])(?<quoted>.*)\k<quote>|(?<bare>[^\s"'!&*[{].*))$/;
/** Most lines of such a list. */
const MOST_MEMBERS = 512;

/** A line without the blanks at its end. */
function withoutEnd(line: string): string {
  let end = line.length;
  while (end > 0 && ' \t\r'.includes(line.charAt(end - 1))) end--;
  return line.slice(0, end);
}

/** Where the text of a member stands in its line; undefined where it is no text. */
function memberIn(line: string): Span | undefined {
  const { lead = '', quote = '', quoted, bare } = ITEM.exec(withoutEnd(line))?.groups ?? {};
  const text = quoted ?? bare;
  const start = lead.length + quote.length;
  return text === undefined ? undefined : { start, end: start + text.length };
}

/** Where the first member of such a list stands behind `at`, and what stands in front of the others in their lines. */
function blockAt(bytes: Buffer, at: number): { readonly first: number; readonly column: string } | undefined {
  const head = BLOCK.exec(bytes.toString('latin1', at, at + MOST_HEAD));
  if (head === null) return undefined;
  return { first: head[0].length, column: ' '.repeat((head.groups?.['indent']?.length ?? 0) + 2) };
}

/** The seams between members that follow each other in lines, in the same column. */
function* blockSeams(bytes: Buffer, at: number, reach: Reach | undefined): Generator<Seam> {
  const block = blockAt(bytes, at);
  if (block === undefined) return;
  reach?.goFar();
  const text = bytes.toString('latin1', at, at + MOST_ARRAY);
  const { first, column } = block;
  let place = at + first;
  let last: number | undefined;
  for (const row of (column + text.slice(first)).split('\n', MOST_MEMBERS)) {
    if (!row.startsWith(`${column}- `)) return;
    const member = memberIn(row.slice(column.length));
    if (member !== undefined && last !== undefined) yield { start: last, end: place + member.start, trust: 'sure' };
    last = member && place + member.end;
    place += row.length + 1;
  }
}

function* arraySeams(bytes: Buffer, places: readonly number[], reach: Reach | undefined): Generator<Seam> {
  let floor = 0;
  for (const at of places) {
    const array = arrayAround(bytes, at, reach);
    if (array === undefined) yield* blockSeams(bytes, at, reach);
    if (array === undefined || array.start < floor) continue;
    for (const match of bytes.toString('latin1', array.start, array.end).matchAll(MEMBERS)) {
      const start = array.start + match.index;
      const trust: Trust = 'sure';
      if (bytes[start - 1] !== COMMA) yield { start, end: start + match[0].length, trust };
    }
    floor = array.end;
  }
}
