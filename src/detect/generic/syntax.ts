import type { ValueSpan } from './value.ts';
import type { WholeValue } from './whole-value.ts';

/** The ways in which a value may follow a credential's name. */
export const SYNTAXES = [
  'assignment',
  'flag',
  'argument',
  'pair',
  'element',
  'next-line',
  'default',
  'prose',
  'sql',
  'userinfo',
  'scheme',
  'alone',
] as const;
/** One of the `SYNTAXES`. */
export type Syntax = (typeof SYNTAXES)[number];

/** A value and how it was assigned. Offsets count from the start of the text. */
export interface Located {
  readonly syntax: Syntax;
  /** The operator as written: `=`, `:`, `=>`, `,`, or empty. */
  readonly operator: string;
  /** The opening quotation mark, including escapes; empty for a bare value. */
  readonly quote: string;
  readonly start: number;
  readonly end: number;
  /** The value is an argument of a call or an item of a list: `String("…")`, `["…"]`. */
  readonly wrapped: boolean;
  /** The name itself is quoted or bracketed: `"password"`, `config["password"]`. */
  readonly closed: boolean;
  /** A user precedes the value, which makes it a password whatever the name says. */
  readonly isPassword?: boolean;
  /** Words of a sentence are between name and value: only values that cannot be words were accepted. */
  readonly isMentioned?: boolean | undefined;
  /** The value extended by signs that end other values, if that differs. */
  readonly whole?: WholeValue | undefined;
  /** Further values of the name: cells further down its column, the value's replacement. */
  readonly also?: readonly ValueSpan[] | undefined;
}

/** Written out, because spreading two objects into one takes longer than all the patterns together. */
export function located(
  { operator, closed }: Pick<Located, 'operator' | 'closed'>,
  { start, end, quote }: Pick<Located, 'start' | 'end' | 'quote'>,
  syntax: Syntax,
): Located {
  return { syntax, operator, quote, start, end, wrapped: false, closed };
}
