import type { Candidate } from './candidate.ts';
import { NAME_KINDS, wordsOf } from './name.ts';
import { SYNTAXES } from './syntax.ts';
import type { Numbers } from './value-features.ts';

/** Characters before the credential word and after the value that the model sees. */
export const CONTEXT_BEFORE = 160;
export const CONTEXT_AFTER = 100;

/** The text around a candidate, cut at fixed distances so that the result does not depend on how a file is read. */
export interface Surroundings {
  readonly before: string;
  readonly after: string;
  /** The parts on the same line. */
  readonly lineBefore: string;
  readonly lineAfter: string;
}

export function surroundingsOf(text: string, candidate: Candidate): Surroundings {
  const from = candidate.at - CONTEXT_BEFORE;
  const before = lastLines(linesOf(text, Math.max(0, from), Math.max(candidate.nameStart, from)));
  const after = firstLines(linesOf(text, candidate.end, candidate.end + CONTEXT_AFTER));
  const lineEnd = after.search(/[\r\n]/);
  const lineBefore = before.slice(before.lastIndexOf('\n') + 1);
  return { before, after, lineBefore, lineAfter: lineEnd < 0 ? after : after.slice(0, lineEnd) };
}

/** A part of a text with line breaks normalized, so that the operating system makes no difference. */
function linesOf(text: string, start: number, end: number): string {
  return text.slice(start, end).replaceAll('\r\n', '\n');
}

/** Complete lines before and after the candidate's: as many as the labelled rows have, so that the model sees no more in a file. */
const LINES = 3;

function lastLines(text: string): string {
  let from = text.length;
  for (let line = 0; line <= LINES && from > 0; line++) from = text.lastIndexOf('\n', from - 1);
  return from <= 0 ? text : text.slice(from + 1);
}

function firstLines(text: string): string {
  let to = -1;
  for (let line = 0; line <= LINES; line++) {
    to = text.indexOf('\n', to + 1);
    if (to < 0) return text;
  }
  return text.slice(0, to + 1);
}

const OPERATORS = ['=', ':', '=>', ':=', '==', '!=', ',', '(', '>', ''];
/** Features, one of which is 1, with the syntax of each. */
const SYNTAX_NAMES = SYNTAXES.map((syntax) => [syntax, `syntax ${syntax}`] as const);
const OPERATOR_NAMES = OPERATORS.map((operator) => [operator, `operator '${operator}'`] as const);
const KIND_NAMES = NAME_KINDS.map((kind) => [kind, `name is a ${kind}`] as const);
const BEFORE: Readonly<Record<string, RegExp>> = {
  'line begins as a comment': /^\s*(?:#|\/\/|\/?\*|--|;|<!--|'''|"""|rem )/i,
  'line is indented': /^\s/,
  'name begins the line': /^\s*["'`]?$/,
  'line holds a comparison before': /[=!]==?|\bassert|\bexpect|\bshould/i,
  'line declares': /\b(?:const|let|var|val|final|static|public|private|def|string|String|char|byte)\b/,
  'line calls': /\($/,
  'line is a list item': /^\s*-\s/,
  'line exports a variable': /(?:^|\s)(?:export|set|ENV|env|-e)\s/,
  'inside a URL query': /[?&][\w%[\]-]*$/,
  'inside quotes before': /^[^"]*"(?:[^"]*"[^"]*")*[^"]*$/,
  'line names a user': /\b(?:user|login|username|email|mail|account)\w*["'`]?\s*[:=,(]/i,
};
const AFTER: Readonly<Record<string, RegExp>> = {
  'line ends behind the value': /^["'`]?[;,)\]}]*\s*$/,
  'line ends right behind the value': /^\s*$/,
  'a comma follows': /^["'`]?\s*,/,
  'a semicolon follows': /^["'`]?\s*;/,
  'a bracket closes': /^["'`]?\s*[)\]}]/,
  'an operator follows': /^["'`]?\s*[+*/|&?=<>-]/,
  'a dot follows': /^["'`]?\./,
  'a word follows': /^["'`]?\s+[A-Za-z]/,
  'a colon follows': /^["'`]?\s*:/,
  'a comment follows': /^.{0,3}\s(?:#|\/\/|--|\/\*)/,
  "a host of one's own follows": /^@(?:localhost|127\.\d|\[?::1|0\.0\.0\.0|(?:[\w-]+\.)*example\b)/,
  'an element closes': /^<\//,
  'line names a user behind': /\b(?:user|login|username|email|mail|host|account)\w*["'`]?\s*[:=,(]/i,
};

/** Describes name, operator and surroundings. */
export function addContextNumbers(numbers: Numbers, candidate: Candidate, value: string, around: Surroundings): void {
  for (const [syntax, name] of SYNTAX_NAMES) numbers[name] = Number(candidate.syntax === syntax);
  for (const [operator, name] of OPERATOR_NAMES) numbers[name] = Number(candidate.operator === operator);
  for (const [kind, name] of KIND_NAMES) numbers[name] = Number(candidate.kind === kind);
  const { quote } = candidate;
  numbers['value is quoted'] = Number(quote !== '');
  numbers['value is in single quotes'] = Number(quote.endsWith("'"));
  numbers['value is in backticks'] = Number(quote.startsWith('`'));
  numbers['value is escaped'] = Number(quote.startsWith('\\') || quote.startsWith('&'));
  numbers['value is wrapped'] = Number(candidate.wrapped);
  numbers['name is quoted'] = Number(candidate.closed);
  numbers['line length before'] = around.lineBefore.length;
  numbers['line length behind'] = around.lineAfter.length;
  for (const name in BEFORE) numbers[name] = Number(BEFORE[name]?.test(around.lineBefore) ?? false);
  for (const name in AFTER) numbers[name] = Number(AFTER[name]?.test(around.lineAfter) ?? false);
  addNameNumbers(numbers, candidate.name, value);
  addEchoes(numbers, candidate.name, value, around);
}

/** What accompanies a password in a group of settings, names of credentials, words of examples, and words frequent in tests. */
const COUNTED: Readonly<Record<string, RegExp>> = {
  'settings around': /\b(?:host|port|user|database|db|server|url|ssl|dsn|login|email)\w{0,12}["'`]?\s{0,3}[:=]/gi,
  'credentials around': /pass(?:word|wd)?|pwd|secret|token|api_?key|credential/gi,
  'samples around': /\b(?:example|sample|dummy|placeholder|your|e\.g|demo|usage|todo|foo|bar)\b|example\./gi,
  'tests around': /\b(?:test|assert|expect|should|mock|fixture|describe|spec)/gi,
};
const MOST_COUNTED = 4;

/** Counts repetitions of the value, and other features, in the surrounding text. */
function addEchoes(numbers: Numbers, name: string, value: string, { before, after }: Surroundings): void {
  const around = `${before}\n${after}`;
  const echoes = echoesOf(value, before)
    .concat(echoesOf(value, after))
    .filter(({ isGiven }) => !isGiven);
  numbers['value stands around'] = Math.min(echoes.length, MOST_COUNTED);
  numbers['value is used around'] = Number(echoes.some(({ behind }) => /^\s{0,3}[=(.:[]/.test(behind)));
  numbers['name stands behind'] = Math.min(echoesOf(name, after).length, MOST_COUNTED);
  for (const what in COUNTED) numbers[what] = Math.min(countOf(around, COUNTED[what]), MOST_COUNTED);
  const { signs, capitals } = signsIn(around);
  numbers['signs around'] = signs / around.length;
  numbers['capitals around'] = capitals / around.length;
}

/** Counts characters of a text (latin1) that are neither word characters nor white space, and its capital letters. */
function signsIn(text: string): { readonly signs: number; readonly capitals: number } {
  let [signs, capitals] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const kind = CHARACTERS[text.charCodeAt(at)];
    if (kind === SIGN) signs++;
    else if (kind === CAPITAL) capitals++;
  }
  return { signs, capitals };
}

const [SIGN, CAPITAL] = [1, 2];
const CHARACTERS = Uint8Array.from({ length: 256 }, (_, code) => {
  const character = String.fromCharCode(code);
  return /[A-Z]/.test(character) ? CAPITAL : Number(/[^\w\s]/.test(character));
});

function countOf(text: string, pattern: RegExp | undefined): number {
  return pattern === undefined ? 0 : (text.match(pattern)?.length ?? 0);
}

/** A credential name and an assignment to it. */
const GIVEN_TO = /(?:pass(?:word|wd|phrase)?|pwd|secret|token|key)\w{0,12}["'`]?\s{0,3}(?:=>|:=|[:=])\s{0,3}["'`]?$/i;
/** Not the form of a variable or constant: the same password for several accounts. */
const MADE_UP = /^(?!\w+_[A-Z]{3,}$)(?=.*\d)(?=.*[a-z])(?=.*[A-Z!@#$%^&*+-])/;

/** A repetition of a word: the text after it, and whether it is a credential's value there as well. */
interface Echo {
  readonly behind: string;
  readonly isGiven: boolean;
}

/** Each occurrence of `word` as a separate word. */
function echoesOf(word: string, text: string): Echo[] {
  const found: Echo[] = [];
  const isMadeUp = MADE_UP.test(word);
  if (word.length < 3) return found;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    const end = at + word.length;
    if (/\w/.test(text[at - 1] ?? '') || /\w/.test(text[end] ?? '')) continue;
    const isGiven = isMadeUp && GIVEN_TO.test(text.slice(Math.max(0, at - 40), at));
    found.push({ behind: text.slice(end, end + 6), isGiven });
  }
  return found;
}

function addNameNumbers(numbers: Numbers, name: string, value: string): void {
  const words = wordsOf(name);
  const lower = value.toLowerCase();
  // Programs prefix the names of their settings with their own: `oracle.install.sysPassword`.
  const own = MADE_UP.test(value) ? wordsOf(name.slice(name.lastIndexOf('.') + 1)) : words;
  const known = own.filter((word) => word.length >= 3 && lower.includes(word)).length;
  numbers['name words'] = words.length;
  numbers['name is capitals'] = Number(/^[A-Z\d_.-]+$/.test(name));
  numbers['name is lower case'] = Number(/^[a-z\d]+$/.test(name));
  numbers['name is camelCase'] = Number(/[a-z][A-Z]/.test(name));
  numbers['name is PascalCase'] = Number(/^[A-Z][a-z]/.test(name));
  numbers['name has a dot'] = Number(name.includes('.'));
  numbers['name has a dash'] = Number(name.includes('-'));
  numbers['name has an underscore'] = Number(name.includes('_'));
  numbers['value repeats words of the name'] = known;
  numbers['value begins as the name'] = commonStart(lower, name.toLowerCase()) / value.length;
  numbers['value is the name'] = Number(lower.replace(/[^a-z]/g, '') === name.toLowerCase().replace(/[^a-z]/g, ''));
}

function commonStart(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
}
