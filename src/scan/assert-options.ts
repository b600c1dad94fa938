import { isAbsolute } from 'node:path';
import { ScanError } from '../errors.ts';
import type { SourceOptions } from './sources.ts';

/**
 * Says in words what a caller without types left out, before anything fails on it.
 *
 * @throws {ScanError} `usage`
 */
export function assertOptions(options: Pick<SourceOptions, 'paths' | 'cwd' | 'env'> | undefined): void {
  const { paths, cwd, env }: Readonly<Record<string, unknown>> = { ...options };
  if (!Array.isArray(paths) || !paths.every((path) => typeof path === 'string'))
    throw missing("'paths' is a list of texts");
  if (typeof cwd !== 'string' || !isAbsolute(cwd)) throw missing("'cwd' is an absolute path, such as process.cwd()");
  if (typeof env !== 'object' || env === null) throw missing("'env' is an object, such as process.env, or {}");
}

function missing(what: string): ScanError {
  return new ScanError('usage', `Cannot scan: ${what}`);
}
