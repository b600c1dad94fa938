import type { Family } from './family.ts';
import { seamViews, type Seam } from './seams.ts';

/** Bytes read before an equals sign for the name it assigns to, after it for the value, and above it for the earlier value. */
const [MOST_NAME, MOST_VALUE, MOST_ABOVE] = [96, 1024, 1024] as const;
/** Maximum number of other occurrences of the name in between. */
const MOST_TRIES = 8;
const NAME = /(?<name>[$@]?[A-Za-z_][\w.$[\]'">-]{0,60})[ \t]{0,8}(?<sign>[:.+]?)$/;
const SIGN = /^[ \t]{0,8}(?::[ \t]?\w{1,20}[ \t])?[:.+]?=[ \t]{0,8}/;
/** The name of a call that appends to its receiver. */
const CALL = /(?<![\w.$])(?:[\w$][\w.$]{0,60}\.)?(?:[aA]ppend|[wW]rite)$/;
const [BRACKET, SEMICOLON] = [0x28, 0x3b] as const;
/** After the sign: an opening quote; or the name again, as in shells, batch files and makefiles. */
const REFERENCE =
  /^[ \t]{0,4}(?:(?<quote>["'])?(?:\$\{(?<braced>\w{1,60})\}|\$(?<plain>\w{1,60})|\$\((?<made>\w{1,60})\)|%(?<batch>\w{1,60})%)"?["']?)/;
const QUOTED = /^[ \t]{0,4}(?<quote>["'])/;
/** What may follow a value that ends its statement. */
const ENDED = /^[ \t]{0,8}\)?;?[ \t]{0,40}(?:(?:#|\/\/|--)[^\n]{0,200})?\r?$/;

/** A value that is added to the value of a name: the starts of the statement and of the value. */
interface Addition {
  readonly name: string;
  readonly from: number;
  readonly start: number;
}

/** The addition made by the call whose bracket is at `at`. */
function calledAt(bytes: Buffer, at: number): Addition | undefined {
  const name = CALL.exec(bytes.toString('latin1', Math.max(0, at - MOST_NAME), at))?.[0];
  return name === undefined ? undefined : { name: `${name}(`, from: at - name.length, start: at + 2 };
}

/** Length of the reference to the name at the start of the text after an equals sign; undefined if there is none. */
function referenceIn(text: string, name: string): number | undefined {
  const reference = REFERENCE.exec(text);
  const { braced, plain, made, batch } = reference?.groups ?? {};
  return reference !== null && (braced ?? plain ?? made ?? batch) === name ? reference[0].length : undefined;
}

/** The addition at the equals sign or bracket at `at`; undefined if there is none. */
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

/** End of the value that the nearest statement above assigns or adds to the name, before its quote if it has one; -1 if none is near. */
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

/** End of the value that begins at `start`, if it also ends its statement; -1 if something else follows on its line. */
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
    // Without a semicolon, the receiver of an append may be a Python list.
    const isList = next.name.endsWith('.append(') && bytes[end + 2] !== SEMICOLON;
    yield { start: end, end: next.start, trust: isList ? 'unsure' : 'sure' };
    floor = next.start;
  }
}

/** Values that consecutive statements put together: `x = "a"; x += "b"`, `P=a` and `P=${P}b`. */
export const additionViews: Family = ({ bytes, context }, { additions }) =>
  seamViews('concat', additionSeams(bytes, additions), bytes, context);
