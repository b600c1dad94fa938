import { isMarked } from '../../name-mark.ts';
import { memoryBlob } from '../../source/memory-blob.ts';
import { readObjects } from '../../source/git/cat-file.ts';
import { TREE, TYPES } from '../../source/git/listing.ts';
import { objectTexts, type Part, treeEntries } from '../../source/git/objects.ts';
import { ObjectIds } from '../../source/git/object-ids.ts';
import type { Origin, Skip } from '../../types.ts';
import { type Attribution, nameKey, type Suspects } from './attribution.ts';
import type { Remembered } from './cache.ts';
import type { ObjectPass } from './object-pass.ts';
import { CLOSER } from './probe.ts';
import { type AuditSetup, LARGE, skipPart } from './setup.ts';

/** Objects that the first pass could not show to be clean, with their indexes in the listing. */
export interface Suspected extends Suspects {
  readonly indexes: ReadonlyMap<string, number>;
}

/** Maximum size of a tree that is read into memory, in bytes. */
const LARGEST_TREE = 256 * 1024 * 1024;

const NONE: ReadonlySet<string> = new Set();

/** The second pass: objects that may contain matches are scanned like files, each under the path that introduced it. */
export class CloserLook {
  /** By object id, what could not be read in objects without matches. */
  readonly losses: Record<string, readonly Skip[]> = {};
  readonly #setup: AuditSetup;
  readonly #pass: ObjectPass;

  constructor(setup: AuditSetup, pass: ObjectPass) {
    this.#setup = setup;
    this.#pass = pass;
  }

  /** The objects that need a closer look, except those whose unreadable parts an earlier audit recorded. */
  async suspects(remembered: Remembered | undefined): Promise<Suspected> {
    const kinds = TYPES.map(() => new Set<string>());
    const indexes = new Map<string, number>();
    const { listing, statuses } = this.#pass;
    for (let index = statuses.indexOf(CLOSER); index >= 0; index = statuses.indexOf(CLOSER, index + 1)) {
      const id = listing.ids.at(index);
      if (this.#repeat(id, remembered?.losses[id])) continue;
      indexes.set(id, index);
      kinds[listing.type(index)]?.add(id);
    }
    const [blobs = NONE, commits = NONE, tags = NONE, trees = NONE] = kinds;
    const names = new Set(this.#pass.names);
    // Trees too large to be kept with the others have names that were not checked yet.
    const isOpen = (id: string): boolean =>
      this.#pass.names === undefined || listing.size(indexes.get(id) ?? 0) > LARGE;
    for (const name of await this.#names([...trees].filter(isOpen), indexes)) names.add(name);
    return { blobs, commits, tags, names, indexes };
  }

  /** Scans them; findings and skips go to the run's collector. */
  async run(suspects: Suspected, attribution: Attribution): Promise<void> {
    const { repository, context, scanner, prefix } = this.#setup;
    // The names in a tree are scanned one by one below.
    const all = [...suspects.indexes].filter(([, index]) => this.#pass.listing.type(index) !== TREE);
    const small = all.filter(([, index]) => this.#pass.listing.size(index) <= LARGE).map(([id]) => id);
    for await (const batch of readObjects(ObjectIds.from(small), repository.git)) {
      for (const event of batch) {
        if (event.kind !== 'object') {
          this.#lose(event.id, suspects.indexes);
          continue;
        }
        const mark = context.collector.mark();
        // The bytes are in the pipe's buffer, and the scan may yield before it is done with them.
        await this.#scanObject(event.id, event.type, Buffer.from(event.bytes), attribution);
        this.#noteLosses(event.id, mark);
      }
    }
    for (const [id, index] of all) {
      if (this.#pass.listing.size(index) <= LARGE) continue;
      const { path, part } = placeOf(attribution, id);
      await scanner.scan(this.#pass.largeBlob(index, `${prefix}${path}`, { object: id, part }));
    }
    for (const name of suspects.names) {
      await this.#scanText('path', Buffer.from(name, 'latin1'), { object: nameKey(name), part: 'path' });
    }
  }

  /** The path steps in these trees that a rule matches on their own. */
  async #names(trees: readonly string[], indexes: ReadonlyMap<string, number>): Promise<Set<string>> {
    const { repository, context } = this.#setup;
    const names = new Set<string>();
    for await (const batch of readObjects(ObjectIds.from(trees), { ...repository.git, largeAbove: LARGEST_TREE })) {
      for (const event of batch) {
        if (event.kind === 'large') skipPart(this.#setup, `tree/${event.id}`, 'too-large', 'names were not scanned');
        if (event.kind === 'missing' || event.kind === 'corrupt') this.#lose(event.id, indexes);
        if (event.kind !== 'object') continue;
        for (const { name } of treeEntries(event.bytes, repository.idLength / 2)) {
          const text = name.toString('latin1');
          if (!names.has(text) && context.detector.detectWhole(Buffer.from(name)).length > 0) names.add(text);
        }
      }
    }
    return names;
  }

  /** Records an object that was read before, by this audit or the last, and has since become damaged or missing. */
  #lose(id: string, indexes: ReadonlyMap<string, number>): void {
    const index = indexes.get(id);
    if (index !== undefined) this.#pass.lose(index);
  }

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
    await this.#setup.scanner.scan({ ...memoryBlob(`${this.#setup.prefix}${path}`, [], bytes), origin });
  }

  /** Keeps what could not be read in an object without matches, unless a text of it contains a value. */
  #noteLosses(id: string, mark: { readonly matches: number; readonly skips: number }): void {
    const losses = this.#setup.context.collector.lossesSince(mark);
    const isSafe = losses?.every(({ path, view, detail }) => ![path, detail, ...view].some(isMarked));
    if (losses !== undefined && isSafe === true) this.losses[id] = losses;
  }

  /** Reports again what an earlier audit could not read; the rest of the object was scanned then. */
  #repeat(id: string, losses: readonly Skip[] | undefined): boolean {
    if (losses === undefined) return false;
    this.losses[id] = losses;
    for (const loss of losses) this.#setup.scanner.skip(loss, 'commit');
    return true;
  }
}

function placeOf(attribution: Attribution, id: string): { readonly path: string; readonly part: Part } {
  return attribution[id]?.[0] ?? { path: `blob/${id}`, part: 'blob' };
}
