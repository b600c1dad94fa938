import type { Confidence, KnownName, RuleInfo, Severity, Span } from '../types.ts';
import { CoverageIndex } from './coverage-index.ts';

/** What deciding between overlapping detections needs. */
export interface Ranked {
  readonly rule: RuleInfo;
  readonly confidence: Confidence;
  readonly start: number;
  readonly end: number;
  /** Decodings that led to it. */
  readonly view: readonly string[];
  /** Where it was put together from parts: whether they are parts of one value for sure, or only look like it. */
  readonly joined?: 'sure' | 'unsure';
  /** Of a declared value alone: what it is called, and how much of it is there. */
  readonly known?: KnownName;
}

const CONFIDENCE_RANK: Readonly<Record<Confidence, number>> = {
  'known-value': 0,
  'checksum-valid': 1,
  'provider-shape': 2,
  // A wrong checksum still says which kind of token it is not: that it looks random is nothing to report it for.
  'checksum-invalid': 3,
  context: 4,
  entropy: 5,
};
const SEVERITY_RANK: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3, info: 4 };

/**
 * Keeps one of overlapping detections: the surest (a rule's own shape before a generic rule), then the most severe, then what
 * shows most of a declared value, then the longest, then by rule id. An identifier
 * gives way to a secret, unless that is a mere random text to a generic rule and lies within the identifier. The result is in the order of places.
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

/** Detections that hang together by overlaps, in the order of their places. */
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

/** By rank, but last what only looks random to a generic rule and lies within a known identifier, and pieces of values. */
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

/** Tells of each of the detections whether it gives way to the others. */
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
    // No token of its vendor, but called a secret by what stands around it.
    if (confidence === 'checksum-invalid') return named.covers(one);
    // What only looks random to a generic rule.
    if (one.rule.class === 'secret' && confidence === 'entropy' && identifiers.covers(one)) return true;
    // What only looks like one value, within one that is read without joining anything.
    if (one.joined === 'unsure') return reads.covers(one);
    // A piece of one that was put together, and no surer than it.
    return one.joined === undefined && surest[CONFIDENCE_RANK[confidence]]?.exceeds(one) === true;
  };
}

function rankAsWhole(whole: Ranked): number {
  return Math.min(CONFIDENCE_RANK.context, CONFIDENCE_RANK[confidenceOf(whole)]);
}

/** However sure a generic rule is of one finding: a rule that knows what it looks for goes before it. */
function confidenceOf({ rule, confidence }: Pick<Ranked, 'rule' | 'confidence'>): Confidence {
  return rule.confidence === 'entropy' && confidence === 'context' ? 'entropy' : confidence;
}

/** A declared value that is whole, then the longer part of one: another reading may take what stands in front of it for its beginning. */
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
    // A value that stands there whole is not made longer by what happens to follow it.
    Number(a.joined === 'unsure') - Number(b.joined === 'unsure') ||
    b.end - b.start - (a.end - a.start) ||
    a.view.length - b.view.length ||
    a.start - b.start ||
    (a.rule.id < b.rule.id ? -1 : 1)
  );
}

/** `kept` is sorted and free of overlaps, so only the neighbours of the place can overlap. */
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
