import { COMMON_WORDS } from '../data/common-words.ts';
import { entropy } from '../entropy.ts';
import { isMonotonous, isPlaceholder } from '../placeholder.ts';
import { shapeOf } from '../wordlike.ts';

/** Minimum characters of a value that is searched for. */
const SHORTEST = 8;
/** A number with fewer digits occurs in every log by chance. */
const SHORTEST_NUMBER = 10;
/** With this many characters that do not read as words, a text is not a placeholder, although a few of its letters may read like one. */
const LEAST_RANDOM = 16;
/** One word of up to this many letters occurs in texts, whether or not it is in a list: `postgres`. */
const LONGEST_WORD = 12;
/** Words with fewer characters are texts of programs, whatever they are declared as. */
const LONGEST_WORDS = 20;
/** Different characters of a text beyond ASCII that is no blot. */
const LEAST_DIFFERENT = 6;
const REFERENCE =
  /^(?:[a-z][\w+.-]*:\/\/[^\s@?=]*$|(?:vault|ssm|sops|env|file|secret):|arn:|\$[A-Za-z_{(]|%[A-Z_]+%$|\{\{|<[^>]*>$)/i;

/** What a value must not be, with reasons that say nothing about the value. */
const WEAKNESSES: readonly (readonly [reason: string, is: (value: string) => boolean])[] = [
  [`shorter than ${SHORTEST} characters`, (value) => value.length < SHORTEST],
  [
    `a number of fewer than ${SHORTEST_NUMBER} digits`,
    (value) => /^\d+$/.test(value) && value.length < SHORTEST_NUMBER,
  ],
  ['a reference to a value', (value) => REFERENCE.test(value)],
  ['a path', isPath],
  ['an e-mail address', (value) => /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/.test(value)],
  ['a placeholder', isDummy],
  ['a common word', areCommonWords],
];

/**
 * Why a value is too weak to be searched for, in words that say nothing about it; undefined if it is not. A text that occurs everywhere
 * would report everything.
 *
 * @param names names of hosts, users and repositories, lower case
 */
export function weaknessOf(value: string, names: ReadonlySet<string>): string | undefined {
  if (isRandom(value)) return undefined;
  if (names.has(value.toLowerCase())) return 'the name of a host, user or repository';
  return WEAKNESSES.find(([, is]) => is(value))?.[0];
}

/** A long run of digits and letters of both cases, most of them distinct: never a word, path or reference. */
function isRandom(value: string): boolean {
  return (
    value.length >= 24 &&
    /^[\w.~+/=-]+$/.test(value) &&
    /\d/.test(value) &&
    new Set(value).size >= 16 &&
    !/[/.]/.test(value)
  );
}

/** What repeats itself or says that a value belongs here. Of a text in letters beyond ASCII those letters are judged as well. */
function isDummy(value: string): boolean {
  const isForeign = /(?=\P{ASCII})[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(value);
  if (isForeign && new Set(value).size >= LEAST_DIFFERENT) return false;
  return isMonotonous(value) || (isPlaceholder(value) && shapeOf(value).random < LEAST_RANDOM);
}

function isPath(value: string): boolean {
  return /^(?:~|\.{1,2}|[A-Za-z]:)?[\\/][\w.@-]+(?:[\\/][\w.@-]+)*[\\/]?$/.test(value) && shapeOf(value).random < 8;
}

function areCommonWords(value: string): boolean {
  if (/^[A-Za-z][a-z]+$/.test(value) && value.length <= LONGEST_WORD && shapeOf(value).words > 0) return true;
  // The lists know no words of other alphabets; texts without spaces between words have none that stands alone.
  if (/^\p{L}\p{Ll}+$/u.test(value) && /\P{ASCII}/u.test(value) && value.length <= LONGEST_WORD) return true;
  if (value.length > LONGEST_WORDS) return false;
  const words = value.split(/[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])/).filter((word) => word !== '');
  const common = words.filter((word) => COMMON_WORDS.has(word.toLowerCase())).join('').length;
  return common >= value.length / 2 && words.every((word) => word.length <= 4 || COMMON_WORDS.has(word.toLowerCase()));
}

/** Bits of a character of a word, of a digit, of a mark between words. */
const WORD_BITS = 2;
const DIGIT_BITS = Math.log2(10);
const MARK_BITS = 1;
/** From this many distinct marks on, marks count as ordinary characters, and the pieces between them are not words. */
const MANY_MARKS = 3;

/**
 * A conservative estimate of the bits in a text: a random character counts as much as its alphabet allows, or little more than the text's
 * own entropy; words, numbers and the marks between them count for less.
 */
export function bitsOf(text: string): number {
  const marks = text.replace(/[A-Za-z0-9]/g, '');
  const most = entropy(text) + 1;
  if (new Set(marks).size >= MANY_MARKS) return text.length * Math.min(6.5, most);
  const { random, words, numbers } = shapeOf(text);
  const alphabet = /^[0-9a-f]*$/i.test(text.replace(/[^A-Za-z0-9]/g, '')) ? 16 : 62;
  return (
    random * Math.min(Math.log2(alphabet), most) + words * WORD_BITS + numbers * DIGIT_BITS + marks.length * MARK_BITS
  );
}
