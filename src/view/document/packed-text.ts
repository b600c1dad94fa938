import { brotliDecompressSync, inflateRawSync } from 'node:zlib';
import type { Span } from '../../types.ts';
import type { DecodedView, ViewContext } from '../decoded-view.ts';

/** Most that one packed text may unpack to. */
const LARGEST = 64 * 1024 * 1024;

type Inflate = (packed: Buffer) => Buffer;

/** Compressions without a magic number, by the name that a document gives them. */
const INFLATES: Readonly<Record<'deflate-raw' | 'brotli', Inflate>> = {
  'deflate-raw': (packed) => inflateRawSync(packed, { maxOutputLength: LARGEST }),
  brotli: (packed) => brotliDecompressSync(packed, { maxOutputLength: LARGEST }),
};

/**
 * A view of base64 digits that hold compressed data, where the document says so. What is no such data gives nothing: it is
 * looked at as other base64 is.
 *
 * @param isSure whether the document says so for sure, so that data that cannot be unpacked is lost
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
    // More than the limit: said where it can be counted.
    if (error instanceof RangeError) context.pay(Infinity, kind, span);
    else if (isSure)
      context.lose('corrupt', `${kind} data of ${span.end - span.start} digits cannot be unpacked`, span);
    return;
  }
  if (unpacked.length === 0 || !context.pay(unpacked.length, kind, span)) return;
  yield { kind, bytes: unpacked, container: false, toOuter: () => span };
}
