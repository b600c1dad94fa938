import { posix } from 'node:path';
import { ScanError } from '../errors.ts';
import type { Surface } from '../types.ts';
import { at, canonicalJson, member, texts } from './json.ts';
import { withListEntry } from './packet-edit.ts';
import type { Json, JsonObject } from './packet.ts';
import { withChangedEntry } from './packet-entry.ts';
import { printablePath } from './quotation.ts';
import { parseYaml } from './yaml-source.ts';

/** An entry of `allow.findings`. */
export interface NewAllowance {
  /** The fingerprint of the value, or those of its places. */
  readonly fingerprints: readonly string[];
  /** Full ids of objects of a repository; at most 1,000. */
  readonly objects?: readonly string[] | undefined;
  readonly part?: string | undefined;
  readonly surface?: Surface | undefined;
  /** Glob as in packets. */
  readonly path?: string | undefined;
  readonly reason: string;
  readonly owner: string;
  /** `YYYY-MM-DD`, the last day on which it counts. */
  readonly expires?: string | undefined;
  /** Id of the evidence that the value was rotated. */
  readonly rotated?: string | undefined;
}

/** The text of a packet with the new entry. */
export interface WithEntry {
  readonly text: string;
  /** Whether an entry for the same findings existed and now has another reason, owner and last day. */
  readonly isRenewed: boolean;
}

/** What to do if there is already an entry for the same. */
export interface Renewal {
  /** Whether to overwrite one that still counts; an expired one always is. @default false */
  readonly renew?: boolean;
  /** `YYYY-MM-DD`, UTC. @default today */
  readonly today?: string;
}

/**
 * The packet's text with one more entry under `allow.findings`, or with an expired entry for the same renewed;
 * everything else unchanged.
 *
 * @param path for messages
 * @throws {ScanError} `packet-invalid` for a packet that is invalid before or after, `usage` for an entry that already
 * exists
 */
export async function withAllowance(
  text: string,
  path: string,
  entry: NewAllowance,
  renewal: Renewal = {},
): Promise<WithEntry> {
  return withEntry({ text, path }, 'findings', plainEntry(entry), renewal);
}

/** An entry of `allow.unread`: for a path, objects, or both. */
export type NewUnread = Omit<NewAllowance, 'fingerprints' | 'part' | 'surface' | 'rotated'> & {
  /** Why it is not read, as in reports. */
  readonly kind: string;
};

/** The same with one more entry under `allow.unread`. @throws {ScanError} as `withAllowance` */
export async function withUnread(
  text: string,
  path: string,
  entry: NewUnread,
  renewal: Renewal = {},
): Promise<WithEntry> {
  const { kind, ...rest } = entry;
  return withEntry({ text, path }, 'unread', { kind, ...plainEntry({ ...rest, fingerprints: [] }) }, renewal);
}

async function withEntry(
  source: { readonly text: string; readonly path: string },
  list: 'findings' | 'unread',
  entry: JsonObject,
  { renew = false, today = new Date().toISOString().slice(0, 10) }: Renewal,
): Promise<WithEntry> {
  const { text, path } = source;
  const { value } = await parseYaml(text, { path });
  const there = sameEntry(value, list, entry);
  if (there === undefined) return { text: await withListEntry(text, path, ['allow', list], entry), isRenewed: false };
  const [expires] = texts(member(there.entry, 'expires'));
  if (!renew && (expires === undefined || expires >= today)) throw stillCounts(path, list, there.index, expires);
  const { reason = '', owner = '', expires: day, rotated } = entry;
  const changes = {
    reason,
    owner,
    ...(expires === day ? {} : { expires: day }),
    ...(rotated === undefined ? {} : { rotated }),
  };
  const place = { keys: ['allow', list] as const, index: there.index };
  return { text: await withChangedEntry(source, place, changes), isRenewed: true };
}

function stillCounts(path: string, list: string, index: number, expires: string | undefined): ScanError {
  const what = list === 'findings' ? 'finding' : 'part';
  const until = expires === undefined ? '' : ` and is valid until ${expires}`;
  return new ScanError(
    'usage',
    `Cannot add the allowance to ${printablePath(path)}: $.allow.${list}[${index}] is for the same ${what}${until}; --renew replaces it`,
  );
}

/** The text of a packet that adds nothing to the built-in one. @param owner who is responsible for it */
export async function packetToBeginWith(owner: string, id: string): Promise<string> {
  const { stringify } = await import('yaml');
  return stringify(
    { apiVersion: 'watertight/v1', kind: 'EvidencePacket', metadata: { id, owner }, extends: 'watertight:default' },
    { lineWidth: 0 },
  );
}

/**
 * The packet's text with a file under `evidence.refs`, and the id of its entry. The text is unchanged if the file, or
 * an id written like it, is already there.
 *
 * @param evidence a path below the packet's folder, or an id of the packet
 * @throws {ScanError} as `withListEntry`
 */
export async function withEvidence(
  text: string,
  path: string,
  evidence: string,
): Promise<{ text: string; id: string }> {
  const { value } = await parseYaml(text, { path });
  const refs = at(value, 'evidence.refs');
  const known = (Array.isArray(refs) ? (refs as readonly Json[]) : []).map((ref) => ({
    id: texts(member(ref, 'id'))[0] ?? '',
    path: texts(member(ref, 'path'))[0] ?? '',
  }));
  const there = known.find((ref) => ref.id === evidence) ?? known.find((ref) => ref.path === evidence);
  if (there !== undefined) return { text, id: there.id };
  const id = freeId(evidence, new Set(known.map((ref) => ref.id)));
  return { text: await withListEntry(text, path, ['evidence', 'refs'], { id, path: evidence }), id };
}

/** An id made from the file's name that no other entry has. */
function freeId(path: string, taken: ReadonlySet<string>): string {
  const name = posix.basename(path, posix.extname(path)).replaceAll(/[^A-Za-z0-9._-]+/g, '-');
  const base = name.replace(/^[^A-Za-z0-9]+/, '').slice(0, 90) || 'evidence';
  let id = base;
  for (let count = 2; taken.has(id); count += 1) id = `${base}-${count}`;
  return id;
}

/** A single value as a text, several as a list, as people write it. */
function oneOrAll(values: readonly string[]): Json {
  return values.length === 1 ? (values[0] ?? '') : values;
}

function plainEntry(allowance: NewAllowance): JsonObject {
  const { fingerprints, objects = [], part, surface, path, reason, owner, expires, rotated } = allowance;
  return {
    ...(fingerprints.length === 0 ? {} : { fingerprint: oneOrAll(fingerprints) }),
    ...(objects.length === 0 ? {} : { object: oneOrAll(objects) }),
    ...(part === undefined ? {} : { part }),
    ...(surface === undefined ? {} : { surface }),
    ...(path === undefined ? {} : { path }),
    reason,
    owner,
    ...(expires === undefined ? {} : { expires }),
    ...(rotated === undefined ? {} : { rotated }),
  };
}

/** The part of an entry that says what it is for; the order in lists does not matter. */
function spotOf(entry: Json): string {
  const keys = ['fingerprint', 'object', 'part', 'surface', 'path', 'kind'];
  return canonicalJson(keys.map((key) => texts(member(entry, key)).toSorted()));
}

/** The entry for the same, with its position. */
function sameEntry(
  packet: Json,
  list: 'findings' | 'unread',
  entry: JsonObject,
): { readonly index: number; readonly entry: Json } | undefined {
  const entries = at(packet, `allow.${list}`);
  if (!Array.isArray(entries)) return undefined;
  const own = spotOf(entry);
  const index = (entries as readonly Json[]).findIndex((item) => spotOf(item) === own);
  return index < 0 ? undefined : { index, entry: (entries as readonly Json[])[index] ?? null };
}
