import type { ObjectType } from '../../source/git/cat-file.ts';
import { largeObject } from '../../source/git/large-object.ts';
import { readListed } from '../../source/git/listed-objects.ts';
import { BLOB, type Listing, TREE, TYPES } from '../../source/git/listing.ts';
import type { Blob, Origin } from '../../types.ts';
import type { Known } from './cache.ts';
import type { History } from './history.ts';
import { CLEAN, CLOSER, Probe, type Probed, unreadOf } from './probe.ts';
import { type AuditSetup, LARGE, skipPart } from './setup.ts';

/** Status of an object that has not been scanned yet. */
export const OPEN = 255;
/** Number of objects between progress reports. */
const PROGRESS = 512;

/** The first pass over a repository: reads every object once, only to see whether it contains any match. */
export class ObjectPass {
  readonly listing: Listing;
  /** By index in the listing: a status of `probe.ts`, or {@link OPEN}. */
  readonly statuses: Uint8Array;
  /** Objects that could not be read: the next audit retries them. */
  readonly damaged: Set<number> = new Set();
  /** Number of objects read in this run. */
  read = 0;
  /** Names in trees that a rule matches, as latin1 characters; undefined if they were not kept. */
  names: ReadonlySet<string> | undefined;
  readonly #setup: AuditSetup;
  readonly #probe: Probe;
  #objects = 0;
  #bytes = 0;
  /** Objects about which nothing is known. */
  readonly #fresh: number[] = [];
  /** Trees that were read and not yet reported. */
  readonly #kept: number[] = [];
  readonly #onPause: () => void;

  /** @param onPause called now and then, to save what is known so far */
  constructor(setup: AuditSetup, listing: Listing, onPause: (pass: ObjectPass) => void) {
    this.#onPause = () => onPause(this);
    this.#setup = setup;
    this.listing = listing;
    this.statuses = new Uint8Array(listing.length).fill(OPEN);
    this.#probe = new Probe(setup.context);
  }

  /** Takes over what is known about old objects. */
  takeKnown(known: Known | undefined): void {
    const { listing } = this;
    if (known?.ids.isEqual(listing.ids) === true) {
      this.statuses.set(known.statuses);
      const all = TYPES.reduce((sum, _, type) => sum + listing.bytes(type), 0);
      if (listing.length > 0) this.#setup.context.collector.blob('commit', all, 0, listing.length);
      return;
    }
    let bytes = 0;
    for (let index = 0; index < listing.length; index++) {
      const found = known?.table.find(listing.ids, index) ?? -1;
      const status = found < 0 ? OPEN : (known?.statuses[found] ?? OPEN);
      this.statuses[index] = status;
      if (status === OPEN) this.#fresh.push(index);
      else bytes += listing.size(index);
    }
    const count = listing.length - this.#fresh.length;
    if (count > 0) this.#setup.context.collector.blob('commit', bytes, 0, count);
  }

  /** Reads the new objects other than blobs, and records them in a history, if there is one. */
  async readOthers(history: History | undefined): Promise<void> {
    const { detector } = this.#setup.context;
    await this.#readMany(
      this.#small((type) => type !== BLOB),
      history,
    );
    if (history === undefined) return;
    history.trees.trim();
    const { trees, names } = history.named((name) => detector.detectWhole(name).length > 0);
    this.names = names;
    const flagged = new Set(trees);
    for (const index of this.#kept) this.#done(index, { status: flagged.has(index) ? CLOSER : CLEAN, views: 0 });
    this.#kept.length = 0;
  }

  /** Reads the new blobs. @param sort puts versions of a file in a row */
  async readBlobs(sort: (indexes: readonly number[]) => readonly number[]): Promise<void> {
    for (const index of this.#fresh) if (this.listing.size(index) > LARGE) await this.#readLarge(index);
    await this.#readMany(sort(this.#small((type) => type === BLOB)));
    this.#tellOpen();
  }

  /** New objects small enough for memory. */
  #small(isWanted: (type: number) => boolean): number[] {
    const { listing, statuses } = this;
    return this.#fresh.filter(
      (index) => statuses[index] === OPEN && listing.size(index) <= LARGE && isWanted(listing.type(index)),
    );
  }

  /**
   * Reports for each object, in the order of the listing, what remains unread, and adds ledger lines for those that the
   * closer look will not cover.
   */
  tell(): void {
    const { ledger } = this.#setup.context;
    for (let index = 0; index < this.statuses.length; index++) {
      const status = this.statuses[index] as number;
      if (status === OPEN || (status <= CLOSER && !ledger) || this.damaged.has(index)) continue;
      if (status > CLOSER) this.#tellUnread(index, status);
      else if (status === CLEAN || this.listing.type(index) === TREE) this.#enter(index);
    }
  }

  /** Adds a ledger line for an object that the closer look does not cover. */
  #enter(index: number): void {
    const id = this.listing.ids.at(index);
    const seen = { sha256: null, bytes: this.listing.size(index), object: id, views: {}, findings: 0 } as const;
    const path = this.#pathOf(index);
    this.#setup.context.collector.ledger({
      path,
      view: [],
      surface: 'commit',
      ...seen,
      status: 'scanned',
      reason: null,
    });
  }

  #tellUnread(index: number, status: number): void {
    const unread = unreadOf(status);
    if (unread === undefined) return;
    const detail = `${unread.words}: not scanned`;
    const object = this.listing.ids.at(index);
    this.#setup.scanner.skip({ path: this.#pathOf(index), view: [], reason: unread.reason, detail, object }, 'commit');
  }

  #pathOf(index: number): string {
    return `${this.#setup.prefix}${this.#type(index)}/${this.listing.ids.at(index)}`;
  }

  /** A large object as a blob that is read in pieces. */
  largeBlob(index: number, path: string, origin: Origin): Blob {
    const object = { id: this.listing.ids.at(index), type: this.#type(index), size: this.listing.size(index) };
    return largeObject(this.#setup.repository, object, { path, origin });
  }

  async #readMany(indexes: readonly number[], history?: History): Promise<void> {
    const { signal, repository } = this.#setup;
    await readListed(this.listing, indexes, repository.git, {
      take: (index, bytes) => this.#take(index, bytes, history),
      pause: () => {
        if (signal?.aborted !== true) this.#onPause();
        return signal?.aborted === true;
      },
    });
    this.#settle();
  }

  #take(index: number, bytes: Buffer | undefined, history: History | undefined): Promise<void> | undefined {
    if (bytes === undefined) {
      this.lose(index);
      return undefined;
    }
    history?.take(index, bytes);
    if (history !== undefined && this.listing.type(index) === TREE) {
      // Its names are scanned when all are known, each once.
      this.#kept.push(index);
      return undefined;
    }
    const probed = this.#probe.check(this.#type(index), bytes, index);
    if (probed === undefined) return undefined;
    if (this.#probe.isFull) this.#settle();
    if (probed instanceof Promise) return probed.then((result) => this.#done(index, result));
    this.#done(index, probed);
    return undefined;
  }

  /** Reports an object that git cannot read (any more): the next audit retries it. */
  lose(index: number): void {
    if (this.statuses[index] !== OPEN && this.#fresh.includes(index)) this.read--;
    this.statuses[index] = CLEAN;
    this.damaged.add(index);
    skipPart(this.#setup, `object/${this.listing.ids.at(index)}`, 'corrupt', 'git cannot read this object');
  }

  /** Takes over the results for objects that were scanned together. */
  #settle(): void {
    for (const [index, probed] of this.#probe.settle()) this.#done(index, probed);
  }

  /** Number of objects that were neither scanned nor tried. */
  get left(): number {
    return this.statuses.reduce((sum, status) => sum + Number(status === OPEN), 0);
  }

  #tellOpen(): void {
    const { left } = this;
    if (this.#setup.signal?.aborted !== true || left === 0) return;
    const goesOn = this.#setup.cacheKey === undefined ? '' : '; the next audit goes on from here';
    skipPart(this.#setup, 'objects', 'interrupted', `${left} objects were not read${goesOn}`);
  }

  async #readLarge(index: number): Promise<void> {
    if (this.#setup.signal?.aborted === true) return;
    this.#done(index, await this.#probe.checkBlob(this.largeBlob(index, 'object', { part: 'blob' })));
  }

  #done(index: number, probed: Probed): void {
    this.read++;
    this.#note(index, probed);
  }

  #type(index: number): ObjectType {
    return TYPES[this.listing.type(index)] ?? 'blob';
  }

  /** Counts an object. */
  #note(index: number, { status, views }: Probed): void {
    const size = this.listing.size(index);
    this.statuses[index] = status;
    this.#setup.context.collector.blob('commit', size, views);
    this.#progress(size);
  }

  #progress(size: number): void {
    const { collector, onProgress } = this.#setup.context;
    this.#objects++;
    this.#bytes += size;
    if (onProgress === undefined || this.#objects % PROGRESS !== 0) return;
    onProgress({ blobs: this.#objects, bytes: this.#bytes, findings: collector.findingCount });
  }
}
