import type { CodeRange } from './syntax.ts';

const LAST = 0x10ffff;
/** Only the ASCII part of larger ranges is folded. */
const FOLDED = 1024;

const range = (min: number, max: number): CodeRange => ({ min, max });
const between = (first: string, last: string): CodeRange => range(first.charCodeAt(0), last.charCodeAt(0));

const DIGIT = [between('0', '9')];
const UPPER = [between('A', 'Z')];
const LOWER = [between('a', 'z')];
const WORD = [...DIGIT, ...UPPER, range(95, 95), ...LOWER];
const SPACE = [range(9, 10), range(12, 13), range(32, 32)];

/** `\d`, `\s`, `\w`: ASCII only; the blanks do not include the vertical tab. */
export const PERL: Readonly<Record<string, readonly CodeRange[]>> = { d: DIGIT, s: SPACE, w: WORD };

/** `[[:alnum:]]` and the like. */
export const POSIX: Readonly<Record<string, readonly CodeRange[]>> = {
  alnum: [...DIGIT, ...UPPER, ...LOWER],
  alpha: [...UPPER, ...LOWER],
  ascii: [range(0, 127)],
  blank: [range(9, 9), range(32, 32)],
  cntrl: [range(0, 31), range(127, 127)],
  digit: DIGIT,
  graph: [range(33, 126)],
  lower: LOWER,
  print: [range(32, 126)],
  punct: [range(33, 47), range(58, 64), range(91, 96), range(123, 126)],
  space: [range(9, 13), range(32, 32)],
  upper: UPPER,
  word: WORD,
  xdigit: [...DIGIT, between('A', 'F'), between('a', 'f')],
};

/** Ranges in order, with overlapping and adjacent ones merged. */
export function merged(ranges: readonly CodeRange[]): CodeRange[] {
  const result: CodeRange[] = [];
  for (const next of [...ranges].sort((a, b) => a.min - b.min)) {
    const last = result.at(-1);
    if (last !== undefined && next.min <= last.max + 1) {
      result[result.length - 1] = range(last.min, Math.max(last.max, next.max));
    } else result.push(next);
  }
  return result;
}

/** All other code points. */
export function negated(ranges: readonly CodeRange[]): CodeRange[] {
  const result: CodeRange[] = [];
  let next = 0;
  for (const { min, max } of merged(ranges)) {
    if (min > next) result.push(range(next, min - 1));
    next = max + 1;
  }
  if (next <= LAST) result.push(range(next, LAST));
  return result;
}

/** With the other cases of each character; the long s and the Kelvin sign are cases of `s` and `k`. */
export function folded(ranges: readonly CodeRange[]): CodeRange[] {
  const others: CodeRange[] = [];
  const add = (text: string): void => {
    const code = text.codePointAt(0) ?? 0;
    if (text === String.fromCodePoint(code)) others.push(range(code, code));
  };
  for (const { min, max } of ranges) {
    const last = max - min > FOLDED ? Math.min(max, 127) : max;
    for (let code = min; code <= last; code++) {
      const text = String.fromCodePoint(code);
      const [lower, upper] = [text.toLowerCase(), text.toUpperCase()];
      add(lower);
      add(upper);
      add(upper.toLowerCase());
      if (lower === 's') add('\u017f');
      if (lower === 'k') add('\u212a');
    }
  }
  return merged([...ranges, ...others]);
}

/** A general category (`L`, `Nd`) or a script (`Greek`); undefined for an unknown name. */
export function unicodeClass(name: string): readonly CodeRange[] | undefined {
  if (name === 'Any') return [range(0, LAST)];
  for (const property of [name, `Script=${name}`]) {
    let pattern: RegExp;
    try {
      pattern = new RegExp(`[\\p{${property}}]`, 'u');
    } catch {
      continue;
    }
    const found: CodeRange[] = [];
    for (let code = 0, start = -1; code <= LAST + 1; code++) {
      const holds = code <= LAST && pattern.test(String.fromCodePoint(code));
      if (holds && start < 0) start = code;
      if (!holds && start >= 0) {
        found.push(range(start, code - 1));
        start = -1;
      }
    }
    return found;
  }
  return undefined;
}
