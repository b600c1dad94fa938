import { ScanError } from '../../errors.ts';
import { printablePath } from '../quotation.ts';
import type { Baseline } from './baseline.ts';
import { isNative, nativeBaseline } from './native.ts';

/** A form of baseline files: whether a document is of it, and what it then says. */
interface BaselineFormat {
  readonly name: string;
  readonly is: (document: unknown) => boolean;
  readonly read: (document: never, path: string) => Baseline;
}

/** Asked in this order. */
const FORMATS: readonly BaselineFormat[] = [{ name: 'watertight', is: isNative, read: nativeBaseline }];

/**
 * Reads a baseline file.
 *
 * @param path for messages
 * @throws {ScanError} `usage` for what is no baseline that watertight knows; the message holds nothing of the file
 */
export function readBaseline(text: string, path: string): Baseline {
  const fail = (reason: string): ScanError =>
    new ScanError('usage', `Cannot use baseline ${printablePath(path)}: ${reason}`);
  let document: unknown;
  try {
    document = JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch {
    throw fail('it is no JSON');
  }
  const format = FORMATS.find(({ is }) => is(document));
  if (format === undefined) throw fail(`it has the form of none of: ${FORMATS.map(({ name }) => name).join(', ')}`);
  return format.read(document as never, path);
}
