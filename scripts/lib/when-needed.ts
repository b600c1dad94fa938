import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';

/** Node's own modules of which starting needs nothing, and that take half a millisecond or more to load. */
const OF_NODE = new Set(['node:crypto', 'node:child_process', 'node:fs/promises', 'node:os']);

const LOADED = /\bloadNow\(import\((?<path>"[^"]+")\)\)/g;

/**
 * A module of the same exports, whose functions load the real one when one of them is called first. What is no function needs
 * it at once, where it is asked for at all.
 */
function stubs(exported: object, load: string): string {
  const lines = Object.entries(exported).map(([name, value]) =>
    typeof value === 'function'
      ? `export function ${name}(...args) { return loaded().${name}(...args); }`
      : `export const ${name} = /* @__PURE__ */ of('${name}');`,
  );
  return [`let all; const loaded = () => all ??= ${load}; const of = (name) => loaded()[name];`, ...lines].join('\n');
}

async function exportsOf(specifier: string): Promise<object> {
  const { default: _, ...named } = (await import(specifier)) as Record<string, unknown>;
  return named;
}

/**
 * Has modules loaded when one of their functions is called first, from a chunk of their own: to who imports them nothing
 * changes but the time at which their code is read. What the plugin leaves in the bundle, {@link loadedByRequire} makes runnable.
 *
 * @param modules source files relative to the root that export functions alone
 */
export function whenNeeded(root: string, modules: readonly string[]): Plugin {
  const files = new Map(modules.map((path) => [resolve(root, path), path]));
  return {
    name: 'when-needed',
    setup(build) {
      build.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
        const file = files.get(resolve(resolveDir, path));
        return kind === 'import-statement' && file !== undefined ? { path: file, namespace: 'when-needed' } : undefined;
      });
      build.onLoad({ filter: /^/, namespace: 'when-needed' }, async ({ path }) => {
        const exported = await exportsOf(pathToFileURL(resolve(root, path)).href);
        if (Object.values(exported).some((value) => typeof value !== 'function')) {
          return { errors: [{ text: `${path} exports more than functions` }] };
        }
        return { contents: stubs(exported, `loadNow(import("./${path}"))`), resolveDir: root };
      });
    },
  };
}

/** The code of a chunk with what {@link whenNeeded} left in it as calls of `require`, which gives a module at once. */
export function loadedByRequire(code: string): string {
  return code.replaceAll(LOADED, 'require($<path>)');
}

/** The same for functions of Node's own modules; classes are not to be had from such an import. */
export const nodeWhenNeeded: Plugin = {
  name: 'node-when-needed',
  setup(build) {
    build.onResolve({ filter: /^node:/ }, ({ kind, path }) =>
      kind === 'import-statement' && OF_NODE.has(path) ? { path, namespace: 'node-when-needed' } : undefined,
    );
    build.onLoad({ filter: /^/, namespace: 'node-when-needed' }, async ({ path }) => ({
      contents: `${stubs(await exportsOf(path), `require('${path}')`)}\nexport default /* @__PURE__ */ loaded();`,
    }));
  },
};
