import type { Skip, SkipReason } from '../types.ts';
import type { AllowedUnread } from './packet.ts';
import { compileTextGlob, type TextMatcher } from './text-glob.ts';

/** A part that was not read, with its location. */
export interface UnreadPart extends Pick<Skip, 'reason' | 'object'> {
  /** Relative to the packet's folder if it is inside. */
  readonly path: string;
}

interface Entry {
  /** Position in the packet's list. */
  readonly index: number;
  readonly entry: AllowedUnread;
  readonly matches: TextMatcher;
}

/** No packet accepts these: a run that was interrupted, or that hit a bug, may have missed anything. */
const NEVER: ReadonlySet<SkipReason> = new Set(['interrupted', 'internal-error']);

/** What the packet lets stay unread: everywhere by reason, or a single part for which somebody takes responsibility. */
export class AcceptedUnread {
  /** Positions in `allow.unread` of the entries that covered a part. */
  readonly used: Set<number> = new Set();
  readonly #everywhere: ReadonlySet<SkipReason>;
  readonly #entries: readonly Entry[];

  /** @param today `YYYY-MM-DD`; an entry counts up to and including the day on which it expires */
  constructor(everywhere: readonly SkipReason[], entries: readonly AllowedUnread[], today: string) {
    this.#everywhere = new Set(everywhere);
    this.#entries = entries.flatMap((entry, index) =>
      entry.expires < today ? [] : [{ index, entry, matches: compileTextGlob(entry.path ?? '') }],
    );
  }

  /**
   * Whether the run is complete without this part. In a repository's history only an object's id identifies the part,
   * because whoever commits chooses the path.
   */
  cover(part: UnreadPart): boolean {
    if (NEVER.has(part.reason)) return false;
    const hit = this.#entries.find(
      ({ entry, matches }) => entry.kinds.includes(part.reason) && isAt(part, entry, matches),
    );
    if (hit !== undefined) this.used.add(hit.index);
    return hit !== undefined || this.#everywhere.has(part.reason);
  }
}

function isAt({ path, object }: UnreadPart, { objects }: AllowedUnread, matches: TextMatcher): boolean {
  return object === undefined ? matches(path) : objects?.includes(object) === true;
}
