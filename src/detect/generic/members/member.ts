import type { ValueSpan } from '../value.ts';

/** A value below a name, with its own name there. */
export interface Member extends ValueSpan {
  readonly operator: string;
  /** Its name after those of the surrounding members, joined by dots; empty for an item of a list. */
  readonly path: string;
  readonly keyStart: number;
  readonly keyEnd: number;
}

/** Maximum number of members read for one name, and of nested members. */
export const MOST_MEMBERS = 24;
export const MOST_DEEP = 3;
