import { fingerprint } from '../detect/fingerprint.ts';
import type { Part } from '../detect/parts.ts';
import { type LineLocator, lineAround } from '../location.ts';
import { inlineAllowance } from '../policy/inline.ts';
import { Secret } from '../secret.ts';
import type { Finding, FindingPart, Location, Origin, Span, Surface, Verdict } from '../types.ts';
import type { ScanContext } from './context.ts';
import { pathInPacket } from './packet-path.ts';
import type { BlockComments } from './block-comments.ts';
import type { FindingSink } from './held-findings.ts';
import type { PlacedDetection } from './text-scan.ts';
import type { TextWindow } from './window-reader.ts';

/** The text in which detections were made. */
export interface TextPlace {
  /** Names safe to show. */
  readonly path: string;
  readonly view: readonly string[];
  readonly surface: Surface;
  readonly origin?: Origin | undefined;
  readonly commit?: string | undefined;
  /** Takes what is found in the text. */
  readonly sink: FindingSink;
  /** Allow comments over several lines. */
  readonly blocks: BlockComments;
}

/** Judges the detections of one window by the packet and hands them to the text's sink, and the text to an observer. */
export function settle(
  detections: readonly PlacedDetection[],
  window: TextWindow,
  place: TextPlace,
  lines: LineLocator,
  context: ScanContext,
): void {
  context.observer?.text({ ...window, ...place, of: lines });
  const locations = locateAll(detections, window, place, lines);
  for (const detection of detections) settleOne(detection, window, place, locations, context);
}

type Locations = ReadonlyMap<Span, Location>;

/** Places of all detections and their parts; the locator goes through the text once, in ascending order. */
function locateAll(
  detections: readonly PlacedDetection[],
  window: TextWindow,
  place: TextPlace,
  lines: LineLocator,
): Locations {
  const spans = detections.flatMap((detection) =>
    [detection, ...partsInside(detection, window)].map((span) => ({ span, view: detection.view })),
  );
  spans.sort((a, b) => a.span.start - b.span.start);
  return new Map(
    spans.map(({ span, view }) => {
      const start = lines.locate(window.bytes, window.base, span.start);
      const end = lines.peek(window.bytes, window.base, span.end);
      const location = {
        path: place.path,
        view: [...place.view, ...view],
        startLine: start.line,
        startColumn: start.column,
        endLine: end.line,
        endColumn: end.column,
        ...place.origin,
        ...(place.commit === undefined ? {} : { commit: place.commit }),
      };
      return [span, location];
    }),
  );
}

function locationOf(span: Span, locations: Locations): Location {
  const location = locations.get(span);
  if (location === undefined) throw new RangeError('Cannot place a detection: it is none of this window');
  return location;
}

/** Parts of a detection that was held back may lie before the window: their lines are counted no more. */
function partsInside({ parts }: PlacedDetection, { base, from }: TextWindow): readonly Part[] {
  return (parts ?? []).filter(({ start }) => start >= base + from);
}

function settleOne(
  detection: PlacedDetection,
  window: TextWindow,
  place: TextPlace,
  locations: Locations,
  context: ScanContext,
): void {
  const { rule, confidence } = detection;
  const location = locationOf(detection, locations);
  const secret = new Secret(Buffer.from(detection.secret, 'latin1').toString('utf8'));
  const span = { start: detection.start - window.base, end: detection.end - window.base };
  const around = lineAround(window.bytes, span);
  const inline = (): string | undefined =>
    inlineAllowance({ ...around, ruleId: rule.id, path: place.path }) ??
    place.blocks.covering(window, detection.start, rule.id);
  const { line } = around;
  const name = (): string =>
    fingerprint({
      secret,
      ruleId: rule.id,
      prefixLength: rule.prefixLength,
      path: place.path,
      context: `${line.slice(Math.max(0, around.span.start - 64), around.span.start)}\0${line.slice(around.span.end, around.span.end + 64)}`,
      ...(context.key === undefined ? {} : { key: context.key }),
    });
  const path = pathInPacket(place.path, context.cwd, context.packetRoot);
  const found = {
    path,
    named: place.path,
    line: location.startLine,
    text: () => new Secret(line),
    commit: place.commit,
    fingerprint: name,
    ...place.origin,
  };
  const judged = { rule, confidence, secret, inline, inlineSurface: place.surface, place: found };
  const { surface, verdict } = judgeOn(surfacesOf(place), (one) => context.policy.verdict({ ...judged, surface: one }));
  context.collector.secret(secret);
  const by = verdict.kind === 'allowed' ? verdict.by : alreadyCommitted(secret, context);
  if (by !== undefined) {
    place.sink.allowed({ ruleId: rule.id, surface, location, by }, secret);
    return;
  }
  const finding: Finding = {
    ruleId: rule.id,
    ruleName: rule.name,
    class: rule.class,
    severity: rule.severity,
    confidence,
    surface,
    location,
    secret: { length: secret.length, mask: maskOf(detection) },
    verdict: { kind: 'forbidden', by: verdict.by },
    fingerprint: name(),
    ...partsMember(detection, locations),
  };
  place.sink.finding(finding, rule, secret);
}

/** The public prefix that all values of the rule share; empty where they share none. */
function maskOf({ rule, secret }: PlacedDetection): string {
  return rule.prefixLength === 0 ? '' : `${secret.slice(0, rule.prefixLength)}…`;
}

/** What lets a value pass that is no news: the committed version of its file holds it. */
function alreadyCommitted(secret: Secret, { committed }: ScanContext): string | undefined {
  return committed?.has(secret.reveal()) === true ? 'already-committed' : undefined;
}

/** What a commit holds is on the surface of commits, and on that of its path. */
function surfacesOf({ surface, origin }: TextPlace): readonly [Surface, ...Surface[]] {
  return origin === undefined || surface === 'commit' ? [surface] : ['commit', surface];
}

/** The first surface on which it is forbidden, else the first one. */
function judgeOn(
  surfaces: readonly [Surface, ...Surface[]],
  judge: (surface: Surface) => Verdict,
): { readonly surface: Surface; readonly verdict: Verdict } {
  const [first, ...others] = surfaces;
  const verdict = judge(first);
  if (verdict.kind === 'forbidden') return { surface: first, verdict };
  for (const surface of others) {
    const other = judge(surface);
    if (other.kind === 'forbidden') return { surface, verdict: other };
  }
  return { surface: first, verdict };
}

function partsMember({ parts }: PlacedDetection, locations: Locations): { readonly parts?: readonly FindingPart[] } {
  const located = (parts ?? []).flatMap((part) => {
    const location = locations.get(part);
    return location === undefined ? [] : [{ name: part.name, location }];
  });
  return located.length === 0 ? {} : { parts: located };
}
