import { readQuoted, readValue, type ValueSpan } from './value.ts';

/** Names of several values, and what stands between such a name and the first. */
const SEVERAL = /(?:(?:secret|api|access|app|auth|signing|encryption|previous|master)[-_ ]?keys|tokens|secrets|passwords|passwds|pws|creds|credentials|(?:key|secret|token)_fallbacks)["'\])]{0,3}[ \t]{0,4}(?::?=|:|=>)/i;
const MOST = 8;
const NEXT = /["'`]?[ \t]{0,4},\s{0,24}/y;

/** The values behind the first one where the name in front of `at` is that of several: `PASSWORDS = ["…", "…"]`, `APP_KEYS=…,…`. */
export function listedBehind(text: string, nameStart: number, at: number, first: ValueSpan): ValueSpan[] | undefined {
  const behind = text.charCodeAt(first.end + first.quote.length);
  if (behind !== 44 && behind !== 32 && behind !== 10) return undefined;
  if (!SEVERAL.test(text.slice(nameStart, at))) return undefined;
  const items: ValueSpan[] = [];
  for (let last = first; items.length < MOST;) {
    NEXT.lastIndex = last.end;
    const next = NEXT.test(text) ? itemAt(text, NEXT.lastIndex, first.quote) : undefined;
    if (next === undefined) break;
    items.push(next);
    last = next;
  }
  return items.length === 0 ? undefined : items;
}

function itemAt(text: string, at: number, quote: string): ValueSpan | undefined {
  const item = quote === '' ? readValue(text, at) : readQuoted(text, at);
  // The name of the next member, or of an argument.
  return item === undefined || /^["'`]?[ \t]{0,4}[:=]/.test(text.slice(item.end, item.end + 6)) ? undefined : item;
}
