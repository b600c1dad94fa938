import type { Span } from '../../types.ts';
import type { Joiner } from './joiner.ts';

const [DOUBLE, LF] = [0x22, 10] as const;
/** What stands in front of a text in the view: the name it is assigned to, or the option. */
const CONTEXT = 128;

/** A text that is spelled in parts, and where it stands. */
export interface SpelledText extends Span {
  /** Decoded bytes, each with its place, in order. */
  readonly parts: readonly { readonly text: Buffer; readonly span: Span }[];
}

/**
 * Adds such a text with what stands in front of it; it is put in the quotes that it does not hold.
 *
 * @param floor where what was added before ends
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
