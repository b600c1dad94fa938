import type { Surface } from '../types.ts';
import { surfaceOfContent } from './content.ts';
import type { SurfaceGlobs } from './globs.ts';
import { isProse, type NameHit, surfaceOfName } from './name.ts';

/** What is known about a blob to classify it. */
export interface ClassifyInput {
  /** The path as named, with `/` as separator; packet globs are matched against it without a leading `./`. */
  readonly path: string;
  /** Path of the file inside that one, from `innerPath()`, if the text is not the whole of it. */
  readonly inner?: string;
  /** Up to 64 KiB of the decoded text's bytes; empty if nothing was read. */
  readonly head: Uint8Array;
  /** The packet's globs, from `compileSurfaceGlobs()`. */
  readonly globs?: SurfaceGlobs;
}

/** A surface, what decided it, and a short reason for people that contains no text of the evidence. */
export interface Classification {
  readonly surface: Surface;
  readonly by: 'packet' | 'name' | 'content' | 'default';
  readonly reason: string;
}

/**
 * Determines which of the eight surfaces a blob belongs to: by the packet's globs, then by well-known names, then by
 * content, otherwise `other`. A surface whose packet entry excludes the path is ruled out in every step. A file in an
 * archive belongs to the surface that the archive's path indicates; if that is not evidence, to the one that its own
 * path or content indicates.
 *
 * @example classify({ path: 'runs/7/network.har', head: new Uint8Array() }) // { surface: 'trace', by: 'name', reason:
 * 'name: *.har' }
 */
export function classify({ path, inner, head, globs }: ClassifyInput): Classification {
  const named = path.replace(/^(?:\.\/)+/, '');
  const glob = globs?.find(named);
  if (glob) return { surface: glob.surface, by: 'packet', reason: glob.reason };
  const isOut = (surface: Surface): boolean => surface !== 'other' && globs?.excludes(named, surface) === true;
  const name = nameOf(named, inner);
  if (name && !isOut(name.surface)) return { surface: name.surface, by: 'name', reason: name.reason };
  const content = name === undefined && head.length > 0 ? surfaceOfContent(head, isProse(inner ?? named)) : undefined;
  if (content && !isOut(content.surface))
    return { surface: content.surface, by: 'content', reason: `content: ${content.what}` };
  return { surface: 'other', by: 'default', reason: 'neither name nor content is that of evidence' };
}

function nameOf(path: string, inner: string | undefined): NameHit | undefined {
  const outer = surfaceOfName(path);
  return inner === undefined || (outer !== undefined && outer.surface !== 'other') ? outer : surfaceOfName(inner);
}
