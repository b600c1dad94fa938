import { createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import { isDamage, MOST_DAMAGED, type ObjectType } from './cat-file.ts';
import { type GitProcess, runGit, startGit } from './command.ts';
import { ObjectIds } from './object-ids.ts';
import type { Repository } from './repository.ts';

/** Object types by their number in a listing. */
export const TYPES: readonly ObjectType[] = ['blob', 'commit', 'tag', 'tree'];
/** Type number of blobs. */
export const BLOB = 0;
export const COMMIT = 1;
export const TAG = 2;
export const TREE = 3;

const NEWLINE = 10;
const SPACE = 32;

/** Objects with type and size, in pack order, which git reads fastest. */
export class Listing {
  readonly ids: ObjectIds;
  /** Ids that were requested, or that git has a file for, but that it cannot read. */
  readonly missing: string[] = [];
  /** Digest of git's output for all objects: see {@link objectsDigest}. Undefined for a partial listing. */
  digest: string | undefined;
  readonly #counts: number[] = TYPES.map(() => 0);
  readonly #totals: number[] = TYPES.map(() => 0);
  #types: Uint8Array = new Uint8Array(1024);
  #sizes: Float64Array = new Float64Array(1024);

  constructor(idLength: number) {
    this.ids = new ObjectIds(idLength);
  }

  get length(): number {
    return this.ids.length;
  }

  /** Index into {@link TYPES}. */
  type(index: number): number {
    return this.#types[index] ?? 0;
  }

  /** In bytes. */
  size(index: number): number {
    return this.#sizes[index] ?? 0;
  }

  /** Number of objects of a type. */
  count(type: number): number {
    return this.#counts[type] ?? 0;
  }

  /** Total size of all objects of a type, in bytes. */
  bytes(type: number): number {
    return this.#totals[type] ?? 0;
  }

  /** Adds one line of `git cat-file --batch-check`, from `text`. */
  add(text: Buffer, start: number, end: number): void {
    const typeAt = start + this.ids.width * 2 + 1;
    const type = typeOf(text, typeAt);
    if (type < 0) {
      this.missing.push(text.toString('latin1', start, typeAt - 1));
      return;
    }
    const index = this.ids.length;
    this.ids.addHex(text, start);
    if (index === this.#types.length) this.#grow();
    let size = 0;
    for (let at = end - 1, unit = 1; text[at] !== SPACE; at--, unit *= 10) size += ((text[at] ?? 48) - 48) * unit;
    this.#types[index] = type;
    this.#sizes[index] = size;
    this.#counts[type] = this.count(type) + 1;
    this.#totals[type] = this.bytes(type) + size;
  }

  #grow(): void {
    const types = new Uint8Array(this.#types.length * 2);
    const sizes = new Float64Array(this.#sizes.length * 2);
    types.set(this.#types);
    sizes.set(this.#sizes);
    this.#types = types;
    this.#sizes = sizes;
  }
}

/** By the first letters: blob, commit, tag, tree; missing is -1. */
function typeOf(text: Uint8Array, at: number): number {
  if (text[at] === 0x62) return BLOB;
  if (text[at] === 0x63) return COMMIT;
  if (text[at] !== 0x74) return -1;
  return text[at + 1] === 0x61 ? TAG : TREE;
}

/**
 * All objects of a repository and its alternates, reachable or not; or those of `wanted`.
 *
 * @param wanted object ids, one per line
 * @throws {ScanError} as `startGit`
 */
export async function listObjects(repository: Repository, wanted?: Buffer): Promise<Listing> {
  try {
    return await listAtOnce(repository, wanted);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return listOneByOne(repository, wanted ?? (await objectNames(repository)));
  }
}

async function listAtOnce(repository: Repository, wanted: Buffer | undefined): Promise<Listing> {
  const listing = new Listing(repository.idLength);
  const git = wanted === undefined ? startListing(repository) : startGit(LIST_WANTED, repository.git);
  if (wanted !== undefined && !git.stdin.write(wanted)) {
    void once(git.stdin, 'drain').then(
      () => git.stdin.end(),
      () => undefined,
    );
  } else git.stdin.end();
  const hash = createHash('sha256');
  await eachLine(hashed(git.stdout, hash), (text, start, end) => listing.add(text, start, end));
  await git.ended;
  if (wanted === undefined) listing.digest = hash.digest('hex');
  return listing;
}

/** Names of all objects, one per line. Git opens none of them for this, so a damaged one does not end it. */
function objectNames({ git }: Repository): Promise<Buffer> {
  return runGit(['cat-file', '--batch-check=%(objectname)', '--batch-all-objects'], git);
}

/**
 * Lists objects some of which make git give up: a truncated pack, an object of an unknown type. Each of these is added
 * to `missing`, and a new git process continues after it.
 */
async function listOneByOne(repository: Repository, wanted: Buffer): Promise<Listing> {
  const listing = new Listing(repository.idLength);
  const width = repository.idLength + 1;
  let next = 0;
  for (let damaged = 0; next * width < wanted.length; damaged++) {
    const git = startGit(LIST_WANTED, repository.git);
    git.stdin.end(wanted.subarray(next * width));
    try {
      await eachLine(git.stdout, (text, start, end) => {
        listing.add(text, start, end);
        next++;
      });
      await git.ended;
      return listing;
    } catch (error) {
      if (!isDamage(error) || damaged === MOST_DAMAGED) throw error;
      listing.missing.push(wanted.toString('latin1', next * width, next * width + repository.idLength));
      next++;
    }
  }
  return listing;
}

/**
 * The digest of {@link Listing}, without the cost of making one: an equal digest means the same objects.
 *
 * @throws {ScanError} as `startGit`
 */
export async function objectsDigest(repository: Repository): Promise<string> {
  const git = startListing(repository);
  git.stdin.end();
  const hash = createHash('sha256');
  for await (const chunk of git.stdout as AsyncIterable<Buffer>) hash.update(chunk);
  await git.ended;
  return hash.digest('hex');
}

const LIST_WANTED = ['cat-file', '--batch-check', '--buffer'];
const LIST_ALL = ['cat-file', '--batch-check', '--batch-all-objects', '--unordered'];

function startListing(repository: Repository): GitProcess {
  return startGit(LIST_ALL, repository.git);
}

async function* hashed(stream: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    hash.update(chunk);
    yield chunk;
  }
}

/** Calls back for each line of a stream, without its line break. */
export async function eachLine(
  stream: AsyncIterable<Buffer>,
  onLine: (text: Buffer, start: number, end: number) => void,
  separator: number = NEWLINE,
): Promise<void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    const text = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
      onLine(text, start, end);
      start = end + 1;
    }
    rest = text.subarray(start);
  }
  if (rest.length > 0) onLine(rest, 0, rest.length);
}
