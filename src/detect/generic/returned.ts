import { located, type Located } from './syntax.ts';
import { readQuoted } from './value.ts';

/** The parameters of a function, its type, comments, and a text that is all it returns. */
const RETURNS = new RegExp(
  [
    String.raw`\([^()\n]{0,80}\)`,
    String.raw`(?:[ \t]{0,2}(?:->|:)[ \t]{0,2}[\w.[\]<>|? &']{1,30})?`,
    String.raw`[ \t]{0,2}(?:throws[ \t]\w{1,40}[ \t]{0,2})?[:{]?[ \t]{0,4}(?:\r?\n)?`,
    String.raw`(?:[ \t]{0,40}(?:#|\/\/|"""|\*)[^\n]{0,160}\n){0,4}`,
    String.raw`[ \t]{0,40}return[ \t(]{1,3}(?=["'])`,
  ].join(''),
  'y',
);
const PAREN = 40;

/** The return value of a function that is named after it: `def get_password(self): return "…"`. */
export function returnedBy(text: string, nameEnd: number): Located | undefined {
  if (text.charCodeAt(nameEnd) !== PAREN) return undefined;
  RETURNS.lastIndex = nameEnd;
  const value = RETURNS.test(text) ? readQuoted(text, RETURNS.lastIndex) : undefined;
  // The expression continues: a concatenation or a lookup.
  if (
    value === undefined ||
    !/^["'][ \t]{0,3}[);}]{0,3}[ \t]{0,3}(?:[\r\n}]|$)/.test(text.slice(value.end, value.end + 12))
  )
    return undefined;
  return located({ operator: '=', closed: false }, value, 'assignment');
}
