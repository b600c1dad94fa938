import { isChosen } from '../chosen.ts';
import { isRandom } from '../generated.ts';
import { endOf } from '../sticky.ts';

/** Longest value that is read, in characters. */
const MAX_VALUE = 512;

/** Where a value stands. */
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

/** Reads the quoted or bare value that begins at `at`; undefined where none ends in reach, or where it is called. */
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

/** The text that is all a text holds, as JSON in JSON: attributes of spans, arguments of tools. */
function quotedAgain(text: string, { start, end, quote }: ValueSpan): ValueSpan | undefined {
  if (quote.length > 1 || text.charCodeAt(start) !== 92) return undefined;
  const inner = readQuoted(text, start);
  return inner !== undefined && inner.quote !== '' && inner.end + inner.quote.length === end ? inner : undefined;
}

/** A call that makes one type of another. */
const MADE_OF = /[A-Za-z_$][\w.:]{0,40}\((?=["'`])/y;

/** The quoted value at `at`, or what a call there is given: `String::from("…")`. */
export function readWrapped(text: string, at: number): ValueSpan | undefined {
  return readQuoted(text, endOf(MADE_OF, text, at) ?? at);
}

/** `q{…}`, `qq|…|` of Perl, `%q(…)` of Ruby. */
const BRACKETED = /(?:qq?(?<open>[{|])|qq?(?<loose>[([<])|%[qQ](?<other>[{([|<]))(?<text>[^\s{}()[\]|<>]{1,512})/y;
const CLOSING: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']', '<': '>', '|': '|' };

/** `{{…}}` of Jira's markup, `<…>` and `(…)` of what prints a value: elsewhere names and expressions stand there. */
const ENCLOSED = /(?<open>\{\{|[<(])(?<text>[^\s{}()[\]<>|]{8,512})(?:\}\}|[>)])/y;

/** What no name or expression can be, between brackets. */
function readEnclosed(text: string, at: number): ValueSpan | undefined {
  const code = text.charCodeAt(at);
  if (code !== 123 && code !== 60 && code !== 40) return undefined;
  ENCLOSED.lastIndex = at;
  const { open = '', text: inner = '' } = ENCLOSED.exec(text)?.groups ?? {};
  if (inner === '' || !isRandom(inner)) return undefined;
  const start = at + open.length;
  return { start, end: start + inner.length, quote: open };
}

/** What a machine drew or a person chose. */
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

/** What closes a mark of more than one byte, by its first; of several that open, any. */
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

/** Two marks that stand for one within a text of YAML or SQL, and what follows up to the mark that closes it. */
const DOUBLED = /''(?:[^'\n\\]|''|\\.){1,256}(?=')/y;

/** Where the text ends whose first mark that may close it stands at `at`. */
function behindDoubled(text: string, at: number): number {
  DOUBLED.lastIndex = at;
  return DOUBLED.test(text) ? DOUBLED.lastIndex : at;
}
