import type { Span } from '../../types.ts';
import { NO_VIEWS, type DecodedView } from '../decoded-view.ts';
import { isTrace } from '../document/strace.ts';
import type { CutText, Family } from './family.ts';
import { stringEnd } from './json-string.ts';
import { seamViews, type Seam } from './seams.ts';
import { lineEnd } from '../line-end.ts';

const MOST_HEAD = 200;

/** A record of a log with a part of a program's output. */
interface Part {
  /** Span of the text in this record. */
  readonly text: Span;
  /** Where it comes from: parts with the same source form one text. */
  readonly source: string;
  /** Whether it continues the previous part of its source. */
  readonly continues: boolean;
}

/** A kind of log whose records contain parts of texts. */
interface RecordLog {
  readonly kind: string;
  /** Whether the text is such a log, judging by its first characters. */
  is(text: CutText): boolean;
  /** The parts on a line. */
  parts(bytes: Buffer, line: Span): Iterable<Part>;
}

/** A GitLab job line: time, stream, and `+` if it continues the previous line of the same stream. */
const JOB_LINE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}Z (?<stream>[0-9a-f]{2}[OE])(?<mark>[+ ])/;
const JOB_LOG = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}Z [0-9a-f]{2}[OE][+ ]?/m;

const GITLAB: RecordLog = {
  kind: 'gitlab-joined',
  is: ({ head }) => head.includes('Z 0') && JOB_LOG.test(head),
  *parts(bytes, line) {
    const head = JOB_LINE.exec(bytes.toString('latin1', line.start, line.start + MOST_HEAD));
    if (head === null) return;
    const { stream: source = '', mark } = head.groups ?? {};
    yield { text: { start: line.start + head[0].length, end: line.end }, source, continues: mark === '+' };
  },
};

/** `a2[1]=…`: a part of an argument that was too long for one record, in hexadecimal or in quotation marks. */
const ARGUMENT = / a(?<argument>\d{1,6})\[(?<part>\d{1,6})\]=(?<quote>"?)(?<text>[^\s"]*)/g;
const EVENT = /^(?:node=\S{1,80} )?type=EXECVE msg=audit\((?<event>[\d.:]{1,40})\)/;

const AUDIT: RecordLog = {
  kind: 'audit-joined',
  is: ({ bytes, range, head }) => head.includes('audit(') && bytes.indexOf('[1]=', range.start) >= 0,
  *parts(bytes, line) {
    const text = bytes.toString('latin1', line.start, line.end);
    const event = EVENT.exec(text)?.groups?.['event'];
    if (event === undefined) return;
    for (const { index, 0: all, groups } of text.matchAll(ARGUMENT)) {
      const { argument = '', part = '', text: value = '', quote = '' } = groups ?? {};
      const end = line.start + index + all.length;
      yield {
        text: { start: end - value.length, end },
        source: `${event} ${argument}${quote}`,
        continues: part !== '0',
      };
    }
  },
};

/** Data read or written by a call: process id, call, descriptor. */
const TRANSFER =
  /^(?<pid>\[pid +\d+\] |\d{1,7} +)?(?:[\d:.]{8,20} )?(?<call>read|write|recvfrom|sendto|recv|send|pread64|pwrite64)\((?<descriptor>\d+(?:<[^>]{0,120}>)?), "/;

const STRACE: RecordLog = {
  kind: 'strace-joined',
  is: ({ bytes }) => isTrace(bytes),
  *parts(bytes, line) {
    const head = TRANSFER.exec(bytes.toString('latin1', line.start, line.start + MOST_HEAD));
    if (head === null) return;
    const { pid = '', call = '', descriptor = '' } = head.groups ?? {};
    const start = line.start + head[0].length;
    const end = stringEnd(bytes, start);
    if (end >= 0 && end < line.end) yield { text: { start, end }, source: pid + call + descriptor, continues: true };
  },
};

/** A line of curl's text trace: its offset in the data sent or received. */
const TRACED = /^(?<offset>[0-9a-f]{4,8}): /;
const ROW = 64;

const CURL: RecordLog = {
  kind: 'curl-joined',
  is: ({ head }) => head.includes('=> Send ') || head.includes('<= Recv '),
  *parts(bytes, line) {
    const head = TRACED.exec(bytes.toString('latin1', line.start, line.start + 12));
    if (head === null) return;
    const start = line.start + head[0].length;
    // A row is full if its data continues on the next one.
    const isFull = bytes[start - head[0].length - 1 - ROW - 1] === 0x20 && bytes[line.start - 1] === 10;
    yield { text: { start, end: line.end }, source: '', continues: isFull && !head[0].startsWith('0000:') };
  },
};

const LOGS: readonly RecordLog[] = [GITLAB, AUDIT, STRACE, CURL];
/** Parts that are further apart do not form one text. */
const MOST_BETWEEN = 16 * 1024;
/** Longer lines are not records. */
const LONGEST_LINE = 64 * 1024;

/** The seams between the parts of each source: sources are interleaved, as typed input and its echo are. */
function seamsBySource(log: RecordLog, { bytes, range }: CutText, firstLine: number): Iterable<Seam[]> {
  const sources = new Map<string, { end: number; readonly seams: Seam[] }>();
  for (let start = firstLine; start < range.end;) {
    const end = lineEnd(bytes, start);
    const parts = end - start <= LONGEST_LINE ? log.parts(bytes, { start, end }) : [];
    for (const { source, text, continues } of parts) {
      const known = sources.get(source);
      if (known === undefined) sources.set(source, { end: text.end, seams: [] });
      else {
        if (continues && text.start - known.end <= MOST_BETWEEN)
          known.seams.push({ start: known.end, end: text.start, trust: 'sure' });
        known.end = text.end;
      }
    }
    start = end + 1;
  }
  return Array.from(sources.values(), ({ seams }) => seams);
}

function* viewsOf(text: CutText, firstLine: number): Generator<DecodedView> {
  for (const log of LOGS) {
    if (!log.is(text)) continue;
    text.context.reach?.goFar();
    for (const seams of seamsBySource(log, text, firstLine))
      yield* seamViews(log.kind, seams, text.bytes, text.context);
  }
}

/**
 * Texts that a log contains in parts: lines of GitLab jobs, arguments in the Linux audit log, data that strace and curl saw being
 * transferred.
 */
export const recordViews: Family = (text, { firstLine, isBroken }) =>
  isBroken || text.head.includes('audit(') ? viewsOf(text, firstLine) : NO_VIEWS;
