import type { Secret } from '../secret.ts';
import type { Candidate, Surface, Verdict } from '../types.ts';
import { Allowances, type FindingPlace } from './allowances.ts';
import { Canaries } from './canaries.ts';
import type { Baseline } from './baseline/baseline.ts';
import { compileForbids } from './forbid.ts';
import type { Judged } from './forbid.ts';
import type { AnsweredFor, Packet } from './packet.ts';
import { compileReferences } from './references.ts';
import { AcceptedUnread, type UnreadPart } from './unread.ts';

/** Whether the packet forbids such a candidate regardless of its text: by a `forbid` entry, or `unlisted`. */
export function evaluate(judged: Judged, packet: Packet): Verdict {
  return compileForbids(packet.forbid)(judged);
}

/** A candidate with its location. */
export interface VerdictInput extends Pick<Candidate, 'rule' | 'secret' | 'confidence'> {
  readonly surface: Surface;
  /**
   * Returns the name of the allow comment that covers the value. Called only for values that would be forbidden, on
   * surfaces where the packet honours such comments.
   */
  readonly inline?: () => string | undefined;
  /** Path as named and relative to the packet's folder, and the finding's fingerprint; for allowances by fingerprint. */
  readonly place?: FindingPlace;
  /** Where allow comments count in addition to `surface`: a file in a commit is source code or evidence by its path. */
  readonly inlineSurface?: Surface;
  /** All surfaces of the place, if there are more than `surface`: a baseline may have the value on any of them. */
  readonly surfaces?: readonly Surface[];
}

/** A packet compiled for many verdicts. */
export interface Policy {
  readonly packet: Packet;
  /**
   * Forbidden by the `forbid` entry's id (or `known-value`), or allowed by `unlisted`, `redaction`, `reference`,
   * `canary`, `inline:<marker>`, `finding` (an allowance for this very finding) or `baseline`. Throws only what
   * `inline` throws.
   */
  verdict(input: VerdictInput): Verdict;
  /** Whether allow comments in the scanned text count on this surface. */
  honoursInline(surface: Surface): boolean;
  /** Whether the run is still complete if this part stays unread. */
  acceptsUnread(part: UnreadPart): boolean;
  /** Positions in the `allow` lists of the entries that have covered something so far. */
  readonly used: Readonly<Record<AnsweredFor, ReadonlySet<number>>>;
  /** Values seen so far in objects of the history that an allowance names: Git keeps copies of some texts outside its objects. */
  readonly acknowledged: readonly Secret[];
}

/**
 * Compiles a packet. The verdict for each rule, confidence and surface is computed once.
 *
 * @param today `YYYY-MM-DD`, UTC: allowances that expired before it do not count
 * @param baseline earlier findings; covers what nothing else allows
 */
export function compilePolicy(packet: Packet, today: string, baseline?: Baseline): Policy {
  const byEntry = memoised(packet);
  const harmless = compileReferences(packet.allow);
  const allowances = new Allowances(packet.allow.findings, today);
  const canaries = new Canaries(packet.allow.canaries, today);
  const unread = new AcceptedUnread(packet.coverage.acceptUnread, packet.allow.unread, today);
  const inlineSurfaces = new Set(packet.allow.inlineSurfaces);
  const honoursInline = (surface: Surface): boolean => inlineSurfaces.has(surface);
  return {
    packet,
    honoursInline,
    used: { findings: allowances.used, canaries: canaries.used, unread: unread.used },
    acknowledged: allowances.acknowledged,
    acceptsUnread: (part) => unread.cover(part),
    verdict(input) {
      const verdict = byEntry(input);
      if (verdict.kind === 'allowed' || input.confidence === 'known-value') return verdict;
      if (canaries.cover(input)) return { kind: 'allowed', by: 'canary' };
      const kind = harmless(input.secret);
      if (kind !== undefined) return { kind: 'allowed', by: kind };
      const marker =
        honoursInline(input.surface) || honoursInline(input.inlineSurface ?? input.surface)
          ? input.inline?.()
          : undefined;
      if (marker !== undefined) return { kind: 'allowed', by: `inline:${marker}` };
      if (allowances.cover(input)) return { kind: 'allowed', by: 'finding' };
      return coveredBy(baseline, input) ? { kind: 'allowed', by: 'baseline' } : verdict;
    },
  };
}

/** Reasons to allow a finding that may depend on its place. A renamed file keeps its values, but not the place that was named. */
const BY_PLACE: ReadonlySet<string> = new Set(['finding', 'baseline']);

/** The same policy for finding out which values an earlier version of a file has: those allowed only by their place count. */
export function withoutPlaces(policy: Policy): Policy {
  return {
    ...policy,
    verdict(input) {
      const verdict = policy.verdict(input);
      return verdict.kind === 'allowed' && BY_PLACE.has(verdict.by) ? { kind: 'forbidden', by: verdict.by } : verdict;
    },
  };
}

/** A file in a commit is covered if the baseline has its value for commits, or for the surface of its path. */
function coveredBy(baseline: Baseline | undefined, input: VerdictInput): boolean {
  const { surfaces = [input.surface] } = input;
  return baseline !== undefined && surfaces.some((surface) => baseline.covers({ ...input, surface }));
}

function memoised(packet: Packet): (input: VerdictInput) => Verdict {
  const judge = compileForbids(packet.forbid);
  const known = new Map<string, Verdict>();
  return ({ rule, confidence, surface }) => {
    const key = `${surface} ${confidence} ${rule.class} ${rule.severity} ${rule.id}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const verdict = judge({ rule, confidence, surface });
    known.set(key, verdict);
    return verdict;
  };
}
