import type { Blob, ByteReader, SourceEvent, Span } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { encryptedMembers } from './manifest.ts';
import {
  chunkReader,
  isCarved,
  memoryReader,
  Meter,
  nameOf,
  nestedBlob,
  skipOf,
  unusedStep,
  type Loss,
} from '../nested-blob.ts';
import { expandWith, memberAt, restAt, type RandomAccess } from '../random-access.ts';
import { directoryMembers } from './directory.ts';
import { storedAt, unreadable, ZipChunks, type ZipMember } from './member.ts';
import { Workbook } from './sheets.ts';
import { isLong, unusedIn, unusedParts } from './unused.ts';
import { type WalkedMember, ZipWalk } from './walk.ts';

const ENCRYPTED: Loss = { reason: 'encrypted', detail: "the document's manifest says that the member is encrypted" };

/** One pass over a zip file: first the listed members, then unlisted data in between. */
class ZipExpansion {
  readonly #blob: Blob;
  readonly #budget: Budget;
  readonly #access: RandomAccess;
  readonly #listed: Span[] = [];
  /** Extra fields in the headers of members. */
  readonly #fields: Span[] = [];
  readonly #workbook: Workbook;
  #encrypted: ReadonlySet<string> = new Set();
  #packedBytes = 0;
  #stopped = false;
  #isBroken = false;

  constructor(blob: Blob, budget: Budget, access: RandomAccess) {
    this.#blob = blob;
    this.#budget = budget;
    this.#access = access;
    this.#workbook = new Workbook(access);
  }

  async *events(): AsyncGenerator<SourceEvent> {
    this.#encrypted = encryptedMembers(this.#access);
    yield* this.#directory();
    const walk = new ZipWalk(this.#access);
    for (const gap of this.#gaps()) {
      for (const walked of walk.members(gap)) {
        if (this.#stopped) return;
        yield* this.#member(walked.member, walked);
        this.#listed.push({ start: walked.member.headerStart, end: walked.end ?? walked.member.dataStart });
      }
    }
    yield* this.#isBroken ? this.#rest() : this.#unused();
    if (!this.#stopped) yield* this.#workbook.events(this.#blob, this.#budget);
  }

  async *#directory(): AsyncGenerator<SourceEvent> {
    for await (const event of directoryMembers(this.#access)) {
      if (event.kind === 'broken') {
        this.#isBroken = true;
        yield skipOf(this.#blob, event.loss);
      } else if (event.kind === 'lost') yield skipOf(this.#blob, event.loss, `zip:${event.name}`);
      else {
        this.#listed.push({ start: event.member.headerStart, end: event.member.dataEnd });
        yield* this.#member(event.member);
      }
      if (this.#stopped) return;
    }
  }

  /** Data that belongs to no member, if nothing shows that the whole file is a zip: a dump may begin with one. */
  *#rest(): Generator<SourceEvent> {
    const [blob, access, budget] = [this.#blob, this.#access, this.#budget];
    for (const span of this.#gaps()) yield* restAt({ blob, access, budget }, 'zip', span);
  }

  /** Data that belongs to no member and is not a header, if the directory shows that the file is a zip. */
  *#unused(): Generator<SourceEvent> {
    const gaps = this.#gaps().filter(({ start }) => start > 0 || !isCarved(this.#blob));
    const parts = unusedIn(this.#access, gaps);
    const [blob, access, budget] = [this.#blob, this.#access, this.#budget];
    for (const part of unusedParts(access, [...this.#fields, ...parts])) {
      if (!Buffer.isBuffer(part)) yield memberAt({ blob, access, budget }, unusedStep('zip'), part);
      else if (budget.spend(part.length))
        yield nestedBlob(blob, unusedStep('zip'), part.length, () => memoryReader(part));
      else return yield this.#stop('too-expanded', 'extra fields and comments were not read');
    }
  }

  *#member(member: ZipMember, walked?: WalkedMember): Generator<SourceEvent> {
    const step = `zip:${member.name}`;
    const fields = { start: member.fieldsStart, end: member.dataStart };
    if (isLong(fields)) this.#fields.push(fields);
    if (member.name.endsWith('/') && member.dataEnd === member.dataStart) return yield nameOf(this.#blob, step);
    const loss = unreadable(member) ?? (this.#encrypted.has(member.name) ? ENCRYPTED : undefined);
    if (loss !== undefined) yield skipOf(this.#blob, loss, step);
    else if (this.#overlaps(member)) yield this.#stop('corrupt', 'members claim more bytes than the zip has');
    else yield* this.#readable(member, step, walked);
  }

  *#readable(member: ZipMember, step: string, walked: WalkedMember | undefined): Generator<SourceEvent> {
    const meter = new Meter(this.#budget);
    let chunks: ZipChunks | undefined;
    if (walked === undefined) this.#workbook.meet(member);
    const open = (): ByteReader => chunkReader((chunks = new ZipChunks(this.#access, member, this.#budget)), meter);
    yield nestedBlob(this.#blob, step, member.size, open, storedAt(member));
    if (walked !== undefined) walked.end ??= chunks?.end;
    if (meter.refused) yield this.#stop('too-expanded', 'the members behind this one were not read');
  }

  /**
   * Zip bombs let many members share the same compressed data: the sum of their sizes then exceeds the file. A walked member of unknown
   * size ends where the next one begins and is not counted.
   */
  #overlaps(member: ZipMember): boolean {
    if (member.size === undefined) return false;
    this.#packedBytes += Math.min(member.dataEnd, this.#access.size) - Math.min(member.dataStart, this.#access.size);
    return this.#packedBytes > this.#access.size;
  }

  #stop(reason: 'corrupt' | 'too-expanded', detail: string): SourceEvent {
    this.#stopped = true;
    return skipOf(this.#blob, { reason, detail });
  }

  /** The parts of the file that no listed member covers. */
  #gaps(): readonly Span[] {
    if (this.#stopped) return [];
    const gaps: Span[] = [];
    let end = 0;
    for (const span of this.#listed.toSorted((a, b) => a.start - b.start)) {
      if (span.start > end) gaps.push({ start: end, end: span.start });
      end = Math.max(end, span.end);
    }
    if (end < this.#access.size) gaps.push({ start: end, end: this.#access.size });
    return gaps;
  }
}

/**
 * Gives the members of a zip file (PKWARE APPNOTE 6.3) one after the other, including those known only from their own headers. A blob can
 * be opened until the next one is requested.
 */
export function expandZip(blob: Blob, budget: Budget): AsyncGenerator<SourceEvent> {
  return expandWith(blob, (access) => new ZipExpansion(blob, budget, access).events());
}
