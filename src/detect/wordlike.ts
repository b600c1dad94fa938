import { BIGRAMS } from './data/bigrams.ts';

/** Chance level of the letter-pair table: the score of a text whose pairs are no more frequent than by chance. */
const CHANCE = 4;

/**
 * How word-like letters are: the mean of log2(frequency of each letter pair over chance), so 0 is chance, words are above 1 and random
 * letters below 0. Characters other than ASCII letters are ignored.
 */
export function wordScore(letters: string): number {
  const lower = letters.toLowerCase();
  let sum = 0;
  let pairs = 0;
  for (let i = 1; i < lower.length; i++) {
    const a = lower.charCodeAt(i - 1) - 97;
    const b = lower.charCodeAt(i) - 97;
    if (a < 0 || a > 25 || b < 0 || b > 25) continue;
    sum += BIGRAMS.charCodeAt(a * 26 + b) - 48 - CHANCE;
    pairs++;
  }
  return pairs === 0 ? 0 : sum / pairs;
}

const [SHORT_WORD, LONGEST_WORD] = [10, 12] as const;
/** One in twenty-five strings of random letters scores this high, and one in sixty of those longer than {@link SHORT_WORD}. */
const [LEAST_SCORE, LEAST_SCORE_OF_LONG] = [0, 0.2] as const;

/**
 * Whether a text is a single word in lower-case letters (`nodejs`, `thingsboard`). As a password it can be guessed from lists of words and
 * product names, and as a name it occurs everywhere. Declared values are never one: such values are too weak to be searched for.
 */
export function isPlainWord(text: string): boolean {
  if (text.length > LONGEST_WORD || !/^[a-z]+$/.test(text)) return false;
  return wordScore(text) >= (text.length > SHORT_WORD ? LEAST_SCORE_OF_LONG : LEAST_SCORE);
}

/** From this length, letters alone are a token if they do not read as words. */
const LEAST_LETTERS = 16;
/** Hardly one in a hundred words of that length scores below this. */
const NO_WORDS = -0.2;

/** Whether a text is lower-case letters that do not read as words, optionally after a short word and a mark: `sk-` and 48 letters. */
export function isRandomLetters(text: string): boolean {
  const letters = /^(?:[a-z]{1,8}[-_])?(?<letters>[a-z]+)$/.exec(text)?.groups?.['letters'] ?? '';
  return letters.length >= LEAST_LETTERS && wordScore(letters) <= NO_WORDS;
}

/** The composition of a text, in characters. */
export interface Shape {
  /** In parts that mix letters and digits, or whose letters do not read as words. */
  readonly random: number;
  /** In parts that read as words, optionally followed by a number. */
  readonly words: number;
  readonly numbers: number;
}

const PART = /[A-Za-z0-9]+/g;
const PIECE = /[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g;

/** Splits a text at everything but letters and digits, and classifies the parts as words, numbers or random. */
export function shapeOf(text: string): Shape {
  let random = 0;
  let words = 0;
  let numbers = 0;
  for (const [part] of text.matchAll(PART)) {
    if (/^\d+$/.test(part)) numbers += part.length;
    else if (isWordPart(part)) words += part.length;
    else random += part.length;
  }
  return { random, words, numbers };
}

/** `parseToken`, `Key128Bit`, `sha256`, `jackson2`: few pieces, most of their letters in word-like ones. */
function isWordPart(part: string): boolean {
  const pieces = part.match(PIECE) ?? [];
  let wordy = 0;
  let letters = 0;
  let digitRuns = 0;
  for (const piece of pieces) {
    if (/^\d/.test(piece)) {
      digitRuns++;
      continue;
    }
    letters += piece.length;
    if (piece.length <= 2 || piece.length > 24) continue;
    if (wordScore(piece) > 0.35) wordy += piece.length;
  }
  if (letters <= 3 && part.length <= 4) return true;
  return digitRuns <= 2 && wordy >= letters * 0.7 && pieces.length <= 1 + part.length / 3;
}

/** Whether a text has digits and at least `least` characters in parts that do not read as words. `least` is above 0. */
export function isMixed(text: string, least: number): boolean {
  // Parts of digits alone are numbers: random parts have letters.
  return /\d/.test(text) && shapeOf(text).random >= least;
}

const DOTTED_NAME = /^[A-Za-z_$][\w$]*(?:(?:\.|->|::)[A-Za-z_$][\w$]*)+$/;

/** Whether a text has the form of a member access: names with dots, arrows or colons between them. */
export function hasDottedNames(text: string): boolean {
  return DOTTED_NAME.test(text);
}

const NUMBERED_WORD = /^(?=.*[a-z])[A-Za-z]{4,}\d{2,6}[!#$%^*?+~]{0,2}$/;

/** Whether a text is a word followed by a number and signs, as people make up passwords. */
export function isNumberedWord(text: string): boolean {
  return NUMBERED_WORD.test(text);
}

/** Digits and signs that people write for letters. */
const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** The text in lower case, with the letters that its digits and signs stand for. */
export function withoutLeet(text: string): string {
  return text.toLowerCase().replace(/[013457@$!]/g, (sign) => LEET[sign] ?? sign);
}
