import { createHmac } from 'node:crypto';
import { IdTable } from '../../source/git/id-table.ts';
import { ObjectIds } from '../../source/git/object-ids.ts';
import type { Repository } from '../../source/git/repository.ts';
import type { Skip } from '../../types.ts';
import type { Attribution } from './attribution.ts';
import { CACHE_FILE, readCacheFile, writeCacheFile } from './cache-file.ts';
import { sealKey } from './seal-key.ts';
import type { Snapshot } from './snapshot.ts';

/** Version of the file format. */
const FORMAT = 4;

/** What holds for one state of refs and objects. Contains no value: see `cacheable` of `attribution.ts`, and `snapshotOf`. */
export interface Remembered {
  /** Digest over refs and object counts. */
  readonly state: string;
  readonly missing: readonly string[];
  readonly attribution?: Attribution;
  /** By object id, what could not be read in objects without matches: they need not be scanned again. */
  readonly losses: Readonly<Record<string, readonly Skip[]>>;
  /** The result of the closer look. */
  readonly snapshot?: Snapshot;
}

/** What an earlier audit knew about objects, by id. */
export interface Known {
  readonly ids: ObjectIds;
  readonly statuses: Uint8Array;
  readonly table: IdTable;
  readonly remembered: Remembered | undefined;
}

/** The state of an earlier audit's file. `outdated`: other rules, packet or version; `corrupt`: damaged, or sealed by another user. */
export type Loaded =
  | { readonly kind: 'known'; readonly known: Known }
  | { readonly kind: 'none' | 'outdated' | 'corrupt'; readonly known?: undefined };

interface Header {
  readonly format: number;
  readonly key: string;
  readonly width: number;
  readonly count: number;
  readonly checksum: string;
  readonly remembered?: Remembered;
}

/**
 * Reads what an earlier audit knew: a line of JSON, then all ids, then one byte for each.
 *
 * @param key digest of everything that determines what is found
 */
export function loadCache({ commonDir, idLength, git }: Repository, key: string): Loaded {
  const file = readCacheFile(commonDir, CACHE_FILE);
  if (file === undefined) return { kind: 'none' };
  const end = file.indexOf(10);
  const header = parseHeader(file.toString('utf8', 0, Math.max(0, end)));
  if (header === undefined) return { kind: 'corrupt' };
  if (header.format !== FORMAT || header.key !== key) return { kind: 'outdated' };
  const body = file.subarray(end + 1);
  const { width, count } = header;
  if (width * 2 !== idLength || body.length !== count * (width + 1)) return { kind: 'corrupt' };
  const seal = sealKey(git.env);
  if (seal === undefined) return { kind: 'none' };
  if (checksumOf(header, body, seal) !== header.checksum) return { kind: 'corrupt' };
  const ids = ObjectIds.of(body.subarray(0, count * width), width);
  const statuses = body.subarray(count * width);
  return { kind: 'known', known: { ids, statuses, table: new IdTable(ids), remembered: header.remembered } };
}

/** Writes what is known. Returns false if the repository is not writable or there is no key to seal the file with. */
export function saveCache(
  { commonDir, git }: Repository,
  key: string,
  known: { readonly ids: ObjectIds; readonly statuses: Uint8Array; readonly remembered?: Remembered | undefined },
): boolean {
  const { ids, statuses, remembered } = known;
  const { width, length } = ids;
  const body = Buffer.concat([ids.raw.subarray(0, length * width), statuses.subarray(0, length)]);
  const facts = { format: FORMAT, key, width, count: length, ...(remembered && { remembered }) };
  const seal = sealKey(git.env);
  if (seal === undefined) return false;
  const header: Header = { ...facts, checksum: checksumOf(facts, body, seal) };
  const content = Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body]);
  return writeCacheFile(commonDir, CACHE_FILE, content);
}

function parseHeader(line: string): Header | undefined {
  try {
    const header = JSON.parse(line) as Partial<Header> | null;
    if (typeof header?.format !== 'number' || typeof header.key !== 'string') return undefined;
    return header as Header;
  } catch {
    return undefined;
  }
}

function checksumOf(header: Omit<Header, 'checksum'>, body: Buffer, seal: Buffer): string {
  const { format, key, width, count, remembered } = header;
  const hash = createHmac('sha256', seal).update(JSON.stringify([format, key, width, count, remembered ?? null]));
  return hash.update(body).digest('hex');
}
