import { shapeOf } from './wordlike.ts';

/** Words used in place of a value: in templates, documentation, redactions. Too long to occur in random text by chance. */
const DUMMY_WORDS =
  /example|sample|placeholder|dummy|changeme|change[-_ ]?(?:it|this)|redacted|removed|masked|censored|insert[-_ ]|replace|not[-_ ](?:a[-_ ]?)?(?:real|secret|set|used|long)|foo_?bar|x{8,}|\*{3,}|#{4,}|\.{3,}|your[-_ ](?:[a-z]+[-_ ]?)?(?:api|key|token|secret|pass|access|account|client|app|value|name|id)|random[-_ ]?(?:string|value|text|pass|secret|token|key|char)|^(?:my|your|the|some|any)[-_ ]|^<.*>$/i;
/** Shorter ones, which count only in a text up to `LONGEST_DUMMY` characters. */
const SHORT_DUMMY_WORDS =
  /hidden|change[-_ ]?me|fixme|not(?:a)?(?:real|secret|set|used|long)|lorem|ipsum|_here(?![a-z])|here$|your(?:api|key|token|secret|pass|access|account|client|app|value|name|id)/i;
/** Words of four letters: random text contains them by chance, but rarely in the letter case that people use. */
const SHORTEST_DUMMY_WORDS = /[fF]ake|FAKE|[tT]odo|TODO/;
const LONGEST_DUMMY = 72;

/** Characters that mask a hidden value. */
const MASK = /x{4,}|X{4,}|y{5,}|Y{5,}|z{5,}|Z{5,}/g;
/** With this many random characters, a text is a value despite a short mask. */
const LEAST_BESIDE_MASK = 12;

const RUNS = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', '9876543210'];
/** For each pair of characters, whether the second continues a run. */
const FOLLOWS = followers();

function followers(): Uint8Array {
  const follows = new Uint8Array(128 * 128);
  for (const run of RUNS)
    for (let at = 1; at < run.length; at++) follows[run.charCodeAt(at - 1) * 128 + run.charCodeAt(at)] = 1;
  return follows;
}

/** Whether a run may continue from one character to the next. */
function goesOn(text: string, at: number): boolean {
  const [one, next] = [text.charCodeAt(at), text.charCodeAt(at + 1)];
  return one < 128 && next < 128 && FOLLOWS[one * 128 + next] === 1;
}

/** Whether a text is a placeholder instead of a value: a dummy word, a repeated character, a sequence. */
export function isPlaceholder(text: string): boolean {
  return hasDummyWord(text) || isMonotonous(text);
}

/** Whether a text contains a word that says that the value belongs here. */
export function hasDummyWord(text: string): boolean {
  if (DUMMY_WORDS.test(text)) return true;
  if (text.length > LONGEST_DUMMY) return false;
  return SHORT_DUMMY_WORDS.test(text) || SHORTEST_DUMMY_WORDS.test(text) || isMasked(text);
}

/** A few equal characters that mask the rest of a value; in an otherwise random text they are chance. */
function isMasked(text: string): boolean {
  const shown = text.replace(MASK, ' ');
  return shown !== text && shapeOf(shown).random < LEAST_BESIDE_MASK;
}

/** Samples of RFC 7617 section 2 (its pound sign also in UTF-8), of Oracle's databases and of documentation. */
const SAMPLE_LOGIN =
  /^(?:aladdin:(?:open ?sesame)?|test:123(?:\u00c2)?\u00a3|user:pass(?:wd|word)?|username:password|foo:bar|scott:tiger)$/i;

/** Whether `user:password` (latin1) is a sample from documentation of HTTP. */
export function isSampleLogin(text: string): boolean {
  return SAMPLE_LOGIN.test(text);
}

/** Few distinct characters for the length, one character or short group repeated, or mostly `abcdef…`/`12345…`. */
export function isMonotonous(text: string): boolean {
  const body = bodyOf(text);
  return isBodyRepetitive(body) || isBodyCountedUp(body);
}

/** Letters and digits of a text. */
function bodyOf(text: string): string {
  return text.replace(/[^A-Za-z0-9]+/g, '');
}

/** One character repeated, as in a redacted value. */
export function isRepetitive(text: string): boolean {
  return isBodyRepetitive(bodyOf(text));
}

function isBodyRepetitive(body: string): boolean {
  if (body.length < 6) return body.length < 3;
  return hasAtMost(3, body) || repeated(body) >= Math.max(8, body.length / 4);
}

/** Whether a text has at most `most` distinct characters. */
function hasAtMost(most: number, text: string): boolean {
  const seen = new Set<string>();
  for (const char of text) if (seen.add(char).size > most) return false;
  return true;
}

/** Random text never contains this many characters of the alphabet or the digits in order. */
const LONGEST_RUN = 12;

/** Words that can be spelled in hexadecimal digits. */
const HEX_WORDS =
  /^(?:0?(?:cafe|dead|beef|babe|face|f00d|feed|c0de|c0ffee|decaf|bad|fade|deaf|abad1dea|deadbeef|cafebabe)[0d]?)+$/i;

/** A short group repeated, or mostly `abcdef…`/`12345…`: a value typed to show its form. */
export function isCountedUp(text: string): boolean {
  return isBodyCountedUp(bodyOf(text));
}

function isBodyCountedUp(body: string): boolean {
  if (body.length < 6) return false;
  if (body.length >= 16 && (hasAtMost(5, body) || HEX_WORDS.test(body))) return true;
  if ((/^(.{1,6})\1{3,}/.exec(body)?.[0].length ?? 0) >= body.length / 2) return true;
  const { covered, longest } = sequential(body.toLowerCase());
  return longest >= LONGEST_RUN || covered >= body.length * 0.6;
}

/** Length of the longest run of one character. */
function repeated(text: string): number {
  let longest = 0;
  for (let at = 0, start = 0; at < text.length; at++) {
    if (text.charCodeAt(at) !== text.charCodeAt(start)) start = at;
    if (at - start >= longest) longest = at - start + 1;
  }
  return longest;
}

const LEAST_RUN = 6;

/** The number of characters in runs of six or more from the alphabet, the digits or a keyboard row, and the longest such run. */
function sequential(text: string): { readonly covered: number; readonly longest: number } {
  let covered = 0;
  let longest = 0;
  for (let at = 0; at <= text.length - LEAST_RUN;) {
    const length = goesOn(text, at) ? runAt(text, at) : 1;
    if (length < LEAST_RUN) {
      at++;
      continue;
    }
    longest = Math.max(longest, length);
    covered += length;
    at += length;
  }
  return { covered, longest };
}

/** Whether a text consists only of short runs: `abc123def456`. */
export function isAllRuns(text: string): boolean {
  for (let at = 0; at < text.length;) {
    const length = runAt(text, at);
    if (length < 2) return false;
    at += length;
  }
  return true;
}

function runAt(text: string, at: number): number {
  let best = 1;
  for (const run of RUNS) {
    const start = run.indexOf(text[at] ?? '');
    if (start < 0) continue;
    let length = 1;
    while (at + length < text.length && text.charCodeAt(at + length) === run.charCodeAt(start + length)) length++;
    best = Math.max(best, length);
  }
  return best;
}

/** `000102…0f`, `00112233…ff`, `0f0e0d…`: bytes that count up or down, the keys of examples and known-answer tests. */
export function isCountedBytes(text: string): boolean {
  if (text.length < 16 || !/^(?:[0-9a-f]{2}){8,}$/i.test(text)) return false;
  const bytes = Buffer.from(text, 'hex');
  const steps = new Map<number, number>();
  for (let at = 1; at < bytes.length; at++) {
    const step = ((bytes[at] ?? 0) - (bytes[at - 1] ?? 0)) & 0xff;
    steps.set(step, (steps.get(step) ?? 0) + 1);
  }
  return Math.max(...steps.values()) >= (bytes.length - 1) * 0.7;
}
