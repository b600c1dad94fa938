import { posix } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { loadedByRequire, nodeWhenNeeded } from './when-needed.ts';

/** The files of a bundle: their texts by their paths below the repository. */
export type Chunks = ReadonlyMap<string, string>;

/** Chunks that become one file. */
export interface Merge {
  /** Path of the merged file. */
  readonly path: string;
  readonly members: readonly string[];
}

/** What an output imports at its head, and what that imports, in order; itself included. */
export function staticClosure(metafile: Metafile, output: string): string[] {
  const seen = new Set<string>();
  const visit = (path: string): void => {
    const file = metafile.outputs[path];
    if (file === undefined || seen.has(path)) return;
    seen.add(path);
    for (const found of file.imports) if (found.kind === 'import-statement') visit(found.path);
  };
  visit(output);
  return [...seen];
}

/** For each source, one file of all chunks that it loads at its head and that are no entries and in no earlier merge. */
export function mergesOf(metafile: Metafile, sources: Readonly<Record<string, string>>): Merge[] {
  const taken = new Set<string>();
  return Object.entries(sources).map(([path, source]) => {
    const start = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === source)?.[0];
    if (start === undefined) throw new Error(`Cannot merge chunks: ${source} is no entry of the bundle`);
    const members = staticClosure(metafile, start).filter(
      (output) => metafile.outputs[output]?.entryPoint === undefined && !taken.has(output),
    );
    for (const member of members) taken.add(member);
    return { path, members };
  });
}

/** What other files call the exports of a merged file. */
const MEMBER_EXPORT = /\bm\d+_[\w$]+/g;

/** Where a module stands, for those that ask: CommonJS has no `import.meta`. */
const OWN_URL = "const ownUrl = require('node:url').pathToFileURL(__filename).href;";

/** Exports as values: esbuild gives getters, and one file called another's functions through two of them. None is set again later. */
const PLAIN_EXPORTS = 'module.exports={__esModule:true,...module.exports};';

/**
 * Makes one file of chunks that are loaded together: each file costs the loader most of a millisecond. All others then
 * import from the merged file, where a member's export `x` is called `m3_x`. What comes out is CommonJS.
 */
export async function mergeChunks(
  chunks: Chunks,
  metafile: Metafile,
  merges: readonly Merge[],
): Promise<Map<string, string>> {
  const homes = new Map(
    merges.flatMap(({ path, members }) => members.map((member, index) => [member, { path, prefix: `m${index}_` }])),
  );
  const renamed = (
    names: readonly string[],
    member: string,
    line: (inside: string, outside: string) => string,
  ): string => names.map((name) => line(`${homes.get(member)?.prefix ?? ''}${name}`, name)).join(', ');
  const exportsOf = (member: string): readonly string[] => metafile.outputs[member]?.exports ?? [];
  const facade = ({ path, members }: Merge, isWanted: (name: string) => boolean): string => {
    const lines = members.map((member) => {
      const from = JSON.stringify(relativePath(path, member));
      const names = exportsOf(member).filter((name) => isWanted(`${homes.get(member)?.prefix ?? ''}${name}`));
      return `import ${from}; export { ${renamed(names, member, (inside, name) => `${name} as ${inside}`)} } from ${from};`;
    });
    return lines.join('\n');
  };
  const files = new Map<string, string>();
  const homeOf = (target: string): string | undefined => homes.get(target)?.path;
  const imported = (member: string): string =>
    renamed(exportsOf(member), member, (inside, name) => `${inside} as ${name}`);
  const write = async (path: string, contents: string): Promise<void> => {
    const { outputFiles } = await build({
      stdin: { contents: loadedByRequire(contents), sourcefile: path, loader: 'js' },
      outfile: path,
      bundle: true,
      write: false,
      format: 'cjs',
      supported: { 'dynamic-import': false },
      define: { 'import.meta.url': 'ownUrl' },
      platform: 'node',
      target: 'node20',
      minifySyntax: true,
      minifyWhitespace: true,
      legalComments: 'none',
      footer: { js: PLAIN_EXPORTS },
      plugins: [nodeWhenNeeded, joined(path, chunks, homeOf, imported)],
      logLevel: 'error',
    });
    const text = outputFiles[0]?.text ?? '';
    files.set(path, text.includes('ownUrl') ? `${OWN_URL}\n${text}` : text);
  };
  for (const [path, contents] of chunks) if (!homes.has(path)) await write(path, contents);
  // A merge imports from earlier ones alone: what nobody asked for by then need not be exported.
  for (const merge of merges.toReversed()) {
    const asked = new Set([...files.values()].flatMap((text) => text.match(MEMBER_EXPORT) ?? []));
    await write(
      merge.path,
      facade(merge, (name) => asked.has(name)),
    );
  }
  return files;
}

function relativePath(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
}

/** While `into` is written: reads the members that have their home in it, and sends imports of others to theirs. */
function joined(
  into: string,
  chunks: Chunks,
  homeOf: (member: string) => string | undefined,
  exportsOf: (member: string) => string,
): Plugin {
  return {
    name: 'merge-chunks',
    setup(bundler) {
      bundler.onResolve({ filter: /^/ }, ({ path, importer, namespace, kind }) => {
        if (kind === 'entry-point') return undefined;
        const from = namespace === 'member' ? importer : into;
        const target = posix.join(posix.dirname(from), path);
        const home = homeOf(target);
        if (namespace === 'elsewhere') return { path: relativePath(into, path), external: true };
        if (!chunks.has(target)) return { path, external: true };
        if (home === undefined) return { path: relativePath(into, target), external: true };
        return { path: target, namespace: home === into ? 'member' : 'elsewhere' };
      });
      bundler.onLoad({ filter: /^/, namespace: 'member' }, ({ path }) => ({
        contents: loadedByRequire(chunks.get(path) ?? ''),
      }));
      bundler.onLoad({ filter: /^/, namespace: 'elsewhere' }, ({ path }) => ({
        contents: `export { ${exportsOf(path)} } from ${JSON.stringify(homeOf(path))};`,
      }));
    },
  };
}
