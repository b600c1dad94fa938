import { BlobScanner } from '../scan/blob-scan.ts';
import { Collector } from '../scan/collector.ts';
import type { ScanContext } from '../scan/context.ts';
import { memoryBlob } from '../source/memory-blob.ts';
import type { Confidence, Finding } from '../types.ts';

/** How sure a finding must be to keep a command from being started. */
const SURE: ReadonlySet<Confidence> = new Set(['known-value', 'checksum-valid', 'provider-shape', 'context']);

/** Forbidden values in the arguments of a command. */
export async function findingsInArguments(argv: readonly string[], context: ScanContext): Promise<readonly Finding[]> {
  const collector = new Collector();
  const bytes = Buffer.from(`${argv.join('\0')}\0`);
  const blob = { ...memoryBlob('argv', [], bytes), surface: 'argv' } as const;
  await new BlobScanner({ ...context, collector, ledger: false, onProgress: undefined }).scan(blob);
  context.collector.absorb(collector);
  const found: Finding[] = [];
  collector.drain((findings) => found.push(...findings));
  return found;
}

/** Whether a command with such an argument is not started: everybody on the machine can read it while it runs. */
export function isRefused({ severity, confidence }: Finding): boolean {
  return severity === 'critical' || SURE.has(confidence);
}
