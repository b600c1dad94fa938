import { entropy } from '../entropy.ts';
import { isMonotonous, isPlaceholder } from '../placeholder.ts';
import { COMMON_WORDS } from '../data/common-words.ts';
import { IS_UUID } from '../uuid.ts';
import { isPlaceholderPassword, isTrivialPassword } from '../validators/password.ts';
import { shapeOf, withoutLeet, wordScore } from '../wordlike.ts';

/** Numbers that describe a value, by name. Shares are relative to its length. */
export type Numbers = Record<string, number>;

const PATTERNS: Readonly<Record<string, RegExp>> = {
  'value is hex': /^[0-9a-f]+$/i,
  'value is base64 or base64url': /^[\w+/-]+={0,2}$/,
  'value ends in =': /=$/,
  'value is digits': /^\d+$/,
  'value is lower-case letters': /^[a-z]+$/,
  'value is one capitalised word': /^[A-Z][a-z]+$/,
  'value is camelCase': /^[a-z]+(?:[A-Z][a-z]+)+$/,
  'value is PascalCase': /^(?:[A-Z][a-z]+){2,}$/,
  'value is snake_case': /^[a-z]+(?:_[a-z\d]+)+$/,
  'value is kebab-case': /^[a-z]+(?:-[a-z\d]+)+$/,
  'value is CONSTANT_CASE': /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+$/,
  'value is capitals': /^[A-Z]+$/,
  'value is words and digits': /^[A-Za-z]+\d{1,4}[!@#$]?$/,
  'value is base32': /^[A-Z2-7]{16,}$/,
  'value is a UUID': IS_UUID,
  'value begins with a sign': /^[^A-Za-z0-9]/,
  'value begins with a capital': /^[A-Z]/,
  'value ends in a sign': /[^A-Za-z0-9=]$/,
  'value ends in punctuation': /[.:?!,;]$/,
  'value holds a space': / /,
  'value holds a dot': /\./,
  'value holds a colon': /:/,
  'value holds a slash': /\//,
  'value holds a backslash': /\\/,
  'value holds a bracket': /[()[\]{}<>]/,
  'value holds an @': /@/,
  'value holds $ or %': /[$%]/,
  'value holds an =': /=./,
  'value holds a non-ASCII byte': /[\x80-\xff]/,
  'value is an address': /^[\w.+-]+@[\w-]+\.[\w.]+$|^\d+\.\d+\.\d+\.\d+/,
  'value is a dotted name': /^[a-z]\w*(?:\.\w+)+$/i,
};

/**
 * Describes a value by itself. Adds the numbers to an existing object, because joining several takes longer than counting.
 *
 * @param words of the value, split as a name is
 */
export function addValueNumbers(numbers: Numbers, text: string, words: readonly string[]): void {
  addCounts(numbers, text);
  addWordiness(numbers, text, words);
  addHabits(numbers, text);
  for (const name in PATTERNS) numbers[name] = Number(PATTERNS[name]?.test(text) ?? false);
  numbers['value stands for one'] = Number(isPlaceholder(text));
  numbers['value is a stock password'] = Number(isPlaceholderPassword(text));
  numbers['value is monotonous'] = Number(isMonotonous(text));
  numbers['value is a trivial password'] = Number(isTrivialPassword(text));
  numbers['value is a common word'] = Number(COMMON_WORDS.has(text.toLowerCase()));
}

function addCounts(numbers: Numbers, text: string): void {
  const classes = [0, 0, 0, 0];
  let changes = 0;
  let last = -1;
  let run = 0;
  let longest = 0;
  for (let at = 0; at < text.length; at++) {
    const kind = classOf(text.charCodeAt(at));
    classes[kind] = (classes[kind] ?? 0) + 1;
    run = kind === last ? run + 1 : 1;
    if (kind !== last) changes++;
    if (run > longest) longest = run;
    last = kind;
  }
  const { length } = text;
  const [lower = 0, upper = 0, digits = 0, signs = 0] = classes;
  numbers['value length'] = length;
  numbers['value lower case'] = lower / length;
  numbers['value upper case'] = upper / length;
  numbers['value digits'] = digits / length;
  numbers['value digit count'] = digits;
  numbers['value signs'] = signs / length;
  numbers['value classes'] = classes.filter((count) => count > 0).length;
  numbers['value class changes'] = changes / length;
  numbers['value longest run of a class'] = longest / length;
  numbers['value distinct characters'] = new Set(text).size / length;
  numbers['value entropy'] = entropy(text);
}

/** Words that people use in made-up passwords for examples and tests. */
const SAMPLE_WORDS =
  /pass(?:word|wd|wrd|phrase)?|passwort|p[a4@][s5$]{2}w[o0]r?d|pwd|secret|s[e3]cr[e3]t|token|user(?:name)?|admin(?:istrator)?|root|test(?:ing|er)?|my|your|the|some|any|bad|very|super|top|long|strong|weak|fake|foo|bar|baz|qux|demo|example|sample|dummy|temp|tmp|new|old|wrong|invalid|valid|correct|guest|login|db|database|mysql|postgres(?:ql)?|mongo|redis|oracle|client|server|default|local|host|dev|prod|changeme|change|me|it|123(?:4(?:5(?:6(?:7(?:8(?:9)?)?)?)?)?)?/gi;
const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', '1234567890'];
/** A key's position by character code, with a gap between rows; 0 for characters on none of them. */
const KEYS = keyPlaces();

function keyPlaces(): Uint8Array {
  const places = new Uint8Array(256);
  for (const [row, keys] of ROWS.entries())
    for (let at = 0; at < keys.length; at++) places[keys.charCodeAt(at)] = 1 + row * 16 + at;
  return places;
}

const [FIRST_HOME, LAST_HOME] = [17, 25];

/** Habits of people who make up a value: words of samples, digits for letters, fingers that stay on a row of keys. */
function addHabits(numbers: Numbers, text: string): void {
  let sample = 0;
  for (const [word] of text.matchAll(SAMPLE_WORDS)) sample += word.length;
  numbers['value sample words'] = sample / text.length;
  const lower = text.toLowerCase();
  numbers['value reads as words, digits as letters'] = wordScore(withoutLeet(text));
  let [letters, home, near, last] = [0, 0, 0, 0];
  for (let at = 0; at < lower.length; at++) {
    const code = lower.charCodeAt(at);
    if (code >= 97 && code <= 122) letters++;
    const key = KEYS[code] ?? 0;
    if (key >= FIRST_HOME && key <= LAST_HOME) home++;
    // Adjacent in a row of keys, or equal.
    if (key > 0 && last > 0 && Math.abs(key - last) <= 1) near++;
    last = key;
  }
  numbers['value home row'] = letters === 0 ? 0 : home / letters;
  numbers['value neighbours on keys'] = near / text.length;
  numbers['value repeats itself'] = Number(/^(.{2,40}?)\1+$/.test(text));
}

function classOf(code: number): number {
  if (code >= 97 && code <= 122) return 0;
  if (code >= 65 && code <= 90) return 1;
  return code >= 48 && code <= 57 ? 2 : 3;
}

function addWordiness(numbers: Numbers, text: string, words: readonly string[]): void {
  const shape = shapeOf(text);
  const pieces = text.match(/[A-Za-z]+/g) ?? [];
  let best = -4;
  let longest = 0;
  for (const piece of pieces) {
    if (piece.length > longest) longest = piece.length;
    if (piece.length >= 3) best = Math.max(best, wordScore(piece));
  }
  numbers['value reads as words'] = wordScore(text);
  numbers['value best word'] = best;
  numbers['value longest letters'] = longest;
  numbers['value words'] = pieces.length;
  numbers['value random part'] = shape.random / text.length;
  numbers['value word part'] = shape.words / text.length;
  let common = 0;
  for (const word of words) if (COMMON_WORDS.has(word)) common += word.length;
  numbers['value common part'] = common / text.length;
  numbers['value pieces'] = words.length / text.length;
}
