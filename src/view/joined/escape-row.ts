import { HEX_DIGITS } from '../byte-class.ts';

const [EQUALS, LAST] = [0x3d, 0x46] as const;
/** Consecutive quoted-printable escapes: assignments do not look like that. */
const ROW = 5;

/** Whether that many quoted-printable escapes follow each other at `at`, each an equals sign and two upper-case digits. */
export function isEscapeRow(bytes: Buffer, at: number): boolean {
  for (let start = at; start < at + 3 * ROW; start += 3) {
    const [high, low] = [bytes[start + 1] ?? 0, bytes[start + 2] ?? 0];
    if (bytes[start] !== EQUALS || high > LAST || low > LAST || HEX_DIGITS[high] !== 1 || HEX_DIGITS[low] !== 1)
      return false;
  }
  return true;
}
