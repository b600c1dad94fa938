import { resolve } from 'node:path';
import { argumentPlace, type ArgumentPlace } from '../detect/command/place.ts';
import { fingerprint } from '../detect/fingerprint.ts';
import { knownLabel } from '../detect/known/known-rule.ts';
import type { Part } from '../detect/parts.ts';
import { isSampleSetting, isTestSample } from '../detect/test-sample.ts';
import { isTranslation } from '../detect/translation.ts';
import { type LineLocator, lineAround } from '../location.ts';
import { inlineAllowance, mayHoldComments } from '../policy/inline.ts';
import { Secret } from '../secret.ts';
import type { Confidence, Finding, FindingPart, Location, Origin, RuleInfo, Span, Surface, Verdict } from '../types.ts';
import { innerPath } from './inner-path.ts';
import type { FieldLocator } from '../surface/field/field-locator.ts';
import type { ScanContext } from './context.ts';
import { pathInPacket } from './packet-path.ts';
import type { BlockComments } from './block-comments.ts';
import type { FindingSink } from './held-findings.ts';
import type { PlacedDetection } from './placed.ts';
import type { TextWindow } from './window-reader.ts';

/** The text in which matches were detected. */
export interface TextPlace {
  /** Safe to show, as are all names here. */
  readonly path: string;
  readonly view: readonly string[];
  readonly surface: Surface;
  /** Whether this is not a file's own text but a container's member or a name. @default false */
  readonly isMember?: boolean;
  readonly origin?: Origin | undefined;
  readonly commit?: string | undefined;
  /** Receives what is found in the text. */
  readonly sink: FindingSink;
  /** Allow comments that span several lines. */
  readonly blocks: BlockComments;
  /** Locates fields in the text. */
  readonly fields?: FieldLocator | undefined;
}

/** Judges the detections of one window against the packet, passes them to the text's sink, and passes the text to an observer. */
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

/** Locates all detections and their parts. The locator goes through the text once, in ascending order. */
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

/** The parts inside the window. Those of a held-back detection may lie before it, where lines are no longer counted. */
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
  const plain = locationOf(detection, locations);
  const secret = new Secret(Buffer.from(detection.secret, 'latin1').toString('utf8'));
  const span = { start: detection.start - window.base, end: detection.end - window.base };
  const location = place.surface === 'argv' ? { ...plain, ...argumentOf(window.bytes, span) } : plain;
  const around = lineAround(window.bytes, span);
  const inline = (): string | undefined => commentOver(detection, window, place, { span, around });
  const path = pathInPacket(place.path, context.cwd, context.packetRoot);
  const name = (): string => fingerprintOf(detection, secret, path, around, context.key);
  const found = {
    path,
    named: place.path,
    line: location.startLine,
    text: () => new Secret(around.line),
    commit: place.commit,
    fingerprint: name,
    ...place.origin,
  };
  const surfaces = surfacesOf(place);
  const judged = { rule, confidence, secret, inline, inlineSurface: place.surface, surfaces, place: found };
  const { surface, verdict } = judgeOn(surfaces, (one) => context.policy.verdict({ ...judged, surface: one }));
  context.collector.secret(secret);
  const passed =
    detection.allowedBy ??
    alreadyCommitted(secret, confidence, context) ??
    sample(detection, place) ??
    ownTarget(rule, place.path, context);
  const by = verdict.kind === 'allowed' ? verdict.by : passed;
  if (by !== undefined) {
    context.observer?.passed?.(location, name);
    place.sink.allowed({ ruleId: rule.id, surface, location, by }, secret);
    return;
  }
  const finding: Finding = {
    ruleId: rule.id,
    ruleName: detection.known === undefined ? rule.name : context.names.of(knownLabel(detection.known)),
    class: rule.class,
    severity: rule.severity,
    confidence,
    surface,
    location: { ...fieldOf(detection, window, place, context), ...location },
    secret: { length: secret.length, mask: maskOf(detection) },
    verdict: { kind: 'forbidden', by: verdict.by },
    fingerprint: name(),
    ...(detection.known && { known: { ...detection.known, name: context.names.of(detection.known.name) } }),
    ...partsMember(detection, locations),
  };
  place.sink.finding(finding, rule, secret, detection);
}

/** The allow comment that covers a value, if comments are allowed to. */
function commentOver(
  { rule, start }: PlacedDetection,
  window: TextWindow,
  place: TextPlace,
  { span, around }: { readonly span: Span; readonly around: ReturnType<typeof lineAround> },
): string | undefined {
  if (!mayExcuse(place)) return undefined;
  const above = lineAbove(window.bytes, span, around);
  return (
    inlineAllowance({ ...around, above, ruleId: rule.id, path: place.path }) ??
    place.blocks.covering(window, start, rule.id)
  );
}

/** The line two lines above a value that spans several lines. */
function lineAbove(bytes: Buffer, { start }: Span, around: ReturnType<typeof lineAround>): string | undefined {
  const { line, previous } = around;
  if (previous === undefined || !line.includes('\n')) return undefined;
  const at = start - around.span.start - 1 - previous.length;
  return lineAround(bytes, { start: at, end: at }).previous;
}

/** The field of a structured text that contains a value. Field keys may themselves contain values. */
function fieldOf(
  { start }: PlacedDetection,
  { bytes, base }: TextWindow,
  { fields }: TextPlace,
  { names }: ScanContext,
): { readonly field?: string } {
  const field = fields?.at(bytes, base, start);
  return field === undefined ? {} : { field: names.of(field) };
}

/**
 * A fingerprint of the value, or of the 64 characters on either side of it. It stays the same in a checkout with other
 * line endings (Git's `autocrlf`).
 */
function fingerprintOf(
  { rule }: PlacedDetection,
  secret: Secret,
  path: string,
  { line, span }: ReturnType<typeof lineAround>,
  key: Uint8Array | undefined,
): string {
  return fingerprint({
    secret,
    ruleId: rule.id,
    prefixLength: rule.prefixLength,
    path,
    context: `${line.slice(Math.max(0, span.start - 64), span.start)}\0${line.slice(span.end).replace(/\r$/, '').slice(0, 64)}`,
    ...(key === undefined ? {} : { key }),
  });
}

/** Number of bytes on either side of a value from which its argument is determined. */
const AROUND = 4096;

/** Which argument of a recorded command line a span of a text belongs to. */
function argumentOf(bytes: Buffer, span: Span): ArgumentPlace | undefined {
  const from = Math.max(0, span.start - AROUND);
  const text = bytes.toString('latin1', from, span.end + AROUND);
  return argumentPlace(text, { start: span.start - from, end: span.end - from });
}

/** The public prefix common to all values of the rule. Empty if there is none, or if the prefix would be the whole value. */
function maskOf({ rule: { prefixLength }, secret }: PlacedDetection): string {
  return prefixLength === 0 || prefixLength >= secret.length ? '' : `${secret.slice(0, prefixLength)}…`;
}

/** The reason to allow a target's name in the packet itself, which has to name its targets. */
function ownTarget(rule: RuleInfo, path: string, { cwd, packetFile }: ScanContext): string | undefined {
  const isOwn = rule.class === 'target-path' && packetFile !== undefined && resolve(cwd, path) === packetFile;
  return isOwn ? 'packet' : undefined;
}

/** The reason to allow a value that is not new because the committed version of its file contains it. Never applies to a known value. */
function alreadyCommitted(secret: Secret, confidence: Confidence, { committed }: ScanContext): string | undefined {
  return confidence !== 'known-value' && committed?.has(secret.reveal()) === true ? 'already-committed' : undefined;
}

/**
 * The reason to allow ordinary words: weak matches in source code and in sample settings, and those in translations.
 * The path does not matter for other evidence.
 */
function sample(detection: PlacedDetection, { surface, path: outer, view }: TextPlace): string | undefined {
  const path = innerPath(outer, view);
  if ((surface === 'other' || surface === 'generated_config') && isTranslation(detection, path)) return 'translation';
  const isSample = surface === 'other' ? isTestSample(detection, path) : isSampleSetting(detection, path);
  return isSample ? 'test-sample' : undefined;
}

/** Parts of a repository that are files somebody wrote. The others are messages and names, where allow comments do not count. */
const FILE_PARTS: ReadonlySet<string> = new Set(['blob', 'lfs', 'hook', 'config']);

/**
 * Whether allow comments may count in a text. In a message, note, tag or name, a comment is part of the content. On a
 * surface of evidence they count where the packet wants them; a text on none may still be evidence if it is inside a
 * container or in data.
 */
function mayExcuse({ origin, surface, isMember, path }: TextPlace): boolean {
  if (origin !== undefined && !FILE_PARTS.has(origin.part)) return false;
  return surface !== 'other' || (isMember !== true && mayHoldComments(path));
}

/** The content of a commit is on the commit surface as well as on that of its path. */
function surfacesOf({ surface, origin }: TextPlace): readonly [Surface, ...Surface[]] {
  return origin === undefined || surface === 'commit' ? [surface] : ['commit', surface];
}

/** The first surface that forbids it, otherwise the first one. */
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
