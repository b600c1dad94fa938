import type { Span } from '../../types.ts';
import { Budget } from '../../view/budget.ts';
import { Reach } from '../../view/reach.ts';
import { EDGE, isEnough, type Surroundings, surroundings } from '../../view/surroundings.ts';
import type { ScanContext } from '../context.ts';
import { TextScan } from '../text-scan.ts';
import type { ViewMemo } from '../view-memo.ts';

/** Number of bytes that views may remove before more than the nearest surroundings are scanned. */
const FIRST_SLACK = 64;
/** Number of bytes before a value that are read in addition to what its rule depends on: a joint may make it readable. */
const IN_FRONT = 80;
/** If more than this share of a text would be scanned, all of it is. */
const MOST_NEAR = 0.7;

/** What the views of a text depend on. */
export interface ViewFacts {
  /** Whether views depend on the whole text. */
  readonly isFar: boolean;
  /** Whether the text is quoted-printable. */
  readonly isPrintable: boolean;
  /** Maximum number of bytes that a value and what it depends on may take up in a view. */
  readonly longest: number;
}

/** What the decoded views of a text contain. */
export interface Decoded extends ViewFacts {
  /** Whether anything was found or could not be scanned. */
  readonly isOpen: boolean;
  /** Number of views made. */
  readonly views: number;
}

/** What is looked for in views, and the views already scanned. */
export interface LookContext extends Pick<ScanContext, 'detector' | 'packet'> {
  readonly memo: ViewMemo;
}

/** Scans the decoded views of a text. */
export function lookAtViews(bytes: Buffer, context: LookContext): Decoded {
  return lookAt(bytes, bytes.length, context, new Reach());
}

/**
 * The same, given a text whose views contain nothing and that differs only in `changes`: views are made only where they
 * may contain something new.
 *
 * @param before of the other text
 */
export function lookNear(bytes: Buffer, difference: Difference, before: ViewFacts, context: LookContext): Decoded {
  const isFar = before.isFar || context.detector.looksBeside;
  const decoded = isFar ? undefined : new NearLook(bytes, difference, before, context).run();
  return decoded ?? lookAtViews(bytes, context);
}

/** How a text differs from another one. */
export interface Difference {
  readonly changes: readonly Span[];
  /** Maximum number of bytes in the text of a match by a keyword in or next to the changes, with what it depends on. */
  readonly reachOfNew: number;
}

/** A part that was scanned. */
interface Look {
  readonly part: Surroundings;
  readonly decoded: Decoded;
  readonly reach: Reach;
}

class NearLook {
  readonly #bytes: Buffer;
  readonly #changes: readonly Span[];
  readonly #context: LookContext;
  readonly #isPrintable: boolean;
  /** After a new keyword, however far from the change, a value may be encoded that was previously scanned without that keyword. */
  readonly #reachOfNew: number;
  #longest: number;
  #slack: number = FIRST_SLACK;
  #views = 0;

  constructor(bytes: Buffer, { changes, reachOfNew }: Difference, before: ViewFacts, context: LookContext) {
    this.#bytes = bytes;
    this.#changes = changes;
    this.#reachOfNew = reachOfNew;
    this.#isPrintable = before.isPrintable;
    this.#longest = before.longest;
    this.#context = context;
  }

  /** Widens the parts around the changes until they are enough. Undefined if the text has to be scanned as a whole. */
  run(): Decoded | undefined {
    for (let open = this.#changes; open.length > 0;) {
      const parts = this.#parts(open);
      if (parts === undefined) return undefined;
      const looks = parts.map((part) => this.#look(part));
      if (looks.some(({ decoded }) => decoded.isOpen)) return this.#result(true);
      if (looks.some(({ decoded }) => this.#dependsOnAll(decoded))) return undefined;
      open = this.#open(open, looks);
    }
    return this.#result(false);
  }

  #parts(changes: readonly Span[]): readonly Surroundings[] | undefined {
    const far = Math.max(this.#longest + IN_FRONT + this.#slack, this.#reachOfNew - EDGE);
    const parts = surroundings(this.#bytes, changes, far);
    const near = parts?.reduce((sum, { start, end }) => sum + end - start, 0) ?? Infinity;
    return near > this.#bytes.length * MOST_NEAR ? undefined : parts;
  }

  /** Whether a part depends on the whole text, which a change may have made quoted-printable. */
  #dependsOnAll({ isFar, isPrintable }: ViewFacts): boolean {
    return isFar || (isPrintable && !this.#isPrintable);
  }

  #look(part: Surroundings): Look {
    const { start, end, middle } = part;
    const changed = { start: middle.start - start, end: middle.end - start };
    const reach = new Reach(changed, end - start, this.#isPrintable);
    const decoded = lookAt(this.#bytes.subarray(start, end), this.#bytes.length, this.#context, reach);
    this.#views += decoded.views;
    return { part, decoded, reach };
  }

  /** Changes around which more has to be scanned. */
  #open(changes: readonly Span[], looks: readonly Look[]): readonly Span[] {
    const longest = Math.max(this.#longest, ...looks.map(({ decoded }) => decoded.longest));
    const short = looks.filter(({ part, reach }) => !isEnough(this.#bytes, part, longest + IN_FRONT, reach));
    // What was enough for shorter values may not be enough for longer ones.
    const isLonger = longest > this.#longest && (short.length > 0 || changes.length < this.#changes.length);
    this.#longest = longest;
    for (const { removed } of short.map(({ reach }) => reach))
      this.#slack = Math.max(2 * this.#slack, removed.before, removed.behind);
    return isLonger ? this.#changes : changes.filter((change) => short.some(({ part }) => isIn(change, part)));
  }

  #result(isOpen: boolean): Decoded {
    return { isOpen, isFar: false, isPrintable: this.#isPrintable, longest: this.#longest, views: this.#views };
  }
}

function isIn({ start, end }: Span, part: Span): boolean {
  return start >= part.start && end <= part.end;
}

function lookAt(text: Buffer, size: number, { detector, packet, memo }: LookContext, reach: Reach): Decoded {
  const { maxDepth, maxExpansionRatio } = packet.coverage;
  const budget = new Budget(size, { maxDepth, maxRatio: maxExpansionRatio });
  let isOpen = false;
  const scan = new TextScan(detector, budget, 0, () => (isOpen = true));
  isOpen = scan.scanDecoded(text, reach, memo) || isOpen;
  const { isFar, isPrintable, longest } = reach;
  return { isOpen, isFar, isPrintable, longest, views: scan.viewCount };
}
