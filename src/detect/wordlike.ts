import { BIGRAMS } from './data/bigrams.ts';

/** Chance level of the letter-pair table: a text scores this when its pairs are no more frequent than chance. */
const CHANCE = 4;

/**
 * How word-like letters are: the mean of log2(frequency of each letter pair over chance), so 0 is chance, words lie
 * above 1 and random letters below 0. Characters that are no ASCII letters count as nothing.
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
/** One in twenty-five made of random letters reads so, and one in sixty of more than {@link SHORT_WORD}. */
const [LEAST_SCORE, LEAST_SCORE_OF_LONG] = [0, 0.2] as const;

/**
 * Whether a text is one word in lower-case letters (`nodejs`, `thingsboard`). As a password it is known to whoever tries words and names
 * of products, and as a name it stands everywhere. No declared value is one: those are too weak to be looked for.
 */
export function isPlainWord(text: string): boolean {
  if (text.length > LONGEST_WORD || !/^[a-z]+$/.test(text)) return false;
  return wordScore(text) >= (text.length > SHORT_WORD ? LEAST_SCORE_OF_LONG : LEAST_SCORE);
}

/** Letters alone from here are a token where they are no words. */
const LEAST_LETTERS = 16;
/** Hardly one in a hundred words of that length scores below. */
const NO_WORDS = -0.2;

/** Whether a text is lower-case letters that read as no words, at most with a short word and a mark in front of them: `sk-` and 48 letters. */
export function isRandomLetters(text: string): boolean {
  const letters = /^(?:[a-z]{1,8}[-_])?(?<letters>[a-z]+)$/.exec(text)?.groups?.['letters'] ?? '';
  return letters.length >= LEAST_LETTERS && wordScore(letters) <= NO_WORDS;
}

/** What a text is made of, in characters. */
export interface Shape {
  /** In parts that mix letters and digits, or whose letters are no words. */
  readonly random: number;
  /** In parts that read as words, also with a number behind. */
  readonly words: number;
  readonly numbers: number;
}

const PART = /[A-Za-z0-9]+/g;
const PIECE = /[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g;

/** Splits a text at everything that is no letter or digit and tells words, numbers and random parts apart. */
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

/** `parseToken`, `Key128Bit`, `sha256`, `jackson2`: few pieces, most of the letters in word-like pieces. */
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

/** Whether a text has digits and letters, `least` of them at least in parts that read as no words. `least` is above 0. */
export function isMixed(text: string, least: number): boolean {
  // Parts of digits alone are numbers: what is random has letters.
  return /\d/.test(text) && shapeOf(text).random >= least;
}

const DOTTED_NAME = /^[A-Za-z_$][\w$]*(?:(?:\.|->|::)[A-Za-z_$][\w$]*)+$/;

/** Whether a text has the form of a member: names with dots, arrows or colons between them. */
export function hasDottedNames(text: string): boolean {
  return DOTTED_NAME.test(text);
}

const NUMBERED_WORD = /^(?=.*[a-z])[A-Za-z]{4,}\d{2,6}[!#$%^*?+~]{0,2}$/;

/** Whether a text is a word with a number, and signs, behind it, as people make up passwords. */
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

/** The text in small letters, with letters for the digits and signs that people write for them. */
export function withoutLeet(text: string): string {
  return text.toLowerCase().replace(/[013457@$!]/g, (sign) => LEET[sign] ?? sign);
}
