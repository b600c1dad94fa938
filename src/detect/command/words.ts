import { listWords } from './list-words.ts';
import { shellWords } from './shell-words.ts';

/** One argument of a recorded command line. Offsets count from the start of the text. */
export interface Word {
  /** What the program was given: quotes and escapes undone. */
  readonly text: string;
  /** Where its characters stand, outer quotes left out. */
  readonly start: number;
  readonly end: number;
}

/** Longest command line that is read, in characters. */
export const LONGEST_COMMAND = 2000;

/**
 * The arguments behind a program's name, in whatever way the command line was written down: words of a shell, words
 * between NUL bytes (`/proc/<pid>/cmdline`), items of a list (JSON, Python, YAML, `execve`), fields of an audit record.
 *
 * @param at behind the program's name
 * @param until where the command line ends at the latest, if that is known
 */
export function wordsBehind(text: string, at: number, until: number = text.length): Iterable<Word> {
  const limit = Math.min(until, at + LONGEST_COMMAND);
  if (text.charCodeAt(at) === 0) return nulWords(text, at + 1, limit);
  return listWords(text, at, limit) ?? (IN_SHELL.test(text.slice(at, at + 3)) ? shellWords(text, at, limit) : []);
}

/** A blank behind the name or its quotation mark; a line end that the shell is told to ignore. */
const IN_SHELL = /^["']?(?:[ \t]|[\\^`][\r\n])/;

/** Up to an empty word: the kernel ends the arguments of a process like that. */
function* nulWords(text: string, from: number, limit: number): Generator<Word> {
  for (let start = from; start < limit;) {
    const stop = text.indexOf('\0', start);
    const end = stop < 0 ? text.length : stop;
    if (end === start) return;
    yield { text: text.slice(start, end), start, end };
    start = end + 1;
  }
}
