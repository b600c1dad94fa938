/** Methods that compare what they are called on. */
const COMPARES = /\.(?:equals(?:IgnoreCase)?|Equals|compareTo|eql\?|toBe|toEqual|toStrictEqual)$/;
/** Those that type a text into a field of a page. */
const TYPES = /\.(?:type|fill|send_?[kK]eys|set_?[vV]alue)$/;

/** A method at the end of a name that gives the name a value or holds it against one. */
export interface Method {
  /** Characters, with the dot. */
  readonly length: number;
  readonly does: 'compare' | 'type';
}

/** The method that a name ends with, as in `password.equals` and `passwordField.sendKeys`, if it is such a one. */
export function methodOf(name: string): Method | undefined {
  const compared = COMPARES.exec(name)?.[0];
  if (compared !== undefined) return { length: compared.length, does: 'compare' };
  const typed = TYPES.exec(name)?.[0];
  return typed === undefined ? undefined : { length: typed.length, does: 'type' };
}
