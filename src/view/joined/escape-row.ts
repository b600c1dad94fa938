import { HEX_DIGITS } from '../byte-class.ts';

const [EQUALS, LAST] = [0x3d, 0x46] as const;
/** Escapes that follow each other in quoted-printable: no assignments do. */
const ROW = 5;

/** Whether so many escapes of quoted-printable stand at `at`, one behind the other: each an equals sign and two digits in upper case. */
export function isEscapeRow(bytes: Buffer, at: number): boolean {
  for (let start = at; start < at + 3 * ROW; start += 3) {
    const [high, low] = [bytes[start + 1] ?? 0, bytes[start + 2] ?? 0];
    if (bytes[start] !== EQUALS || high > LAST || low > LAST || HEX_DIGITS[high] !== 1 || HEX_DIGITS[low] !== 1)
      return false;
  }
  return true;
}
