import { type ObjectEvent, readObjects } from '../../source/git/cat-file.ts';
import { largeObject } from '../../source/git/large-object.ts';
import { type Listing, TREE, TYPES } from '../../source/git/listing.ts';
import { ObjectIds } from '../../source/git/object-ids.ts';
import type { PathOrder } from '../../source/git/path-order.ts';
import type { Blob, Origin } from '../../types.ts';
import type { Known } from './cache.ts';
import { CLEAN, Probe, type Probed, unreadOf } from './probe.ts';
import { type AuditSetup, LARGE, skipPart } from './setup.ts';

/** Status of an object that was not looked at yet. */
export const OPEN = 255;
/** Objects after which progress is told. */
const PROGRESS = 512;

/** What the first pass goes by. */
interface PassOptions {
  readonly known: Known | undefined;
  readonly order: PathOrder;
  readonly onBatch: () => void;
}

/** The first pass over a repository: every object is read once, and all that is asked is whether it holds anything at all. */
export class ObjectPass {
  readonly listing: Listing;
  /** By index in the listing: a status of `probe.ts`, or {@link OPEN}. */
  readonly statuses: Uint8Array;
  /** Objects that could not be read: the next audit tries them again. */
  readonly damaged: Set<number> = new Set();
  /** Objects that were read now. */
  read = 0;
  readonly #setup: AuditSetup;
  readonly #probe: Probe;
  #objects = 0;
  #bytes = 0;

  constructor(setup: AuditSetup, listing: Listing) {
    this.#setup = setup;
    this.listing = listing;
    this.statuses = new Uint8Array(listing.length).fill(OPEN);
    this.#probe = new Probe(setup.context);
  }

  /**
   * Takes over what is known of old objects and reads the new ones, versions of a path one after the other.
   *
   * @param options `onBatch` is called now and then, to save what is known so far
   */
  async run({ known, order, onBatch }: PassOptions): Promise<void> {
    const fresh: number[] = [];
    const large: number[] = [];
    for (let index = 0; index < this.listing.length; index++) {
      const found = known?.table.find(this.listing.ids, index) ?? -1;
      const status = found < 0 ? OPEN : (known?.statuses[found] ?? OPEN);
      if (status !== OPEN) this.#note(index, { status, views: 0 });
      else if (this.listing.size(index) > LARGE) large.push(index);
      else fresh.push(index);
    }
    for (const index of large) await this.#readLarge(index);
    const indexes = order.sort(this.listing, fresh);
    const ids = new ObjectIds(this.#setup.repository.idLength);
    for (const index of indexes) ids.addFrom(this.listing.ids, index);
    await this.#readMany(ids, indexes, onBatch);
  }

  /** A large object as a blob that is read piece by piece. */
  largeBlob(index: number, path: string, origin: Origin): Blob {
    const object = { id: this.listing.ids.at(index), type: this.#type(index), size: this.listing.size(index) };
    return largeObject(this.#setup.repository, object, { path, origin });
  }

  async #readMany(ids: ObjectIds, indexes: readonly number[], onBatch: () => void): Promise<void> {
    const { signal, repository } = this.#setup;
    for await (const batch of readObjects(ids, repository.git)) {
      for (const event of batch) {
        const taken = this.#take(event, indexes[event.index] ?? 0);
        if (taken !== undefined) await taken;
      }
      if (signal?.aborted === true) break;
      onBatch();
    }
    const left = this.statuses.reduce((sum, status) => sum + Number(status === OPEN), 0);
    if (signal?.aborted !== true || left === 0) return;
    skipPart(this.#setup, 'objects', 'interrupted', `${left} objects were not read; the next audit goes on from here`);
  }

  #take(event: ObjectEvent, index: number): Promise<void> | undefined {
    if (event.kind !== 'object') {
      this.statuses[index] = CLEAN;
      this.damaged.add(index);
      skipPart(this.#setup, `object/${event.id}`, 'corrupt', 'git cannot read this object');
      return undefined;
    }
    const probed = this.#probe.check(event.type, event.bytes);
    if (probed instanceof Promise) return probed.then((result) => this.#done(index, result));
    this.#done(index, probed);
    return undefined;
  }

  async #readLarge(index: number): Promise<void> {
    if (this.#setup.signal?.aborted === true) return;
    this.#done(index, await this.#probe.checkBlob(this.largeBlob(index, 'object', { part: 'blob' })));
  }

  #done(index: number, probed: Probed): void {
    this.read++;
    this.#note(index, probed);
  }

  #type(index: number): string {
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
