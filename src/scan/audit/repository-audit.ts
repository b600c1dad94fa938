import { createHash } from 'node:crypto';
import { join, relative, sep } from 'node:path';
import { ScanError } from '../../errors.ts';
import { fileSource } from '../../source/files.ts';
import { memoryBlob } from '../../source/memory-blob.ts';
import { type ObjectEvent, readObjects } from '../../source/git/cat-file.ts';
import { folderEntries, partOfFile, shallowCuts } from '../../source/git/folder.ts';
import { largeObject } from '../../source/git/large-object.ts';
import { BLOB, type Listing, listObjects, TREE, TYPES } from '../../source/git/listing.ts';
import { walkObjects } from '../../source/git/missing.ts';
import { objectTexts, type Part, treeEntries } from '../../source/git/objects.ts';
import { ObjectIds } from '../../source/git/object-ids.ts';
import { readRefs, type Ref } from '../../source/git/refs.ts';
import type { Repository } from '../../source/git/repository.ts';
import type { Blob, Origin, Skip } from '../../types.ts';
import type { BlobScanner } from '../blob-scan.ts';
import type { ScanContext } from '../context.ts';
import { attribute, type Attribution, cacheable, nameKey, type Suspects } from './attribution.ts';
import { type Known, loadCache, type Remembered, saveCache } from './cache.ts';
import { CLEAN, CLOSER, Probe, type Probed, unreadOf } from './probe.ts';

/** Objects above this size are read by a git of their own, piece by piece. */
const LARGE = 16 * 1024 * 1024;
/** Time between two saves of what is known, in ms: an audit that is killed goes on from there. */
const SAVE_EVERY = 15_000;
/** Status of an object that was not looked at yet. */
const OPEN = 255;

/** What one repository is audited with. */
export interface RepositoryAuditOptions {
  readonly repository: Repository;
  /** Before the paths of its files and objects, where there are several repositories. */
  readonly prefix: string;
  /** Arguments of `git rev-list`; left out: every object. */
  readonly range?: readonly string[] | undefined;
  /** With a range: every object that no ref, reflog or index leads to as well. */
  readonly unreachable?: boolean | undefined;
  /** Digest of everything that decides what is found; left out: nothing is remembered. */
  readonly cacheKey?: string | undefined;
  readonly context: ScanContext;
  readonly scanner: BlobScanner;
  /** Ends the reading between two objects; what was found so far is still looked at. */
  readonly signal?: AbortSignal | undefined;
}

/** What was read of one repository. */
export interface RepositoryOutcome {
  readonly listing: Listing;
  readonly attribution: Attribution;
  readonly read: number;
  readonly known: number;
  readonly missing: number;
  readonly notes: readonly string[];
}

/** Audits one repository: every object once, its refs, and the files of its folder. */
export class RepositoryAudit {
  readonly #options: RepositoryAuditOptions;
  readonly #repository: Repository;
  readonly #context: ScanContext;
  readonly #probe: Probe;
  readonly #notes: string[] = [];
  #listing: Listing;
  #statuses: Uint8Array = new Uint8Array(0);
  #known: Known | undefined;
  #read = 0;
  #missing = 0;
  #saved = performance.now();

  constructor(options: RepositoryAuditOptions) {
    this.#options = options;
    this.#repository = options.repository;
    this.#context = options.context;
    this.#probe = new Probe(options.context);
    this.#listing = {} as Listing;
  }

  /**
   * @throws {ScanError} for a repository that git cannot read at all
   */
  async run(): Promise<RepositoryOutcome> {
    const { range } = this.#options;
    this.#known = this.#load();
    const walked = range === undefined ? undefined : await this.#walkRange(range);
    this.#listing = await listObjects(this.#repository, walked);
    const refs = await readRefs(this.#repository);
    const state = stateOf(refs, this.#listing);
    const before = this.#known?.remembered?.state === state ? this.#known.remembered : undefined;
    await this.#readAll();
    const missing = range === undefined ? (before?.missing ?? (await this.#walk())) : [];
    this.#listMissing(missing);
    const suspects = await this.#suspects();
    const attribution = before?.attribution ?? (await attribute(this.#repository, this.#listing, refs, suspects));
    await this.#lookCloser(suspects, attribution);
    if (range === undefined) {
      await this.#scanRefs(refs);
      await this.#scanFolder();
    }
    const isKept = cacheable(attribution, (name) => this.#context.names.of(name));
    const isWhole = this.#options.signal?.aborted !== true;
    this.#save(isWhole ? { state, missing, losses: this.#losses, ...(isKept && { attribution }) } : undefined);
    const known = this.#listing.length - this.#read;
    return { listing: this.#listing, attribution, read: this.#read, known, missing: this.#missing, notes: this.#notes };
  }

  #load(): Known | undefined {
    const { cacheKey, repository } = this.#options;
    if (cacheKey === undefined) return undefined;
    const loaded = loadCache(repository.commonDir, cacheKey, repository.idLength);
    if (loaded.kind === 'corrupt')
      this.#notes.push('what the last audit remembered is damaged: everything was read again');
    if (loaded.kind === 'outdated')
      this.#notes.push('rules, packet or version are not those of the last audit: everything was read again');
    return loaded.known;
  }

  async #walkRange(range: readonly string[]): Promise<Buffer> {
    const { missing, present } = await walkObjects(this.#repository, range);
    this.#listMissing(missing);
    if (this.#options.unreachable !== true) return present;
    const reachable = await walkObjects(this.#repository, ['--all', '--reflog', '--indexed-objects']);
    const reached = new Set(reachable.present.toString('latin1').split('\n'));
    const all = await listObjects(this.#repository);
    const lost: string[] = [];
    for (let index = 0; index < all.length; index++) {
      const id = all.ids.at(index);
      if (!reached.has(id)) lost.push(id);
    }
    return Buffer.concat([present, Buffer.from(lost.map((id) => `${id}\n`).join(''))]);
  }

  async #walk(): Promise<readonly string[]> {
    try {
      return (await walkObjects(this.#repository)).missing;
    } catch (error) {
      if (!(error instanceof ScanError)) throw error;
      this.#skip('refs', 'corrupt', 'the walk from refs to objects came to no end: more may be missing');
      return [];
    }
  }

  #listMissing(missing: readonly string[]): void {
    const { commonDir } = this.#repository;
    this.#missing += missing.length;
    for (const id of missing) this.#skip(`object/${id}`, 'missing-object', 'named by another object and not there');
    const cuts = this.#repository.shallow ? shallowCuts(commonDir) : 0;
    if (cuts > 0 && this.#options.range === undefined)
      this.#skip('shallow', 'missing-object', `history ends at ${cuts} commits: what lies before was never fetched`);
  }

  #skip(path: string, reason: 'missing-object' | 'corrupt' | 'interrupted', detail: string): void {
    this.#options.scanner.skip({ path: `${this.#options.prefix}${path}`, view: [], reason, detail }, 'commit');
  }

  /** Takes over what is known of old objects and reads the new ones. */
  async #readAll(): Promise<void> {
    const listing = this.#listing;
    this.#statuses = new Uint8Array(listing.length).fill(OPEN);
    const fresh = new ObjectIds(this.#repository.idLength);
    const indexes: number[] = [];
    const large: number[] = [];
    for (let index = 0; index < listing.length; index++) {
      const found = this.#known?.table.find(listing.ids, index) ?? -1;
      const status = found < 0 ? OPEN : (this.#known?.statuses[found] ?? OPEN);
      this.#statuses[index] = status;
      if (status !== OPEN) this.#account(index, { status, views: 0 });
      else if (listing.size(index) > LARGE) large.push(index);
      else {
        fresh.addFrom(listing.ids, index);
        indexes.push(index);
      }
    }
    for (const index of large) await this.#readLarge(index);
    await this.#readMany(fresh, indexes);
  }

  async #readMany(ids: ObjectIds, indexes: readonly number[]): Promise<void> {
    const { signal } = this.#options;
    for await (const batch of readObjects(ids, this.#repository.git)) {
      for (const event of batch) {
        const taken = this.#take(event, indexes[event.index] ?? 0);
        if (taken !== undefined) await taken;
      }
      if (signal?.aborted === true) break;
      this.#saveNow();
    }
    const left = this.#statuses.reduce((sum, status) => sum + Number(status === OPEN), 0);
    if (signal?.aborted !== true || left === 0) return;
    this.#skip('objects', 'interrupted', `${left} objects were not read; the next audit goes on from here`);
  }

  #take(event: ObjectEvent, index: number): Promise<void> | undefined {
    if (event.kind !== 'object') {
      this.#missing++;
      this.#statuses[index] = CLEAN;
      this.#damaged.add(index);
      this.#skip(`object/${event.id}`, 'corrupt', 'git cannot read this object');
      return undefined;
    }
    const probed = this.#probe.check(event.type, event.bytes);
    if (probed instanceof Promise) return probed.then((result) => this.#done(index, result));
    this.#done(index, probed);
    return undefined;
  }

  /** Objects that could not be read: the next audit tries them again. */
  readonly #damaged: Set<number> = new Set();

  async #readLarge(index: number): Promise<void> {
    if (this.#options.signal?.aborted === true) return;
    this.#done(index, await this.#probe.checkBlob(this.#largeBlob(index, 'object', { part: 'blob' })));
  }

  #largeBlob(index: number, path: string, origin: Origin): Blob {
    const object = { id: this.#listing.ids.at(index), type: this.#type(index), size: this.#listing.size(index) };
    return largeObject(this.#repository, object, { path, origin });
  }

  #type(index: number): string {
    return TYPES[this.#listing.type(index)] ?? 'blob';
  }

  #done(index: number, probed: Probed): void {
    this.#read++;
    this.#statuses[index] = probed.status;
    this.#account(index, probed);
  }

  #account(index: number, { status, views }: Probed): void {
    const { collector, ledger, onProgress } = this.#context;
    const size = this.#listing.size(index);
    collector.blob('commit', size, views);
    this.#objects++;
    this.#bytes += size;
    if (onProgress !== undefined && this.#objects % 512 === 0)
      onProgress({ blobs: this.#objects, bytes: this.#bytes, findings: collector.findingCount });
    const unread = unreadOf(status);
    if (!ledger && unread === undefined) return;
    const id = this.#listing.ids.at(index);
    const path = `${this.#options.prefix}${this.#type(index)}/${id}`;
    if (unread !== undefined) {
      const detail = `${unread.words}: not looked at`;
      this.#options.scanner.skip({ path, view: [], reason: unread.reason, detail }, 'commit');
    } else if (status === CLEAN || this.#listing.type(index) === TREE) {
      const seen = { sha256: null, bytes: size, object: id, views: {}, findings: 0 } as const;
      collector.ledger({ path, view: [], surface: 'commit', ...seen, status: 'scanned', reason: null });
    }
  }

  #objects = 0;
  #bytes = 0;

  /** The objects that need a closer look, and the names in trees that do. */
  async #suspects(): Promise<Suspects & { readonly indexes: ReadonlyMap<string, number> }> {
    const kinds = TYPES.map(() => new Set<string>());
    const indexes = new Map<string, number>();
    this.#statuses.forEach((status, index) => {
      if (status !== CLOSER) return;
      const id = this.#listing.ids.at(index);
      if (this.#repeatLosses(id)) return;
      indexes.set(id, index);
      kinds[this.#listing.type(index)]?.add(id);
    });
    const [blobs = NONE, commits = NONE, tags = NONE, trees = NONE] = kinds;
    return { blobs, commits, tags, names: await this.#names(trees), indexes };
  }

  /** The steps of paths in these trees that a rule matches by themselves. */
  async #names(trees: ReadonlySet<string>): Promise<Set<string>> {
    const names = new Set<string>();
    for await (const batch of readObjects(ObjectIds.from(trees), this.#repository.git)) {
      for (const event of batch) {
        if (event.kind !== 'object') continue;
        for (const { name } of treeEntries(event.bytes, this.#repository.idLength / 2)) {
          const text = name.toString('latin1');
          if (!names.has(text) && this.#matches(name)) names.add(text);
        }
      }
    }
    return names;
  }

  #matches(name: Buffer): boolean {
    const { detector } = this.#context;
    const bytes = Buffer.from(name);
    return detector.detect(bytes, { from: 0, to: bytes.length, base: 0 }, detector.newState()).length > 0;
  }

  /** Scans the suspects as a scan of files does, each with its path. */
  async #lookCloser(
    suspects: Suspects & { readonly indexes: ReadonlyMap<string, number> },
    attribution: Attribution,
  ): Promise<void> {
    const small = [...suspects.blobs, ...suspects.commits, ...suspects.tags].filter(
      (id) => this.#listing.size(suspects.indexes.get(id) ?? 0) <= LARGE,
    );
    for await (const batch of readObjects(ObjectIds.from(small), this.#repository.git)) {
      for (const event of batch) {
        if (event.kind !== 'object') continue;
        const mark = this.#context.collector.mark();
        // The bytes lie in the pipe's buffer: what is scanned here may wait for other things.
        await this.#scanObject(event.id, event.type, Buffer.from(event.bytes), attribution);
        this.#noteLosses(event.id, mark);
      }
    }
    for (const [id, index] of suspects.indexes) {
      if (this.#listing.size(index) <= LARGE || this.#listing.type(index) !== BLOB) continue;
      const { path, part } = placeOf(attribution, id);
      await this.#options.scanner.scan(this.#largeBlob(index, this.#options.prefix + path, { object: id, part }));
    }
    for (const name of suspects.names) {
      await this.#scanText('path', Buffer.from(name, 'latin1'), { object: nameKey(name), part: 'path' });
    }
  }

  /** Keeps what could not be read in an object where nothing matched, if no text of it is a value. */
  #noteLosses(id: string, mark: { readonly matches: number; readonly skips: number }): void {
    const losses = this.#context.collector.lossesSince(mark);
    const isSafe = losses?.every(({ path, view, detail }) => ![path, detail, ...view].join().includes('<redacted:'));
    if (losses !== undefined && isSafe === true) this.#losses[id] = losses;
  }

  /** Tells again what an earlier audit could not read; what the object holds otherwise was looked at. */
  #repeatLosses(id: string): boolean {
    const losses = this.#known?.remembered?.losses[id];
    if (losses === undefined) return false;
    this.#losses[id] = losses;
    for (const loss of losses) this.#options.scanner.skip(loss, 'commit');
    return true;
  }

  readonly #losses: Record<string, readonly Skip[]> = {};

  async #scanObject(id: string, type: string, bytes: Buffer, attribution: Attribution): Promise<void> {
    if (type === 'blob') {
      const { path, part } = placeOf(attribution, id);
      await this.#scanText(path, bytes, { object: id, part });
    } else if (type === 'commit' || type === 'tag') {
      for (const text of objectTexts(type, bytes)) {
        await this.#scanText(`${type}/${id}/${text.part}`, text.bytes, { object: id, part: text.part });
      }
    }
  }

  async #scanText(path: string, bytes: Buffer, origin: Origin): Promise<void> {
    await this.#options.scanner.scan({ ...memoryBlob(`${this.#options.prefix}${path}`, [], bytes), origin });
  }

  /** Names of refs, each by itself. */
  async #scanRefs(refs: readonly Ref[]): Promise<void> {
    const all = Buffer.from(refs.map(({ name }) => name).join('\n'));
    if (!this.#matches(all)) return;
    for (const { name } of refs) {
      const bytes = Buffer.from(name);
      if (this.#matches(bytes)) await this.#scanText('ref', bytes, { part: 'ref' });
    }
  }

  /** Configuration, hooks, reflogs, LFS objects and whatever else lies in the repository's folder. */
  async #scanFolder(): Promise<void> {
    const { commonDir } = this.#repository;
    const { cwd } = this.#context;
    const { signal } = this.#options;
    const named = relative(cwd, commonDir).split(sep).join('/');
    const base = named === '' || named.startsWith('../..') ? commonDir : named;
    const files = folderEntries(commonDir).map((name) => join(base, name));
    if (files.length === 0) return;
    const source = fileSource({
      paths: [],
      files,
      cwd,
      exclude: [],
      respectGitignore: false,
      ...(signal && { signal }),
    });
    for await (const event of source) {
      if (event.kind === 'skip') {
        // What was there when the folder was listed, a lock for instance, may be gone.
        if (event.inScope && event.skip.reason !== 'vanished') this.#options.scanner.skip(event.skip, 'commit');
        continue;
      }
      const below = event.blob.path.slice(base.length + 1);
      const part: Part = partOfFile(below);
      this.#context.collector.blob('commit', event.blob.size ?? 0, 0);
      await this.#options.scanner.scan({ ...event.blob, origin: { part } });
    }
  }

  #saveNow(): void {
    if (this.#options.cacheKey === undefined || performance.now() - this.#saved < SAVE_EVERY) return;
    this.#save(undefined);
  }

  /** Keeps what is known; an audit of a range adds to what was known of other objects. */
  #save(remembered: Remembered | undefined): void {
    const { cacheKey, range } = this.#options;
    if (cacheKey === undefined) return;
    if (this.#read === 0 && remembered !== undefined && this.#known?.remembered?.state === remembered.state) return;
    const ids = new ObjectIds(this.#repository.idLength);
    const statuses: number[] = [];
    this.#statuses.forEach((status, index) => {
      if (status === OPEN || this.#damaged.has(index)) return;
      ids.addFrom(this.#listing.ids, index);
      statuses.push(status);
    });
    if (range !== undefined) this.#addKnown(ids, statuses);
    const known = { ids, statuses: Uint8Array.from(statuses), ...(range === undefined && { remembered }) };
    if (!saveCache(this.#repository.commonDir, cacheKey, known) && remembered !== undefined)
      this.#notes.push('the repository cannot be written to: the next audit reads everything again');
    this.#saved = performance.now();
  }

  #addKnown(ids: ObjectIds, statuses: number[]): void {
    const own = new Set(Array.from({ length: ids.length }, (_, index) => ids.at(index)));
    const before = this.#known;
    for (let index = 0; index < (before?.ids.length ?? 0); index++) {
      if (before === undefined || own.has(before.ids.at(index))) continue;
      ids.addFrom(before.ids, index);
      statuses.push(before.statuses[index] ?? CLEAN);
    }
  }
}

const NONE: ReadonlySet<string> = new Set();

function placeOf(attribution: Attribution, id: string): { readonly path: string; readonly part: Part } {
  return attribution[id]?.[0] ?? { path: `blob/${id}`, part: 'blob' };
}

/** What missing objects and attribution depend on. */
function stateOf(refs: readonly Ref[], listing: Listing): string {
  const hash = createHash('sha256');
  for (const { name, object } of refs) hash.update(`${object} ${name}\n`);
  return hash.update(`${listing.length} ${listing.ids.raw.length}`).digest('hex');
}
