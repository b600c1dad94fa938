import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { asciiJson } from './ascii-json.ts';
import { jsonAsText } from './json-as-text.ts';
import { lazyPackages } from './lazy-packages.ts';
import { mergeChunks, mergesOf, staticClosure } from './merge-chunks.ts';
import { whenNeeded } from './when-needed.ts';

/** What is bundled, and where to. */
export interface BundleOptions {
  /** Absolute path that all other paths are relative to. */
  readonly root: string;
  /** Output name without extension → source file. */
  readonly entries: Readonly<Record<string, string>>;
  /**
   * Name of a file below `outDir` without extension → source file that is an entry or dynamically imported: the chunks that
   * it loads at its head become that one file. What an earlier line took is left to that. @default {}
   */
  readonly merge?: Readonly<Record<string, string>>;
  /** Files that are read when first needed, put into `outDir` in a folder of their own folder's name. @default [] */
  readonly data?: readonly string[];
  /** Source files that export functions alone, and are loaded when one is called first. @default [] */
  readonly late?: readonly string[];
  /** Name of a file below `outDir` without extension → entry whose exports it gives to those who import ES modules. @default {} */
  readonly faces?: Readonly<Record<string, string>>;
  /** Emptied first. */
  readonly outDir: string;
}

/**
 * Bundles the entries and every package that they use into CommonJS modules (`.cjs`), which Node loads faster than ES modules.
 * What is imported with `await import()` becomes a chunk of its own. The same sources give the same bytes.
 *
 * @returns what is in which chunk, before any are merged
 */
export async function bundle(options: BundleOptions): Promise<Metafile> {
  const { root, entries, outDir, merge = {}, data = [], late = [], faces = {} } = options;
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: outDir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    chunkNames: 'chunks/[name]-[hash]',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    plugins: [whenNeeded(root, late), lazyPackages, jsonAsText],
    metafile: true,
    write: false,
    logLevel: 'error',
  });
  const chunks = new Map(outputFiles.map(({ path, text }) => [posixPath(relative(root, path)), text]));
  const sources = Object.entries(merge).map(([name, source]) => [`${outDir}/${name}.cjs`, source]);
  const files = await mergeChunks(chunks, metafile, mergesOf(metafile, Object.fromEntries(sources)));
  rmSync(`${root}/${outDir}`, { recursive: true, force: true });
  for (const [path, text] of files) {
    const full = join(root, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
  }
  for (const [name, entry] of Object.entries(faces)) {
    const names = metafile.outputs[`${outDir}/${entry}.cjs`]?.exports ?? [];
    writeFileSync(join(root, outDir, `${name}.js`), faceOf(`./${entry}.cjs`, names));
  }
  for (const path of data) copyData(join(root, path), join(root, outDir, basename(dirname(path))));
  return metafile;
}

/** JSON without the line breaks that it has in a repository; anything else as it is. */
function copyData(path: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const contents = readFileSync(path);
  const isJson = path.endsWith('.json');
  writeFileSync(join(folder, basename(path)), isJson ? asciiJson(JSON.parse(contents.toString())) : contents);
}

/** An ES module that gives what a CommonJS module exports. */
function faceOf(path: string, names: readonly string[]): string {
  return `import all from ${JSON.stringify(path)};\nexport const { ${names.join(', ')} } = all;\n`;
}

function posixPath(path: string): string {
  return path.replaceAll(sep, '/');
}

/** Bytes that are read before the entry's first line runs: the file and all that it imports at its head. */
export function startSize(metafile: Metafile, output: string): number {
  return staticClosure(metafile, output).reduce((sum, path) => sum + (metafile.outputs[path]?.bytes ?? 0), 0);
}
