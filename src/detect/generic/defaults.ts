import { readQuoted, type ValueSpan } from './value.ts';

/** A variable and what stands for it where it is unset: `process.env.X || '…'`, in a template as well. */
const FALLBACK = /(?:<%=?[ \t]{0,2})?[\w.$?[\]'"()-]{1,80}[ \t]{0,3}(?:\|\||\?\?|\?:|\bor\b)[ \t]{0,3}/y;
/** A look-up that is told what to give where nothing is found: `os.getenv("X", "…")`, `ENV.fetch('X') { '…' }`. */
const LOOKUP =
  /(?:<%=?[ \t]{0,2})?(?:[A-Za-z_$][\w.:$>-]{0,40})?(?:env|get|fetch|config|prop|setting|option|param|lookup|default|secret|var)\w{0,20}\(\s{0,24}["'][\w.:/-]{1,80}["'](?:\s{0,4},\s{0,24}(?:default(?:_value)?\s{0,2}=\s{0,2})?|\)[ \t]{0,2}(?:\{[ \t]{0,2}|(?:\.|\?\.)(?:unwrap_or|or|orElse|getOrElse|or_else)\())(?=["'])/iy;
/** `a != null ? a : "…"` */
const TERNARY = /[\w.$()"'!=<> \t]{1,100}[ \t]\?[ \t]{1,3}[\w.$()"']{1,80}[ \t]:[ \t]{1,3}(?=["'])/y;
/** `isProduction ? "…" : ""` */
const CHOICE = /[\w.$()"'!=<>& \t]{1,100}[ \t]\?[ \t]{1,3}(?=["'`])/y;
/** `{{ env "X" | default "…" }}` of Go's templates, `{{ lookup('env', 'X') | default('…', true) }}` of Jinja. */
const PIPED = /["']?\{\{-?[^{}\n|]{1,160}\|[ \t]{0,3}(?:default|d)(?:\([ \t]{0,2}|[ \t]{1,3})(?=\\{0,2}["'])/y;
const DEFAULTS = [FALLBACK, LOOKUP, TERNARY, CHOICE, PIPED];

/** The text that stands for a value which is not found at `at`. */
export function defaultAt(text: string, at: number): ValueSpan | undefined {
  for (const before of DEFAULTS) {
    before.lastIndex = at;
    const value = before.test(text) ? readQuoted(text, before.lastIndex) : undefined;
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Arguments by name in front of the default, and its name: `add_argument("--password", help="…", default="…")`. */
const NAMED =
  /(?:\{\s{0,4})?(?:[A-Za-z_]{1,20}\s?[=:]\s?(?:"[^"\n]{0,100}"|'[^'\n]{0,100}'|[\w.]{1,40}),\s{0,24}){0,4}(?:default(?:_value|Value)?|fallback|initial)\s?[=:]\s?(?=["'])/y;
/** A function without a name that gives the default: `unwrap_or_else(|_| "…")`, `orElseGet(() -> "…")`. */
const FUNCTION = /(?:\|\w{0,10}\||\(\)[ \t]{0,2}[-=]>)[ \t]{0,2}(?=["'])/y;
const QUOTED_TEMPLATE = /["']?\{\{/y;

const BEHIND: Readonly<Record<string, RegExp>> = { ',': NAMED, '(': FUNCTION };

/** The default that an operator leads to where something that reads as a value stands before it. */
export function defaultBehind(text: string, at: number, operator: string): ValueSpan | undefined {
  const pattern = BEHIND[operator] ?? (isTemplate(text, at) ? PIPED : undefined);
  if (pattern === undefined) return undefined;
  pattern.lastIndex = at;
  return pattern.test(text) ? readQuoted(text, pattern.lastIndex) : undefined;
}

function isTemplate(text: string, at: number): boolean {
  QUOTED_TEMPLATE.lastIndex = at;
  return QUOTED_TEMPLATE.test(text);
}
