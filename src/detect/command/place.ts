import type { Span } from '../../types.ts';
import { argumentsInList } from './list-words.ts';
import { shellWords } from './shell-words.ts';
import type { Word } from './words.ts';

/** The argument of a recorded command line that contains a value. */
export interface ArgumentPlace {
  /** `argv[4]`, or `env.NAME` for a variable that is set before the command. */
  readonly field: string;
  /** The option that has the value, `--password` or `-p`. */
  readonly option?: string;
}

/** Maximum number of characters read on either side. */
const REACH = 4096;
/** What recorders write before a command: histories, traces of shells, CI steps, process lists, units, Dockerfiles. */
const PREFIX =
  /^(?:\d{4}-\d\d-\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?[ \t]+)?(?:: \d{9,11}:\d{1,8};|- cmd: |##\[command\]|\[command\]|\++ |[$#>] |[\w.-]{1,40}@[\w.-]{1,60}:[^\s$#]{1,100}[$#] |Exec\w*=(?:\{.{0,300}?argv\[\]=)?[-+!@:]{0,3}|(?:RUN|CMD|ENTRYPOINT) |(?:\S+[ \t]+){1,3}\d+[ \t]+(?:\S+[ \t]+){1,9}\d+:\d\d(?::\d\d)?[ \t]+|(?:[\d*,/-]+[ \t]+){5}(?:[a-z][\w-]{0,30}[ \t]+(?=\S+[ \t]))?|[-{,[ \t]{0,40}"?[\w.-]{1,40}"?[ \t]*:[ \t]*["'])/;
const VARIABLE = /^(?<name>[A-Za-z_]\w{0,100})=/;

/**
 * Determines which argument of a recorded command line a value is; undefined if the surrounding text is not a readable command line.
 *
 * @param text latin1, one character for each byte
 */
export function argumentPlace(text: string, span: Span): ArgumentPlace | undefined {
  const from = Math.max(0, span.start - REACH);
  return inNulText(text, span, from) ?? inAudit(text, span) ?? inList(text, span, from) ?? inShell(text, span, from);
}

function placeOf(words: readonly Word[], at: number): ArgumentPlace | undefined {
  const index = words.findIndex(({ start, end }) => start <= at && at < end);
  const word = words[index];
  if (word === undefined) return undefined;
  const isSet = words.slice(0, index + 1).every((one) => VARIABLE.test(one.text));
  const name = VARIABLE.exec(word.text)?.groups?.['name'];
  if (isSet && name !== undefined) return { field: `env.${name}` };
  const first = words.findIndex((one) => !VARIABLE.test(one.text));
  const option = optionOf(word.text, words[index - 1]?.text);
  return { field: `argv[${index - first}]`, ...(option !== undefined && { option }) };
}

/** The option in the word itself, or else the previous word if it is one. */
function optionOf(text: string, before = ''): string | undefined {
  const own = /^(?<option>--?[A-Za-z][\w.-]{0,60}|\/[A-Za-z]{1,16})[=:]/.exec(text)?.groups?.['option'];
  if (own !== undefined) return own;
  if (/^-[A-Za-z][^\s=-]/.test(text)) return text.slice(0, 2);
  return /^(?:--?[A-Za-z][\w.-]{0,60}|\/[A-Za-z]{1,16})$/.test(before) ? before : undefined;
}

/** Arguments of a process between NUL bytes: from the start of the text, or from the empty word that ends another one. */
function inNulText(text: string, { start }: Span, from: number): ArgumentPlace | undefined {
  const next = text.indexOf('\0', start);
  const isNul = next >= 0 ? !text.slice(start, next).includes('\n') : text.lastIndexOf('\0', start) >= from;
  if (!isNul || !text.slice(from, next < 0 ? undefined : next + 1).includes('\0')) return undefined;
  const border = text.lastIndexOf('\0\0', start);
  const first = border >= from ? border + 2 : from;
  if (first > 0 && border < from) return undefined;
  const words: Word[] = [];
  for (let at = first; at <= start;) {
    const stop = text.indexOf('\0', at);
    const end = stop < 0 ? text.length : stop;
    words.push({ text: text.slice(at, end), start: at, end });
    at = end + 1;
  }
  return placeOf(words, start);
}

function inAudit(text: string, { start }: Span): ArgumentPlace | undefined {
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  if (!line.includes('type=EXECVE')) return undefined;
  const fields = [...line.matchAll(/ a(\d{1,3})(?:\[\d+\])?=(?:"([^"]*)"?)?/g)];
  const [, index, own = ''] = fields.at(-1) ?? [];
  if (index === undefined) return undefined;
  const option = optionOf(`${own}\u0001`, fields.at(-2)?.[2]);
  return { field: `argv[${index}]`, ...(option !== undefined && { option }) };
}

function inList(text: string, { start }: Span, from: number): ArgumentPlace | undefined {
  for (let open = text.lastIndexOf('[', start), tries = 0; open >= from && tries < 16; tries++) {
    const words = argumentsInList(text, open, start + 1);
    const place = words && placeOf(words, start);
    if (place !== undefined) return place;
    open = open === 0 ? -1 : text.lastIndexOf('[', open - 1);
  }
  return undefined;
}

function inShell(text: string, { start }: Span, from: number): ArgumentPlace | undefined {
  const lineStart = Math.max(from, text.lastIndexOf('\n', start - 1) + 1);
  const prefix = PREFIX.exec(text.slice(lineStart, start))?.[0].length ?? 0;
  for (let at = lineStart + prefix; at >= 0 && at <= start;) {
    const words = wordsUntil(text, at, start);
    const isOne = words.length === 1 && !VARIABLE.test(words[0]?.text ?? '');
    const place = isOne ? undefined : placeOf(words, start);
    if (place !== undefined) return place;
    at = nextCommand(text, words.at(-1)?.end ?? at, start);
  }
  return undefined;
}

/** Words of the command that begins at `from`, up to the one that contains `until`. */
function wordsUntil(text: string, from: number, until: number): readonly Word[] {
  const words: Word[] = [];
  for (const word of shellWords(text, from, Math.min(text.length, until + REACH))) {
    words.push(word);
    if (word.end > until) break;
  }
  return words;
}

/** Where the next command of a line begins before `until`; -1 if there is none. */
function nextCommand(text: string, from: number, until: number): number {
  const separator = /[;|&(]+[ \t]*|\\n/g;
  separator.lastIndex = from;
  const found = separator.exec(text);
  return found === null || found.index >= until ? -1 : found.index + found[0].length;
}
