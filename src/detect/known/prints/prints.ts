import { createHmac, randomInt } from 'node:crypto';
import { rollHash } from '../../../engine/roll-finder.ts';
import type { Anchor, PrintForm } from './anchors.ts';
import type { PrintKeys } from './keys.ts';

/** The number of entries is padded to a multiple of this, so that it discloses little. */
const PADDING = 64;
/** Bits of the rolling hash beyond those needed to distinguish the windows: more make a scan faster and disclose more about each value. */
const SPARE_BITS = 12;
const WIDEST = 24;
/** Bytes of the HMAC that are stored. */
const CONFIRM_SIZE = 8;

/**
 * The contents of a fingerprint file. Hashes of windows are stored separately from their confirmation: one or two known windows would break
 * the rolling hash, which then reveals only whether a value is among all of them.
 */
export interface Prints {
  readonly forms: readonly PrintForm[];
  /** For each window length, the width of the hashes in bits, and the hashes in ascending order. */
  readonly rolls: readonly { readonly window: number; readonly width: number; readonly hashes: readonly number[] }[];
  /** 64 bits of an HMAC for each window, as 16 hex digits, with the index of its form and its offset; -1 for padding. */
  readonly entries: readonly (readonly [confirm: string, form: number, offset: number])[];
}

/** The first 64 bits of HMAC-SHA256 over a window, as 16 hex digits. */
export function confirmOf(key: Uint8Array, window: Uint8Array): string {
  return createHmac('sha256', key).update(window).digest().toString('hex', 0, CONFIRM_SIZE);
}

/** Creates fingerprints of windows under a key. */
export function printsOf(anchors: readonly Anchor[], keys: PrintKeys): Prints {
  const forms = [...new Set(anchors.map(({ form }) => form))];
  const numbers = new Map(forms.map((form, index) => [form, index]));
  const lengths = [...new Set(anchors.map(({ bytes }) => bytes.length))].sort((a, b) => a - b);
  const width = Math.min(WIDEST, Math.max(SPARE_BITS, Math.ceil(Math.log2(anchors.length + 1)) + SPARE_BITS));
  const rolls = lengths.map((window) => {
    const own = anchors.filter(({ bytes }) => bytes.length === window);
    const hashes = own.map(({ bytes }) => rollHash(bytes, 0, { window, base: keys.base, width }));
    return { window, width, hashes: [...new Set(hashes)].sort((a, b) => a - b) };
  });
  const entries = anchors.map(
    ({ bytes, form, offset }) => [confirmOf(keys.confirm, bytes), numbers.get(form) ?? -1, offset] as const,
  );
  const padding = Array.from(
    { length: (PADDING - (entries.length % PADDING)) % PADDING },
    () => [randomDigits(), -1, 0] as const,
  );
  // Sorted by HMAC, so that the order discloses nothing about the values.
  return { forms, rolls, entries: [...entries, ...padding].sort(([a], [b]) => (a < b ? -1 : 1)) };
}

function randomDigits(): string {
  return Array.from({ length: CONFIRM_SIZE }, () => randomInt(256).toString(16).padStart(2, '0')).join('');
}
