import type { CliIo } from './io.ts';

/** Does a work that a signal can end, and gives that signal when the user ends the run. */
export async function untilInterrupted<T>(io: CliIo, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const unlisten = io.onInterrupt(() => abort.abort());
  try {
    return await work(abort.signal);
  } finally {
    unlisten();
  }
}
