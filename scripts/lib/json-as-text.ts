import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** Above this size V8 reads JSON faster from a text than as part of the program, and keeps less of it. */
const LARGE = 20_000;

/** Data whose entries say where what they say is written. */
const WITH_SOURCES = /[\\/]detect[\\/]data[\\/]/;

function withoutSource(key: string, value: unknown): unknown {
  return key === 'source' ? undefined : value;
}

/** Puts large JSON files into the bundle as `JSON.parse('…')`, the data of detection without its sources: those are for who reads the repository. */
export const jsonAsText: Plugin = {
  name: 'json-as-text',
  setup(build) {
    build.onLoad({ filter: /\.json$/, namespace: 'file' }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (text.length < LARGE) return undefined;
      const data = JSON.stringify(JSON.parse(text, WITH_SOURCES.test(path) ? withoutSource : undefined));
      return {
        contents: `export default JSON.parse(${JSON.stringify(data)});`,
        loader: 'js',
      };
    });
  },
};
