/**
 * Where the start file of a worker is: `worker.cjs` beside the chunks of a bundle, which the bundle's entries have in a
 * folder below. From the sources a development script starts it, which loads TypeScript first.
 */
export function workerFile(from: string = import.meta.url): URL {
  if (from.endsWith('.ts')) return new URL('../../../scripts/lib/source-worker.mjs', from);
  return new URL(from.includes('/chunks/') ? 'worker.cjs' : 'chunks/worker.cjs', from);
}
