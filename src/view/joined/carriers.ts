import type { Span } from '../../types.ts';
import { stringEnd } from './json-string.ts';
import { isBlank } from '../byte-class.ts';
import { lineEnd } from '../line-end.ts';

/** Maximum length of a line's prefix. */
const LONGEST_HEAD = 320;
/** Number of lines used to recognise a prefix, and how many of them must have it. */
const TELLING = 12;
const LEAST_TOLD = 2;
/** Maximum length of a comment line's start that is searched for the name of a member. */
const MOST_MEMBER = 60;

/** A line of a text embedded in another text. */
export interface CarriedLine {
  /** The embedded text, without the prefix. */
  readonly text: Span;
  /** Start of the next line. */
  readonly next: number;
  /** What the lines of one text have in common. */
  readonly source: string;
}

/** Something that prefixes each line of a text: a log, a listing, a diff. */
export interface Carrier {
  /** Whether the first lines of a text show that it has such lines. */
  is(lines: readonly string[]): boolean;
  /** Byte sequences in lines that may belong to a structured text; empty if the lines themselves are known. */
  readonly needles: readonly Buffer[];
  /** Whether the bytes at `at`, where a needle was found, may belong to such a text; asked before the line is parsed. */
  mayBePart?(bytes: Buffer, at: number): boolean;
  /** Whether the line in which a needle was found belongs to a text of several lines, as an indented line does. */
  isPart(bytes: Buffer, line: CarriedLine): boolean;
  /** Whether lines of one text may be interleaved with lines of others. */
  readonly takesTurns: boolean;
  /** The line that begins at `start`; undefined if it has no prefix. */
  lineAt(bytes: Buffer, start: number): CarriedLine | undefined;
}

const TIME = String.raw`\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?\]?`;
const CLOCK = String.raw`\[?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\]?`;
const SYSLOG = String.raw`[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d [\w.-]{1,64} [^\s:]{1,64}:`;
const STREAM = String.raw`std(?:out|err) [PF]`;
/** The stream of a GitLab job line, and whether the line is a continuation. */
const JOB_STREAM = String.raw`[0-9a-f]{2}[OE][+ ]`;
/** A service of `docker compose`, or a pod in brackets. */
const SERVICE = String.raw`[\w.-]{1,64} {0,40}\||\[(?:pod/)?[\w./-]{1,120}\]`;
const TIMES = new RegExp(String.raw`${TIME}|${CLOCK}|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\[[\d.,:]+\]`, 'g');
const LOG = new RegExp(
  `(?:(?:${[TIME, CLOCK, SYSLOG, STREAM, SERVICE].join('|')})(?: |(?=[\\t\\r\\n])|$)|${JOB_STREAM}){1,4}`,
  'y',
);
/** Line numbers (`cat -n`, `grep -n`, compiler excerpts) and quotation marks of mail. */
const NUMBERED =
  /(?:>? {0,8}\d{1,7}(?:\t|[:|│→](?!\d) ?| [|│→] ?)|(?=[\w./-]{0,200}[A-Za-z])[\w./-]{1,200}[:-]\d{1,7}[:-](?!\d)|>(?: ?>){0,4}(?: |$))/y;
/** Marks of changed lines, and the hunk header that says where they are from. */
const CHANGED = /@@ -[^\n]{0,300}|[-+ ]/y;
/** The member of a record that holds an output line. */
const RECORD =
  /\{[^\n]{0,300}?"(?:log|line|message|msg|text|textPayload|data|body|content|output|event|MESSAGE|@message|_raw)" {0,2}: {0,2}"/y;

function headOf(bytes: Buffer, start: number): string {
  return bytes.toString('latin1', start, Math.min(bytes.length, start + LONGEST_HEAD));
}

function tells(pattern: RegExp, lines: readonly string[]): boolean {
  let told = 0;
  for (const line of lines) {
    pattern.lastIndex = 0;
    if (pattern.test(line) && ++told === LEAST_TOLD) return true;
  }
  return false;
}

/** A carrier whose prefix matches a pattern. */
interface Prefix {
  readonly pattern: RegExp;
  readonly needles: readonly string[];
  readonly isPart: Carrier['isPart'];
  readonly mayBePart?: Carrier['mayBePart'];
  /** What the lines of one text have in common. @default the prefix, ignoring numbers and repeated blanks */
  readonly sourceOf?: (prefix: string) => string;
  /** @default false */
  readonly takesTurns?: boolean;
}

function plainSource(prefix: string): string {
  return prefix.replace(/\d+/g, '0').replace(/ +/g, ' ');
}

function prefixed({
  pattern,
  needles,
  isPart,
  mayBePart,
  sourceOf = plainSource,
  takesTurns = false,
}: Prefix): Carrier {
  return {
    is: (lines) => tells(pattern, lines),
    needles: needles.map((needle) => Buffer.from(needle)),
    isPart,
    ...(mayBePart === undefined ? {} : { mayBePart }),
    takesTurns,
    lineAt: (bytes, start) => {
      pattern.lastIndex = 0;
      const prefix = pattern.exec(headOf(bytes, start))?.[0];
      if (prefix === undefined || prefix === '') return undefined;
      const from = start + prefix.length;
      const end = lineEnd(bytes, from);
      return { text: { start: from, end }, next: end + 1, source: sourceOf(prefix) };
    },
  };
}

function isIndented(bytes: Buffer, { text }: CarriedLine): boolean {
  const first = bytes[text.start];
  return first === 9 || (first === 0x20 && bytes[text.start + 1] === 0x20);
}

/** Rows and rules of tables, values of a statement, a line announcing a password. */
const TELLING_LINE = /^(?: ?[+|]| ?-{3}|VALUES\b)|assword[^\n]{0,80}:[ \t\r]*$/;

/** Whether a log line belongs to a text of several lines; most do not. */
function isPartOfLog(bytes: Buffer, line: CarriedLine): boolean {
  const { start, end } = line.text;
  return (
    isIndented(bytes, line) || TELLING_LINE.test(bytes.toString('latin1', start, Math.min(end, start + LONGEST_HEAD)))
  );
}

const [LAST_OF_WORD, COLON, BAR] = [0x77, 0x3a, 0x7c] as const;

/** A line with a word for a password belongs to a text if it announces what follows or is a table row; logs have many other such lines. */
function mayBePartOfLog(bytes: Buffer, at: number): boolean {
  if (bytes[at] !== LAST_OF_WORD) return true;
  let last = lineEnd(bytes, at) - 1;
  while (isBlank(bytes[last])) last--;
  return bytes[last] === COLON || bytes[last] === BAR;
}

/** Services and processes, without timestamps and line counters. */
function serviceOf(prefix: string): string {
  return prefix.replace(TIMES, '').replace(/ +/g, ' ');
}

const always = (): boolean => true;

const RECORDS: Carrier = {
  is: (lines) => tells(RECORD, lines),
  needles: ['"  ', String.raw`"\t`].map((needle) => Buffer.from(needle)),
  takesTurns: false,
  isPart: (bytes, line) =>
    isIndented(bytes, line) || bytes.toString('latin1', line.text.start, line.text.start + 2) === String.raw`\t`,
  lineAt: (bytes, start) => {
    RECORD.lastIndex = 0;
    const prefix = RECORD.exec(headOf(bytes, start))?.[0];
    if (prefix === undefined) return undefined;
    const from = start + prefix.length;
    const next = lineEnd(bytes, from) + 1;
    const quote = stringEnd(bytes, from);
    if (quote < 0 || quote >= next) return undefined;
    const isEnded = bytes.toString('latin1', quote - 2, quote) === String.raw`\n`;
    return { text: { start: from, end: isEnded ? quote - 2 : quote }, next, source: '' };
  },
};

/** Lines of a diff, after the header that names its files; a diff may begin anywhere. */
const HUNKS: Carrier = prefixed({ pattern: CHANGED, needles: ['@@ -'], isPart: always, sourceOf: () => '' });
const LOGS: Carrier = prefixed({
  pattern: LOG,
  needles: ['   ', '\t', '+-', 'VALUES', 'word'],
  isPart: isPartOfLog,
  mayBePart: mayBePartOfLog,
  sourceOf: serviceOf,
  takesTurns: true,
});
const LISTINGS: Carrier = prefixed({ pattern: NUMBERED, needles: ['\n'], isPart: always });

/** Commented-out settings around a line with a value whose name is on another line. */
export const REMARKS: Carrier = prefixed({
  pattern: /[ \t]{0,40}(?:#{1,3}|\/\/|--|;{1,3}|\*|%|!)(?:[ \t]|(?=\r?$))/y,
  needles: [],
  isPart: (bytes, { text }) =>
    /value/i.test(bytes.toString('latin1', text.start, Math.min(text.end, text.start + MOST_MEMBER))),
});

/** Carriers that the first characters of a text indicate for all of it. */
export function toldCarriers(head: string): readonly Carrier[] {
  const lines = head.split('\n', TELLING);
  if (lines.length < LEAST_TOLD) return [];
  if (LOGS.is(lines)) return [LOGS];
  return [LISTINGS, RECORDS].filter((carrier) => carrier.is(lines));
}

/** All carriers that may prefix lines of a text. */
export function carriersOf(head: string): readonly Carrier[] {
  return [...toldCarriers(head), HUNKS];
}
