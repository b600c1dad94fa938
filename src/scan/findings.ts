import { fingerprint } from '../detect/fingerprint.ts';
import { type LineLocator, lineAround } from '../location.ts';
import { inlineAllowance } from '../policy/inline.ts';
import { Secret } from '../secret.ts';
import type { Finding, Location, Surface } from '../types.ts';
import type { ScanContext } from './context.ts';
import { pathInPacket } from './packet-path.ts';
import type { PlacedDetection } from './text-scan.ts';
import type { TextWindow } from './window-reader.ts';

/** The text in which detections were made. */
export interface TextPlace {
  /** Names safe to show. */
  readonly path: string;
  readonly view: readonly string[];
  readonly surface: Surface;
}

/** Judges the detections of one window by the packet and hands them to the collector, and the text to an observer; gives the number of findings. */
export function settle(
  detections: readonly PlacedDetection[],
  window: TextWindow,
  place: TextPlace,
  lines: LineLocator,
  context: ScanContext,
): number {
  context.observer?.text({ ...window, ...place, of: lines });
  let findings = 0;
  for (const detection of detections) {
    const location = locate(detection, window, place, lines);
    if (settleOne(detection, window, place, location, context)) findings++;
  }
  return findings;
}

function locate(detection: PlacedDetection, window: TextWindow, place: TextPlace, lines: LineLocator): Location {
  const start = lines.locate(window.bytes, window.base, detection.start);
  const end = lines.peek(window.bytes, window.base, detection.end);
  return {
    path: place.path,
    view: [...place.view, ...detection.view],
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}

function settleOne(
  detection: PlacedDetection,
  window: TextWindow,
  place: TextPlace,
  location: Location,
  context: ScanContext,
): boolean {
  const { rule, confidence } = detection;
  const secret = new Secret(Buffer.from(detection.secret, 'latin1').toString('utf8'));
  const span = { start: detection.start - window.base, end: detection.end - window.base };
  const around = lineAround(window.bytes, span);
  const inline = (): string | undefined => inlineAllowance({ ...around, ruleId: rule.id, path: place.path });
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
  const judged = { rule, confidence, secret, surface: place.surface, inline, place: { path, fingerprint: name } };
  const verdict = context.policy.verdict(judged);
  context.collector.secret(secret);
  if (verdict.kind === 'allowed') {
    context.collector.allowed({ ruleId: rule.id, surface: place.surface, location, by: verdict.by });
    return false;
  }
  const finding: Finding = {
    ruleId: rule.id,
    ruleName: rule.name,
    class: rule.class,
    severity: rule.severity,
    confidence,
    surface: place.surface,
    location,
    secret: { length: secret.length, mask: `${detection.secret.slice(0, rule.prefixLength)}…` },
    verdict,
    fingerprint: name(),
  };
  context.collector.finding(finding, rule);
  return true;
}
