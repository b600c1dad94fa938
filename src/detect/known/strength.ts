import { COMMON_WORDS } from '../data/common-words.ts';
import { entropy } from '../entropy.ts';
import { isMonotonous, isPlaceholder } from '../placeholder.ts';
import { shapeOf } from '../wordlike.ts';

/** Fewest characters of a value that is looked for. */
const SHORTEST = 8;
/** A number of fewer digits stands in every log by chance. */
const SHORTEST_NUMBER = 10;
/** With so many characters that are no word a text is no placeholder, though a few letters of it read like one. */
const LEAST_RANDOM = 16;
/** Words of fewer characters are texts of programs, whatever they are declared to be. */
const LONGEST_WORDS = 20;
const REFERENCE =
  /^(?:[a-z][\w+.-]*:\/\/[^\s@?=]*$|(?:vault|ssm|sops|env|file|secret):|arn:|\$[A-Za-z_{(]|%[A-Z_]+%$|\{\{|<[^>]*>$)/i;

/**
 * Why a value is too weak to be looked for, in words that say nothing of it; undefined where it is not. A text that stands
 * everywhere would report everything.
 *
 * @param names names of hosts, users and repositories, lower case
 */
export function weaknessOf(value: string, names: ReadonlySet<string>): string | undefined {
  if (value.length < SHORTEST) return `shorter than ${SHORTEST} characters`;
  if (/^\d+$/.test(value) && value.length < SHORTEST_NUMBER) return `a number of fewer than ${SHORTEST_NUMBER} digits`;
  if (names.has(value.toLowerCase())) return 'the name of a host, user or repository';
  if (REFERENCE.test(value)) return 'a reference to a value';
  if (isPath(value)) return 'a path';
  if (/^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/.test(value)) return 'an e-mail address';
  if (isMonotonous(value) || (isPlaceholder(value) && shapeOf(value).random < LEAST_RANDOM)) return 'a placeholder';
  return areCommonWords(value) ? 'a common word' : undefined;
}

function isPath(value: string): boolean {
  return /^(?:~|\.{1,2}|[A-Za-z]:)?[\\/][\w.@-]+(?:[\\/][\w.@-]+)*[\\/]?$/.test(value) && shapeOf(value).random < 8;
}

function areCommonWords(value: string): boolean {
  if (value.length > LONGEST_WORDS) return false;
  const words = value.split(/[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])/).filter((word) => word !== '');
  const common = words.filter((word) => COMMON_WORDS.has(word.toLowerCase())).join('').length;
  return common >= value.length / 2 && words.every((word) => word.length <= 4 || COMMON_WORDS.has(word.toLowerCase()));
}

/** A cautious guess of the bits in a text of random characters: its length times what one character of its alphabet holds. */
export function bitsOf(text: string): number {
  const alphabet = /^\d*$/.test(text) ? 10 : /^[0-9a-f]*$/i.test(text) ? 16 : 62;
  return text.length * Math.min(Math.log2(alphabet), entropy(text) + 1);
}
