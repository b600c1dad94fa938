import { createHash } from 'node:crypto';
import { ScanError } from '../../errors.ts';
import { hasWorktrees, shallowCuts } from '../../source/git/folder.ts';
import { readIndex } from '../../source/git/index-entries.ts';
import { type Listing, listObjects } from '../../source/git/listing.ts';
import { walkObjects } from '../../source/git/missing.ts';
import { ObjectIds } from '../../source/git/object-ids.ts';
import { PathOrder } from '../../source/git/path-order.ts';
import { readRefs, type Ref } from '../../source/git/refs.ts';
import { attribute, type Attribution, cacheable } from './attribution.ts';
import { type Known, loadCache, type Remembered, saveCache } from './cache.ts';
import { CloserLook } from './closer-look.ts';
import { scanFolder, scanRefs } from './folder-pass.ts';
import { History, historySource, isSmallHistory } from './history.ts';
import { ObjectPass, OPEN } from './object-pass.ts';
import { CLEAN } from './probe.ts';
import { type AuditSetup, skipPart } from './setup.ts';

/** Time between two saves of what is known, in ms: an audit that is killed goes on from there. */
const SAVE_EVERY = 15_000;

const NOTHING_MISSING = { missing: [] } as const;

/** What was read of one repository. */
export interface RepositoryOutcome {
  readonly listing: Listing;
  readonly attribution: Attribution;
  readonly read: number;
  readonly known: number;
  readonly missing: number;
  readonly notes: readonly string[];
}

/**
 * Audits one repository: every object once, its refs, and the files of its folder.
 *
 * @throws {ScanError} for a repository that git cannot read at all
 */
export async function auditRepository(setup: AuditSetup): Promise<RepositoryOutcome> {
  return new RepositoryAudit(setup).run();
}

class RepositoryAudit {
  readonly #setup: AuditSetup;
  readonly #notes: string[] = [];
  #known: Known | undefined;
  #missing = 0;
  readonly #order: PathOrder;
  #saved: number = performance.now();

  constructor(setup: AuditSetup) {
    this.#setup = setup;
    this.#order = new PathOrder(setup.repository.idLength);
  }

  async run(): Promise<RepositoryOutcome> {
    const { repository, range, context, signal } = this.#setup;
    this.#known = this.#load();
    const walked = range === undefined ? undefined : await this.#walkRange(range);
    const listing = await listObjects(repository, walked);
    const refs = await readRefs(repository);
    const state = stateOf(refs, listing);
    const before = this.#known?.remembered?.state === state ? this.#known.remembered : undefined;
    const pass = new ObjectPass(this.#setup, listing, () => this.#saveNow(pass));
    const { missing, history } = await this.#read(pass, refs, before);
    const look = new CloserLook(this.#setup, pass);
    const suspects = await look.suspects(this.#known?.remembered);
    const source = historySource(repository, listing, history);
    const attribution = before?.attribution ?? (await attribute(repository, { listing, refs, source }, suspects));
    await look.run(suspects, attribution);
    await this.#scanOthers(refs);
    const isKept = cacheable(attribution, (name) => context.names.of(name));
    const remembered = { state, missing, losses: look.losses, ...(isKept && { attribution }) };
    this.#save(pass, signal?.aborted === true ? undefined : remembered);
    const damaged = pass.damaged.size;
    const known = listing.length - pass.read - damaged;
    return { listing, attribution, read: pass.read, known, missing: this.#missing + damaged, notes: this.#notes };
  }

  #load(): Known | undefined {
    const { cacheKey, repository } = this.#setup;
    if (cacheKey === undefined) return undefined;
    const loaded = loadCache(repository.commonDir, cacheKey, repository.idLength);
    if (loaded.kind === 'corrupt')
      this.#notes.push('what the last audit remembered is damaged: everything was read again');
    if (loaded.kind === 'outdated')
      this.#notes.push('rules, packet or version are not those of the last audit: everything was read again');
    return loaded.known;
  }

  /** Ids of the objects in a range, one a line; with those that nothing leads to, where they are asked for. */
  async #walkRange(range: readonly string[]): Promise<Buffer> {
    const { repository, unreachable } = this.#setup;
    const { missing, present } = await walkObjects(repository, range, this.#order);
    this.#tellMissing(missing);
    if (unreachable !== true) return present;
    const reachable = await walkObjects(repository, ['--all', '--reflog', '--indexed-objects']);
    const reached = new Set(reachable.present.toString('latin1').split('\n'));
    const { ids } = await listObjects(repository);
    const lost = Array.from({ length: ids.length }, (_, index) => ids.at(index)).filter((id) => !reached.has(id));
    return Buffer.concat([present, Buffer.from(lost.map((id) => `${id}\n`).join(''))]);
  }

  /** Reads every object that is new. Where all are, the trees say what `git rev-list` would: nothing is walked twice. */
  async #read(
    pass: ObjectPass,
    refs: readonly Ref[],
    before: Remembered | undefined,
  ): Promise<{ readonly missing: readonly string[]; readonly history: History | undefined }> {
    const { listing } = pass;
    const isNew = this.#setup.range === undefined && this.#known === undefined && isSmallHistory(listing);
    const history = isNew ? new History(listing) : undefined;
    pass.takeKnown(this.#known);
    const walked = history === undefined ? await this.#listMissing(before) : undefined;
    await pass.readOthers(history);
    const missing =
      walked ?? (await this.#listMissing((await this.#isClosed(history, refs)) ? NOTHING_MISSING : before));
    await pass.readBlobs((indexes) => history?.inOrder(indexes) ?? this.#order.sort(listing, indexes));
    return { missing, history };
  }

  /** Whether nothing can be missing: every object that another, a ref or the index names was listed. */
  async #isClosed(history: History | undefined, refs: readonly Ref[]): Promise<boolean> {
    const { repository } = this.#setup;
    if (history?.isClosed(refs, []) !== true || hasWorktrees(repository.commonDir)) return false;
    const index = repository.bare ? [] : await readIndex(repository.git);
    return history.isClosed(
      [],
      index.filter(({ kind }) => kind !== 'submodule').map(({ id }) => id),
    );
  }

  /** What refs lead to and is not there; a range has said so before. */
  async #listMissing(before: Pick<Remembered, 'missing'> | undefined): Promise<readonly string[]> {
    const { repository, range } = this.#setup;
    if (range !== undefined) return [];
    const missing = before?.missing ?? (await this.#walk());
    this.#tellMissing(missing);
    const cuts = repository.shallow ? shallowCuts(repository.commonDir) : 0;
    const detail = `history ends at ${cuts} commits: what lies before was never fetched`;
    if (cuts > 0) skipPart(this.#setup, 'shallow', 'missing-object', detail);
    return missing;
  }

  async #walk(): Promise<readonly string[]> {
    try {
      return (await walkObjects(this.#setup.repository, undefined, this.#order)).missing;
    } catch (error) {
      if (!(error instanceof ScanError)) throw error;
      skipPart(this.#setup, 'refs', 'corrupt', 'the walk from refs to objects came to no end: more may be missing');
      return [];
    }
  }

  #tellMissing(missing: readonly string[]): void {
    this.#missing += missing.length;
    for (const id of missing)
      skipPart(this.#setup, `object/${id}`, 'missing-object', 'named by another object and not there');
  }

  async #scanOthers(refs: readonly Ref[]): Promise<void> {
    if (this.#setup.range !== undefined) return;
    await scanRefs(this.#setup, refs);
    await scanFolder(this.#setup);
  }

  #saveNow(pass: ObjectPass): void {
    if (performance.now() - this.#saved >= SAVE_EVERY) this.#save(pass, undefined);
  }

  /** Keeps what is known; an audit of a range adds to what was known of other objects. */
  #save(pass: ObjectPass, remembered: Remembered | undefined): void {
    const { cacheKey, range, repository } = this.#setup;
    if (cacheKey === undefined || this.#isOld(pass, remembered)) return;
    const ids = new ObjectIds(repository.idLength);
    const statuses: number[] = [];
    pass.statuses.forEach((status, index) => {
      if (status === OPEN || pass.damaged.has(index)) return;
      ids.addFrom(pass.listing.ids, index);
      statuses.push(status);
    });
    if (range !== undefined) this.#addKnown(ids, statuses);
    const known = { ids, statuses: Uint8Array.from(statuses), ...(range === undefined && { remembered }) };
    if (!saveCache(repository.commonDir, cacheKey, known) && remembered !== undefined)
      this.#notes.push('the repository cannot be written to: the next audit reads everything again');
    this.#saved = performance.now();
  }

  /** Nothing was read that the file does not have. */
  #isOld(pass: ObjectPass, remembered: Remembered | undefined): boolean {
    const old = this.#known?.remembered?.state;
    return pass.read === 0 && remembered !== undefined && old === remembered.state;
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

/** What missing objects and attribution depend on. */
function stateOf(refs: readonly Ref[], listing: Listing): string {
  const hash = createHash('sha256');
  for (const { name, object } of refs) hash.update(`${object} ${name}\n`);
  return hash.update(listing.ids.raw.subarray(0, listing.length * listing.ids.width)).digest('hex');
}
