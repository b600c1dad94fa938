/** What a shell makes of the text behind `NAME=`. */

const ANSI: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', a: '\u0007', e: '\u001b', E: '\u001b' };

interface Part {
  readonly text: string;
  /** Where the text goes on. */
  readonly next: number;
}

/**
 * One word of a shell: quoted and bare parts that stand side by side are joined, and a line that ends with a backslash with the
 * next one. Undefined where a quote is open, or where more than a comment stands behind the word.
 */
export function shellWord(text: string): string | undefined {
  let word = '';
  let at = 0;
  while (at < text.length && !/\s/.test(text[at] ?? '')) {
    const part = partAt(text, at);
    if (part === undefined) return undefined;
    word += part.text;
    at = part.next;
  }
  return /^(?:\s+#.*|\s*)$/s.test(text.slice(at)) ? word : undefined;
}

function partAt(text: string, at: number): Part | undefined {
  if (text.startsWith("$'", at)) return quotedPart(text, at + 2, { quote: "'", escaped: ansiEscape });
  const first = text[at] ?? '';
  if (first === "'") return quotedPart(text, at + 1, { quote: first, escaped: undefined });
  if (first === '"') return quotedPart(text, at + 1, { quote: first, escaped: doubleEscape });
  if (first !== '\\') return { text: first, next: at + 1 };
  const next = text[at + 1];
  return next === undefined ? undefined : { text: next === '\n' ? '' : next, next: at + 2 };
}

interface Quoting {
  readonly quote: string;
  /** What a backslash and what follows it stand for; undefined where a backslash is one. */
  readonly escaped: ((text: string, at: number) => Part) | undefined;
}

function quotedPart(text: string, from: number, { quote, escaped }: Quoting): Part | undefined {
  let found = '';
  let at = from;
  while (at < text.length) {
    const one = text[at] ?? '';
    if (one === quote) return { text: found, next: at + 1 };
    const part = one === '\\' && escaped !== undefined ? escaped(text, at) : { text: one, next: at + 1 };
    found += part.text;
    at = part.next;
  }
  return undefined;
}

function doubleEscape(text: string, at: number): Part {
  const next = text[at + 1] ?? '';
  if (next === '\n') return { text: '', next: at + 2 };
  return { text: /["$\\`]/.test(next) ? next : `\\${next}`, next: at + 2 };
}

function ansiEscape(text: string, at: number): Part {
  const digits = /^\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4}))/.exec(text.slice(at, at + 6));
  if (digits !== null) {
    const code = Number.parseInt(digits[1] ?? digits[2] ?? '', 16);
    return { text: String.fromCodePoint(code), next: at + digits[0].length };
  }
  const next = text[at + 1] ?? '';
  return { text: ANSI[next] ?? next, next: at + 2 };
}
