import type { Detector } from '../detect/detector.ts';
import { Budget } from '../view/budget.ts';
import type { PlacedDetection } from './placed.ts';
import { TextScan } from './text-scan.ts';

/** Present in every encoded value: a character that is rare in names, or a run of letters and digits. */
const MAY_BE_ENCODED = /[^\w./:@, ~+-]|[A-Za-z\d]{16}/;

/** The prefix of a place in a container, the end of a path step, and a file extension (`.log`, `.tar.gz`). */
const BORDER = /^([\w-]+):|[/\\]|\.(?=(?:[a-z]{1,4}\.)?[a-z][a-z\d]{0,9}(?:[/\\]|$))/g;
/** What can separate a name from its value. */
const MAY_ASSIGN = /[=: "']/;

/** `case=no-include-credential=oidc.json`: a word in the name of a test. */
const WORD = /^[a-z]{1,8}$/;

/**
 * Detects values in one name (of a file, folder, member or link), as it is and decoded, and in each of its steps: the
 * value in `out/PASSWORD=value/a.txt` is followed by more of the path, so no rule would take the whole for a password.
 *
 * @returns matches in the whole name, then those in its steps; offsets are bytes of the name in UTF-8
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
  // Most names contain no value.
  if (!decode && detector.detectWhole(bytes).length === 0) return [];
  const scan = new TextScan(detector, new Budget(bytes.length), 0, () => undefined);
  const window = { bytes, from: 0, to: bytes.length, base: 0, final: true };
  return scan.scan(window, decode).detections;
}
