import { listWords } from './list-words.ts';
import { shellWords } from './shell-words.ts';

/** One argument of a recorded command line. Offsets count from the start of the text. */
export interface Word {
  /** The argument as passed to the program, without quotes and escapes. */
  readonly text: string;
  /** The span of its characters, without outer quotes. */
  readonly start: number;
  readonly end: number;
}

/** Maximum length of a command line, in characters. */
export const LONGEST_COMMAND = 2000;

/**
 * The arguments after a program's name, in any notation: words of a shell, words between NUL bytes (`/proc/<pid>/cmdline`), items of a list
 * (JSON, Python, YAML, `execve`), fields of an audit record.
 *
 * @param at after the program's name
 * @param until maximum end of the command line, if known
 */
export function wordsBehind(text: string, at: number, until: number = text.length): Iterable<Word> {
  const limit = Math.min(until, at + LONGEST_COMMAND);
  if (text.charCodeAt(at) === 0) return nulWords(text, at + 1, limit);
  return listWords(text, at, limit) ?? (IN_SHELL.test(text.slice(at, at + 3)) ? shellWords(text, at, limit) : []);
}

/** A blank after the name or its quotation mark; an escaped line end. */
const IN_SHELL = /^["']?(?:[ \t]|[\\^`][\r\n])/;

/** Up to an empty word, with which the kernel ends the arguments of a process. */
function* nulWords(text: string, from: number, limit: number): Generator<Word> {
  for (let start = from; start < limit;) {
    const stop = text.indexOf('\0', start);
    const end = stop < 0 ? text.length : stop;
    if (end === start) return;
    yield { text: text.slice(start, end), start, end };
    start = end + 1;
  }
}
