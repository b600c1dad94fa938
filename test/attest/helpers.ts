/** Ledgers of real scans, and where their files are. */
import { type LedgerFile, readLedger } from '../../src/attest/ledger-file.ts';
import { ledger as render } from '../../src/report/ledger.ts';
import { scan, type ScanOptions } from '../../src/scan.ts';

/** Opens everything, and calls every name what it is. */
export function placeOf(root: string): {
  readonly root: string;
  readonly refuse: () => undefined;
  readonly safeName: (name: string) => string;
} {
  return { root, refuse: () => undefined, safeName: (name) => name };
}

/** The text of the ledger of a scan below `cwd`. */
async function ledgerText(cwd: string, paths: readonly string[], more: Partial<ScanOptions> = {}): Promise<string> {
  const { result } = await scan({ paths, cwd, env: {}, ledger: true, ...more });
  return render(result, {
    startedAt: '2026-11-22T20:00:00.000Z',
    finishedAt: '2026-11-22T20:00:04.500Z',
    targets: paths,
    run: { command: 'scan', environment: [] },
  });
}

/** The ledger of a scan below `cwd`, read again. */
export async function ledgerFile(
  cwd: string,
  paths: readonly string[],
  more: Partial<ScanOptions> = {},
): Promise<LedgerFile> {
  return readLedger(Buffer.from(await ledgerText(cwd, paths, more)), 'ledger.jsonl');
}

/** Everything that an async list gives. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
