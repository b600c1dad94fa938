import type { Span } from '../../types.ts';
import { isBlank, isQuote } from '../byte-class.ts';
import type { Family } from './family.ts';
import { joinedTexts, Joiner } from './joiner.ts';
import { type SpelledText, writeText } from './spelled-text.ts';

/** Bytes read before the bracket of a call for its name and for the string that it is a method of, and after it for the arguments. */
const [MOST_NAME, MOST_STRING, MOST_ARGUMENTS] = [48, 512, 2048] as const;
const STRING = String.raw`"(?:[^"\\\r\n]|\\.){0,1000}"|'(?:[^'\\\r\n]|\\.){0,1000}'`;
/** The name of a call: `join`, `strings.Join`; or `% `, which inserts what follows it into a format. */
const NAME =
  /(?:% |(?:\b[\w$]{1,24}\.){0,2}[A-Za-z]{0,12}(?<verb>concat(?:enate)?|join|implode|format|printf|paste0)!?)$/i;
/** A string argument, with the brackets of a list and prefix letters before it. */
const ARGUMENT = new RegExp(
  String.raw`\s{0,64}(?:(?:new\s{1,4}String\[\]|\[\]string|array)?\s?[[({]\s{0,64}){0,2}[bBrRuUfFlLN@$]{0,2}(?<string>${STRING})\s{0,64}`,
  'y',
);
/** After a list: an empty separator as the next argument. */
const NOTHING_BETWEEN = /[\])}]\s{0,40},\s{0,40}(?:""|'')/y;
const PLACE = /%[sv]|\{(?<index>\d{0,2})\}/g;
const [MOST_STRINGS, MOST_INDENT] = [512, 40] as const;
const [LF, DOT, BACKSLASH] = [10, 0x2e, 0x5c] as const;

interface Arguments {
  /** The insides of adjacent string arguments. */
  readonly strings: readonly Span[];
  /** End of the last one, including its quote. */
  readonly end: number;
  /** Whether an empty separator follows them. */
  readonly isJoined: boolean;
}

/** The string arguments of the call whose bracket is at `at`, up to the first argument that is not a string. */
function argumentsOf(bytes: Buffer, at: number): Arguments {
  const text = bytes.toString('latin1', at + 1, at + 1 + MOST_ARGUMENTS);
  const strings: Span[] = [];
  let [from, end] = [0, at + 1];
  while (strings.length < MOST_STRINGS) {
    ARGUMENT.lastIndex = from;
    const match = ARGUMENT.exec(text);
    const length = match?.groups?.['string']?.length ?? 0;
    if (match === null || length === 0) break;
    const start = at + 1 + from + match[0].trimEnd().length - length;
    end = start + length;
    strings.push({ start: start + 1, end: end - 1 });
    from += match[0].length;
    const sign = text[from];
    if (sign !== ',' && sign !== ';') break;
    from++;
  }
  NOTHING_BETWEEN.lastIndex = from;
  return { strings, end, isJoined: NOTHING_BETWEEN.test(text) };
}

/** The parts of a format and of the values inserted in it, in order; undefined if it needs another value. */
function filled(bytes: Buffer, format: Span, values: readonly Span[]): readonly Span[] | undefined {
  const parts: Span[] = [];
  let [from, next] = [format.start, 0];
  for (const { index, 0: place, groups } of bytes.toString('latin1', format.start, format.end).matchAll(PLACE)) {
    const number = groups?.['index'] ?? '';
    const value = values[number === '' ? next++ : Number(number)];
    if (value === undefined) return undefined;
    parts.push({ start: from, end: format.start + index }, value);
    from = format.start + index + place.length;
  }
  return parts.length === 0 ? undefined : [...parts, { start: from, end: format.end }];
}

/** The parts of the text that the call makes of its strings and of its receiver. */
function partsOf(
  bytes: Buffer,
  verb: string,
  receiver: Span | undefined,
  found: Arguments,
): readonly Span[] | undefined {
  const { strings } = found;
  const [first, ...rest] = strings;
  if (first === undefined) return undefined;
  if (verb.startsWith('concat') || verb === 'paste0') return receiver === undefined ? strings : [receiver, ...strings];
  if (verb === 'join' || verb === 'implode') {
    if (found.isJoined) return strings;
    if (receiver !== undefined) return receiver.end === receiver.start ? strings : undefined;
    return first.end === first.start ? rest : undefined;
  }
  return receiver === undefined ? filled(bytes, first, rest) : filled(bytes, receiver, strings);
}

/** The string that ends with the quote at `close` and starts on the same line; undefined if there is none. */
function stringBefore(bytes: Buffer, close: number, floor: number): Span | undefined {
  const quote = bytes[close];
  if (!isQuote(quote)) return undefined;
  const least = Math.max(floor, close - MOST_STRING);
  for (let open = close - 1; open >= least && bytes[open] !== LF; open--)
    if (bytes[open] === quote && bytes[open - 1] !== BACKSLASH) return { start: open + 1, end: close };
  return undefined;
}

/** What precedes the bracket at `at`: the start of the call, its verb, and the string that it is a method of. */
function headAt(
  bytes: Buffer,
  at: number,
  floor: number,
): { readonly verb: string; readonly start: number; readonly receiver?: Span | undefined } | undefined {
  const name = NAME.exec(bytes.toString('latin1', Math.max(floor, at - MOST_NAME), at));
  if (name === null) return undefined;
  const start = at - name[0].length;
  const verb = name.groups?.['verb']?.toLowerCase() ?? '%';
  if (verb !== '%' && bytes[start - 1] !== DOT) return { verb, start };
  let close = verb === '%' ? start : start - 1;
  while (close > start - MOST_INDENT && isBlank(bytes[close - 1])) close--;
  const receiver = stringBefore(bytes, close - 1, floor);
  return { verb, receiver, start: receiver === undefined ? start : receiver.start - 1 };
}

/** The text made by the call whose bracket is at `at`; undefined unless it is made of strings alone. */
function textOf(bytes: Buffer, at: number, floor: number): SpelledText | undefined {
  const head = headAt(bytes, at, floor);
  if (head === undefined) return undefined;
  const found = argumentsOf(bytes, at);
  const spans = partsOf(bytes, head.verb, head.receiver, found)?.filter((span) => span.end > span.start) ?? [];
  if (spans.length < 2) return undefined;
  return {
    start: head.start,
    end: found.end,
    parts: spans.map((span) => ({ text: bytes.subarray(span.start, span.end), span })),
  };
}

/** Strings joined by a call: `concat("a", "b")`, `join("", ["a", "b"])`, `format("%s%s", "a", "b")`. */
export const callViews: Family = ({ bytes, range, context }, { calls }) => {
  const joiner = new Joiner(bytes);
  let floor = 0;
  for (const at of calls) {
    const text = at < floor ? undefined : textOf(bytes, at, floor);
    if (text === undefined) continue;
    context.reach?.isOne({ start: text.start, end: text.end });
    writeText(bytes, text, joiner, floor);
    floor = text.end;
  }
  return joinedTexts([joiner], 'concat', { range, context });
};
