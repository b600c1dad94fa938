import type { Span } from '../../types.ts';
import type { DecodedView } from '../decoded-view.ts';
import type { CutText } from './family.ts';
import { Joiner } from './joiner.ts';
import { stringEnd } from './json-string.ts';
import { Needles } from './needles.ts';
import { seamViews, type Seam } from './seams.ts';

const LF = 10;
const QUOTE = 0x22;

/** A partial line written by a container runtime (Kubernetes, CRI logging format): time, stream, `P` for partial or `F`. */
const PARTIAL: readonly Buffer[] = [' stdout P ', ' stderr P '].map((text) => Buffer.from(text));
const CRI_HEAD = /^\S{10,40} (?<stream>std(?:out|err)) (?<flag>[PF])(?::\S{0,16})? /;
/** Maximum number of lines of the other stream in between. */
const MOST_BETWEEN = 32;
const MOST_HEAD = 80;

function* criSeams(bytes: Buffer, range: Span): Generator<Seam> {
  const partial = new Needles(bytes, PARTIAL, range.start);
  let floor = 0;
  for (let at = partial.nextFrom(range.start); at >= 0 && at < range.end; at = partial.nextFrom(at + 1)) {
    const start = bytes.indexOf(LF, at);
    if (start < 0) return;
    const stream = bytes.toString('latin1', at + 1, at + 7);
    const end = start < floor ? -1 : criContent(bytes, start + 1, stream);
    if (end < 0) continue;
    yield { start, end, trust: 'sure' };
    floor = end;
  }
}

/** Start of the text of the stream's next line. */
function criContent(bytes: Buffer, from: number, stream: string): number {
  let at = from;
  for (let i = 0; i < MOST_BETWEEN && at < bytes.length; i++) {
    const head = CRI_HEAD.exec(bytes.toString('latin1', at, at + MOST_HEAD));
    if (head === null) return -1;
    if (head.groups?.['stream'] === stream) return at + head[0].length;
    const newline = bytes.indexOf(LF, at);
    if (newline < 0) return -1;
    at = newline + 1;
  }
  return -1;
}

/** Lines that Kubernetes wrote in parts. */
export function criTexts({ bytes, range, context }: CutText): Generator<DecodedView> {
  return seamViews('cri-joined', criSeams(bytes, range), bytes, context);
}

/** Docker's json-file driver cuts lines at 16 KiB: the text of a part does not end with a line break. */
const DOCKER_HEAD = Buffer.from('{"log":"');
const DOCKER_TAIL = Buffer.from('","stream":"');

function* dockerSeams(bytes: Buffer, range: Span): Generator<Seam> {
  const heads = new Needles(bytes, [DOCKER_HEAD], range.start);
  for (let at = heads.nextFrom(range.start); at >= 0 && at < range.end;) {
    const next = heads.nextFrom(at + 1);
    if (next < 0) return;
    // Searched only within the record: another kind of log has no tail at all.
    const tail = bytes[next - 1] === LF ? at + bytes.subarray(at, next).lastIndexOf(DOCKER_TAIL) : -1;
    const isPart = tail > at && next - tail < 256 && bytes.toString('latin1', tail - 2, tail) !== '\\n';
    if (isPart) yield { start: tail, end: next + DOCKER_HEAD.length, trust: 'sure' };
    at = next;
  }
}

/** Lines that Docker wrote in parts. */
export function dockerTexts({ bytes, range, context }: CutText): Generator<DecodedView> {
  return seamViews('docker-joined', dockerSeams(bytes, range), bytes, context);
}

const STDOUT = Buffer.from('"stdout"');
const EVENT = /^[ \t]*\[[ \t]*[\d.eE+-]{1,24}[ \t]*,[ \t]*(?:"(?<code>[a-z])"[ \t]*,[ \t]*)?"/;
const FRAME =
  /[ \t\r\n]{0,40}[\],][ \t\r\n]{0,40},?[ \t\r\n]{0,40}\[[ \t\r\n]{0,40}[\d.eE+-]{1,24}[ \t\r\n]{0,40},[ \t\r\n]{0,40}"/y;

/** The inside of the event's text on the line that begins at `start`. */
function eventAt(bytes: Buffer, start: number): { readonly code: string; readonly text: Span } | undefined {
  const head = EVENT.exec(bytes.toString('latin1', start, start + MOST_HEAD));
  const code = head?.groups?.['code'];
  if (head === null || code === undefined) return undefined;
  const from = start + head[0].length;
  const end = stringEnd(bytes, from);
  return end < 0 ? undefined : { code, text: { start: from, end } };
}

/** Start of the line that contains `at` near its beginning. */
function lineStart(bytes: Buffer, at: number): number | undefined {
  const from = Math.max(0, at - MOST_HEAD);
  const newline = bytes.subarray(from, at).lastIndexOf(LF);
  if (newline >= 0) return from + newline + 1;
  return at < MOST_HEAD ? 0 : undefined;
}

/** Joins the events of one kind: output or input. */
function joinEvents(bytes: Buffer, range: Span, wanted: string): Joiner | undefined {
  const events = new Needles(bytes, [Buffer.from(`"${wanted}",`)], range.start);
  let joiner: Joiner | undefined;
  for (let at = events.nextFrom(range.start); at >= 0 && at < range.end;) {
    const start = lineStart(bytes, at);
    const event = start === undefined ? undefined : eventAt(bytes, start);
    if (event?.code === wanted) {
      joiner ??= new Joiner(bytes);
      if (joiner.length > 0) joiner.joint('sure');
      joiner.piece(event.text);
    }
    at = events.nextFrom(Math.max(at + 1, event?.text.end ?? 0));
  }
  return joiner;
}

/** Joins the frames of asciicast v1: `"stdout": [[0.1, "a"], [0.2, "b"]]`. */
function joinFrames(bytes: Buffer, range: Span): Joiner | undefined {
  const list = bytes.indexOf(STDOUT, range.start);
  if (list < 0 || list >= range.end) return undefined;
  const joiner = new Joiner(bytes);
  let at = bytes.indexOf(QUOTE, list + STDOUT.length) + 1;
  while (at > 0 && at < bytes.length) {
    const end = stringEnd(bytes, at);
    if (end < 0) break;
    if (joiner.length > 0) joiner.joint('sure');
    joiner.piece({ start: at, end });
    FRAME.lastIndex = 0;
    const next = FRAME.exec(bytes.toString('latin1', end + 1, end + 1 + 200));
    if (next === null) break;
    at = end + 1 + next[0].length;
  }
  return joiner;
}

/** The output and the input of a terminal recording, each as one text with JSON escapes. */
export function* castTexts({ bytes, range, context }: CutText): Generator<DecodedView> {
  for (const join of [
    () => joinEvents(bytes, range, 'o'),
    () => joinEvents(bytes, range, 'i'),
    () => joinFrames(bytes, range),
  ]) {
    const joiner = join();
    if (joiner === undefined || joiner.length === 0) continue;
    if (!context.pay(joiner.length, 'cast-joined', range)) return;
    yield joiner.view('cast-joined');
  }
}
