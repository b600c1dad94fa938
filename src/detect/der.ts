/** An element of DER (X.690): its tag, and the span of its contents. */
export interface DerElement {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/** Tags that occur in keys (X.690, 8). */
export const TAG = {
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  id: 0x06,
  sequence: 0x30,
  context0: 0xa0,
  context1: 0xa1,
} as const;

/** Maximum number of length octets after the one that counts them: keys are shorter than 64 KiB. */
const MOST_LENGTH = 2;

/**
 * Reads the head of the element at `at`. Its contents may reach beyond the end of the text.
 *
 * @param text latin1, one character for each byte
 * @returns undefined if no element with a definite length in its shortest form begins there
 */
export function derElement(text: string, at: number): DerElement | undefined {
  const [tag, first] = [text.charCodeAt(at), text.charCodeAt(at + 1)];
  // NaN beyond the end of the text, for which every comparison is false.
  if (!(first >= 0)) return undefined;
  if (first < 0x80) return { tag, start: at + 2, end: at + 2 + first };
  const count = first & 0x7f;
  if (count < 1 || count > MOST_LENGTH || at + 2 + count > text.length) return undefined;
  let length = 0;
  for (let i = 0; i < count; i++) length = length * 256 + text.charCodeAt(at + 2 + i);
  const least = count === 1 ? 0x80 : 0x100;
  return length < least ? undefined : { tag, start: at + 2 + count, end: at + 2 + count + length };
}

/** The elements from `from` on, up to `end` or to one whose head is cut off or invalid. */
export function derElements(text: string, from: number, end: number): readonly DerElement[] {
  const elements: DerElement[] = [];
  for (let at = from; at < Math.min(end, text.length);) {
    const element = derElement(text, at);
    if (element === undefined || element.end > end) break;
    elements.push(element);
    at = element.end;
  }
  return elements;
}
