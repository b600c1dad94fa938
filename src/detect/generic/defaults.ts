import { isChosen } from '../chosen.ts';
import { isRandom } from '../generated.ts';
import { readQuoted, readValue, type ValueSpan } from './value.ts';

const DASH = 45;

/** A variable and its fallback if unset: `process.env.X || '…'`, also in a template. */
const FALLBACK = /(?:<%=?[ \t]{0,2})?[\w.$?[\]'"()-]{1,80}[ \t]{0,3}(?:\|\||\?\?|\?:|\bor\b)[ \t]{0,3}/y;
/** A lookup with a default: `os.getenv("X", "…")`, `ENV.fetch('X') { '…' }`. */
const LOOKUP =
  /(?:<%=?[ \t]{0,2})?(?:[A-Za-z_$][\w.:$>-]{0,40})?(?:env|get|fetch|config|prop|setting|option|param|lookup|default|secret|var)\w{0,20}\(\s{0,24}["'][\w.:/-]{1,80}["'](?:\s{0,4},\s{0,24}(?:default(?:_value)?\s{0,2}=\s{0,2})?|\)[ \t]{0,2}(?:\{[ \t]{0,2}|(?:\.|\?\.)(?:unwrap_or|or|orElse|getOrElse|or_else)\())(?=["'])/iy;
/** `a != null ? a : "…"` */
const TERNARY = /[\w.$()"'!=<> \t]{1,100}[ \t]\?[ \t]{1,3}[\w.$()"']{1,80}[ \t]:[ \t]{1,3}(?=["'])/y;
/** `isProduction ? "…" : ""` */
const CHOICE = /[\w.$()"'!=<>& \t]{1,100}[ \t]\?[ \t]{1,3}(?=["'`])/y;
/** `{{ env "X" | default "…" }}` in Go templates, `{{ lookup('env', 'X') | default('…', true) }}` in Jinja. */
const PIPED = /["']?\{\{-?[^{}\n|]{1,160}\|[ \t]{0,3}(?:default|d)(?:\([ \t]{0,2}|[ \t]{1,3})(?=\\{0,2}["'])/y;
/** `CASE WHEN id = 1 THEN '…' ELSE …` */
const CASE = /(?:CASE|case)\b[^'"\n]{0,120}?\b(?:THEN|then)\s{1,4}(?=')/y;
const DEFAULTS = [FALLBACK, LOOKUP, TERNARY, CHOICE, PIPED, CASE];
/** The rest of an option's help, on its line and the next, up to the default. */
const HELP =
  /[ =,\t][^\n]{0,160}?(?:\n[ \t]{4,60}[^\n\s-][^\n]{0,120}?)?[([][dD]efaults?(?::| to| is|=)?[ \t]{1,2}(?:is )?/y;

/** The default stated in the help of the option at `[nameStart, nameEnd)`. */
export function defaultInHelp(text: string, nameStart: number, nameEnd: number): ValueSpan | undefined {
  if (text.charCodeAt(nameStart) !== DASH) return undefined;
  HELP.lastIndex = nameEnd;
  const value = HELP.test(text) ? readValue(text, HELP.lastIndex) : undefined;
  return value !== undefined && /[)\]]/.test(text.charAt(value.end + value.quote.length)) ? value : undefined;
}

/** The opening mark of a template, optionally quoted. */
const TEMPLATE = String.raw`(?:f?["'\x60])?(?:<%=?|\$?\{\{?-?|#\{|\$\()?[ \t]{0,3}`;
/** A piece of an expression on one line; strings are read as a whole. */
const PIECE = String.raw`[^"'\n;]|"[^"\n]{0,80}"|'[^'\n]{0,80}'`;
/** Names of an argument that is the default. */
const NAMED_DEFAULT = String.raw`(?:default(?:_value|Value)?|unset|fallback)[ \t]?`;
/** Conditions and templates, up to the default: `ENV["X"].presence || '…'`, `if a then b else "…"`, `default "…" .Values.x`. */
const EXPRESSION = new RegExp(
  String.raw`${TEMPLATE}(?:${PIECE}){1,160}?(?:(?:\|\||\?\?|\?:|\/\/|\b(?:or|else)\b|[ \t][?:])[ \t]{1,3}(?:\{[ \t]{0,2})?|\b${NAMED_DEFAULT}(?:[=:][ \t]{0,3}|[ \t]|\([ \t]{0,2}))(?=["'])`,
  'y',
);
/** A call that returns its first available argument, or looks something up: `coalesce(var.x, "…")`, `env.str("X", "…")`. */
const CALL = new RegExp(
  String.raw`${TEMPLATE}[\w$.:>()[\]-]{0,60}?(?:coalesce|try|pick|nvl|ifnull|isnull|iif?|(?:first|get|lookup|default|fetch)\w{0,20}|\w{0,12}(?:[eE]nv(?:ironment)?|ENV)(?:\.\w{1,12})?|[oO]r_?(?:[eE]lse|[dD]efault)?)\((?:${PIECE.replace('\\n;', '\\n;()')}|\([^()\n]{0,60}\)){1,120}?,[ \t]{0,3}(?:${NAMED_DEFAULT}[=:][ \t]?)?(?=(?:"[^"\n]{6,200}"|'[^'\n]{6,200}')[ \t]?(?:\)|,[ \t]?\w{1,20}[ \t]?[=:)]))`,
  'y',
);
/** A method that replaces a missing value: `ofNullable(…).orElse("…")`, `var("X").unwrap_or_else(|_| "…")`. */
const INSTEAD = new RegExp(
  String.raw`(?:${PIECE}){1,100}?\.(?:unwrap_or(?:_else)?|orElse(?:Get)?|getOrElse|or_else|ifEmpty|orDefault)\((?:\|\w{0,10}\|[ \t]?|\(\)[ \t]?[-=]>[ \t]?)?(?=["'])`,
  'y',
);
/** `${X:-…}` of shells and Compose, `${x.y:…}` of Spring, with an unquoted default. */
const BRACED = /["'\x60]?\$\{[A-Za-z_][\w.-]{0,60}?(?::[-=]?|[-=])(?<value>[^\s"'\x60{}$]{6,200})\}/y;
const CHOOSING = [EXPRESSION, CALL, INSTEAD];

/** The text at `at` that replaces a value which is not found. */
export function defaultAt(text: string, at: number): ValueSpan | undefined {
  for (const before of DEFAULTS) {
    before.lastIndex = at;
    const value = before.test(text) ? readQuoted(text, before.lastIndex) : undefined;
    if (value !== undefined) return value;
  }
  return chosenAt(text, at);
}

/** The only text in an expression that looks generated or chosen as a password: the rest may be anything. */
function chosenAt(text: string, at: number): ValueSpan | undefined {
  for (const before of CHOOSING) {
    before.lastIndex = at;
    const value = before.test(text) ? readQuoted(text, before.lastIndex) : undefined;
    if (value !== undefined && isMade(text.slice(value.start, value.end))) return value;
  }
  return bracedAt(text, at);
}

function bracedAt(text: string, at: number): ValueSpan | undefined {
  BRACED.lastIndex = at;
  const value = BRACED.exec(text)?.groups?.['value'];
  if (value === undefined || !isMade(value)) return undefined;
  const end = BRACED.lastIndex - 1;
  return { start: end - value.length, end, quote: '' };
}

/** The default in a template that makes up a whole text. @param value the located text */
export function defaultIn(text: string, { start, end }: ValueSpan): ValueSpan | undefined {
  if (!isAt(TEMPLATED, text, start)) return undefined;
  const value = chosenAt(text, start);
  return value !== undefined && value.end <= end ? value : undefined;
}

function isMade(value: string): boolean {
  return isRandom(value) || isChosen(value);
}

/** Named arguments before the default, and its name: `add_argument("--password", help="…", default="…")`. */
const NAMED =
  /(?:\{\s{0,4})?(?:["']-[\w-]{1,40}["'],\s{0,24}){0,2}(?:[A-Za-z_]{1,20}\s?[=:]\s?(?:"[^"\n]{0,100}"|'[^'\n]{0,100}'|[\w.]{1,40}),\s{0,24}){0,4}(?:default(?:_value|Value)?|fallback|initial)\s?[=:]\s?(?=["'])/y;
/** An anonymous function that returns the default: `unwrap_or_else(|_| "…")`, `orElseGet(() -> "…")`. */
const FUNCTION = /(?:\|\w{0,10}\||\(\)[ \t]{0,2}[-=]>)[ \t]{0,2}(?=["'])/y;
const TEMPLATED = /(?:f["']\{|["'\x60]?(?:\{\{|<%|[$#]\{))/y;

/** Tags of a struct field in Go, up to the default: `env:"DB_PASSWORD" envDefault:"…"`. */
const TAGS = /(?:\w{1,20}:"[^"\n]{0,80}"[ ]){0,3}\w{0,12}[dD]efault:(?=")/y;

const BEHIND: Readonly<Record<string, RegExp>> = { ',': NAMED, '(': FUNCTION, '': TAGS };

/** The default that an operator leads to, where the text before it reads as a value. */
export function defaultBehind(text: string, at: number, operator: string): ValueSpan | undefined {
  const isTemplate = isAt(TEMPLATED, text, at);
  const pattern = BEHIND[operator] ?? (isTemplate ? PIPED : undefined);
  if (pattern === undefined) return undefined;
  pattern.lastIndex = at;
  const value = pattern.test(text) ? readQuoted(text, pattern.lastIndex) : undefined;
  return value ?? (isTemplate ? chosenAt(text, at) : undefined);
}

function isAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
