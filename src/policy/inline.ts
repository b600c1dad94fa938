import type { Span } from '../types.ts';
import { secretlintCovers } from './secretlint.ts';

/** A value's line and what its markers depend on. */
export interface InlineContext {
  /** The line that contains the value, without its line break; several lines for a value that spans them. */
  readonly line: string;
  /** The line before it, if there is one. */
  readonly previous?: string | undefined;
  /** The line before that one, if known. */
  readonly above?: string | undefined;
  readonly ruleId: string;
  /** The value's part of `line` in UTF-16 code units. A marker inside it does not count: no value excuses itself. */
  readonly span?: Span;
  /** The file's path: in YAML only `#` begins a comment. */
  readonly path?: string;
}

/** Longer lines are ignored: nobody writes comments there, and a marker would be the artifact's own text. */
const MAX_LINE = 10_000;

/** Formats that programs write their results in. Nobody writes comments there: what looks like one is the artifact's own text. */
const DATA_FORMATS =
  /\.(?:log|out|err|trace|json|jsonl|ndjson|har|xml|csv|tsv|cast|sarif|tap|trx|eml|mbox|sqlite|db|pcap|pcapng|ips|dmp|heapsnapshot|cpuprofile)(?:[.-][\d.-]+)?$/i;

/** Whether allow comments may count in a file of that name that is not evidence: in source code and documents, but not in data. */
export function mayHoldComments(path: string): boolean {
  return !DATA_FORMATS.test(path);
}

/**
 * Name of the allow comment that covers a value, if any. Understands our own `watertight:allow <rule-id> -- reason` and
 * the markers of other scanners, as documented by them.
 */
export function inlineAllowance(context: InlineContext): string | undefined {
  if (context.line.length > MAX_LINE) return undefined;
  const { ruleId, span, path = '' } = context;
  const own = withoutValue(context.line, span);
  const previous = shortened(context.previous);
  const isOpened = context.line.includes('\n') && opens(previous);
  const line = isOpened ? `${previous}\n${own}` : own;
  const before = isOpened ? shortened(context.above) : previous;
  const yaml = /\.ya?ml$/i.test(path);
  if (ownMarkerCovers(line, ruleId)) return 'watertight:allow';
  if (pragmaCovers(line, PRAGMA, yaml)) return 'pragma-allowlist-secret';
  if (pragmaCovers(before, PRAGMA_NEXT_LINE, yaml, true)) return 'pragma-allowlist-nextline-secret';
  const keyhog = keyhogMarker(line, ruleId);
  if (keyhog !== undefined) return keyhog;
  if (secretlintCovers(line, 'disable-line', ruleId)) return 'secretlint-disable-line';
  if (secretlintCovers(before, 'disable-next-line', ruleId)) return 'secretlint-disable-next-line';
  return SUBSTRINGS.find((marker) => line.includes(marker));
}

function shortened(line: string | undefined): string {
  return line === undefined || line.length > MAX_LINE ? '' : line;
}

const COMMENT_BEHIND = /[ \t](?:#|\/\/|--|;|\/\*|<!--).*$/;
const OPENING = /(?:["'`]|[|>][-+]?\d?|[([{=:\\]|<<[-~]?["']?\w{1,40}["']?)$/;

/** Whether a line opens a value of several lines below it, so that no comment can be closer: `key = """`, `key: |  # …`. */
function opens(line: string): boolean {
  return OPENING.test(line.replace(COMMENT_BEHIND, '').trimEnd());
}

/** Markers that count anywhere on the line. */
const SUBSTRINGS = [
  'gitleaks:allow',
  'betterleaks:allow',
  'trufflehog:ignore',
  'kingfisher:ignore',
  'kingfisher:allow',
  'ggignore',
  'notsecret',
];

/** The line with the value's characters replaced by one that no marker contains. */
function withoutValue(line: string, span: Span | undefined): string {
  if (span === undefined) return line;
  const start = Math.min(Math.max(0, span.start), line.length);
  const end = Math.min(Math.max(start, span.end), line.length);
  return line.slice(0, start) + '\0'.repeat(end - start) + line.slice(end);
}

/** The marker needs the rule's id (or several, joined by commas) and a reason with at least one letter. */
function ownMarkerCovers(line: string, ruleId: string): boolean {
  const marker = /watertight:allow[ \t]{1,8}(?<ids>[\w.,-]{1,200}) {1,8}--[ \t]{1,8}(?<reason>.*)/.exec(line)?.groups;
  if (marker === undefined) return false;
  return (marker['ids'] ?? '').split(',').includes(ruleId) && /\p{L}/u.test(marker['reason'] ?? '');
}

const PRAGMA = /pragma: ?(?:allow|white)list[ -]secret/;
const PRAGMA_NEXT_LINE = /pragma: ?(?:allow|white)list[ -]nextline[ -]secret/;
/** Beginnings and ends of comments; an empty end means the end of the line. */
const COMMENTS: readonly (readonly [string, string])[] = [
  ['#', ''],
  ['//', ''],
  ["'", ''],
  ['--', ''],
  [';', ''],
  ['%', ''],
  ['/*', '*/'],
  ['<!--', '-->'],
  ['{#', '#}'],
  ['{{!--', '--}}'],
  ['<%--', '--%>'],
  ['(*', '*)'],
  ['{-', '-}'],
];
/** The word that begins a comment of batch files. */
const REMARK = /(?:^|[ \t&@])rem$/i;

/** Whether the pragma is at the beginning of a comment; `alone`: and nothing precedes the comment. */
function pragmaCovers(line: string, pragma: RegExp, yaml: boolean, alone = false): boolean {
  const at = line.search(pragma);
  if (at < 0) return false;
  const before = line.slice(0, at).trimEnd();
  const after = line.slice(at).trimEnd();
  if (!yaml && (alone ? /^@?rem$/i.test(before.trimStart()) : REMARK.test(before))) return true;
  return COMMENTS.some(
    ([start, end]) =>
      (!yaml || start === '#') &&
      after.endsWith(end) &&
      (alone ? isRepeated(before.trimStart(), start) : before.endsWith(start)),
  );
}

/** `;;`, `##`: a mark of one character may be repeated. */
function isRepeated(text: string, mark: string): boolean {
  return text === mark || (mark.length === 1 && text !== '' && text.replaceAll(mark, '') === '');
}

/** `detector=` narrows the marker to one rule. */
function keyhogMarker(line: string, ruleId: string): string | undefined {
  const found = /keyhog:(?<kind>ignore|allow)(?:[ \t]{1,8}detector=(?<detector>[\w.-]{1,200}))?/.exec(line)?.groups;
  if (found === undefined || (found['detector'] !== undefined && found['detector'] !== ruleId)) return undefined;
  return `keyhog:${found['kind']}`;
}
