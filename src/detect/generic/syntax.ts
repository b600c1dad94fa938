import type { ValueSpan } from './value.ts';
import type { WholeValue } from './whole-value.ts';

/** The ways in which a value may stand right of a credential's name. */
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
/** One of the ways in which a value may stand right of a name. */
export type Syntax = (typeof SYNTAXES)[number];

/** A value and the way in which it was assigned. Offsets count from the start of the text. */
export interface Located {
  readonly syntax: Syntax;
  /** The operator as it stands: `=`, `:`, `=>`, `,`, or nothing. */
  readonly operator: string;
  /** The opening quotation mark, escapes included; empty for a bare value. */
  readonly quote: string;
  readonly start: number;
  readonly end: number;
  /** The value is an argument of a call or an item of a list: `String("…")`, `["…"]`. */
  readonly wrapped: boolean;
  /** The name itself is quoted or bracketed: `"password"`, `config["password"]`. */
  readonly closed: boolean;
  /** A user stands before the value: it is a password, whatever the name says. */
  readonly isPassword?: boolean;
  /** Words of a sentence stand between: only what no person writes as a word was taken. */
  readonly isMentioned?: boolean | undefined;
  /** What the value is once signs belong to it that end others; where it differs. */
  readonly whole?: WholeValue | undefined;
  /** More values of the name: cells further down its column, what takes the value's place. */
  readonly also?: readonly ValueSpan[] | undefined;
}

/** Written out: spreading two objects into one takes longer than all the patterns together. */
export function located(
  { operator, closed }: Pick<Located, 'operator' | 'closed'>,
  { start, end, quote }: Pick<Located, 'start' | 'end' | 'quote'>,
  syntax: Syntax,
): Located {
  return { syntax, operator, quote, start, end, wrapped: false, closed };
}
