import { EVIDENCE_SURFACES, type EvidenceSurface } from '../types.ts';

/** A packet's globs for one surface, as in its `surfaces` section. */
export interface SurfaceGlobSyntax {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** One surface's globs, ready to match. */
interface CompiledSurface {
  readonly surface: EvidenceSurface;
  readonly include: readonly Glob[];
  readonly exclude: readonly Glob[];
}

interface Glob {
  readonly text: string;
  readonly matches: (path: string) => boolean;
}

/** A packet's globs, compiled by `compileSurfaceGlobs()`. */
export interface SurfaceGlobs {
  /** The first surface (in the order of `EVIDENCE_SURFACES`) that includes the path, and the glob that does. */
  find(path: string): { readonly surface: EvidenceSurface; readonly reason: string } | undefined;
  /** Whether the packet excludes the path from this surface. */
  excludes(path: string, surface: EvidenceSurface): boolean;
}

/**
 * Compiles a packet's `surfaces` section once for a run. Globs are micromatch's, `/` separates, dot files match. A path
 * that a surface excludes does not belong to that surface by its name or content either.
 *
 * @param documents paths of the documents that the packet covers: they are `sot` unless a glob says otherwise
 */
export async function compileSurfaceGlobs(
  surfaces: Partial<Readonly<Record<EvidenceSurface, SurfaceGlobSyntax>>>,
  documents: readonly string[] = [],
): Promise<SurfaceGlobs> {
  const named = new Set(documents.map((path) => path.replace(/^(?:\.\/+)+/, '')));
  const glob = await globCompiler(surfaces);
  const compiled: CompiledSurface[] = [];
  for (const surface of EVIDENCE_SURFACES) {
    const syntax = surfaces[surface];
    if (syntax) compiled.push({ surface, include: syntax.include.map(glob), exclude: syntax.exclude.map(glob) });
  }
  const excludes = (path: string, surface: EvidenceSurface): boolean =>
    compiled.some((entry) => entry.surface === surface && entry.exclude.some(({ matches }) => matches(path)));
  return {
    find(path) {
      for (const { surface, include, exclude } of compiled) {
        const hit = include.find(({ matches }) => matches(path));
        if (hit && !exclude.some(({ matches }) => matches(path))) return { surface, reason: `packet glob ${hit.text}` };
      }
      const isDocument = named.has(path) && !excludes(path, 'sot');
      return isDocument ? { surface: 'sot', reason: 'a document that the packet names' } : undefined;
    },
    excludes,
  };
}

/** micromatch is loaded only if there are globs: most packets have none. */
async function globCompiler(
  surfaces: Partial<Readonly<Record<EvidenceSurface, SurfaceGlobSyntax>>>,
): Promise<(text: string) => Glob> {
  if (Object.values(surfaces).every(({ include, exclude }) => include.length + exclude.length === 0)) {
    return (text) => ({ text, matches: () => false });
  }
  const { default: micromatch } = await import('micromatch');
  return (text) => ({ text, matches: micromatch.matcher(text.replace(/^\.\//, ''), { dot: true }) });
}
