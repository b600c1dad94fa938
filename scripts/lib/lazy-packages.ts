import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** A module that exports, one by one, what Node gives for `import(specifier)`. */
async function wrapper(specifier: string): Promise<string> {
  const names = Object.keys((await import(specifier)) as object).filter((name) => IDENTIFIER.test(name));
  const lines = names.map((name, index) => `const e${index} = all.${name}; export { e${index} as ${name} };`);
  return [`import * as all from ${JSON.stringify(specifier)};`, ...lines].join('\n');
}

/**
 * esbuild gives a lazily imported CommonJS package one export, `default`, where Node gives its named exports as well.
 * This asks Node for the names while building, so that `const { open } = await import('yauzl')` is the same in both.
 */
export const lazyPackages: Plugin = {
  name: 'lazy-packages',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ kind, path, resolveDir, namespace }) =>
      kind === 'dynamic-import' && namespace === 'file' && !isBuiltin(path)
        ? { path, namespace: 'lazy-package', pluginData: resolveDir }
        : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'lazy-package' }, async ({ path, pluginData }) => ({
      contents: await wrapper(path),
      resolveDir: String(pluginData),
    }));
  },
};
