import type { TextMatch } from '../engine/engine.ts';
import type { MatcherFacts } from './compile.ts';

/** Longest block in characters: RSA keys of 16384 bits, escaped and with a log prefix on every line. */
const MAX_BLOCK = 20_000;
/** Minimum length of a line of a key's body; shorter runs, except the last one, are words of log prefixes. */
const MIN_LINE = 32;
/** Longest text before a line of a body, and longest span of three records with one line each. */
const LONGEST_PREFIX = 400;
const LONGEST_RECORDS = 4000;
/** After this many characters without base64, a block without END counts as finished. */
const MAX_GAP = 240;

const HEADER = /-----BEGIN[ _]((?:[A-Z0-9]{2,12}[ _]){0,3}PRIVATE[ _]KEY(?:[ _]BLOCK)?)-----/iy;
const FOOTER = /-----END[ _](?:[A-Z0-9]{2,12}[ _]){0,3}PRIVATE[ _]KEY(?:[ _]BLOCK)?-----/iy;
/** After a header that is all of its text: the end of the object or list whose last member is the text. */
const ALONE = /^\\{0,8}["']\s{0,60}[}\]]/;
/** The next two lines, each with a log prefix and then a row of the body or the END. */
const ROWS =
  /^[^\n]{0,400}\n([^\n]{0,400}?)[A-Za-z0-9+/]{32}[^\n]{0,2000}\n([^\n]{0,400}?)(?:[A-Za-z0-9+/]{32}|-----END)/;
const NEXT_ARMOUR = /-----(?:BEGIN|END)[ _]/g;
const BASE64_RUN = /[A-Za-z0-9+/]{1,20000}={0,2}/g;
/** Escaped line breaks (`\n`, `\\r\n`, `&#10;`, `%0A`) and slashes, to be replaced by what they stand for. */
const ESCAPED_BREAK = /\\{1,8}[nrt]|&#(?:10|13|x[aAdD]);|%0[aAdD]/g;
/** RFC 1421: the encryption headers, whose digits are not part of the body. */
const HEADER_LINE = /^[ \t>|]{0,16}(?:Proc-Type|DEK-Info):[^\n]{0,120}$/gm;
const ESCAPED_SLASH = /\\{1,8}\//g;

export const PEM_FACTS: MatcherFacts = { lookBehind: 0, maxLength: MAX_BLOCK };

/**
 * Matches a PEM or OpenPGP private key block (RFC 7468, RFC 4880 section 6) that begins at `at`, whatever its lines are separated by:
 * escapes, indentation, comment marks, quotes, log prefixes. A block without END extends to its last base64 line.
 */
export function matchPem(text: string, at: number): TextMatch | undefined {
  HEADER.lastIndex = at;
  const header = HEADER.exec(text);
  if (header === null) return undefined;
  const bodyStart = at + header[0].length;
  if (ALONE.test(text.slice(bodyStart, bodyStart + 80)) && !goesOnInRecords(text, bodyStart)) return undefined;
  const limit = Math.min(text.length, at + MAX_BLOCK);
  const { bodyEnd, end } = blockEnd(text, bodyStart, limit);
  const footer = text.slice(bodyEnd, end);
  const written = text.slice(bodyStart, bodyEnd);
  const inner = footer === '' ? written : withoutPrefixes(written);
  const body = joinBody(inner);
  const label = (header[1] ?? '').toUpperCase().replaceAll('_', ' ');
  const secret = body === '' ? inner.trim() : body;
  return { start: at, end, secretStart: at, secretEnd: end, secret, groups: { label, body, inner, footer } };
}

/** Whether the body continues in log records, one line in each. */
function goesOnInRecords(text: string, at: number): boolean {
  const rows = ROWS.exec(text.slice(at, at + LONGEST_RECORDS));
  return rows !== null && maskOf(rows[1] ?? '') === maskOf(rows[2] ?? '');
}

function maskOf(prefix: string): string {
  return prefix.replace(/\d+/g, '0');
}

/** The body without the prefix of each line, which also precedes the END: times, diff marks. */
function withoutPrefixes(inner: string): string {
  const lines = inner.replace(ESCAPED_BREAK, '\n').split('\n');
  const prefix = lines.pop() ?? '';
  if (prefix === '' || lines.length === 0 || prefix.length > LONGEST_PREFIX) return inner;
  const written = prefix
    .replace(/[^\w\s]/g, String.raw`\$&`)
    .replace(/\d+/g, String.raw`\d+`)
    .replace(/[ \t]+/g, '[ \t]+');
  const pattern = new RegExp(`^${written}`);
  return lines.map((line) => line.replace(pattern, '')).join('\n');
}

function blockEnd(text: string, bodyStart: number, limit: number): { bodyEnd: number; end: number } {
  NEXT_ARMOUR.lastIndex = bodyStart;
  const next = NEXT_ARMOUR.exec(text)?.index ?? limit;
  FOOTER.lastIndex = next;
  const footer = next < limit ? FOOTER.exec(text) : null;
  if (footer !== null) return { bodyEnd: next, end: next + footer[0].length };
  const end = lastBase64(text, bodyStart, Math.min(limit, next));
  return { bodyEnd: end, end };
}

function lastBase64(text: string, from: number, limit: number): number {
  let end = from;
  const part = text.slice(from, limit);
  for (const run of part.matchAll(BASE64_RUN)) {
    if (run[0].length < MIN_LINE) continue;
    if (from + run.index - end > MAX_GAP) break;
    end = from + run.index + run[0].length;
  }
  return end;
}

/** Only the base64 characters of the body: long runs, and the short last line. */
function joinBody(inner: string): string {
  const plain = inner.replace(ESCAPED_BREAK, '\n').replace(ESCAPED_SLASH, '/').replace(HEADER_LINE, '');
  const runs = [...plain.matchAll(BASE64_RUN)].map((run) => run[0]);
  const last = runs.findLastIndex((run) => run.length >= MIN_LINE);
  if (last < 0) return '';
  const long = runs.filter((run, index) => run.length >= MIN_LINE && index <= last);
  return long.join('') + lastLine(runs.slice(last + 1));
}

function lastLine(rest: readonly string[]): string {
  const padded = rest.find((run) => run.endsWith('='));
  return padded ?? rest.findLast((run) => run.length >= 4) ?? '';
}
