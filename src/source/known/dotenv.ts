import { Secret } from '../../secret.ts';
import type { NamedValue } from '../../types.ts';
import { shellWord } from './shell-word.ts';

/** `declare -x` is what `export -p` prints, `set` a command file, `$env:` a script of PowerShell. */
const ASSIGNMENT =
  /^[ \t]*(?:(?:export|set|(?:declare|typeset)[ \t]+-\w+)[ \t]+|\$env:)?([A-Za-z_][\w.-]*)[ \t]*(?:=[ \t]*|:[ \t]+)/;
/** What csh and fish write. */
const SETTING = /^[ \t]*(?:setenv|set(?:[ \t]+-{1,2}\w+)+)[ \t]+([A-Za-z_]\w*)[ \t]+/;
/** Lines that assign nothing: blank ones, comments, options of a shell, names alone, headings. */
const NOTHING =
  /^\s*(?:$|#|set[ \t]+[-+]\w+(?:[ \t]+\w+)?\s*$|(?:(?:export|unset)[ \t]+)?[A-Za-z_]\w*\s*$|\[[\w. -]*\]\s*$|---\s*$)/;
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** The values of an environment file, and the lines that say something else. */
export interface DotenvText {
  readonly values: readonly NamedValue[];
  /** Numbers, from 1, of lines that hold no assignment and may hold a value. */
  readonly strange: readonly number[];
}

/**
 * Reads an environment file as dotenv, docker, systemd and shells do. Where they differ (quotes, escapes, comments
 * after a value, continued lines), a value has several readings, and each of them is looked for.
 */
export function dotenvValues(text: string): DotenvText {
  const values: NamedValue[] = [];
  const strange: number[] = [];
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  let goesOn = false;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const head = ASSIGNMENT.exec(line) ?? SETTING.exec(line);
    if (head === null) {
      if (!goesOn && !NOTHING.test(line)) strange.push(index + 1);
      goesOn &&= endsOpen(line);
      continue;
    }
    const written = writtenAt(lines, index, head[0].length);
    index = written.last;
    goesOn = endsOpen(written.text);
    const [first, ...others] = readingsOf(written, lines).map((reading) => new Secret(reading));
    if (first !== undefined)
      values.push({ name: head[1] ?? '', secret: first, ...(others.length > 0 && { readings: others }) });
  }
  return { values, strange };
}

/** What stands behind a name. */
interface Written {
  readonly text: string;
  readonly quote: string | undefined;
  /** Index of its last line. */
  readonly last: number;
}

/** A quoted value may span lines up to its closing quote; without one, the line itself is the value. */
function writtenAt(lines: readonly string[], first: number, from: number): Written {
  const line = (lines[first] ?? '').slice(from);
  const quote = /^["'`]/.exec(line)?.[0];
  const last = quote === undefined || closing(line, quote) >= 0 ? first : lastLine(lines, first, quote);
  return { text: [line, ...lines.slice(first + 1, last + 1)].join('\n'), quote, last };
}

/** Whether a shell takes the next line for a part of this one. */
function endsOpen(line: string): boolean {
  return (/\\+$/.exec(line)?.[0].length ?? 0) % 2 === 1;
}

/** A text with the lines that a backslash at its end joins to it. */
function withNextLines(text: string, lines: readonly string[], last: number): string {
  let whole = text;
  for (let index = last + 1; index < lines.length && endsOpen(whole); index++) whole += `\n${lines[index] ?? ''}`;
  return whole;
}

/** Position of the closing quote of a text that begins with one, or -1 if there is none. */
function closing(text: string, quote: string): number {
  for (let at = 1; at < text.length; at++) {
    if (text[at] === '\\' && quote === '"') at++;
    else if (text[at] === quote) return at;
  }
  return -1;
}

/** The line on which a quoted value ends; the first one if no line has its closing quote. */
function lastLine(lines: readonly string[], first: number, quote: string): number {
  for (let index = first + 1; index < lines.length; index++) {
    if (closing(` ${lines[index] ?? ''}`, quote) >= 0) return index;
  }
  return first;
}

/** All readings of a value, each once. */
function readingsOf(written: Written, lines: readonly string[]): readonly string[] {
  const word = written.quote === '`' ? undefined : shellWord(withNextLines(written.text, lines, written.last));
  return [...new Set([...plainReadings(written), word ?? ''])].filter((reading) => reading !== '');
}

function plainReadings({ text, quote }: Written): readonly string[] {
  const end = quote === undefined ? -1 : closing(text, quote);
  if (quote === undefined || end < 0) {
    const whole = text.trim();
    return [whole.replace(/\s+#.*$/, ''), whole, whole.replace(/\\(.)/g, '$1')];
  }
  const inner = text.slice(1, end);
  if (quote !== '"') return [inner];
  return [inner.replace(/\\(.)/gs, (_, one: string) => CONTROLS[one] ?? one), inner];
}
