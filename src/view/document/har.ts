import type { Span } from '../../types.ts';
import type { DecodedView, ViewContext } from '../decoded-view.ts';
import { packedTextView } from './packed-text.ts';

/** Values of the header `content-encoding` whose data has no magic number. */
const ENCODINGS: readonly (readonly [value: string, kind: 'brotli' | 'deflate-raw'])[] = [
  ['"br"', 'brotli'],
  ['"deflate"', 'deflate-raw'],
];
/** How far the header's name may be before its value. */
const NAME_DISTANCE = 120;
const TEXT = /"text"\s*:\s*"/;
/** How far the text of the body may be after its `content` key. */
const CONTENT_HEAD = 400;
const NEXT_ENTRY = '"startedDateTime"';
const QUOTE = 0x22;

/** Span of the digits of the body that follows a header at `at` in the same entry. */
function bodyBehind(bytes: Buffer, at: number): Span | undefined {
  const content = bytes.indexOf('"content"', at);
  const next = bytes.indexOf(NEXT_ENTRY, at);
  if (content < 0 || (next >= 0 && next < content)) return undefined;
  const head = bytes.toString('latin1', content, content + CONTENT_HEAD);
  const text = TEXT.exec(head);
  if (text === null) return undefined;
  const start = content + text.index + text[0].length;
  const end = bytes.indexOf(QUOTE, start);
  return end < 0 ? undefined : { start, end };
}

/**
 * Bodies in a HAR file (HAR 1.2) that are compressed according to their `content-encoding` with a format that the data does not show:
 * brotli and raw deflate. gzip, zlib and zstd are recognised by their first bytes.
 */
export function* harViews(bytes: Buffer, context: ViewContext): Generator<DecodedView> {
  for (const [value, kind] of ENCODINGS) {
    for (let at = bytes.indexOf(value); at >= 0; at = bytes.indexOf(value, at + value.length)) {
      const before = bytes.toString('latin1', Math.max(0, at - NAME_DISTANCE), at);
      if (!/"content-encoding"[^{}]*$/i.test(before)) continue;
      const body = bodyBehind(bytes, at);
      if (body !== undefined) yield* packedTextView(bytes, body, kind, context);
      if (context.stopped) return;
    }
  }
}
