import type { Surface } from '../types.ts';
import { surfaceOfContent } from './content.ts';
import type { SurfaceGlobs } from './globs.ts';
import { isProse, type NameHit, surfaceOfName } from './name.ts';

/** What a blob shows of itself. */
export interface ClassifyInput {
  /** The path as named, `/` as separator; packet globs are matched against it without a leading `./`. */
  readonly path: string;
  /** Path of the file inside of that one, from `innerPath()`, where the text is not the whole of it. */
  readonly inner?: string;
  /** Up to 64 KiB of the decoded text's bytes; empty where nothing was read. */
  readonly head: Uint8Array;
  /** The packet's globs, from `compileSurfaceGlobs()`. */
  readonly globs?: SurfaceGlobs;
}

/** A surface, what told it, and a short phrase for people that holds no text of the evidence. */
export interface Classification {
  readonly surface: Surface;
  readonly by: 'packet' | 'name' | 'content' | 'default';
  readonly reason: string;
}

/**
 * Which of the eight surfaces a blob belongs to: by the packet's globs, then by well-known names, then by content,
 * else `other`. A surface whose packet entry excludes the path is out in every step. A file in an archive belongs to
 * what the archive's path says, and where that says nothing of evidence to what its own path or content says.
 *
 * @example classify({ path: 'runs/7/network.har', head: new Uint8Array() }) // { surface: 'trace', by: 'name', reason: 'name: *.har' }
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
