import { lossReason } from '../errors.ts';
import { withoutPlaces } from '../policy/evaluate.ts';
import { isPacketsOwn } from '../policy/required.ts';
import type { Secret } from '../secret.ts';
import { memoryBlob } from '../source/memory-blob.ts';
import type { Blob, ByteReader, LedgerEntry, Skip, SourceEvent, Span, Surface } from '../types.ts';
import { Budget } from '../view/budget.ts';
import { CarveSearch } from '../view/carve/search.ts';
import { objectOf, originOf } from './blob-origin.ts';
import { BlobTexts, type Nesting, type TextOutcome } from './blob-texts.ts';
import { Collector } from './collector.ts';
import { Breather, type ScanContext } from './context.ts';
import { distinctContainers, isWithin, readingsOf } from './embedded.ts';
import { HeldFindings } from './held-findings.ts';
import { lostToBug } from './lost-to-bug.ts';
import { membersOf } from './members.ts';
import type { EmbeddedContainer } from './text-scan.ts';
import { NameFindings, type PlacedName } from './name-findings.ts';
import { pathInPacket } from './packet-path.ts';
import { surfaceInside } from './part-surface.ts';
import { MeteredReader } from './readers.ts';

const NOTHING = Buffer.alloc(0);

/** Scans the blobs of a run one after the other, each with everything inside it. */
export class BlobScanner {
  readonly #context: ScanContext;
  readonly #breather: Breather = new Breather();
  readonly #texts: BlobTexts;
  readonly #names: NameFindings;
  /** The object of a repository's history that is being scanned, including everything inside it. */
  #object: string | undefined;
  #blobs = 0;
  #bytes = 0;

  constructor(context: ScanContext) {
    this.#context = context;
    this.#names = new NameFindings(context);
    this.#texts = new BlobTexts(context, this.#breather, (skip, surface) => {
      this.skip(skip, surface);
    });
  }

  /**
   * Scans a blob of a source and everything inside it. What cannot be read becomes a skip, and so does a part whose
   * scan fails because of a bug.
   *
   * @param before earlier versions of the blob: a value that one of them contains is allowed. They are read only if the
   * blob has findings.
   */
  async scan(blob: Blob, before: readonly Blob[] = []): Promise<void> {
    if (before.length === 0) return this.#scanWhole(blob);
    const trial = new Collector();
    await new BlobScanner({ ...this.#context, collector: trial }).#scanWhole(blob);
    if (trial.findingCount === 0) return this.#context.collector.absorb(trial);
    const committed = await valuesOf(before, this.#context);
    return new BlobScanner({ ...this.#context, committed }).#scanWhole(blob);
  }

  async #scanWhole(blob: Blob): Promise<void> {
    const { maxDepth, maxExpansionRatio } = this.#context.packet.coverage;
    this.#object = objectOf({ ...blob, view: [] }).object;
    const budget = new Budget(blob.size ?? 0, { maxDepth, maxRatio: maxExpansionRatio });
    try {
      await this.#scanNested(blob, { depth: 0, budget, surface: blob.surface });
    } finally {
      this.#object = undefined;
    }
  }

  /** Records something that was not scanned. */
  skip(one: Skip, surface: Surface | undefined): void {
    const object = one.object ?? this.#object;
    const skip = object === undefined ? one : { ...one, object };
    const { collector, names, policy, cwd, packetRoot } = this.#context;
    const path = names.of(skip.path);
    const view = skip.view.map((step) => names.of(step));
    const detail = names.of(skip.detail);
    const accepted = policy.acceptsUnread({ ...skip, path: pathInPacket(skip.path, cwd, packetRoot) });
    collector.skip({ ...skip, path, view, detail }, surface, accepted);
    const reason = `${skip.reason}: ${detail}`;
    const unread = { sha256: null, bytes: 0, views: {}, findings: 0 } as const;
    collector.ledger({ path, view, surface: surface ?? null, ...unread, status: 'skipped', accepted, reason });
  }

  /** Scans a name that is in scope but has no content to read. @param surface of what contains the name */
  name(name: PlacedName, surface?: Surface): void {
    this.#names.settle(name, surface ?? this.#texts.surfaceOf({ path: name.path, view: [] }, NOTHING));
  }

  /** Records something that was deliberately left out of scope. */
  exclude(skip: Skip): void {
    const { collector, names } = this.#context;
    collector.excluded({ ...skip, path: names.of(skip.path), detail: names.of(skip.detail) });
  }

  async #scanNested(blob: Blob, nesting: Nesting): Promise<void> {
    await this.#breather.breathe();
    this.#context.signal?.throwIfAborted();
    try {
      await this.#scanInside(blob, nesting);
    } catch (error) {
      this.skip(lostToBug(blob, error, this.#context.signal), nesting.surface);
    }
  }

  async #scanInside(blob: Blob, nesting: Nesting): Promise<void> {
    const outcome = await this.#scanOpened(blob, nesting);
    if (outcome === undefined) return;
    const { surface } = outcome;
    for (const readings of readingsOf(distinctContainers(outcome.embedded)))
      await this.#scanReadings(blob, readings, { ...nesting, surface });
    if (outcome.container !== undefined || !outcome.carved.isEmpty)
      await this.#scanMembers(blob, outcome, { ...nesting, surface });
  }

  /**
   * Scans containers that are alternative readings of the same digits. If one of them is broken and yields nothing new
   * while another is whole, the broken one was the wrong reading, so nothing is lost.
   */
  async #scanReadings(blob: Blob, readings: readonly EmbeddedContainer[], nesting: Nesting): Promise<void> {
    const [only] = readings;
    if (only !== undefined && readings.length === 1) return this.#scanEmbedded(blob, only, nesting);
    const { collector } = this.#context;
    const trials: { readonly reading: EmbeddedContainer; readonly found: Collector }[] = [];
    for (const reading of readings) {
      const found = new Collector();
      await new BlobScanner({ ...this.#context, collector: found }).#scanEmbedded(blob, reading, nesting);
      trials.push({ reading, found });
    }
    const whole = trials.filter(({ found }) => !found.isIncomplete);
    for (const { reading, found } of trials) {
      const isWrong = ({ reading: other, found: held }: (typeof trials)[number]): boolean =>
        isWithin(reading, other) && areAmong(found.secrets, held.secrets);
      if (!found.isIncomplete || !whole.some(isWrong)) collector.absorb(found);
    }
  }

  async #scanEmbedded(blob: Blob, { bytes, view, carved }: EmbeddedContainer, nesting: Nesting): Promise<void> {
    const inner = { ...memoryBlob(blob.path, [...blob.view, ...view], bytes), guessed: true, ...originOf(blob) };
    const around = { ...nesting, depth: nesting.depth + view.length };
    if (carved === undefined) await this.#scanNested(inner, around);
    else await this.#takeAll(inner, membersOf(inner, { container: undefined, carved }, around), around);
  }

  async #scanMembers(blob: Blob, outcome: TextOutcome, nesting: Nesting): Promise<void> {
    const { held } = outcome;
    const { collector, ledger } = this.#context;
    const entry = ledger ? collector.lastEntry : -1;
    const [toldBefore, before] = [collector.told.length, collector.secrets.length];
    const read: Span[] = [];
    try {
      await this.#takeAll(blob, membersOf(blob, outcome, nesting), nesting, read);
    } finally {
      const count = collector.findingCount;
      const [told, all] = [collector.told.slice(toldBefore), collector.secrets.slice(before)];
      // In a text in another charset, offsets differ from those of its bytes.
      held.release(collector, { told, all, read: outcome.charset === 'utf-8' ? read : [] });
      collector.addFindings(entry, collector.findingCount - count);
    }
  }

  /** @param read receives the spans of the members that were scanned to their ends */
  async #takeAll(blob: Blob, members: AsyncIterable<SourceEvent>, nesting: Nesting, read: Span[] = []): Promise<void> {
    const { collector, ledger } = this.#context;
    const entry = ledger ? collector.lastEntry : -1;
    for await (const event of members) {
      const count = collector.findingCount;
      if (event.kind !== 'blob') this.name(event.kind === 'skip' ? event.skip : event.name, nesting.surface);
      // A folder or link has either no ledger line or one for what the name leads to: the container holds the name.
      collector.addFindings(entry, collector.findingCount - count);
      if (event.kind === 'skip') this.skip(event.skip, nesting.surface);
      if (event.kind === 'blob') {
        const surface = surfaceInside(nesting.surface, event.blob.view);
        const { skips } = collector.mark();
        await this.#scanNested({ ...event.blob, ...originOf(blob) }, { ...nesting, surface, depth: nesting.depth + 1 });
        if (collector.mark().skips === skips) for (const span of [event.blob.within ?? []].flat()) read.push(span);
      }
    }
  }

  /** Opens, scans and closes the blob's own bytes. Undefined if there was nothing to read. */
  async #scanOpened(blob: Blob, nesting: Nesting): Promise<TextOutcome | undefined> {
    let reader: ByteReader;
    try {
      reader = blob.open();
    } catch (error) {
      this.#failed(blob, error, nesting.surface);
      return undefined;
    }
    const { ledger, observer } = this.#context;
    const sized = nesting.depth > 0 || (blob.size ?? 0) > 0;
    const tap = observer?.part(blob.path, blob.view, blob.size);
    const metered = new MeteredReader(reader, ledger, tap, sized ? undefined : nesting.budget);
    const before = this.#context.collector.findingCount;
    let outcome: TextOutcome | undefined;
    let failed = false;
    const views = new Map<string, number>();
    const held = new HeldFindings();
    try {
      outcome = await this.#texts.scanText(blob, metered, nesting, { views, held, carved: new CarveSearch(blob) });
      this.#settleName(blob, outcome.surface);
      if (outcome.charset !== 'utf-8') await this.#texts.scanBytes(blob, outcome, nesting);
    } catch (error) {
      failed = true;
      held.release(this.#context.collector, { told: [], all: [], read: [] });
      this.#failed(blob, error, nesting.surface);
    } finally {
      const lost = metered.close();
      if (lost !== undefined) this.skip({ path: blob.path, view: blob.view, ...lost }, outcome?.surface);
      failed ||= lost !== undefined;
    }
    this.#account(blob, metered, outcome, { failed, before, views });
    return outcome;
  }

  /** Turns an expected failure into a skip and rethrows everything else. */
  #failed(blob: Blob, error: unknown, surface: Surface | undefined): void {
    const loss = lossReason(error);
    if (loss === undefined) throw error;
    this.skip({ path: blob.path, view: blob.view, ...loss }, surface);
  }

  /** Scans the blob's name, except for names of a repository's files and refs: the audit scans each of those once. */
  #settleName(blob: Blob, surface: Surface): void {
    if (blob.origin === undefined || blob.view.length > 0) this.#names.settle(blob, surface);
  }

  /** Counts bytes and views. An audit counts an object when it reads it from the repository, but not what is inside it. */
  #count({ origin, view, path }: Blob, surface: Surface, bytes: number, views: number): void {
    if (origin !== undefined && view.length === 0) return;
    const { collector, cwd, packetRoot } = this.#context;
    collector.blob(origin === undefined ? surface : 'commit', bytes, views);
    if (origin !== undefined || collector.found.has(surface)) return;
    if (!isPacketsOwn(pathInPacket(path, cwd, packetRoot))) collector.evidence(surface);
  }

  #account(
    blob: Blob,
    reader: MeteredReader,
    outcome: TextOutcome | undefined,
    run: { failed: boolean; before: number; views: Map<string, number> },
  ): void {
    const { collector, names, ledger } = this.#context;
    const count = [...run.views.values()].reduce((sum, views) => sum + views, 0);
    this.#count(blob, outcome?.surface ?? 'other', reader.bytes, count);
    this.#blobs++;
    this.#bytes += blob.view.length === 0 ? reader.bytes : 0;
    this.#context.onProgress?.({ blobs: this.#blobs, bytes: this.#bytes, findings: collector.findingCount });
    if (!ledger) return;
    const entry: LedgerEntry = {
      path: names.of(blob.path),
      view: blob.view.map((step) => names.of(step)),
      surface: outcome?.surface ?? null,
      sha256: run.failed ? null : reader.digest(),
      bytes: reader.bytes,
      ...objectOf(blob),
      views: Object.fromEntries(run.views),
      status: run.failed ? 'partial' : 'scanned',
      reason: null,
      findings: collector.findingCount - run.before,
    };
    collector.ledger(entry);
  }
}

/**
 * The values reported in earlier versions: a value that a comment allowed there is new once the comment is gone. A part
 * that cannot be read contributes no values.
 */
async function valuesOf(blobs: readonly Blob[], context: ScanContext): Promise<ReadonlySet<string>> {
  const collector = new Collector();
  const policy = withoutPlaces(context.policy);
  const scanner = new BlobScanner({ ...context, policy, collector, ledger: false, onProgress: undefined });
  for (const blob of blobs) await scanner.scan(blob);
  return new Set(collector.told.map((secret) => secret.reveal()));
}

function areAmong(secrets: readonly Secret[], others: readonly Secret[]): boolean {
  const values = new Set(others.map((secret) => secret.reveal()));
  return secrets.every((secret) => values.has(secret.reveal()));
}
