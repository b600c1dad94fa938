import { createHash } from 'node:crypto';
import { ScanError } from '../../errors.ts';
import { hasWorktrees } from '../../source/git/folder.ts';
import { type Listing, listObjects } from '../../source/git/listing.ts';
import { type Walk, walkObjects } from '../../source/git/missing.ts';
import { ObjectIds } from '../../source/git/object-ids.ts';
import { PathOrder } from '../../source/git/path-order.ts';
import type { Ref } from '../../source/git/refs.ts';
import { BlobScanner } from '../blob-scan.ts';
import { Collector } from '../collector.ts';
import { NameCleaner } from '../result-names.ts';
import { attribute, type Attribution, cacheable, type Suspects } from './attribution.ts';
import { type Known, loadCache, type Remembered, saveCache } from './cache.ts';
import { besideRevisions } from './beside-range.ts';
import { CloserLook } from './closer-look.ts';
import { EntryPoints } from './entry-points.ts';
import { scanFolder, scanRefs } from './folder-pass.ts';
import { History, historySource, isSmallHistory } from './history.ts';
import { ObjectPass, OPEN } from './object-pass.ts';
import { CLEAN } from './probe.ts';
import { type AuditSetup, skipPart } from './setup.ts';
import { tellCuts } from './shallow.ts';
import { areKnownByValue, snapshotKey, snapshotOf, type Snapshot, type SnapshotFacts } from './snapshot.ts';

/** Time between two saves, in ms: an audit that is killed can resume from there. */
const SAVE_EVERY = 15_000;

/** What refs, reflogs and indexes lead to, as arguments of `git rev-list`. */
const REACHABLE = ['--all', '--reflog', '--indexed-objects'];
/** What refs lead to. With a range, what only a reflog leads to would be neither in the range nor unreachable. */
const REFERRED = ['--all'];
const NOTHING_MISSING = { missing: [] } as const;

/** What was read of one repository. */
export interface RepositoryOutcome {
  readonly listing: Listing;
  readonly attribution: Attribution;
  readonly read: number;
  readonly known: number;
  readonly missing: number;
  /** Objects that git could not read, which are among the missing ones. */
  readonly damaged: number;
  /** Objects that the next audit has to read. */
  readonly left: number;
  /** Whether more objects may be missing. */
  readonly openEnded: boolean;
  readonly notes: readonly string[];
  /** What an earlier audit found and still holds; its findings are not in the run's collector. */
  readonly repeated?: Snapshot;
}

type Counts = Pick<RepositoryOutcome, 'read' | 'known' | 'missing' | 'damaged' | 'left' | 'openEnded'>;

/** The result of a closer look. */
interface Looked {
  readonly collector: Collector;
  readonly attribution: Attribution;
  readonly losses: Remembered['losses'];
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
  #isOpenEnded = false;
  #isUnwalked = false;
  /** What a walk over a range, or over everything reachable, missed. */
  #walked: readonly string[] | undefined;
  readonly #order: PathOrder;
  readonly #entries: EntryPoints;
  #saved: number = performance.now();

  constructor(setup: AuditSetup) {
    this.#setup = setup;
    this.#entries = new EntryPoints(setup);
    this.#order = new PathOrder(setup.repository.idLength);
  }

  async run(): Promise<RepositoryOutcome> {
    const { repository, context } = this.#setup;
    const { listing, refs, state, before } = await this.#begin();
    const pass = new ObjectPass(this.#setup, listing, () => this.#saveNow(pass));
    const { missing, history } = await this.#read(pass, refs, before);
    if (tellCuts(this.#setup, listing)) this.#isOpenEnded = true;
    pass.tell();
    const others = await this.#scanOthers(refs);
    const facts = { reportKey: this.#setup.reportKey ?? '', names: others.names };
    const source = historySource(repository, listing, history);
    const repeated = this.#repeatable(before, facts, others.collector);
    const attributionOf = (suspects: Suspects): Promise<Attribution> =>
      attribute(repository, { listing, refs, source }, suspects);
    const looked = repeated === undefined ? await this.#look(pass, before, attributionOf) : undefined;
    if (repeated !== undefined) this.#repeat(repeated);
    context.collector.absorb(others.collector);
    if (looked !== undefined) this.#remember(pass, { state, missing, losses: looked.losses }, { looked, facts });
    const attribution = looked?.attribution ?? before?.attribution ?? {};
    return { listing, attribution, ...this.#counts(pass), notes: this.#notes, ...(repeated && { repeated }) };
  }

  /** The objects and refs, and what an earlier audit knew about the same state. */
  async #begin(): Promise<{
    readonly listing: Listing;
    readonly refs: readonly Ref[];
    readonly state: string;
    readonly before: Remembered | undefined;
  }> {
    const { repository, range, unreachable } = this.#setup;
    this.#known = this.#load();
    const isWhole = range === undefined && unreachable;
    const refs = await this.#entries.refs();
    const walked = isWhole ? undefined : await this.#walkRange(range ?? REACHABLE, refs);
    const listing = await listObjects(repository, walked);
    this.#tellMissing(listing.missing, 'corrupt', 'git cannot read this object');
    const state = stateOf(refs, listing);
    const remembered = this.#known?.remembered;
    return { listing, refs, state, before: remembered?.state === state ? remembered : undefined };
  }

  #counts({ listing, read, damaged, left }: ObjectPass): Counts {
    const known = listing.length - read - damaged.size - left;
    const missing = this.#missing + damaged.size;
    return {
      read,
      known,
      missing,
      damaged: damaged.size,
      left,
      openEnded: this.#isOpenEnded || this.#entries.areUnread,
    };
  }

  /** What the last audit found, if nothing it depends on has changed. */
  #repeatable(before: Remembered | undefined, facts: SnapshotFacts, others: Collector): Snapshot | undefined {
    const { snapshot, attribution } = before ?? {};
    const { reportKey, ruleOf } = this.#setup;
    if (snapshot === undefined || reportKey === undefined || attribution === undefined) return undefined;
    const isSame = snapshot.key === snapshotKey(facts) && snapshot.state.rules.every((id) => ruleOf(id) !== undefined);
    const { findings } = others.peek().state;
    // Whether a finding is a copy of what an allowance names depends on its value, which a snapshot does not have.
    const mayBeCopies =
      findings.length > 0 && this.#setup.context.packet.allow.findings.some(({ objects }) => objects !== undefined);
    return isSame && !mayBeCopies && areKnownByValue(findings) ? snapshot : undefined;
  }

  #repeat({ state }: Snapshot): void {
    const { context, ruleOf } = this.#setup;
    context.collector.append({ ...state, findings: [] }, ruleOf);
  }

  /** Scans what may contain matches. The findings go to the run's collector and also to the given one. */
  async #look(
    pass: ObjectPass,
    before: Remembered | undefined,
    attributionOf: (suspects: Suspects) => Promise<Attribution>,
  ): Promise<Looked> {
    const { context } = this.#setup;
    const collector = new Collector();
    const own = { ...context, collector };
    const look = new CloserLook({ ...this.#setup, context: own, scanner: new BlobScanner(own) }, pass);
    const suspects = await look.suspects(this.#known?.remembered);
    const attribution = before?.attribution ?? (await attributionOf(suspects));
    await look.run(suspects, attribution);
    context.collector.absorb(collector);
    return { collector, attribution, losses: look.losses };
  }

  /** Stores what is known about this state if the audit was completed; nothing that contains a value is stored. */
  #remember(
    pass: ObjectPass,
    remembered: Pick<Remembered, 'state' | 'missing' | 'losses'>,
    { looked, facts }: { readonly looked: Looked; readonly facts: SnapshotFacts },
  ): void {
    const { context, reportKey, cacheKey, signal } = this.#setup;
    if (cacheKey === undefined) return;
    // An unfinished walk has to be retried.
    if (signal?.aborted === true || this.#isUnwalked || this.#entries.areUnread) {
      this.#save(pass, undefined);
      return;
    }
    const { secrets } = context.collector;
    const { attribution, collector } = looked;
    const cleaner = new NameCleaner(secrets);
    const isKept = cacheable(attribution, (name) => cleaner.clean(context.names.of(name)));
    const snapshot = isKept && reportKey !== undefined ? snapshotOf(collector, secrets, facts) : undefined;
    this.#save(pass, { ...remembered, ...(isKept && { attribution }), ...(snapshot && { snapshot }) });
  }

  #load(): Known | undefined {
    const { cacheKey, repository } = this.#setup;
    if (cacheKey === undefined) return undefined;
    const loaded = loadCache(repository, cacheKey);
    if (loaded.kind === 'corrupt')
      this.#notes.push(
        'what the last audit remembered is damaged, or was kept by another user: everything was read again',
      );
    if (loaded.kind === 'outdated')
      this.#notes.push(
        "rules, version, or the packet's surfaces, exclusions, limits or targets are not those of the last audit: everything was read again",
      );
    return loaded.known;
  }

  /** Ids of the objects in a range, one per line, including unreachable ones if requested. */
  async #walkRange(range: readonly string[], refs: readonly Ref[]): Promise<Buffer> {
    const { repository, unreachable, beside } = this.#setup;
    const inRange = await walkObjects(repository, range, this.#order);
    const revisions = besideRevisions(refs, beside);
    const others = revisions === '' ? undefined : await walkObjects(repository, ['--stdin'], this.#order, revisions);
    const missing = [...new Set([...inRange.missing, ...(others?.missing ?? [])])];
    this.#walked = missing;
    this.#tellMissing(missing);
    if (!unreachable && others === undefined) return inRange.present;
    const ids = new Set(idsOf(inRange).concat(others === undefined ? [] : idsOf(others)));
    for (const id of unreachable ? await this.#lost() : []) ids.add(id);
    return Buffer.from([...ids].map((id) => `${id}\n`).join(''));
  }

  /** Objects that nothing leads to; with a range, those that no ref leads to. */
  async #lost(): Promise<readonly string[]> {
    const { repository, range } = this.#setup;
    const reached = new Set(idsOf(await walkObjects(repository, range === undefined ? REACHABLE : REFERRED)));
    const { ids } = await listObjects(repository);
    return Array.from({ length: ids.length }, (_, index) => ids.at(index)).filter((id) => !reached.has(id));
  }

  /** Reads every new object. If all are new, the trees say what `git rev-list` would: nothing is walked twice. */
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

  /** Whether nothing can be missing: every object named by another, a ref or the index was listed. */
  async #isClosed(history: History | undefined, refs: readonly Ref[]): Promise<boolean> {
    const { repository } = this.#setup;
    if (history?.isClosed(refs, []) !== true || hasWorktrees(repository.commonDir)) return false;
    return history.isClosed([], await this.#entries.indexed());
  }

  /** Objects that refs lead to but that are missing. With a range, the walk has already found them. */
  async #listMissing(before: Pick<Remembered, 'missing'> | undefined): Promise<readonly string[]> {
    if (this.#setup.range !== undefined) return [];
    const missing = this.#walked ?? before?.missing ?? (await this.#walk());
    if (this.#walked === undefined) this.#tellMissing(missing);
    return missing;
  }

  async #walk(): Promise<readonly string[]> {
    if (this.#entries.areUnread) return [];
    try {
      return (await walkObjects(this.#setup.repository, undefined, this.#order)).missing;
    } catch (error) {
      if (!(error instanceof ScanError)) throw error;
      this.#isOpenEnded = this.#isUnwalked = true;
      skipPart(this.#setup, 'refs', 'corrupt', 'the walk from refs to objects came to no end: more may be missing');
      return [];
    }
  }

  #tellMissing(
    missing: readonly string[],
    reason: 'missing-object' | 'corrupt' = 'missing-object',
    detail = 'named by another object and not there',
  ): void {
    this.#missing += missing.length;
    for (const id of missing) skipPart(this.#setup, `object/${id}`, reason, detail);
  }

  /** Scans refs and the repository's folder, separately: this happens on every run. */
  async #scanOthers(
    refs: readonly Ref[],
  ): Promise<{ readonly collector: Collector; readonly names: readonly string[] }> {
    const collector = new Collector();
    const { range, beside } = this.#setup;
    const context = { ...this.#setup.context, collector };
    const setup = { ...this.#setup, context, scanner: new BlobScanner(context) };
    const wants = (part: string): boolean => range === undefined || beside.includes(part);
    if (wants('ref')) await scanRefs(setup, refs);
    if (!wants('config')) return { collector, names: [] };
    const listed = this.#entries.areRefsUnread ? 'unread' : refs;
    return { collector, names: await scanFolder(setup, listed, range !== undefined) };
  }

  #saveNow(pass: ObjectPass): void {
    if (performance.now() - this.#saved >= SAVE_EVERY) this.#save(pass, undefined);
  }

  /** Saves what is known. An audit of a range adds to what was known about other objects. */
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
    if (!saveCache(repository, cacheKey, known) && remembered !== undefined)
      this.#notes.push(
        'nothing is remembered, and the next audit reads everything again: the repository, or the folder of the key ($XDG_CACHE_HOME, or ' +
          '.cache in $HOME, as absolute paths) is not there or cannot be written to',
      );
    this.#saved = performance.now();
  }

  /** Whether the file already has everything that was read. */
  #isOld(pass: ObjectPass, remembered: Remembered | undefined): boolean {
    const old = this.#known?.remembered;
    const isSame = old?.state === remembered?.state && old?.snapshot?.key === remembered?.snapshot?.key;
    return pass.read === 0 && remembered !== undefined && isSame;
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

/** The ids that a walk found. */
function idsOf({ present }: Walk): string[] {
  return present.toString('latin1').split('\n').filter(Boolean);
}

/** What missing objects and attribution depend on. */
function stateOf(refs: readonly Ref[], listing: Listing): string {
  const hash = createHash('sha256');
  for (const { name, object } of refs) hash.update(`${object} ${name}\n`);
  return hash.update(listing.ids.raw.subarray(0, listing.length * listing.ids.width)).digest('hex');
}
