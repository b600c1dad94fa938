/**
 * Where the start file of a worker is: beside this one in the sources, `worker.js` beside the chunks of a bundle, which
 * the bundle's entries have in a folder below.
 */
export function workerFile(from: string = import.meta.url): URL {
  if (from.endsWith('.ts')) return new URL('worker.ts', from);
  return new URL(from.includes('/chunks/') ? 'worker.js' : 'chunks/worker.js', from);
}
