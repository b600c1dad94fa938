import type { Span } from '../../types.ts';
import { lineEnd } from '../line-end.ts';
import { Cuts } from './piece-runs.ts';
import type { Seam } from './seams.ts';

const [CR, SPACE, OPEN, BRACE, QUOTE] = [13, 0x20, 0x5b, 0x7b, 0x22] as const;
/** Length of `data:`, and maximum number of bytes between two such lines. */
const [MARK, MOST_BETWEEN] = [5, 512] as const;
const NAME = /^event: ?(?<event>\S{1,60})/m;

/** A data line, and its event. */
interface Line extends Span {
  readonly event: string;
  /** Whether it continues the event of the line before it. */
  readonly isNext: boolean;
}

/** What follows `data:` and an optional blank on a line; undefined if it is JSON. */
function dataOf(bytes: Buffer, line: number): Span | undefined {
  const start = bytes[line + MARK] === SPACE ? line + MARK + 1 : line + MARK;
  const end = lineEnd(bytes, start);
  const first = bytes[start];
  if (first === BRACE || first === OPEN || first === QUOTE) return undefined;
  return { start, end: bytes[end - 1] === CR ? end - 1 : end };
}

/** The data line that begins at `start`; `last` is the one before it. */
function lineAt(bytes: Buffer, start: number, last: Line | undefined): Line | undefined {
  const data = dataOf(bytes, start);
  if (data === undefined) return undefined;
  const floor = Math.max(last?.end ?? 0, start - MOST_BETWEEN);
  const between = bytes.toString('latin1', floor, start);
  const isNext = last !== undefined && (between === '\n' || between === '\r\n');
  return { ...data, isNext, event: isNext ? last.event : (NAME.exec(between)?.groups?.['event'] ?? '') };
}

/** Groups of nearby data lines, by the names of their events. */
function* stretches(bytes: Buffer, starts: readonly number[]): Generator<ReadonlyMap<string, Line[]>> {
  let events = new Map<string, Line[]>();
  let last: Line | undefined;
  for (const start of starts) {
    const line = lineAt(bytes, start, last);
    if (line === undefined) continue;
    if (last !== undefined && start - last.end > MOST_BETWEEN) {
      yield events;
      events = new Map();
    }
    last = line;
    const lines = events.get(line.event);
    if (lines === undefined) events.set(line.event, [line]);
    else lines.push(line);
  }
  yield events;
}

/** The seams between data lines whose data is, as it stands, the next piece of a text: `data:  is`. */
export function* plainEventSeams(bytes: Buffer, starts: readonly number[]): Generator<readonly Seam[]> {
  for (const events of stretches(bytes, starts))
    for (const lines of events.values()) {
      const cuts = new Cuts();
      for (const line of lines) cuts.add(bytes, line);
      if (!cuts.isOneText) continue;
      yield lines.slice(1).map(({ start, isNext }, index) => {
        const seam: Seam = { start: lines[index]?.end ?? 0, end: start, trust: 'sure' };
        return isNext ? { ...seam, put: '\n' } : seam;
      });
    }
}
