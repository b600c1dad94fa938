import type { Detector } from '../detect/detector.ts';
import { Budget } from '../view/budget.ts';
import type { PlacedDetection } from './placed.ts';
import { TextScan } from './text-scan.ts';

/** What every encoding of a value has: a sign that names seldom hold, or a row of letters and digits. */
const MAY_BE_ENCODED = /[^\w./:@, ~+-]|[A-Za-z\d]{16}/;

/** The kind in front of a place in a container, what ends a step of a path, and its ending (`.log`, `.tar.gz`). */
const BORDER = /^([\w-]+):|[/\\]|\.(?=(?:[a-z]{1,4}\.)?[a-z][a-z\d]{0,9}(?:[/\\]|$))/g;
/** What stands between a name and its value. */
const MAY_ASSIGN = /[=: "']/;

/** `case=no-include-credential=oidc.json`: a word of a name of a test. */
const WORD = /^[a-z]{1,8}$/;

/**
 * What rules and declared values find in one name (of a file, a folder, a member, a link), as it is and decoded, and in each
 * step of it: `out/PASSWORD=value/a.txt` gives the value of a path that goes on, and no rule takes that for a password.
 *
 * @returns what the whole gives, then what the steps do; offsets are bytes of the name in UTF-8
 */
export function detectInName(name: string, detector: Detector): readonly PlacedDetection[] {
  const decode = MAY_BE_ENCODED.test(name);
  const whole = detectInText(name, decode, detector);
  const steps = name.replace(BORDER, (_, kind?: string) => `${kind ?? ''}\n`);
  if (steps === name || !MAY_ASSIGN.test(steps)) return whole;
  const bytes = Buffer.from(steps, 'utf8');
  const ofSteps = detectInText(steps, decode, detector);
  return [...whole, ...ofSteps.filter(({ start, end }) => !WORD.test(bytes.toString('latin1', start, end)))];
}

function detectInText(text: string, decode: boolean, detector: Detector): readonly PlacedDetection[] {
  const bytes = Buffer.from(text, 'utf8');
  // Most names hold nothing.
  if (!decode && detector.detectWhole(bytes).length === 0) return [];
  const scan = new TextScan(detector, new Budget(bytes.length), 0, () => undefined);
  const window = { bytes, from: 0, to: bytes.length, base: 0, final: true };
  return scan.scan(window, decode).detections;
}
