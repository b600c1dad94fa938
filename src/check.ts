import { assertKinds } from './assert-kinds.ts';
import type { CheckOptions } from './check/gather.ts';
import type { CheckRun } from './check/run-checks.ts';

export type { CheckOptions } from './check/gather.ts';
export type { CheckRun } from './check/run-checks.ts';

/**
 * Checks a packet, its prose, its decision record, its gates and its evidence against each other, and scans everything below the packet's
 * folder.
 *
 * @throws {ScanError} `usage` for invalid options, and as `scan`
 *
 * @example const { result } = await check({ packet, origin: 'p.yaml', root: process.cwd(), env: process.env });
 */
export async function check(options: CheckOptions): Promise<CheckRun> {
  assertKinds('check', options, { packet: 'packet', origin: 'text', root: 'folder', cwd: 'folder?', env: 'env' });
  // Most users of the library only scan and have no packet to check.
  const { runChecks } = await import('./check/run-checks.ts');
  return runChecks(options);
}
