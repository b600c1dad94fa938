import type { Confidence, KnownName, RuleInfo, Severity, Span } from '../types.ts';
import { CoverageIndex } from './coverage-index.ts';

/** What is needed to choose between overlapping detections. */
export interface Ranked {
  readonly rule: RuleInfo;
  readonly confidence: Confidence;
  readonly start: number;
  readonly end: number;
  /** Decoding steps that led to it. */
  readonly view: readonly string[];
  /** If it was joined from parts: whether they certainly belong to one value, or only seem to. */
  readonly joined?: 'sure' | 'unsure';
  /** For declared values: the name, and how much of the value is present. */
  readonly known?: KnownName;
}

const CONFIDENCE_RANK: Readonly<Record<Confidence, number>> = {
  'known-value': 0,
  'checksum-valid': 1,
  'provider-shape': 2,
  // A wrong checksum rules out this kind of token: that the value looks random is then no reason to report it.
  'checksum-invalid': 3,
  context: 4,
  entropy: 5,
};
const SEVERITY_RANK: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3, info: 4 };

/**
 * Keeps one of overlapping detections: the surest (a rule's own shape before a generic rule), then the most severe, then the one with the
 * largest share of a declared value, then the longest, then by rule id. An identifier gives way to a secret, unless that is merely random
 * text to a generic rule and lies within the identifier. The result is in order of position.
 */
export function withoutOverlaps<D extends Ranked>(detections: readonly D[]): D[] {
  return clustersOf(detections).flatMap((cluster) => {
    const kept: D[] = [];
    for (const detection of inOrder(cluster)) {
      if (!overlapsAny(kept, detection)) kept.splice(lowerBound(kept, detection.start), 0, detection);
    }
    return kept;
  });
}

/** Groups of detections connected by overlaps, in order of position. */
function clustersOf<D extends Span>(detections: readonly D[]): D[][] {
  const clusters: D[][] = [];
  let end = -1;
  for (const detection of [...detections].sort((a, b) => a.start - b.start)) {
    if (detection.start < end) clusters.at(-1)?.push(detection);
    else clusters.push([detection]);
    end = Math.max(end, detection.end);
  }
  return clusters;
}

/** By rank, except that text that only looks random and lies within a known identifier, and pieces of values, come last. */
function inOrder<D extends Ranked>(detections: readonly D[]): readonly D[] {
  if (detections.length === 1) return detections;
  const sorted = [...detections].sort(byRank);
  const isLast = mayBeLast(detections) ? lastOf(detections) : () => false;
  return [...sorted.filter((one) => !isLast(one)), ...sorted.filter(isLast)];
}

function mayBeLast(detections: readonly Ranked[]): boolean {
  return detections.some(
    ({ rule, confidence, joined }) =>
      rule.class !== 'secret' || confidence === 'checksum-invalid' || joined !== undefined,
  );
}

/** A predicate that tells which detections give way to all others. */
function lastOf(detections: readonly Ranked[]): (one: Ranked) => boolean {
  const identifiers = new CoverageIndex(detections.filter(({ rule }) => rule.class !== 'secret'));
  const reads = new CoverageIndex(
    detections.filter(({ joined, rule }) => joined === undefined && rule.class === 'secret'),
  );
  const wholes = detections.filter(({ joined }) => joined === 'sure');
  const surest = Object.values(CONFIDENCE_RANK).map(
    (rank) => new CoverageIndex(wholes.filter((whole) => rankAsWhole(whole) <= rank)),
  );
  const named = new CoverageIndex(
    detections.filter(({ rule, confidence }) => rule.class === 'secret' && confidence === 'context'),
  );
  return (one) => {
    const confidence = confidenceOf(one);
    // Not a token of its vendor, but called a secret by its surroundings.
    if (confidence === 'checksum-invalid') return named.covers(one);
    // Merely looks random to a generic rule.
    if (one.rule.class === 'secret' && confidence === 'entropy' && identifiers.covers(one)) return true;
    // Only seems to be one value, and overlaps one that was read without joining.
    if (one.joined === 'unsure') return reads.covers(one);
    // A piece of a value that was joined, and no surer than it.
    return one.joined === undefined && surest[CONFIDENCE_RANK[confidence]]?.exceeds(one) === true;
  };
}

function rankAsWhole(whole: Ranked): number {
  return Math.min(CONFIDENCE_RANK.context, CONFIDENCE_RANK[confidenceOf(whole)]);
}

/** However sure a generic rule is of a finding, a specific rule takes precedence. */
function confidenceOf({ rule, confidence }: Pick<Ranked, 'rule' | 'confidence'>): Confidence {
  return rule.confidence === 'entropy' && confidence === 'context' ? 'entropy' : confidence;
}

/** A complete declared value first, then the longer part: another reading may mistake the preceding text for the value's beginning. */
function byShare(a: KnownName | undefined, b: KnownName | undefined): number {
  if (a?.part === b?.part) return 0;
  const [whole, least] = [Number.MAX_SAFE_INTEGER, 0];
  const shown = (known: KnownName | undefined): number =>
    known === undefined ? least : (known.part?.characters ?? whole);
  return shown(b) - shown(a);
}

function byRank(a: Ranked, b: Ranked): number {
  return (
    Number(a.rule.class !== 'secret') - Number(b.rule.class !== 'secret') ||
    CONFIDENCE_RANK[confidenceOf(a)] - CONFIDENCE_RANK[confidenceOf(b)] ||
    SEVERITY_RANK[a.rule.severity] - SEVERITY_RANK[b.rule.severity] ||
    byShare(a.known, b.known) ||
    // A complete value is not extended by whatever happens to follow it.
    Number(a.joined === 'unsure') - Number(b.joined === 'unsure') ||
    b.end - b.start - (a.end - a.start) ||
    a.view.length - b.view.length ||
    a.start - b.start ||
    (a.rule.id < b.rule.id ? -1 : 1)
  );
}

/** `kept` is sorted and free of overlaps, so only the neighbours of the position can overlap. */
function overlapsAny(kept: readonly Ranked[], { start, end }: Ranked): boolean {
  const at = lowerBound(kept, start);
  const before = kept[at - 1];
  const next = kept[at];
  return (before !== undefined && before.end > start) || (next !== undefined && next.start < end);
}

function lowerBound(kept: readonly Ranked[], start: number): number {
  let low = 0;
  let high = kept.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((kept[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
