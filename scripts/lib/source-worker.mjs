/** Starts a worker thread from the sources: the loader that the main thread was started with does not come along. */
import { register } from 'tsx/esm/api';

register();
await import('../../src/scan/threads/worker.ts');
