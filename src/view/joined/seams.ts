import type { Span } from '../../types.ts';
import { TOKEN_CHARACTERS } from '../byte-class.ts';
import { NO_VIEWS, type DecodedView, type ViewContext } from '../decoded-view.ts';
import { Joiner } from './joiner.ts';
import type { Trust } from './joints.ts';

/** Bytes between the parts of one value that are removed to read it. */
export interface Seam extends Span {
  readonly trust: Trust;
  /** Replacement for these bytes; none if omitted. */
  readonly put?: string;
}

/** Context on each side of a joint: room for the name and scheme of a value; and how far a token is followed. */
const MARGIN: Readonly<Record<Trust, number>> = { sure: 256, unsure: 96 };
const TOKEN_MARGIN = 2048;
/** Seams that are closer together are processed together. */
const GAP = 512;
/** Maximum number of seams and bytes in a group, to keep memory flat. */
const MOST_SEAMS = 4096;
const LONGEST = 1024 * 1024;
/** A joined text is yielded once it reaches this length. */
const ENOUGH = 256 * 1024;
/** How far a token is followed to see whether it is of interest, and its minimum length. */
const LOOK = 64;
const LEAST: Readonly<Record<Trust, number>> = { sure: 8, unsure: 16 };

/** A run of token characters: its length, and whether it contains a digit. */
interface Run {
  length: number;
  digits: boolean;
}

/** Indexes of the first and last of consecutive seams in a group. */
interface Chain {
  readonly first: number;
  last: number;
}

/** A chain of seams is as sure as its surest seam. */
function trustOf(group: readonly Seam[], first: number, last: number): Trust {
  for (let index = first; index <= last; index++) if (group[index]?.trust === 'sure') return 'sure';
  return 'unsure';
}

/** Joins a text around its seams: their surroundings, without the seams. */
class SeamJoiner {
  readonly #kind: string;
  readonly #bytes: Buffer;
  readonly #context: ViewContext;
  readonly #isOneText: boolean;
  #joiner: Joiner;
  #group: Seam[] = [];
  /** End of the last seam that was processed. */
  #floor = 0;

  constructor(kind: string, bytes: Buffer, context: ViewContext, isOneText: boolean) {
    this.#isOneText = isOneText;
    this.#kind = kind;
    this.#bytes = bytes;
    this.#context = context;
    this.#joiner = new Joiner(bytes);
  }

  /** Adds the next seam, in ascending order and without overlaps. */
  add(seam: Seam): void {
    this.#group.push(seam);
  }

  /** Whether a seam is separate from those added so far, which must then be closed first. */
  isApart(seam: Seam): boolean {
    const last = this.#group.at(-1);
    if (last === undefined) return false;
    if (seam.start - last.end > GAP) return true;
    const [first] = this.#group;
    const isLong = this.#group.length >= MOST_SEAMS || seam.end - (first?.start ?? 0) > LONGEST;
    return isLong && !this.#isToken({ start: last.end, end: Math.min(seam.start, last.end + TOKEN_MARGIN) });
  }

  #isToken({ start, end }: Span): boolean {
    for (let at = start; at < end; at++) if (TOKEN_CHARACTERS[this.#bytes[at] ?? 0] !== 1) return false;
    return true;
  }

  /** Joins the seams added so far; yields a view once it is long enough. */
  *close(): Generator<DecodedView> {
    const group = this.#group;
    if (group.length === 0) return;
    this.#group = [];
    for (const { first, last } of this.#worth(group)) {
      const before = group[first];
      const behind = group[last];
      if (before === undefined || behind === undefined) continue;
      const region = {
        start: this.#regionStart(before, this.#floor),
        end: this.#regionEnd(behind, this.#bytes.length),
      };
      this.#write(group, first, region);
      this.#writeEach(group, { first, last });
      this.#floor = behind.end;
      if (this.#joiner.length >= ENOUGH) yield* this.flush();
    }
  }

  /** Indexes of the seams that join something of interest; nearby ones are merged. */
  #worth(group: readonly Seam[]): readonly Chain[] {
    const worth: Chain[] = [];
    for (let first = 0; first < group.length;) {
      const chain = this.#chainFrom(group, first);
      first = chain.last + 1;
      if (!chain.isWorth && !this.#isOneText) continue;
      const open = worth.at(-1);
      const { start, trust } = group[chain.first] as Seam;
      if (open !== undefined && start - (group[open.last] as Seam).end <= 2 * MARGIN[trust]) open.last = chain.last;
      else worth.push({ first: chain.first, last: chain.last });
    }
    return worth;
  }

  /** A chain of seams with only token characters between them, and whether it makes a token that may be a value. */
  #chainFrom(group: readonly Seam[], first: number): Chain & { readonly isWorth: boolean } {
    const run = this.#before(group[first], group[first - 1]?.end ?? 0);
    const last = this.#chainEnd(group, first, run);
    const trust = trustOf(group, first, last);
    return { first, last, isWorth: run.length >= LEAST[trust] && (run.digits || trust === 'sure') };
  }

  /** Index of the last seam that follows the first with only token characters in between; adds these to `run`. */
  #chainEnd(group: readonly Seam[], first: number, run: Run): number {
    for (let last = first; ; last++) {
      const { end, trust } = group[last] as Seam;
      const next = last + 1 < group.length ? group[last + 1] : undefined;
      const piece = this.#behind(trust === 'sure' ? this.#pastQuote(end, 1) : end, next?.start ?? this.#bytes.length);
      run.length += piece.length;
      run.digits ||= piece.digits;
      if (next === undefined || piece.length < next.start - end) return last;
    }
  }

  /** Position beyond a quote at `at`, in the direction of `step`: coloured JSON has its colours around the quotes. */
  #pastQuote(at: number, step: 1 | -1): number {
    const byte = at >= 0 && at < this.#bytes.length ? this.#bytes[at] : 0;
    return byte === 0x22 || byte === 0x27 || byte === 0x60 ? at + step : at;
  }

  #before(seam: Seam | undefined, floor: number): Run {
    const run = { length: 0, digits: false };
    let at = (seam?.start ?? 0) - 1;
    if (seam?.trust === 'sure') at = this.#pastQuote(at, -1);
    while (at >= floor && run.length < LOOK && this.#isTokenAt(at, run)) at--;
    return run;
  }

  #behind(from: number, ceiling: number): Run {
    const run = { length: 0, digits: false };
    let at = from;
    while (at < ceiling && run.length < TOKEN_MARGIN && this.#isTokenAt(at, run)) at++;
    return run;
  }

  #isTokenAt(at: number, run: Run): boolean {
    const byte = this.#bytes[at] ?? 0;
    if (TOKEN_CHARACTERS[byte] !== 1) return false;
    run.length++;
    run.digits ||= byte >= 0x30 && byte <= 0x39;
    return true;
  }

  #regionStart({ start, trust }: Seam, floor: number): number {
    let at = Math.max(floor, start - MARGIN[trust]);
    const far = Math.max(floor, start - TOKEN_MARGIN);
    while (at > far && TOKEN_CHARACTERS[this.#bytes[at - 1] ?? 0] === 1) at--;
    return at;
  }

  #regionEnd({ end, trust }: Seam, ceiling: number): number {
    let at = Math.min(ceiling, end + MARGIN[trust]);
    const far = Math.min(ceiling, end + TOKEN_MARGIN);
    while (at < far && TOKEN_CHARACTERS[this.#bytes[at] ?? 0] === 1) at++;
    return at;
  }

  /** Removes every seam in the region, including those that join nothing of interest. */
  #write(group: readonly Seam[], first: number, region: Span): void {
    let { start } = region;
    let index = first;
    while ((group[index - 1]?.start ?? -1) >= start) index--;
    for (; index < group.length; index++) {
      const seam = group[index] as Seam;
      if (seam.end > region.end) break;
      this.#joiner.piece({ start, end: seam.start });
      this.#joiner.joint(seam.trust);
      if (seam.put !== undefined) this.#joiner.put(Buffer.from(seam.put, 'latin1'), seam);
      start = seam.end;
    }
    this.#joiner.piece({ start, end: region.end });
    this.#joiner.break();
  }

  /**
   * Of several unsure seams, one may join what the next does not: each is also removed on its own, and so is each sequence of sure seams
   * next to them.
   */
  #writeEach(group: readonly Seam[], { first, last }: Chain): void {
    for (let from = first; from <= last;) {
      let to = from;
      while (to < last && group[to]?.trust === 'sure' && group[to + 1]?.trust === 'sure') to++;
      if (from > first || to < last) this.#writeAlone(group, from, to);
      from = to + 1;
    }
  }

  /** Removes only the given seams of the group; the text ends at the neighbouring ones. */
  #writeAlone(group: readonly Seam[], from: number, to: number): void {
    const [before, behind] = [group[from] as Seam, group[to] as Seam];
    let start = this.#regionStart(before, group[from - 1]?.end ?? 0);
    for (const seam of group.slice(from, to + 1)) {
      this.#joiner.piece({ start, end: seam.start });
      this.#joiner.joint(seam.trust);
      if (seam.put !== undefined) this.#joiner.put(Buffer.from(seam.put, 'latin1'), seam);
      start = seam.end;
    }
    this.#joiner.piece({ start, end: this.#regionEnd(behind, group[to + 1]?.start ?? this.#bytes.length) });
    this.#joiner.break();
  }

  /** The view of what has been joined, if there is any and the budget pays for it. */
  flush(): readonly DecodedView[] {
    const joiner = this.#joiner;
    if (joiner.length === 0) return NO_VIEWS;
    this.#joiner = new Joiner(this.#bytes);
    const view = joiner.view(this.#kind);
    const span = view.toOuter({ start: 0, end: view.bytes.length });
    return this.#context.pay(view.bytes.length, this.#kind, span) ? [view] : NO_VIEWS;
  }
}

/**
 * The views of one family of seams, given in ascending order and without overlaps.
 *
 * @param isOneText whether to keep all seams: the parts of a text may be as short as its words
 */
export function* seamViews(
  kind: string,
  seams: Iterable<Seam>,
  bytes: Buffer,
  context: ViewContext,
  isOneText: boolean = false,
): Generator<DecodedView> {
  const joiner = new SeamJoiner(kind, bytes, context, isOneText);
  for (const seam of seams) {
    context.reach?.remove(seam.end - seam.start, seam);
    if (joiner.isApart(seam)) {
      yield* joiner.close();
      if (context.stopped) return;
    }
    joiner.add(seam);
  }
  yield* joiner.close();
  yield* joiner.flush();
}
