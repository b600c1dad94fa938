import type { Span } from '../../types.ts';
import type { Reach } from '../reach.ts';
import type { Family } from './family.ts';
import type { Trust } from './joints.ts';
import { seamViews, type Seam } from './seams.ts';

const COMMA = 0x2c;
/** Bytes read to find an array whose members are joined. */
const MOST_ARRAY = 8192;

/** Arrays of strings that a call joins. */
export const arrayViews: Family = ({ bytes, context }, { joins }) =>
  seamViews('concat', arraySeams(bytes, joins, context.reach), bytes, context);

const MEMBERS = /["'`][ \t\r\n]{0,40},[ \t\r\n]{0,40}["'`]/g;

/** An empty separator as each language writes it: after the array, before the call, as the first argument. */
const BEHIND = /^\.join(?:\([ \t]*(?:""|''|``)|(?![\w(]))/;
const BEFORE = /(?:""|'')$/;
const FIRST = /^[\w:"']{0,10}[^[]{0,64}\[[ \t\r\n]*(?:""|'')/;

/** Span of the array that the call at `at` joins with an empty separator; undefined if there is none. */
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

/** `!Join` in YAML, or `Fn::Join:`, with an empty separator before a block list. */
const BLOCK = /^Join:?[ \t]*\r?\n(?<indent>[ \t]*)- (?:''|"")[ \t]*\r?\n\k<indent>- (?=- )/;
/** Bytes read for the head of such a list. */
const MOST_HEAD = 256;
/** A member without trailing blanks: a lone text, quoted or not. */
const ITEM = /^(?<lead>- (?:!Sub[ \t]+)?)(?:(?<quote>["'])(?<quoted>.*)\k<quote>|(?<bare>[^\s"'!&*[{].*))$/;
/** Maximum number of lines in such a list. */
const MOST_MEMBERS = 512;

/** A line without trailing blanks. */
function withoutEnd(line: string): string {
  let end = line.length;
  while (end > 0 && ' \t\r'.includes(line.charAt(end - 1))) end--;
  return line.slice(0, end);
}

/** Span of a member's text in its line; undefined if it is not a text. */
function memberIn(line: string): Span | undefined {
  const { lead = '', quote = '', quoted, bare } = ITEM.exec(withoutEnd(line))?.groups ?? {};
  const text = quoted ?? bare;
  const start = lead.length + quote.length;
  return text === undefined ? undefined : { start, end: start + text.length };
}

/** Start of the first member of such a list after `at`, and what precedes the other members on their lines. */
function blockAt(bytes: Buffer, at: number): { readonly first: number; readonly column: string } | undefined {
  const head = BLOCK.exec(bytes.toString('latin1', at, at + MOST_HEAD));
  if (head === null) return undefined;
  return { first: head[0].length, column: ' '.repeat((head.groups?.['indent']?.length ?? 0) + 2) };
}

/** The seams between members on consecutive lines, in the same column. */
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
