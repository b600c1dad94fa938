import type { TextMatch } from '../../engine/engine.ts';
import type { Span } from '../../types.ts';
import type { MatcherFacts } from '../compile.ts';
import { shapeOf } from '../wordlike.ts';
import { BEFORE, BEHIND, ENDING } from './may-begin.ts';
import { commandKeywords, COMMANDS, type CommandSense, type Content, type FlagSense } from './table.ts';
import { LONGEST_COMMAND, type Word, wordsBehind } from './words.ts';

const LONGEST_NAME = Math.max(...[...COMMANDS.keys()].map((name) => name.length));
/** For each pair of first characters, the lengths of program names, longest first. */
const LENGTHS: ReadonlyMap<string, readonly number[]> = lengthsByStart();

function lengthsByStart(): Map<string, number[]> {
  const lengths = new Map<string, Set<number>>();
  for (const name of COMMANDS.keys()) {
    const start = name.slice(0, 2);
    lengths.set(start, (lengths.get(start) ?? new Set()).add(name.length));
  }
  return new Map([...lengths].map(([start, all]) => [start, [...all].sort((a, b) => b - a)]));
}

/** How far around a program's name the matcher looks. */
export const COMMAND_FACTS: MatcherFacts = {
  lookBehind: 1,
  maxLength: LONGEST_NAME + LONGEST_COMMAND + 8,
  keywords: commandKeywords(),
  // Blanks and line ends, NUL, quotation marks, a comma, the dot of `.exe`, a backslash.
  following: ['\t\r  \0\0""\'\',,..\\\\'],
};

const ENDED = new RegExp(String.raw`(?:${ENDING.source})?(?=${BEHIND.source})`, 'iy');
const SHORT = /^-[A-Za-z]$/;
const CLUSTER = /^-[A-Za-z]{1,6}$/;
const LONGEST_VALUE = 300;
const LEAST_VALUE = 4;

/** The values of the options of the program whose name begins at `keyword`, or after it; undefined if it is not a program, or has none. */
export function matchCommand(text: string, keyword: number): TextMatch | undefined {
  const at = keyword + (BEFORE.test(text[keyword] ?? '') ? 1 : 0);
  if (at > 0 && !BEFORE.test(text[at - 1] ?? '')) return undefined;
  const name = nameAt(text, at);
  if (name === undefined) return undefined;
  ENDED.lastIndex = at + name.length;
  const behind = ENDED.exec(text);
  if (behind === null) return undefined;
  const end = at + name.length + behind[0].length;
  const words = wordsOfOne(wordsBehind(text, end, enclosedUntil(text, at, end)));
  const values = (COMMANDS.get(name) ?? []).flatMap((sense) => valuesOf(words, sense));
  const [first, ...also] = values.map((value) => matchOf(text, at, value));
  return first && (also.length === 0 ? first : { ...first, also });
}

/** A text that names more programs is a list of command lines, each of which is read from its own program name on. */
const MOST_PROGRAMS = 8;

/** The words up to the first program beyond the maximum. */
function wordsOfOne(all: Iterable<Word>): readonly Word[] {
  const words: Word[] = [];
  let programs = 0;
  for (const word of all) {
    if (isProgram(word.text) && ++programs > MOST_PROGRAMS) break;
    words.push(word);
  }
  return words;
}

function isProgram(word: string): boolean {
  return word.length <= LONGEST_NAME && COMMANDS.has(word.toLowerCase());
}

/** What follows a program's string or a list, other than the next word of a shell. */
const OUTSIDE = /^[ \t]*(?:[,;:}\])>\r\n]|$)/;

/** Where the quotation ends that opens directly before the name and does not close directly after it: `sh -c 'name …'`. */
function enclosedUntil(text: string, at: number, end: number): number | undefined {
  const mark = /["'`]/.exec(text[at - 1] ?? '')?.[0];
  if (mark === undefined || text[end] === mark) return undefined;
  const behind = text.slice(end, end + LONGEST_COMMAND);
  for (let close = behind.indexOf(mark); close >= 0; close = behind.indexOf(mark, close + 1)) {
    if (text[end + close - 1] !== '\\' && OUTSIDE.test(text.slice(end + close + 1, end + close + 8)))
      return end + close;
  }
  return undefined;
}

function nameAt(text: string, at: number): string | undefined {
  for (const length of LENGTHS.get(text.slice(at, at + 2).toLowerCase()) ?? []) {
    const name = text.slice(at, at + length).toLowerCase();
    if (COMMANDS.has(name)) return name;
  }
  return undefined;
}

/** A word or the rest of one; `from`: number of its characters that do not belong to the value. */
interface Value {
  readonly word: Word;
  readonly from: number;
  readonly content: Content;
}

function matchOf(text: string, at: number, value: Value): TextMatch {
  const { text: secret, span } = placed(text, value);
  const { start, end } = span ?? value.word;
  const asItIs = span !== undefined;
  const groups: Readonly<Record<string, string>> = value.content.startsWith('user') ? { behind: 'user' } : {};
  return { start: at, end, secretStart: start, secretEnd: end, groups, ...(asItIs ? {} : { secret }) };
}

/** The password of a value; `span` if it occurs unchanged in the text, with or without quotation marks of its own. */
function placed(text: string, { word, from, content }: Value): { readonly text: string; readonly span?: Span } {
  const password = passwordOf(word.text.slice(from), content);
  const raw = text.slice(word.start, word.end);
  const skipped = word.text.length - password.behind - password.text.length;
  const before = word.text.slice(0, skipped);
  const mark = raw === word.text ? '' : (/^\\*["']/.exec(raw.slice(skipped))?.[0] ?? '');
  if (raw !== `${before}${mark}${word.text.slice(skipped)}${mark}`) return { text: password.text };
  const start = word.start + skipped + mark.length;
  return { text: password.text, span: { start, end: start + password.text.length } };
}

/** A Windows share in shell notation: with `net use`, a password may be in its place. Output of another command is scanned separately. */
const NO_VALUE = /^(?:\\{1,2}\w|\$\()/;

function valuesOf(words: readonly Word[], sense: CommandSense): readonly Value[] {
  if (sense.needs !== undefined && !words.some(({ text }) => CLUSTER.test(text) && text.includes(sense.needs ?? '')))
    return [];
  const subcommand = words.findIndex(({ text }) => sense.subcommands.includes(text.toLowerCase()));
  if (sense.subcommands.length > 0 && subcommand < 0) return [];
  const named = [...flagged(words, sense, subcommand + 1)];
  const found = [
    ...named,
    ...atPlaces(words, sense, subcommand).filter(({ word }) => !named.some((one) => one.word === word)),
  ];
  return found.filter(({ word, from, content }) => {
    const { length } = passwordOf(word.text.slice(from), content).text;
    return length >= LEAST_VALUE && length <= LONGEST_VALUE && !NO_VALUE.test(word.text.slice(from));
  });
}

function* flagged(words: readonly Word[], { flags }: CommandSense, from: number): Generator<Value> {
  for (let index = from; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) return;
    for (const sense of flags) {
      if (!isGiven(words, sense.given)) continue;
      const length = joinedTo(word.text, sense);
      if (length > 0) yield { word, from: length, content: sense.content };
      const next = words[index + 1];
      if (next !== undefined && isFlag(word.text, sense) && mayFollow(next.text, sense))
        yield { word: next, from: 0, content: sense.content };
    }
  }
}

/** In letters and digits that do not read as words. */
const LEAST_RANDOM = 10;
/** The same for a user that is a token, with no password after it, or `x` in place of one (RFC 7617 allows an empty one). */
const LEAST_TOKEN = 14;

/** Whether the next word may be the value of an option. */
function mayFollow(text: string, { binding }: FlagSense): boolean {
  if (binding === 'guess') return shapeOf(text).random >= LEAST_RANDOM;
  return binding !== 'joined';
}

/** How many characters of a word are the option that its value is joined to; 0 if there is none. */
function joinedTo(text: string, { flag, binding }: FlagSense): number {
  if (binding === 'separate' || text.length <= flag.length || !text.startsWith(flag)) return 0;
  const isLong = flag.startsWith('--');
  if (isLong) return text[flag.length] === '=' ? flag.length + 1 : 0;
  return binding === 'either' && text[flag.length] === '=' ? flag.length + 1 : flag.length;
}

/** The option itself, or combined short options of which it is the last. */
function isFlag(text: string, { flag, binding }: FlagSense): boolean {
  if (text === flag || (flag.startsWith('/') && text.toLowerCase() === flag)) return true;
  return binding === 'either' && SHORT.test(flag) && CLUSTER.test(text) && text.endsWith(flag.slice(1));
}

/** Positional words after the subcommand: `Vault with … to log in` is a sentence. */
function atPlaces(words: readonly Word[], { positionals, values }: CommandSense, subcommand: number): readonly Value[] {
  if (positionals.size === 0) return [];
  const plain = words.filter(({ text }, index) => {
    const isOption = /^-[A-Za-z?-]|^\/[A-Za-z?]{1,12}(?::|$)/.test(text);
    return !isOption && !values.includes(words[index - 1]?.text ?? '');
  });
  return [...positionals].flatMap(([place, { content, given }]) => {
    const word = plain[place - 1];
    return word !== undefined && words.indexOf(word) > subcommand && isGiven(words, given)
      ? [{ word, from: 0, content }]
      : [];
  });
}

/** Whether a required option or word is among the words; `*` is followed by the end of one. */
function isGiven(words: readonly Word[], given: string | undefined): boolean {
  if (given?.startsWith('*') === true) return words.some(({ text }) => text.endsWith(given.slice(1)));
  return given === undefined || words.some(({ text }) => text.startsWith(given) || isIn(text, given));
}

function isIn(text: string, flag: string): boolean {
  return SHORT.test(flag) && CLUSTER.test(text) && text.includes(flag.slice(1));
}

const FILLED_IN = /^(?:\{\w{0,40}\}|%[sv])/;

/** The password of a value; `behind`: number of the value's characters after it. */
function passwordOf(value: string, content: Content): { readonly text: string; readonly behind: number } {
  if (content === 'password') return { text: value, behind: 0 };
  if (content === 'pass:') return { text: value.startsWith('pass:') ? value.slice(5) : '', behind: 0 };
  const sign = content.charAt(4);
  const at = value.indexOf(sign);
  if (at < 0) return { text: '', behind: 0 };
  const rest = value.slice(at + 1);
  // `sqlplus "/ as sysdba"` uses operating-system authentication; `'sqlplus {0}/{1}'.format(…)` is a template.
  if (content === 'user/password' && (at === 0 || FILLED_IN.test(rest))) return { text: '', behind: 0 };
  if (rest.length < LEAST_VALUE && shapeOf(value.slice(0, at)).random >= LEAST_TOKEN)
    return { text: value.slice(0, at), behind: value.length - at };
  return inFrontOfHost(rest, content);
}

/** The part before the host, if the content may have one. */
function inFrontOfHost(rest: string, content: Content): { readonly text: string; readonly behind: number } {
  const needsHost = content.endsWith('@host');
  const host = needsHost || content === 'user/password' ? rest.lastIndexOf('@') : -1;
  if (host >= 0) return { text: rest.slice(0, host), behind: rest.length - host };
  return { text: needsHost ? '' : rest, behind: 0 };
}
