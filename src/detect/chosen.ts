import { COMMON_WORDS } from './data/common-words.ts';
import { withoutLeet, wordScore } from './wordlike.ts';

const PASSPHRASE = /^[a-z]{3,12}(?:(?<joint>[-_. +])[a-z]{3,12})(?:\k<joint>[a-z]{3,12}){1,8}$/;
/** Words common in names of services, files and variables. */
const OF_NAMES =
  /^(?:api|app|aws|azure|bot|certs?|chart|client|cloud|cluster|core|cred|creds|dev|docker|gcp|git|helm|http|https|job|keys?|kube|login|mail|mongo|mysql|oauth|password|pods?|postgres|prod|pwd|redis|sa|sql|ssh|ssl|staging|svc|service|server|test|tls|token|user|users|vault|volume|web|webhook)$/;

const LEAST_ODD = -1;
const MANY_WORDS = 4;

/** Three or more capitalised words, one followed by a digit, as password managers generate them. */
const WITH_CAPITALS = /^(?=\D{3,96}\d\D{0,96}$)(?:[A-Z][a-z]{2,11}\d?(?:[-_. +](?=[A-Z])|$)){3,9}$/;

/** Whether a text is a passphrase: three or more words joined by the same separator, none of them typical of program names. */
export function isPassphrase(text: string): boolean {
  const plain = WITH_CAPITALS.test(text) ? text.toLowerCase().replace(/\d/, '') : text;
  const { joint } = PASSPHRASE.exec(plain)?.groups ?? {};
  if (joint === undefined) return false;
  const words = plain.split(joint);
  if (words.some((word) => COMMON_WORDS.has(word) || OF_NAMES.test(word) || wordScore(word) <= LEAST_ODD)) return false;
  // `autumn`: of four words, one may have unusual letter pairs.
  return words.filter((word) => wordScore(word) <= 0).length <= Number(words.length >= MANY_WORDS);
}

/** One or two words and a number: `Sommer2023!`, `river.Stone_77`, `Thunderboot#4`. */
const NUMBERED =
  /^[A-Za-z@]{4,16}[0134]?[A-Za-z@]{0,12}(?:(?:[-_.!#]|[$&%](?=[A-Z]))[A-Za-z]{0,12})?\d{1,4}[!?.#$*&%+]{0,2}$/;
const LEAST = 8;
/** Words common in samples and program names. */
const NO_CHOICE =
  /pass|pwd|secret|token|key|user|admin|root|test|demo|sample|example|dummy|fake|foo|bar|my|your|some|any|new|old|bad|wrong|change|login|guest|hash|utf|sha|md5|base|aes|rsa|http|oauth|server|client|version|field|step|item|value|name|type/i;

/** One to three words joined by a separator, each with digits for letters or with a number, and signs at the end. */
const WORDS = /^(?=[!-~]{8,32}$)(?=.*[a-z]{2})[A-Za-z0-9]{1,16}(?:[-_.!#+][A-Za-z0-9]{1,16}){0,2}[!?#$*+]{0,2}$/;
/** A digit that stands for a letter inside a word: `Zaunk0enig`. */
const FOR_LETTER = /[A-Za-z][013457](?=[a-z]{2})/g;
const MOST_FOR_LETTERS = 2;
const MOST_NUMBERS = 2;
/** Marks that names of programs, hosts and versions do not combine: two of them together only people write. */
const MARKS: readonly RegExp[] = [
  /[-_.!#+][A-Z][a-z]|^[A-Z][a-z]+[-_.!#+]?\d+[-_.!#+]?[A-Za-z]|^[A-Z][a-z]{3,}[-_][a-z]{3,}[-_]?\d{2,3}$/,
  /\d$|\d[-_.!#+]/,
  /[!?#$*]$|[a-z][!#+][A-Za-z]/,
  /([-_.!#+])[A-Za-z0-9]+(?!\1)[-_.!#+]/,
  /[a-z]{3}\d{1,3}[a-z]{3}/,
];
const LEAST_MARKS = 2;
/** In letters that read as a word. */
const LEAST_LETTERS = 6;

/** Words made harder to guess: `Zaunk0enig`, `Nebel-horn_3`, `anker_Kette5`. */
function isDisguised(text: string): boolean {
  if (!WORDS.test(text) || (text.match(/\d+/g)?.length ?? 0) > MOST_NUMBERS) return false;
  const changed = text.match(FOR_LETTER)?.length ?? 0;
  if (changed > MOST_FOR_LETTERS) return false;
  if (changed === 0) return MARKS.filter((mark) => mark.test(text)).length >= LEAST_MARKS && isOfWords(text);
  return isOfWords(withoutLeet(text.replace(/[!?#$*+\d]+$/, '')));
}

/** Whether the letters read as words, none of them common in samples or program names. */
function isOfWords(text: string): boolean {
  const words = text.match(/[A-Za-z]{3,}/g)?.join(' ') ?? '';
  if (words.length < LEAST_LETTERS || NO_CHOICE.test(text) || COMMON_WORDS.has(text)) return false;
  // The `l` that replaced a 1 may also be an `i`.
  return wordScore(words) > 0 || wordScore(words.replace('l', 'i')) > 0;
}

/** Whether a text looks like a password that a person chose, and like nothing else that may follow a password's name. */
export function isChosen(text: string): boolean {
  return isPassphrase(text) || isChosenWord(text);
}

/** As {@link isChosen}, except passphrases, for which names of several words are easily mistaken. */
export function isChosenWord(text: string): boolean {
  if (text.length < LEAST || NO_CHOICE.test(text)) return false;
  if (NUMBERED.test(text) && /\d{2}|[!?#$*&%+]$/.test(text) && wordScore(text) > 0) return true;
  return isDisguised(text);
}
