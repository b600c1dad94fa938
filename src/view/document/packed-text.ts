import { brotliDecompressSync, inflateRawSync } from 'node:zlib';
import type { Span } from '../../types.ts';
import type { DecodedView, ViewContext } from '../decoded-view.ts';

/** Maximum size to which one packed text may unpack. */
const LARGEST = 64 * 1024 * 1024;

type Inflate = (packed: Buffer) => Buffer;

/** Compressions without a magic number, by the names that documents use. */
const INFLATES: Readonly<Record<'deflate-raw' | 'brotli', Inflate>> = {
  'deflate-raw': (packed) => inflateRawSync(packed, { maxOutputLength: LARGEST }),
  brotli: (packed) => brotliDecompressSync(packed, { maxOutputLength: LARGEST }),
};

/**
 * A view of base64 digits that a document declares to be compressed data. If they are not, there is no view, and they are read like other
 * base64.
 *
 * @param isSure whether the declaration is certain, so that data that cannot be unpacked is reported as lost
 */
export function* packedTextView(
  bytes: Buffer,
  span: Span,
  kind: keyof typeof INFLATES,
  context: ViewContext,
  isSure = false,
): Generator<DecodedView> {
  let unpacked: Buffer;
  try {
    unpacked = INFLATES[kind](Buffer.from(bytes.toString('latin1', span.start, span.end), 'base64'));
  } catch (error) {
    // Above the limit: reported by the budget.
    if (error instanceof RangeError) context.pay(Infinity, kind, span);
    else if (isSure)
      context.lose('corrupt', `${kind} data of ${span.end - span.start} digits cannot be unpacked`, span);
    return;
  }
  if (unpacked.length === 0 || !context.pay(unpacked.length, kind, span)) return;
  yield { kind, bytes: unpacked, container: false, toOuter: () => span };
}
