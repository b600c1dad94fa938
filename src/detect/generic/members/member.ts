import type { ValueSpan } from '../value.ts';

/** A value below a name, with the name that it has there. */
export interface Member extends ValueSpan {
  readonly operator: string;
  readonly keyStart: number;
  readonly keyEnd: number;
}

/** How many members of one name are read. */
export const MOST_MEMBERS = 24;

/** The match of a sticky pattern that begins at `at`. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

/** Where the match of a sticky pattern ends that begins at `at`. */
export function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
