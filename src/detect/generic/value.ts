import { isChosen } from '../chosen.ts';
import { isRandom } from '../generated.ts';
import { endOf } from '../sticky.ts';

/** Longest value that is read, in characters. */
const MAX_VALUE = 512;

/** The position of a value. */
export interface ValueSpan {
  readonly start: number;
  readonly end: number;
  readonly quote: string;
}

/** A quote, with string prefix and escapes. Markdown's code and bold marks count as quotes. */
const OPEN =
  /(?:(?:[bBrRuUfFLN$@]{0,2}|<<)(?<quote>\\{0,8}(?:"""|'''|''(?=[^\s'",;:)}\]])|["'])|``?`?|&quot;|&#34;|&apos;|&#39;|%22|%27|\*\*\*?|\u00e2\u0080[\u009c\u0098\u009e]|\u00e3\u0080\u008c|\u00c2\u00ab))/y;
const BARE = /[^\x00-\x1f\x7f\s"'`,;<>|\\(){}[\]&]{1,512}/y;

/** A call, an index, a generic type. */
const CALLED = /^(?:[([]|<(?:\[|[A-Z][a-z]))/;

/** Reads the quoted or bare value that begins at `at`; undefined if none ends within reach, or if it is called. */
export function readValue(text: string, at: number): ValueSpan | undefined {
  return readQuoted(text, at) ?? (isOpen(text, at) ? undefined : readBare(text, at));
}

function isOpen(text: string, at: number): boolean {
  OPEN.lastIndex = at;
  return OPEN.test(text);
}

/** Reads the quoted value that begins at `at`. */
export function readQuoted(text: string, at: number): ValueSpan | undefined {
  OPEN.lastIndex = at;
  const open = OPEN.exec(text);
  if (open === null) return readBracketed(text, at) ?? readEnclosed(text, at);
  const quote = open.groups?.['quote'] ?? open[0];
  const start = at + open[0].length;
  const end = closingQuote(text, start, quote);
  return end <= start ? undefined : (quotedAgain(text, { start, end, quote }) ?? { start, end, quote });
}

/** The text that makes up a whole text, as JSON in JSON: attributes of spans, arguments of tools. */
function quotedAgain(text: string, { start, end, quote }: ValueSpan): ValueSpan | undefined {
  if (quote.length > 1 || text.charCodeAt(start) !== 92) return undefined;
  const inner = readQuoted(text, start);
  return inner !== undefined && inner.quote !== '' && inner.end + inner.quote.length === end ? inner : undefined;
}

/** A call that converts one type to another. */
const MADE_OF = /[A-Za-z_$][\w.:]{0,40}\((?=["'`])/y;

/** The quoted value at `at`, or the argument of a call there: `String::from("…")`. */
export function readWrapped(text: string, at: number): ValueSpan | undefined {
  return readQuoted(text, endOf(MADE_OF, text, at) ?? at);
}

/** `q{…}`, `qq|…|` of Perl, `%q(…)` of Ruby. */
const BRACKETED = /(?:qq?(?<open>[{|])|qq?(?<loose>[([<])|%[qQ](?<other>[{([|<]))(?<text>[^\s{}()[\]|<>]{1,512})/y;
const CLOSING: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']', '<': '>', '|': '|' };

/** `{{…}}` of Jira's markup, `<…>` and `(…)` of programs that print a value: elsewhere these enclose names and expressions. */
const ENCLOSED = /(?<open>\{\{|[<(])(?<text>[^\s{}()[\]<>|]{8,512})(?:\}\}|[>)])/y;

/** Reads a bracketed value, but only one that cannot be a name or expression. */
function readEnclosed(text: string, at: number): ValueSpan | undefined {
  const code = text.charCodeAt(at);
  if (code !== 123 && code !== 60 && code !== 40) return undefined;
  ENCLOSED.lastIndex = at;
  const { open = '', text: inner = '' } = ENCLOSED.exec(text)?.groups ?? {};
  if (inner === '' || !isRandom(inner)) return undefined;
  const start = at + open.length;
  return { start, end: start + inner.length, quote: open };
}

/** Whether a value is generated or in the form of a chosen password. */
function isMade(value: string): boolean {
  return isRandom(value) || isChosen(value);
}

function readBracketed(text: string, at: number): ValueSpan | undefined {
  const code = text.charCodeAt(at);
  if (code !== 113 && code !== 37) return undefined;
  BRACKETED.lastIndex = at;
  const { open, other, loose, text: inner } = BRACKETED.exec(text)?.groups ?? {};
  const mark = open ?? other ?? loose;
  const end = BRACKETED.lastIndex;
  if (inner === undefined || mark === undefined || text[end] !== CLOSING[mark]) return undefined;
  // `q(…)` may be a call.
  if (loose !== undefined && !isMade(inner)) return undefined;
  return { start: end - inner.length, end, quote: mark };
}

function readBare(text: string, at: number): ValueSpan | undefined {
  BARE.lastIndex = at;
  const bare = BARE.exec(text);
  if (bare === null || CALLED.test(text.slice(at + bare[0].length, at + bare[0].length + 3))) return undefined;
  const trimmed = bare[0].replace(/(?<=[^=])[.,:?]$/, '');
  return trimmed === '' ? undefined : { start: at, end: at + trimmed.length, quote: '' };
}

/** The closing mark for an opening mark of more than one byte, by its first byte; if several open, any of them. */
const CLOSING_MARK: Readonly<Record<string, string>> = {
  '\u00e2': '\u00e2\u0080',
  '\u00e3': '\u00e3\u0080\u008d',
  '\u00c2': '\u00c2\u00bb',
};

function closingQuote(text: string, start: number, quote: string): number {
  const close = CLOSING_MARK[quote.charAt(0)] ?? quote;
  for (let at = start; at < text.length && at - start <= MAX_VALUE; at++) {
    const code = text.charCodeAt(at);
    if (code === 10) return -1;
    if (code === close.charCodeAt(0) && text.startsWith(close, at)) return at === start ? at : behindDoubled(text, at);
    if (code === 92 && quote.length === 1) at++;
  }
  return -1;
}

/** Doubled marks that stand for one within a text of YAML or SQL, and what follows up to the closing mark. */
const DOUBLED = /''(?:[^'\n\\]|''|\\.){1,256}(?=')/y;

/** The end of the text whose first possible closing mark is at `at`. */
function behindDoubled(text: string, at: number): number {
  DOUBLED.lastIndex = at;
  return DOUBLED.test(text) ? DOUBLED.lastIndex : at;
}
