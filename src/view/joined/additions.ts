import type { Family } from './family.ts';
import { seamViews, type Seam } from './seams.ts';

/** What is read in front of an equals sign for what it assigns to, behind it, and how far above the value so far is looked for. */
const [MOST_NAME, MOST_VALUE, MOST_ABOVE] = [96, 1024, 1024] as const;
/** Most other places of the name between. */
const MOST_TRIES = 8;
const NAME = /(?<name>[$@]?[A-Za-z_][\w.$[\]'">-]{0,60})[ \t]{0,8}(?<sign>[:.+]?)$/;
const SIGN = /^[ \t]{0,8}(?::[ \t]?\w{1,20}[ \t])?[:.+]?=[ \t]{0,8}/;
/** The name of a call that adds to what it is a method of. */
const CALL = /(?<![\w.$])(?:[\w$][\w.$]{0,60}\.)?(?:[aA]ppend|[wW]rite)$/;
const [BRACKET, SEMICOLON] = [0x28, 0x3b] as const;
/** Behind the sign: an opening quote, and the name again in shells, batch files and makefiles. */
const REFERENCE =
  /^[ \t]{0,4}(?:(?<quote>["'])?(?:\$\{(?<braced>\w{1,60})\}|\$(?<plain>\w{1,60})|\$\((?<made>\w{1,60})\)|%(?<batch>\w{1,60})%)"?["']?)/;
const QUOTED = /^[ \t]{0,4}(?<quote>["'])/;
/** A value that ends a statement: what stands behind it. */
const ENDED = /^[ \t]{0,8}\)?;?[ \t]{0,40}(?:(?:#|\/\/|--)[^\n]{0,200})?\r?$/;

/** A value that is added to what a name has: where the statement begins, and where the value does. */
interface Addition {
  readonly name: string;
  readonly from: number;
  readonly start: number;
}

/** What the call adds whose bracket stands at `at`. */
function calledAt(bytes: Buffer, at: number): Addition | undefined {
  const name = CALL.exec(bytes.toString('latin1', Math.max(0, at - MOST_NAME), at))?.[0];
  return name === undefined ? undefined : { name: `${name}(`, from: at - name.length, start: at + 2 };
}

/** How much of the text behind an equals sign is the name again; undefined where it is not. */
function referenceIn(text: string, name: string): number | undefined {
  const reference = REFERENCE.exec(text);
  const { braced, plain, made, batch } = reference?.groups ?? {};
  return reference !== null && (braced ?? plain ?? made ?? batch) === name ? reference[0].length : undefined;
}

/** What is added behind the equals sign or bracket at `at`; undefined where nothing is. */
function additionAt(bytes: Buffer, at: number): Addition | undefined {
  if (bytes[at] === BRACKET) return calledAt(bytes, at);
  const before = NAME.exec(bytes.toString('latin1', Math.max(0, at - MOST_NAME), at));
  if (before === null) return undefined;
  const { name = '', sign = '' } = before.groups ?? {};
  const behind = bytes.toString('latin1', at + 1, at + 1 + MOST_NAME);
  const isSum = sign === '+' || sign === '.';
  const skipped = isSum ? (QUOTED.exec(behind)?.[0].length ?? 0) : referenceIn(behind, name);
  return skipped === undefined ? undefined : { name, from: at - before[0].length, start: at + 1 + skipped };
}

/** Where the value ends that the nearest statement above assigns or adds to the name: in front of its quote, if it has one; -1 where none is near. */
function valueAbove(bytes: Buffer, { name, from }: Addition): number {
  const top = Math.max(0, from - MOST_ABOVE);
  const above = bytes.toString('latin1', top, from);
  let place = above.length;
  for (let tries = 0; tries < MOST_TRIES && place > 0; tries++) {
    place = above.lastIndexOf(name, place - 1);
    if (place < 0) break;
    const behind = above.slice(place + name.length, place + name.length + MOST_NAME);
    const sign = name.endsWith('(') ? '' : SIGN.exec(behind)?.[0];
    const isWord = /[\w.$]/.test(above.charAt(place - 1));
    if (sign !== undefined && !isWord) return valueEnd(bytes, top + place + name.length + sign.length);
  }
  return -1;
}

/** Where the value ends that begins at `start` and ends its statement; -1 where something else follows it on its line. */
function valueEnd(bytes: Buffer, start: number): number {
  const near = bytes.toString('latin1', start, start + MOST_VALUE);
  const line = near.indexOf('\n');
  const text = line < 0 ? near : near.slice(0, line);
  const closing = Math.max(text.lastIndexOf('"'), text.lastIndexOf(`'`));
  if (closing < 0) return start + text.trimEnd().length;
  return ENDED.test(text.slice(closing + 1)) ? start + closing : -1;
}

function* additionSeams(bytes: Buffer, places: readonly number[]): Generator<Seam> {
  let floor = 0;
  for (const at of places) {
    const next = additionAt(bytes, at);
    const end = next === undefined ? -1 : valueAbove(bytes, next);
    if (next === undefined || end < floor) continue;
    // What is appended without a semicolon behind it may be to a list of Python.
    const isList = next.name.endsWith('.append(') && bytes[end + 2] !== SEMICOLON;
    yield { start: end, end: next.start, trust: isList ? 'unsure' : 'sure' };
    floor = next.start;
  }
}

/** Values that statements put together one after the other: `x = "a"; x += "b"`, `P=a` and `P=${P}b`. */
export const additionViews: Family = ({ bytes, context }, { additions }) =>
  seamViews('concat', additionSeams(bytes, additions), bytes, context);
