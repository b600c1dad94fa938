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

/** The text in which detections were made. */
export interface TextPlace {
  /** Names safe to show. */
  readonly path: string;
  readonly view: readonly string[];
  readonly surface: Surface;
  /** Whether it is not a file's own text: a member of a container, a name. @default false */
  readonly isMember?: boolean;
  readonly origin?: Origin | undefined;
  readonly commit?: string | undefined;
  /** Takes what is found in the text. */
  readonly sink: FindingSink;
  /** Allow comments over several lines. */
  readonly blocks: BlockComments;
  /** Knows the fields of the text. */
  readonly fields?: FieldLocator | undefined;
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

/** The allow comment that covers a value, where any may. */
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

/** The line two above a value of several lines. */
function lineAbove(bytes: Buffer, { start }: Span, around: ReturnType<typeof lineAround>): string | undefined {
  const { line, previous } = around;
  if (previous === undefined || !line.includes('\n')) return undefined;
  const at = start - around.span.start - 1 - previous.length;
  return lineAround(bytes, { start: at, end: at }).previous;
}

/** The field of a structured text in which a value stands; its keys may hold values themselves. */
function fieldOf(
  { start }: PlacedDetection,
  { bytes, base }: TextWindow,
  { fields }: TextPlace,
  { names }: ScanContext,
): { readonly field?: string } {
  const field = fields?.at(bytes, base, start);
  return field === undefined ? {} : { field: names.of(field) };
}

/** By the value, or by the 64 characters on either side of it; a checkout with other line ends (Git's `autocrlf`) has the same. */
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

/** Bytes on either side of a value that tell which argument it is. */
const AROUND = 4096;

/** Which argument of a recorded command line the span of a text is. */
function argumentOf(bytes: Buffer, span: Span): ArgumentPlace | undefined {
  const from = Math.max(0, span.start - AROUND);
  const text = bytes.toString('latin1', from, span.end + AROUND);
  return argumentPlace(text, { start: span.start - from, end: span.end - from });
}

/** The public prefix that all values of the rule share; empty where they share none, or nothing else: then it is the value. */
function maskOf({ rule: { prefixLength }, secret }: PlacedDetection): string {
  return prefixLength === 0 || prefixLength >= secret.length ? '' : `${secret.slice(0, prefixLength)}…`;
}

/** What lets the packet itself name the targets that it is about. */
function ownTarget(rule: RuleInfo, path: string, { cwd, packetFile }: ScanContext): string | undefined {
  const isOwn = rule.class === 'target-path' && packetFile !== undefined && resolve(cwd, path) === packetFile;
  return isOwn ? 'packet' : undefined;
}

/** What lets a value pass that is no news: the committed version of its file holds it. Never a known value. */
function alreadyCommitted(secret: Secret, confidence: Confidence, { committed }: ScanContext): string | undefined {
  return confidence !== 'known-value' && committed?.has(secret.reveal()) === true ? 'already-committed' : undefined;
}

/** What lets words pass: weak ones in source code and in settings of samples, and those of translations. Other evidence is not told by its path. */
function sample(detection: PlacedDetection, { surface, path: outer, view }: TextPlace): string | undefined {
  const path = innerPath(outer, view);
  if ((surface === 'other' || surface === 'generated_config') && isTranslation(detection, path)) return 'translation';
  const isSample = surface === 'other' ? isTestSample(detection, path) : isSampleSetting(detection, path);
  return isSample ? 'test-sample' : undefined;
}

/** Parts of a repository that are files of somebody's own; the others are messages and names, which excuse nothing. */
const FILE_PARTS: ReadonlySet<string> = new Set(['blob', 'lfs', 'hook', 'config']);

/**
 * Whether allow comments may count in a text: those of a message, a note, a tag or a name are part of what it says. A surface of
 * evidence is one where somebody wants them; what is of none may be evidence all the same inside a container and in data.
 */
function mayExcuse({ origin, surface, isMember, path }: TextPlace): boolean {
  if (origin !== undefined && !FILE_PARTS.has(origin.part)) return false;
  return surface !== 'other' || (isMember !== true && mayHoldComments(path));
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
