/** Methods that compare their object. */
const COMPARES = /\.(?:equals(?:IgnoreCase)?|Equals|compareTo|eql\?|toBe|toEqual|toStrictEqual)$/;
/** Those that type text into a field of a page. */
const TYPES = /\.(?:type|fill|press_?[sS]equentially|send_?[kK]eys|set_?[vV]alue)$/;

/** Those that give a default for a missing value. */
const DEFAULTS = /\.(?:unwrap_or(?:_else)?|orElse(?:Get)?|getOrElse|getOrDefault)$/;

/** Those that create an instance of a type: `ApiKey.of`, `Token.create!`. */
const MAKES =
  /^\.(?:objects\.)?(?:new|of|from|parse|valueOf|value_of|(?:from|of)_?str(?:ing)?|create|make|build(?:er)?|init|wrap|(?:unsafe)?_?plain_?text)!?$/i;
const TYPE = /(?:^|\.)[A-Z][A-Za-z\d]{0,60}(?<method>\.(?:objects\.)?[A-Za-z_]+)$/;

/** Whether a method, given with its dot, creates an instance of its object. */
export function makesOne(method: string): boolean {
  return MAKES.test(method);
}

/** A method at the end of a name that sets the named value or compares it with one. */
export interface Method {
  /** In characters, including the dot. */
  readonly length: number;
  readonly does: 'compare' | 'type' | 'default' | 'make';
}

/** The method that a name ends with, as in `password.equals` and `passwordField.sendKeys`, if it is one of these. */
export function methodOf(name: string): Method | undefined {
  const compared = COMPARES.exec(name)?.[0];
  if (compared !== undefined) return { length: compared.length, does: 'compare' };
  const typed = TYPES.exec(name)?.[0];
  if (typed !== undefined) return { length: typed.length, does: 'type' };
  const other = DEFAULTS.exec(name)?.[0];
  if (other !== undefined) return { length: other.length, does: 'default' };
  const made = TYPE.exec(name)?.groups?.['method'];
  return made !== undefined && makesOne(made) ? { length: made.length, does: 'make' } : undefined;
}

/** A call that sets or looks up its first argument: `os.Setenv("…", `, `define('…', `, `props.put("…", `, `System.getProperty("…", `. */
const SETTER =
  /(?:^|[^A-Za-z])(?:(?:[a-z]+_)?(?:put|set|add|define|default|option|property|env|fetch|get|config|setting)|[A-Za-z]{0,24}(?:Property|Setting|Config|Option|Env|Item|Parameter|Header|Default|Value|Attribute)|String(?:Var)?|add_argument|set_\w{1,24})\(\s{0,8}["'`](?:--?)?(?:[\w-]{1,40}[./:]){0,6}$/i;

/** Maximum text before a name that is passed to {@link isSetBehind}. */
export const LONGEST_CALL = 80;

/** Whether the text before a name opens a call that sets it, or that gives a default for it. */
export function isSetBehind(before: string): boolean {
  return SETTER.test(before);
}

const OPENS_PAIR = /(?:^|[^\w)\]"'`])[{([]\s{0,8}["'`](?:[\w-]{1,40}[./:]){0,6}$/;
const CLOSES_PAIR = /^["'`]\s{0,8}[})\]]/;

/** Whether a name and its value alone fill two brackets that are not a call's: `{ "Db:Password", "…" }`, `("password", "…")`. */
export function isPair(before: string, behind: string): boolean {
  return OPENS_PAIR.test(before) && CLOSES_PAIR.test(behind);
}
