import { Secret } from '../../secret.ts';
import type { NamedValue } from '../../types.ts';

/** `declare -x` is what `export -p` prints, `set` a command file. */
const ASSIGNMENT =
  /^[ \t]*(?:(?:export|set|(?:declare|typeset)[ \t]+-\w+)[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*(?:=[ \t]*|:[ \t]+)/;
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/**
 * Reads an environment file as dotenv, docker, systemd and shells do. Where they differ (quotes, escapes, comments
 * after a value), a value has several readings, and each of them is looked for.
 */
export function dotenvValues(text: string): readonly NamedValue[] {
  const values: NamedValue[] = [];
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const head = ASSIGNMENT.exec(line);
    if (head === null) continue;
    let rest = line.slice(head[0].length);
    const quote = /^["'`]/.exec(rest)?.[0];
    // A quoted value may span lines up to its closing quote; without one, the line itself is the value.
    const last = quote === undefined || closing(rest, quote) >= 0 ? index : lastLine(lines, index, quote);
    for (; index < last; index++) rest += `\n${lines[index + 1] ?? ''}`;
    const readings = [...new Set(readingsOf(rest, quote))].filter((reading) => reading !== '');
    const [first, ...others] = readings.map((reading) => new Secret(reading));
    if (first !== undefined)
      values.push({ name: head[1] ?? '', secret: first, ...(others.length > 0 && { readings: others }) });
  }
  return values;
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

function readingsOf(text: string, quote: string | undefined): readonly string[] {
  const end = quote === undefined ? -1 : closing(text, quote);
  if (quote === undefined || end < 0) {
    const whole = text.trim();
    return [whole.replace(/\s+#.*$/, ''), whole, whole.replace(/\\(.)/g, '$1')];
  }
  const inner = text.slice(1, end);
  if (quote !== '"') return [inner];
  return [inner.replace(/\\(.)/gs, (_, one: string) => CONTROLS[one] ?? one), inner];
}
