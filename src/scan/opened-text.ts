import type { ByteReader } from '../types.ts';
import { bomLength, type Charset, detectCharset } from '../view/charset.ts';
import { PIXELS_ALONE, READ_AS_DATA } from '../view/container-kind.ts';
import type { ContainerKind } from '../view/container-kind.ts';
import { transcodingReader } from '../view/transcode.ts';
import { PeekedReader } from './readers.ts';

/** A text without its byte order mark, as UTF-8; the bytes of a container stay as they are. */
export function textOf(
  head: Uint8Array,
  rest: ByteReader,
  container: ContainerKind | undefined,
): { readonly charset: Charset; readonly text: ByteReader } {
  const charset = container === undefined ? detectCharset(head) : 'utf-8';
  if (charset !== 'utf-8') return { charset, text: transcodingReader(new PeekedReader(head, rest), charset) };
  return { charset, text: new PeekedReader(head.subarray(bomLength(head)), rest) };
}

/** Whether the bytes of a text may contain containers. Those in a container are its own members. */
export function mayHoldOthers(container: ContainerKind | undefined, charset: Charset): boolean {
  return charset === 'utf-8' && (container === undefined || isReadAsData(container) || PIXELS_ALONE.has(container));
}

/** Whether the bytes are also decoded, and not only scanned as they are. */
export function isReadAsData(container: ContainerKind | undefined): boolean {
  return container === undefined || READ_AS_DATA.has(container);
}
