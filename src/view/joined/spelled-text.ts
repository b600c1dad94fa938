import type { Span } from '../../types.ts';
import type { Joiner } from './joiner.ts';

const [DOUBLE, LF] = [0x22, 10] as const;
/** Context before a text in the view: the name or option that it is assigned to. */
const CONTEXT = 128;

/** A text spelled in parts, and its span. */
export interface SpelledText extends Span {
  /** Decoded bytes with their spans, in order. */
  readonly parts: readonly { readonly text: Buffer; readonly span: Span }[];
}

/**
 * Appends such a text with its context, in quotes of a kind that it does not contain.
 *
 * @param floor end of what was appended before
 */
export function writeText(bytes: Buffer, { start, end, parts }: SpelledText, joiner: Joiner, floor: number): void {
  let from = Math.max(floor, start - CONTEXT);
  from += bytes.subarray(from, start).lastIndexOf(LF) + 1;
  const quote = parts.some(({ text }) => text.includes(DOUBLE)) ? `'` : '"';
  const mark = Buffer.from(parts.some(({ text }) => text.includes(quote)) ? '' : quote);
  joiner.piece({ start: from, end: start });
  joiner.put(mark, { start, end: start });
  for (const { text, span } of parts) {
    joiner.joint('sure');
    if (text.length === span.end - span.start) joiner.piece(span);
    else joiner.put(text, span);
  }
  joiner.put(mark, { start: end, end });
  joiner.break();
}
