import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { lazyPackages } from './lazy-packages.ts';

/** What is bundled, and where to. */
export interface BundleOptions {
  /** Absolute path that all other paths are relative to. */
  readonly root: string;
  /** Output name without extension → source file. */
  readonly entries: Readonly<Record<string, string>>;
  /** Emptied first. */
  readonly outDir: string;
}

/** CommonJS packages ask for Node's own modules with `require`, which an ES module does not have. */
const BANNER =
  "import { createRequire as watertightRequire } from 'node:module'; const require = watertightRequire(import.meta.url);";

/**
 * Bundles the entries and every package that they use into ES modules. What is imported with `await import()` becomes a
 * chunk of its own. The same sources give the same bytes.
 */
export async function bundle({ root, entries, outDir }: BundleOptions): Promise<Metafile> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: outDir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    chunkNames: 'chunks/[name]-[hash]',
    banner: { js: BANNER },
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    plugins: [lazyPackages],
    metafile: true,
    write: false,
    logLevel: 'error',
  });
  rmSync(`${root}/${outDir}`, { recursive: true, force: true });
  for (const { path, contents } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
  return metafile;
}

/** Bytes that are read before the entry's first line runs: the file and all that it imports at its head. */
export function startSize(metafile: Metafile, output: string): number {
  const seen = new Set<string>();
  const visit = (path: string): void => {
    const file = metafile.outputs[path];
    if (file === undefined || seen.has(path)) return;
    seen.add(path);
    for (const found of file.imports) if (found.kind === 'import-statement') visit(found.path);
  };
  visit(output);
  return [...seen].reduce((sum, path) => sum + (metafile.outputs[path]?.bytes ?? 0), 0);
}
