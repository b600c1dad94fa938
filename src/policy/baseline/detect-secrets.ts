import { ScanError } from '../../errors.ts';
import { fieldReader, isRecord, type JsonRecord } from '../../json-fields.ts';
import type { Secret } from '../../secret.ts';
import { printablePath } from '../quotation.ts';
import type { Baseline, BaselineEntry, BaselineQuery } from './baseline.ts';
import known from './detect-secrets.json' with { type: 'json' };
import { namesOf, plainName } from './file-names.ts';
import { hashedForms, heldBy, prefixOf, sha1 } from './same-value.ts';

/** An entry of `results`: a value found in a file, by its SHA-1. */
interface HashedEntry {
  readonly path: string;
  readonly type: string;
  readonly hash: string;
  /** Missing in a file written with `--slim`. */
  readonly line: number | undefined;
  /** The label that `detect-secrets audit` gave it. */
  readonly isSecret: boolean | undefined;
}

/**
 * The baseline file of detect-secrets (docs/design.md of Yelp/detect-secrets). An entry covers its value in its file,
 * on any line and for any rule. One that was audited as a true secret covers nothing: somebody confirmed that it has to
 * go. A private key is identified only by its first line, and a token of GitHub or GitLab by its prefix, so for these
 * the line number has to match as well.
 */
class DetectSecretsBaseline implements Baseline {
  readonly #byKey: Map<string, HashedEntry[]> = new Map();
  readonly #entries: readonly HashedEntry[];
  readonly #seen: Set<HashedEntry> = new Set();

  constructor(entries: readonly HashedEntry[]) {
    this.#entries = entries;
    for (const entry of entries) {
      const key = keyOf(entry.path, entry.hash);
      this.#byKey.set(key, [...(this.#byKey.get(key) ?? []), entry]);
    }
  }

  get size(): number {
    return this.#entries.length;
  }

  covers(query: BaselineQuery): boolean {
    const entries = this.#fitting(query);
    for (const entry of entries) this.#seen.add(entry);
    return entries.length > 0 && entries.every(({ isSecret }) => isSecret !== true);
  }

  stale(): readonly BaselineEntry[] {
    return this.#entries
      .filter((entry) => !this.#seen.has(entry))
      .map(({ path, type }) => ({ path, ruleId: `detect-secrets: ${type}` }));
  }

  #fitting({ secret, place }: BaselineQuery): readonly HashedEntry[] {
    if (place === undefined || this.size === 0) return [];
    const names = namesOf(place);
    const part = publicPart(secret, place.text);
    const byValue = hashedForms(secret).flatMap((hash) => names.flatMap((name) => this.#at(name, hash)));
    if (part === undefined) return byValue;
    const byPart = names.flatMap((name) => this.#at(name, sha1(part)));
    return [...byValue, ...byPart.filter((entry) => entry.line === place.line)];
  }

  #at(path: string, hash: string): readonly HashedEntry[] {
    return this.#byKey.get(keyOf(path, hash)) ?? [];
  }
}

/**
 * What detect-secrets hashes instead of the value, and what is public: the first line of a private key, or the group in
 * a token's pattern, which is the prefix without its separator.
 */
export function publicPart(secret: Secret, text: (() => Secret) | undefined): string | undefined {
  const header = text === undefined ? undefined : heldBy(text(), known.headers);
  return header ?? prefixOf(secret, known.prefixes)?.slice(0, -1);
}

function keyOf(path: string, hash: string): string {
  return `${hash} ${path}`;
}

/** Whether a JSON document is a baseline of detect-secrets, of any version. */
export function isDetectSecrets(document: unknown): document is JsonRecord {
  return isRecord(document) && isRecord(document['results']) && typeof document['version'] === 'string';
}

/**
 * @param path for messages
 * @throws {ScanError} `usage` for a malformed entry, identified by its position and that of its file
 */
export function detectSecretsBaseline(document: JsonRecord, path: string): Baseline {
  const results = document['results'] as JsonRecord;
  const entries = Object.entries(results).flatMap(([file, list], number) => {
    const fail = (place: number, reason: string): ScanError =>
      new ScanError(
        'usage',
        `Cannot use baseline ${printablePath(path)}: results, file ${number + 1}${place < 0 ? '' : `, entry ${place + 1}`} ${reason}`,
      );
    if (!Array.isArray(list)) throw fail(-1, 'is not a list');
    return list.map((item: unknown, index) => entryOf(item, plainName(file), index, fail));
  });
  return new DetectSecretsBaseline(entries);
}

function entryOf(
  item: unknown,
  path: string,
  index: number,
  fail: (place: number, reason: string) => ScanError,
): HashedEntry {
  const read = fieldReader(fail);
  if (!isRecord(item)) throw fail(index, 'is not an object');
  const optional = <T>(name: string, value: (name: string) => T): T | undefined =>
    item[name] === undefined || item[name] === null ? undefined : value(name);
  return {
    path,
    type: read.text(item, 'type', index, /^[\w ().-]{1,100}$/),
    hash: read.text(item, 'hashed_secret', index, /^[0-9a-f]{40}$/),
    line: optional('line_number', (name) => read.count(item, name, index)),
    isSecret: optional('is_secret', (name) => read.flag(item, name, index)),
  };
}
