import { isWhole, ledgerPaths, pathKey, type LedgerPath } from './ledger-files.ts';
import type { LedgerFile } from './ledger-file.ts';
import { MarkedPaths } from './marked-paths.ts';

/** The differences between a listing and a ledger. */
export interface ListingDiff {
  /** Names of the listing that the ledger does not account for. */
  readonly unaccounted: readonly string[];
  /** Paths of the ledger missing from the listing: gone since, or outside the listing's scope. */
  readonly unlisted: readonly string[];
  readonly accounted: { readonly scanned: number; readonly unread: number; readonly leftOut: number };
}

/** How names of a listing are compared with those of a ledger. */
export interface DiffOptions {
  /** Absolute path of the folder that relative names start from, in the ledger and in the listing. */
  readonly root: string;
  /** Converts a name to the form used in the ledger. */
  readonly safeName: (name: string) => string;
}

/** Compares a listing made by another tool with a ledger. A folder that was not entered stands for everything in it. */
export function diffListing(names: readonly string[], ledger: LedgerFile, options: DiffOptions): ListingDiff {
  const byKey = new Map(ledgerPaths(ledger).map((entry) => [pathKey(entry.path, options.root), entry]));
  const marked = new MarkedPaths(byKey.keys());
  const seen = new Set<LedgerPath>();
  const unaccounted: string[] = [];
  const accounted = { scanned: 0, unread: 0, leftOut: 0 };
  for (const name of new Set(names)) {
    const key = pathKey(options.safeName(name), options.root);
    const entry = accountOf(key, byKey);
    // What the ledger hides in such a name is not shown, even if another name may match as well.
    if (entry === undefined) unaccounted.push(byKey.get(marked.fitting(key)[0] ?? '')?.path ?? name);
    else {
      seen.add(entry);
      accounted[stateOf(entry)]++;
    }
  }
  const unlisted = [...byKey.values()].filter((entry) => !seen.has(entry) && !isWhole(entry)).map(({ path }) => path);
  return { unaccounted, unlisted, accounted };
}

/** The ledger's entry for a path, or for the folder around it that was not entered. */
export function accountOf(key: string, byKey: ReadonlyMap<string, LedgerPath>): LedgerPath | undefined {
  const own = byKey.get(key);
  if (own !== undefined) return own;
  for (let folder = parent(key); folder !== undefined; folder = parent(folder)) {
    const entry = byKey.get(folder);
    if (entry !== undefined) return isWhole(entry) && entry.hashes.length === 0 ? entry : undefined;
  }
  return undefined;
}

function parent(key: string): string | undefined {
  const slash = key.lastIndexOf('/');
  if (slash < 0 || key === '/') return undefined;
  return slash === 0 ? '/' : key.slice(0, slash);
}

function stateOf({ lines }: LedgerPath): 'scanned' | 'unread' | 'leftOut' {
  const own = lines.filter(({ view }) => view.length === 0);
  if (own.some(({ status }) => status === 'scanned')) return 'scanned';
  return own.some(({ status }) => status === 'excluded') ? 'leftOut' : 'unread';
}

/** The same for the members of an archive: names as listed by `unzip -Z1` or `tar -t`; folders end with a slash. */
export function diffMembers(
  names: readonly string[],
  archive: string,
  ledger: LedgerFile,
  options: DiffOptions,
): ListingDiff {
  const entry = ledgerPaths(ledger).find(({ path }) => pathKey(path, options.root) === pathKey(archive, options.root));
  const members = new Map<string, 'scanned' | 'unread'>();
  for (const { view, status } of entry?.lines ?? []) {
    const step = view.find((one) => /^(?:zip|tar):/.test(one));
    if (step === undefined) continue;
    const name = memberName(step.slice(step.indexOf(':') + 1));
    if (status === 'scanned' || !members.has(name)) members.set(name, status === 'scanned' ? 'scanned' : 'unread');
  }
  const listed = names.filter((name) => !name.endsWith('/'));
  const known = new Set(listed.map((name) => memberName(options.safeName(name))));
  const accounted = { scanned: 0, unread: 0, leftOut: 0 };
  for (const name of known) {
    const state = members.get(name);
    if (state !== undefined) accounted[state]++;
  }
  const marked = new MarkedPaths(members.keys());
  return {
    unaccounted: listed
      .filter((name) => !members.has(memberName(options.safeName(name))))
      .map((name) => marked.fitting(memberName(options.safeName(name)))[0] ?? name),
    unlisted: [...members.keys()].filter((name) => !known.has(name)),
    accounted,
  };
}

function memberName(name: string): string {
  return name.replace(/^(?:\.\/)+/, '');
}
