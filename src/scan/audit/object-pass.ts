import type { ObjectType } from '../../source/git/cat-file.ts';
import { largeObject } from '../../source/git/large-object.ts';
import { readListed } from '../../source/git/listed-objects.ts';
import { BLOB, type Listing, TREE, TYPES } from '../../source/git/listing.ts';
import type { Blob, Origin } from '../../types.ts';
import type { Known } from './cache.ts';
import type { History } from './history.ts';
import { CLEAN, CLOSER, Probe, type Probed, unreadOf } from './probe.ts';
import { type AuditSetup, LARGE, skipPart } from './setup.ts';

/** Status of an object that was not looked at yet. */
export const OPEN = 255;
/** Objects after which progress is told. */
const PROGRESS = 512;

/** The first pass over a repository: every object is read once, and all that is asked is whether it holds anything at all. */
export class ObjectPass {
  readonly listing: Listing;
  /** By index in the listing: a status of `probe.ts`, or {@link OPEN}. */
  readonly statuses: Uint8Array;
  /** Objects that could not be read: the next audit tries them again. */
  readonly damaged: Set<number> = new Set();
  /** Objects that were read now. */
  read = 0;
  /** Names in trees that a rule matches, as latin1 characters; undefined where they were not kept. */
  names: ReadonlySet<string> | undefined;
  readonly #setup: AuditSetup;
  readonly #probe: Probe;
  #objects = 0;
  #bytes = 0;
  /** Trees that were read and not yet told. */
  readonly #kept: number[] = [];
  readonly #onPause: () => void;

  /** @param onPause is called now and then, to save what is known so far */
  constructor(setup: AuditSetup, listing: Listing, onPause: (pass: ObjectPass) => void) {
    this.#onPause = () => onPause(this);
    this.#setup = setup;
    this.listing = listing;
    this.statuses = new Uint8Array(listing.length).fill(OPEN);
    this.#probe = new Probe(setup.context);
  }

  /** Takes over what is known of old objects. */
  takeKnown(known: Known | undefined): void {
    for (let index = 0; index < this.listing.length; index++) {
      const found = known?.table.find(this.listing.ids, index) ?? -1;
      const status = found < 0 ? OPEN : (known?.statuses[found] ?? OPEN);
      if (status !== OPEN) this.#note(index, { status, views: 0 });
    }
  }

  /** Reads the new objects that are no blobs, and keeps what they say in a history, if there is one. */
  async readOthers(history: History | undefined): Promise<void> {
    const { detector } = this.#setup.context;
    await this.#readMany(
      this.#fresh((type) => type !== BLOB),
      history,
    );
    if (history === undefined) return;
    const { trees, names } = history.named((name) => detector.detectWhole(name).length > 0);
    this.names = names;
    const flagged = new Set(trees);
    for (const index of this.#kept) this.#done(index, { status: flagged.has(index) ? CLOSER : CLEAN, views: 0 });
    this.#kept.length = 0;
  }

  /** Reads the new blobs. @param sort brings versions of a file together */
  async readBlobs(sort: (indexes: readonly number[]) => readonly number[]): Promise<void> {
    const isLarge = (index: number): boolean => this.listing.size(index) > LARGE;
    const all = Array.from({ length: this.listing.length }, (_, index) => index);
    for (const index of all) if (this.statuses[index] === OPEN && isLarge(index)) await this.#readLarge(index);
    await this.#readMany(sort(this.#fresh((type) => type === BLOB)));
    this.#tellOpen();
  }

  /** New objects that fit into memory. */
  #fresh(isWanted: (type: number) => boolean): number[] {
    const fresh: number[] = [];
    for (let index = 0; index < this.listing.length; index++) {
      if (this.statuses[index] !== OPEN || this.listing.size(index) > LARGE) continue;
      if (isWanted(this.listing.type(index))) fresh.push(index);
    }
    return fresh;
  }

  /** A large object as a blob that is read piece by piece. */
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
  }

  #take(index: number, bytes: Buffer | undefined, history: History | undefined): Promise<void> | undefined {
    if (bytes === undefined) {
      this.statuses[index] = CLEAN;
      this.damaged.add(index);
      const path = `object/${this.listing.ids.at(index)}`;
      skipPart(this.#setup, path, 'corrupt', 'git cannot read this object');
      return undefined;
    }
    history?.take(index, bytes);
    if (history !== undefined && this.listing.type(index) === TREE) {
      // Its names are looked at when all are known, each once.
      this.#kept.push(index);
      return undefined;
    }
    const probed = this.#probe.check(this.#type(index), bytes);
    if (probed instanceof Promise) return probed.then((result) => this.#done(index, result));
    this.#done(index, probed);
    return undefined;
  }

  #tellOpen(): void {
    const left = this.statuses.reduce((sum, status) => sum + Number(status === OPEN), 0);
    if (this.#setup.signal?.aborted !== true || left === 0) return;
    skipPart(this.#setup, 'objects', 'interrupted', `${left} objects were not read; the next audit goes on from here`);
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

  /** Counts an object, tells what of it stays unread, and enters it in the ledger where the closer look will not. */
  #note(index: number, { status, views }: Probed): void {
    const { context, scanner, prefix } = this.#setup;
    const size = this.listing.size(index);
    this.statuses[index] = status;
    context.collector.blob('commit', size, views);
    this.#tell(size);
    const unread = unreadOf(status);
    if (!context.ledger && unread === undefined) return;
    const id = this.listing.ids.at(index);
    const path = `${prefix}${this.#type(index)}/${id}`;
    if (unread !== undefined) {
      scanner.skip({ path, view: [], reason: unread.reason, detail: `${unread.words}: not looked at` }, 'commit');
    } else if (status === CLEAN || this.listing.type(index) === TREE) {
      const seen = { sha256: null, bytes: size, object: id, views: {}, findings: 0 } as const;
      context.collector.ledger({ path, view: [], surface: 'commit', ...seen, status: 'scanned', reason: null });
    }
  }

  #tell(size: number): void {
    const { collector, onProgress } = this.#setup.context;
    this.#objects++;
    this.#bytes += size;
    if (onProgress === undefined || this.#objects % PROGRESS !== 0) return;
    onProgress({ blobs: this.#objects, bytes: this.#bytes, findings: collector.findingCount });
  }
}
