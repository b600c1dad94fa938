import type { Detector } from '../detect/detector.ts';
import { Budget } from '../view/budget.ts';
import type { PlacedDetection } from './placed.ts';
import { TextScan } from './text-scan.ts';

/** What every encoding of a value has: a sign that names seldom hold, or a row of letters and digits. */
const MAY_BE_ENCODED = /[^\w./:@, ~+-]|[A-Za-z\d]{16}/;

/**
 * What rules and declared values find in one name (of a file, a folder, a member, a link), as it is and decoded.
 *
 * @returns in the order of their places, without overlaps; offsets are bytes of the name in UTF-8
 */
export function detectInName(name: string, detector: Detector): readonly PlacedDetection[] {
  const bytes = Buffer.from(name, 'utf8');
  const decode = MAY_BE_ENCODED.test(name);
  // Most names hold nothing.
  if (!decode && detector.detectWhole(bytes).length === 0) return [];
  const scan = new TextScan(detector, new Budget(bytes.length), 0, () => undefined);
  const window = { bytes, from: 0, to: bytes.length, base: 0, final: true };
  return scan.scan(window, decode).detections;
}
