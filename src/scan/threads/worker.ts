/** The start file of a worker thread: scans the batches it receives, one after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { contextOf } from '../run-context.ts';
import { BatchScanner } from './batch-scanner.ts';
import type { Request, WorkerStart } from './messages.ts';

async function serve(port: NonNullable<typeof parentPort>, { plan }: WorkerStart): Promise<void> {
  const abort = new AbortController();
  const loop = contextOf(plan, { signal: abort.signal, onProgress: undefined }).then(
    (context) => new BatchScanner(context),
  );
  let last: Promise<void> = Promise.resolve();
  port.on('message', (request: Request) => {
    if (request.kind === 'interrupt') abort.abort();
    else last = last.then(async () => port.postMessage(await (await loop).answer(request)));
  });
  await loop;
}

if (parentPort !== null) void serve(parentPort, workerData as WorkerStart);
