import { readQuoted, readValue, type ValueSpan } from './value.ts';

/** Names of several values, and what may be between such a name and the first value. */
const SEVERAL =
  /(?:(?:secret|api|access|app|auth|signing|encryption|previous|master)[-_ ]?keys|tokens|secrets|passwords|passwds|pws|creds|credentials|(?:key|secret|token)_fallbacks)["'\])]{0,3}[ \t]{0,4}(?::?=|:|=>)/i;
const MOST = 8;
const COMMA = 44;
/** Bare values are on one line, without blanks. */
const NEXT = { quoted: /["'`][ \t]{0,4},\s{0,24}/y, bare: /,/y } as const;

/** The values after the first one, if the name before `at` is a plural: `PASSWORDS = ["…", "…"]`, `APP_KEYS=…,…`. */
export function listedBehind(text: string, nameStart: number, at: number, first: ValueSpan): ValueSpan[] | undefined {
  if (text.charCodeAt(first.end + first.quote.length) !== COMMA || !SEVERAL.test(text.slice(nameStart, at)))
    return undefined;
  const [separator, read] =
    first.quote === '' ? ([NEXT.bare, readValue] as const) : ([NEXT.quoted, readQuoted] as const);
  const items: ValueSpan[] = [];
  for (let last = first; items.length < MOST;) {
    separator.lastIndex = last.end;
    const next = separator.test(text) ? read(text, separator.lastIndex) : undefined;
    // The name of the next member or argument.
    if (next === undefined || /^["'`]?[ \t]{0,4}[:=]/.test(text.slice(next.end, next.end + 6))) break;
    items.push(next);
    last = next;
  }
  return items.length === 0 ? undefined : items;
}
