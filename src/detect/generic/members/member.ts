import type { ValueSpan } from '../value.ts';

/** A value below a name, with the name that it has there. */
export interface Member extends ValueSpan {
  readonly operator: string;
  /** Its name, with those of the members around it, with a dot between; empty for an item of a list. */
  readonly path: string;
  readonly keyStart: number;
  readonly keyEnd: number;
}

/** How many members of one name are read, and of how many members within each other. */
export const MOST_MEMBERS = 24;
export const MOST_DEEP = 3;
