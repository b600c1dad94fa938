import { ScanError } from '../errors.ts';
import { mayQuote } from '../may-quote.ts';
import { printablePath } from './quotation.ts';

/** Steps from the root of a document to a value: keys of mappings and positions in lists. */
export type Steps = readonly (string | number)[];

/** Line and column counted from 1; columns in Unicode code points. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A problem in a packet. `where` is a JSON path; `reason` contains no text of the packet except short keys and choices. */
export interface Problem extends Place {
  readonly where: string;
  readonly reason: string;
}

const MAX_SHOWN = 20;

/** All problems of one packet as one error: the first on the first line, each other on a line below it. */
export function packetError(path: string, problems: readonly Problem[]): ScanError {
  const shown = printablePath(path);
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  const lines = sorted
    .slice(0, MAX_SHOWN)
    .map(
      ({ line, column, where, reason }) => `${shown}:${line}:${column}: ${where === '' ? '' : `${where}: `}${reason}`,
    );
  const more = sorted.length - lines.length;
  if (more > 0) lines.push(`and ${more} more`);
  return new ScanError('packet-invalid', `Cannot use packet ${lines.join('\n  ')}`);
}

/** An error about the packet as a whole, e.g. a file that cannot be read. */
export function packetFailure(path: string, reason: string, options?: ErrorOptions): ScanError {
  return new ScanError('packet-invalid', `Cannot use packet ${printablePath(path)}: ${reason}`, options);
}

/** JSON path of a value: `$.forbid[0].surfaces[3]`. A key that might be a pasted secret is left out. */
export function jsonPath(steps: Steps): string {
  let path = '$';
  for (const step of steps) path += typeof step === 'number' ? `[${step}]` : keyStep(step);
  return path;
}

function keyStep(key: string): string {
  if (!mayQuote(key)) return '[…]';
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
