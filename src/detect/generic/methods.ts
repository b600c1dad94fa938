/** Methods that compare what they are called on. */
const COMPARES = /\.(?:equals(?:IgnoreCase)?|Equals|compareTo|eql\?|toBe|toEqual|toStrictEqual)$/;
/** Those that type a text into a field of a page. */
const TYPES = /\.(?:type|fill|press_?[sS]equentially|send_?[kK]eys|set_?[vV]alue)$/;

/** Those that say what to take where nothing is there. */
const DEFAULTS = /\.(?:unwrap_or(?:_else)?|orElse(?:Get)?|getOrElse|getOrDefault)$/;

/** A method at the end of a name that gives the name a value or holds it against one. */
export interface Method {
  /** Characters, with the dot. */
  readonly length: number;
  readonly does: 'compare' | 'type' | 'default';
}

/** The method that a name ends with, as in `password.equals` and `passwordField.sendKeys`, if it is such a one. */
export function methodOf(name: string): Method | undefined {
  const compared = COMPARES.exec(name)?.[0];
  if (compared !== undefined) return { length: compared.length, does: 'compare' };
  const typed = TYPES.exec(name)?.[0];
  if (typed !== undefined) return { length: typed.length, does: 'type' };
  const other = DEFAULTS.exec(name)?.[0];
  return other === undefined ? undefined : { length: other.length, does: 'default' };
}
