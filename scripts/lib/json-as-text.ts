import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** Above this size V8 reads JSON faster from a text than as part of the program, and keeps less of it. */
const LARGE = 20_000;

/** Puts large JSON files into the bundle as `JSON.parse('…')`. */
export const jsonAsText: Plugin = {
  name: 'json-as-text',
  setup(build) {
    build.onLoad({ filter: /\.json$/, namespace: 'file' }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (text.length < LARGE) return undefined;
      return {
        contents: `export default JSON.parse(${JSON.stringify(JSON.stringify(JSON.parse(text)))});`,
        loader: 'js',
      };
    });
  },
};
