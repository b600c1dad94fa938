import { resolve, sep } from 'node:path';
import { KNOWN_VALUES } from '../types.ts';
import type { LedgerFile, LedgerLine } from './ledger-file.ts';

/** Everything that a ledger says about one path. */
export interface LedgerPath {
  /** As in the ledger. */
  readonly path: string;
  /** The possible SHA-256 hashes of a file of this name; several if a name was made safe to show and stands for more than one file. */
  readonly hashes: readonly string[];
  /** Lines for the path itself and for what is inside it. */
  readonly lines: readonly LedgerLine[];
}

/** Whether a line is about declared values that were not looked for, and not about a file. */
function isOfValues({ path, status, reason }: LedgerLine): boolean {
  return (
    path === KNOWN_VALUES &&
    status === 'skipped' &&
    /^(?:weak-value|no-known-values|no-key|unreadable):/.test(reason ?? '')
  );
}

/** A ledger's lines by path, in ledger order. Lines for objects of a repository's history, and for declared values, are not about files. */
export function ledgerPaths(ledger: LedgerFile): LedgerPath[] {
  const paths = new Map<string, LedgerLine[]>();
  for (const line of ledger.entries) {
    if (line.object !== undefined || isOfValues(line)) continue;
    const lines = paths.get(line.path);
    if (lines === undefined) paths.set(line.path, [line]);
    else lines.push(line);
  }
  return [...paths].map(([path, lines]) => ({ path, lines, hashes: hashesOf(lines) }));
}

function hashesOf(lines: readonly LedgerLine[]): string[] {
  return [...new Set(lines.flatMap(({ view, sha256 }) => (view.length === 0 && sha256 !== null ? [sha256] : [])))];
}

/** A key for the path that does not depend on how it was named: absolute, with `/`. */
export function pathKey(path: string, root: string): string {
  return resolve(root, path).split(sep).join('/');
}

/** Whether the path was deliberately excluded from the scan, or skipped as a whole: a folder then stands for everything in it. */
export function isWhole({ lines }: LedgerPath): boolean {
  return lines.some(({ view, status }) => view.length === 0 && (status === 'excluded' || status === 'skipped'));
}
