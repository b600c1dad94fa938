import { classify } from '../surface/classify.ts';
import { innerPath, leadsToFile } from './inner-path.ts';
import type { Blob, Surface } from '../types.ts';
import type { ScanContext } from './context.ts';
import { pathInPacket } from './packet-path.ts';

/**
 * The surface of a file, or of a file in an archive or in compressed data.
 *
 * @param head up to 64 KiB of its text
 */
export function surfaceOfPart(
  { path, view }: Pick<Blob, 'path' | 'view'>,
  head: Uint8Array,
  { cwd, packetRoot, surfaces }: Pick<ScanContext, 'cwd' | 'packetRoot' | 'surfaces'>,
): Surface {
  const named = pathInPacket(path, cwd, packetRoot);
  const inner = view.length === 0 ? {} : { inner: innerPath(named, view) };
  return classify({ path: named, ...inner, head, globs: surfaces }).surface;
}

/**
 * The surface of something inside a container: that of the container. If the container is not evidence, a file in it is
 * classified by itself.
 *
 * @returns undefined if the file's content has to be read
 */
export function surfaceInside(surface: Surface | undefined, view: readonly string[]): Surface | undefined {
  return surface === 'other' && leadsToFile(view) ? undefined : surface;
}
