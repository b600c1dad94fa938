import type { Span } from '../../types.ts';
import { TOKEN_CHARACTERS } from '../byte-class.ts';
import { NO_VIEWS, type DecodedView, type ViewContext } from '../decoded-view.ts';
import { Joiner } from './joiner.ts';
import type { Trust } from './joints.ts';

/** Bytes that stand between the parts of one value, and are left out to read it. */
export interface Seam extends Span {
  readonly trust: Trust;
  /** What stands there instead of them; nothing where it is left out. */
  readonly put?: string;
}

/** What is read with a joint on either side: the name and scheme of a value, and how far a token is followed there. */
const MARGIN: Readonly<Record<Trust, number>> = { sure: 256, unsure: 96 };
const TOKEN_MARGIN = 2048;
/** Seams that stand closer together are looked at together. */
const GAP = 512;
/** Seams and bytes after which a group is cut, to keep memory flat. */
const MOST_SEAMS = 4096;
const LONGEST = 1024 * 1024;
/** A joined text is given once it is this long. */
const ENOUGH = 256 * 1024;
/** How far a token is followed to see whether it is worth a look, and what it must have in all. */
const LOOK = 64;
const LEAST: Readonly<Record<Trust, number>> = { sure: 8, unsure: 16 };

/** A row of token characters: how long it is, and whether it holds a digit. */
interface Run {
  length: number;
  digits: boolean;
}

/** Indexes of the first and the last seam of some that follow each other in a group. */
interface Chain {
  readonly first: number;
  last: number;
}

/** A chain of seams is as sure as the surest of them. */
function trustOf(group: readonly Seam[], first: number, last: number): Trust {
  for (let index = first; index <= last; index++) if (group[index]?.trust === 'sure') return 'sure';
  return 'unsure';
}

/** Puts a text together around its seams: what stands near them, with the seams left out. */
class SeamJoiner {
  readonly #kind: string;
  readonly #bytes: Buffer;
  readonly #context: ViewContext;
  readonly #isOneText: boolean;
  #joiner: Joiner;
  #group: Seam[] = [];
  /** Behind the last byte that was looked at with a seam. */
  #floor = 0;

  constructor(kind: string, bytes: Buffer, context: ViewContext, isOneText: boolean) {
    this.#isOneText = isOneText;
    this.#kind = kind;
    this.#bytes = bytes;
    this.#context = context;
    this.#joiner = new Joiner(bytes);
  }

  /** Takes the next seam, in ascending order and without overlaps. */
  add(seam: Seam): void {
    this.#group.push(seam);
  }

  /** Whether a seam is not looked at together with those that were added: they are to be closed in front of it. */
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

  /** Puts the seams that were added together; gives a view when enough has come together. */
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

  /** Indexes of the seams that join something worth a look, those that stand near each other together. */
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

  /** Seams with nothing but token characters between them, and whether these make a token that may be a value. */
  #chainFrom(group: readonly Seam[], first: number): Chain & { readonly isWorth: boolean } {
    const run = this.#before(group[first], group[first - 1]?.end ?? 0);
    const last = this.#chainEnd(group, first, run);
    const trust = trustOf(group, first, last);
    return { first, last, isWorth: run.length >= LEAST[trust] && (run.digits || trust === 'sure') };
  }

  /** The last seam that follows the first with token characters alone between each and the next; counts these. */
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

  /** Behind a quote at `at`, or in front of it: coloured JSON has its colours around the quotes. */
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

  /** Every seam in the region is left out, also one that joins nothing of interest. */
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
   * Of several seams that are unsure, one may join what the next one does not: each is also left out alone, and so are sure ones that
   * follow each other beside such.
   */
  #writeEach(group: readonly Seam[], { first, last }: Chain): void {
    for (let from = first; from <= last;) {
      let to = from;
      while (to < last && group[to]?.trust === 'sure' && group[to + 1]?.trust === 'sure') to++;
      if (from > first || to < last) this.#writeAlone(group, from, to);
      from = to + 1;
    }
  }

  /** The seams from one to another of the group, between those beside them. */
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

  /** The view of what has come together, if there is one and the account pays for it. */
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
 * The views of one family of seams, which come in ascending order and without overlaps.
 *
 * @param isOneText whether all seams are looked at: the parts of a text may be as short as its words
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
