/**
 * The start file of a worker: `worker.cjs` next to the chunks of a bundle, whose entry points are one folder below.
 * When run from the sources, a development script that loads TypeScript first starts it.
 */
export function workerFile(from: string = import.meta.url): URL {
  if (from.endsWith('.ts')) return new URL('../../../scripts/lib/source-worker.mjs', from);
  return new URL(from.includes('/chunks/') ? 'worker.cjs' : 'chunks/worker.cjs', from);
}
