import type { Span } from '../../types.ts';
import { stringEnd } from './json-string.ts';
import { isBlank } from '../byte-class.ts';
import { lineEnd } from '../line-end.ts';

/** Most of a line that is read as what stands in front of its text. */
const LONGEST_HEAD = 320;
/** Lines of a text that say what stands in front of them, and how many of them must. */
const TELLING = 12;
const LEAST_TOLD = 2;
/** What of a line in a comment is looked at for the name of its member. */
const MOST_MEMBER = 60;

/** A line of a text inside another one. */
export interface CarriedLine {
  /** Where the text begins, without what stands in front of it, and where it ends. */
  readonly text: Span;
  /** Where the next line begins. */
  readonly next: number;
  /** What lines of one text have in common. */
  readonly source: string;
}

/** What puts something in front of each line of a text: a log, a listing, a comparison of files. */
export interface Carrier {
  /** Whether the first lines of a text say that it holds such lines. */
  is(lines: readonly string[]): boolean;
  /** What stands in lines that may be part of a text with structure; the lines themselves are known where there is nothing. */
  readonly needles: readonly Buffer[];
  /** Whether the line may be a part, as the bytes at `at`, where one of these was found, say of themselves: asked before the line is read. */
  mayBePart?(bytes: Buffer, at: number): boolean;
  /** Whether the text of the line at which one of these was found goes on with others: one that is indented does. */
  isPart(bytes: Buffer, line: CarriedLine): boolean;
  /** Whether lines of one text may have lines of others between them. */
  readonly takesTurns: boolean;
  /** The line that begins at `start`; undefined where nothing is in front of it. */
  lineAt(bytes: Buffer, start: number): CarriedLine | undefined;
}

const TIME = String.raw`\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?\]?`;
const CLOCK = String.raw`\[?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\]?`;
const SYSLOG = String.raw`[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d [\w.-]{1,64} [^\s:]{1,64}:`;
const STREAM = String.raw`std(?:out|err) [PF]`;
/** The stream in a line of GitLab, and whether it goes on. */
const JOB_STREAM = String.raw`[0-9a-f]{2}[OE][+ ]`;
/** A service of `docker compose`, a pod in brackets. */
const SERVICE = String.raw`[\w.-]{1,64} {0,40}\||\[(?:pod/)?[\w./-]{1,120}\]`;
const TIMES = new RegExp(String.raw`${TIME}|${CLOCK}|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\[[\d.,:]+\]`, 'g');
const LOG = new RegExp(
  `(?:(?:${[TIME, CLOCK, SYSLOG, STREAM, SERVICE].join('|')})(?: |(?=[\\t\\r\\n])|$)|${JOB_STREAM}){1,4}`,
  'y',
);
/** Numbers of lines (`cat -n`, `grep -n`, excerpts of compilers), and marks of quotations. */
const NUMBERED =
  /(?:>? {0,8}\d{1,7}(?:\t|[:|│→](?!\d) ?| [|│→] ?)|(?=[\w./-]{0,200}[A-Za-z])[\w./-]{1,200}[:-]\d{1,7}[:-](?!\d)|>(?: ?>){0,4}(?: |$))/y;
/** Marks of a change, and what says where lines are from. */
const CHANGED = /@@ -[^\n]{0,300}|[-+ ]/y;
/** The member of a record that holds a line of what was written. */
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

/** What has a prefix that a pattern tells. */
interface Prefix {
  readonly pattern: RegExp;
  readonly needles: readonly string[];
  readonly isPart: Carrier['isPart'];
  readonly mayBePart?: Carrier['mayBePart'];
  /** What the lines of one text have in common: @default the same but for numbers and blanks */
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

/** Rows and rules of tables, values of a statement, a line that says what follows. */
const TELLING_LINE = /^(?: ?[+|]| ?-{3}|VALUES\b)|assword[^\n]{0,80}:[ \t\r]*$/;

/** Whether a line in a log is a part of a text: most stand for themselves. */
function isPartOfLog(bytes: Buffer, line: CarriedLine): boolean {
  const { start, end } = line.text;
  return (
    isIndented(bytes, line) || TELLING_LINE.test(bytes.toString('latin1', start, Math.min(end, start + LONGEST_HEAD)))
  );
}

const [LAST_OF_WORD, COLON, BAR] = [0x77, 0x3a, 0x7c] as const;

/** A line with a word for a password is a part of a text where it says what follows, or is a row of a table: logs are full of others. */
function mayBePartOfLog(bytes: Buffer, at: number): boolean {
  if (bytes[at] !== LAST_OF_WORD) return true;
  let last = lineEnd(bytes, at) - 1;
  while (isBlank(bytes[last])) last--;
  return bytes[last] === COLON || bytes[last] === BAR;
}

/** Services and processes, without times and what counts the lines. */
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

/** Lines of a comparison of files, behind the one that says which they are: it may stand anywhere. */
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

/** Settings behind the marks of comments, around a line that has a value whose name stands in another one. */
export const REMARKS: Carrier = prefixed({
  pattern: /[ \t]{0,40}(?:#{1,3}|\/\/|--|;{1,3}|\*|%|!)(?:[ \t]|(?=\r?$))/y,
  needles: [],
  isPart: (bytes, { text }) =>
    /value/i.test(bytes.toString('latin1', text.start, Math.min(text.end, text.start + MOST_MEMBER))),
});

/** What the first characters of a text say of all of it: what puts something in front of its lines. */
export function toldCarriers(head: string): readonly Carrier[] {
  const lines = head.split('\n', TELLING);
  if (lines.length < LEAST_TOLD) return [];
  if (LOGS.is(lines)) return [LOGS];
  return [LISTINGS, RECORDS].filter((carrier) => carrier.is(lines));
}

/** All that may put something in front of lines of a text. */
export function carriersOf(head: string): readonly Carrier[] {
  return [...toldCarriers(head), HUNKS];
}
