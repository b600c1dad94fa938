import { BASE64, EXACT, type Form, formsOf, HEX } from '../forms.ts';
import { bitsOf } from '../strength.ts';
import type { Piece } from '../tables.ts';

/** Bits of a value that a window must contain, so that nobody with the key finds it by trying. */
export const LEAST_BITS = 72;
/** Lengths of windows, in bytes: each costs a pass over the text. */
const WINDOWS = [16, 20, 28, 40, 64] as const;
/** Shorter ones, for values that are exported although they are weak. */
const WEAK_WINDOWS = [8, 12, ...WINDOWS] as const;
const BETWEEN = 32;

/** A form of a value as stored in a fingerprint file: none of its bytes, only its measures. */
export interface PrintForm {
  readonly name: string;
  readonly steps: readonly string[];
  /** Number of bytes of the form, and of those at its start and end that are public. */
  readonly length: number;
  readonly lead: number;
  readonly trail: number;
  /** Number of characters of the value. */
  readonly chars: number;
  /** Their approximate bits. */
  readonly bits: number;
}

/** A window of a form. */
export interface Anchor {
  readonly bytes: Buffer;
  readonly form: PrintForm;
  /** Its offset in the form. */
  readonly offset: number;
}

/**
 * The windows by which a piece of a value is recognised; empty if it is too weak.
 *
 * @param weak use windows that contain less than {@link LEAST_BITS} if there are no others
 */
export function anchorsOf(piece: Piece, weak: boolean): readonly Anchor[] {
  const secret = piece.text.slice(piece.publicChars);
  const need = Math.ceil((LEAST_BITS * secret.length) / Math.max(1, bitsOf(secret)));
  if (need > secret.length && !weak) return [];
  return formsOf(piece.text, piece.publicChars, true).flatMap((form) =>
    anchorsIn(form, piece, Math.min(need, secret.length), weak),
  );
}

function anchorsIn(form: Form, piece: Piece, need: number, weak: boolean): readonly Anchor[] {
  const { bytes, lead, trail, steps, fold } = form;
  const usable = bytes.length - lead - trail;
  const least =
    fold === EXACT
      ? exactNeed(form, piece, need)
      : Math.ceil((need * usable) / (piece.text.length - piece.publicChars));
  const window = windowFor(least, usable, weak);
  if (window === undefined) return [];
  const known: PrintForm = {
    name: piece.name,
    steps,
    length: bytes.length,
    lead,
    trail,
    chars: piece.text.length,
    bits: Math.round(bitsOf(piece.text)),
  };
  const last = bytes.length - trail - window;
  const places = new Set([lead, last]);
  for (let place = lead + BETWEEN; place < last; place += BETWEEN) places.add(place);
  return [...places].flatMap((offset) =>
    spellings(bytes.subarray(offset, offset + window), form).map((text) => ({ bytes: text, form: known, offset })),
  );
}

/** The shortest window with at least that many bytes; for a weak value the longest that fits. */
function windowFor(least: number, usable: number, weak: boolean): number | undefined {
  const window = WINDOWS.find((size) => size >= least);
  if (window !== undefined && window <= usable) return window;
  return weak ? WEAK_WINDOWS.findLast((size) => size <= usable) : undefined;
}

/** Bytes that a window needs to contain that many characters wherever the escapes are: all of them may be in it. */
function exactNeed({ bytes, steps }: Form, { text }: Piece, need: number): number {
  const wide = steps.at(-1)?.startsWith('utf-16') === true ? 2 : 1;
  return need * wide + Math.max(0, bytes.length - text.length * wide);
}

/** A window in every spelling of the same text: hexadecimal digits of either case, base64 of either alphabet. */
function spellings(window: Buffer, { fold }: Form): readonly Buffer[] {
  const text = window.toString('latin1');
  const others =
    fold === HEX
      ? [text.replace(/[a-f]/g, (one) => one.toUpperCase())]
      : fold === BASE64
        ? [text.replaceAll('+', '-').replaceAll('/', '_')]
        : [];
  return [...new Set([text, ...others])].map((one) => Buffer.from(one, 'latin1'));
}
