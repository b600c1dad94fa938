import type { Candidate } from './candidate.ts';
import { addContextNumbers, surroundingsOf } from './context-features.ts';
import { wordsOf } from './name.ts';
import { addValueNumbers, type Numbers } from './value-features.ts';

/** The features of a candidate that the model may use: numbers by name, and the words of its parts. */
export interface Description {
  readonly numbers: Numbers;
  /** Words by part, in lower case. */
  readonly words: Readonly<Record<'name' | 'value' | 'line', readonly string[]>>;
}

/** Describes a candidate and the text around it. */
export function describe(text: string, candidate: Candidate): Description {
  const value = candidate.decoded ?? text.slice(candidate.start, candidate.end);
  const around = surroundingsOf(text, candidate);
  const numbers: Numbers = {};
  const words = wordsOf(value);
  addValueNumbers(numbers, value, words);
  addContextNumbers(numbers, candidate, value, around);
  return {
    numbers,
    words: {
      name: wordsOf(candidate.name),
      value: words,
      line: wordsOf(around.lineBefore),
    },
  };
}
