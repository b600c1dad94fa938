import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { ScanError } from '../../errors.ts';
import type { Blob, SourceEvent } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { applyDelta, deltaSize, PackCache, type PackEntry } from './delta.ts';
import { lossOf, memoryReader, nestedBlob, skipOf } from '../nested-blob.ts';
import { type RandomAccess, randomAccess } from '../random-access.ts';
import { sealOf, type IdLength } from './seal.ts';

/** Types of a pack's entries (gitformat-pack); 6 and 7 are deltas against an offset and an object id. */
const TYPES: Readonly<Record<number, string>> = { 1: 'commit', 2: 'tree', 3: 'blob', 4: 'tag' };
const OFFSET_DELTA = 6;
const ID_DELTA = 7;
/** Work charged for reading an entry, in addition to its bytes; and for a byte copied by a delta, relative to a scanned one. */
const [ENTRY, COPIED] = [1024, 1 / 8] as const;
/** Longest header of a bundle: its refs. */
const LONGEST_HEADER = 16 * 1024 * 1024;

/** The objects of a bundle (gitformat-bundle, versions 2 and 3): its refs as a text, then the objects of its pack. */
export async function* expandGitBundle(blob: Blob, budget: Budget): AsyncGenerator<SourceEvent> {
  yield* withAccess(blob, budget, (access) => {
    const head = access.read(0, LONGEST_HEADER);
    const end = head.indexOf('\n\n');
    if (end < 0) throw new ScanError('corrupt', 'Cannot read the bundle: its header has no end');
    const seal = sealOf(access, end + 2);
    return {
      start: end + 2,
      isSealed: seal !== undefined,
      idLength: seal ?? (head.includes('@object-format=sha256') ? 32 : 20),
      header: head.subarray(head.indexOf(10) + 1, end),
    };
  });
}

/** The objects of a pack, deltas applied. */
export async function* expandGitPack(blob: Blob, budget: Budget): AsyncGenerator<SourceEvent> {
  yield* withAccess(blob, budget, (access) => {
    const seal = sealOf(access, 0);
    return { start: 0, isSealed: seal !== undefined, idLength: seal ?? 20, header: undefined };
  });
}

interface Layout {
  /** Start of the pack. */
  readonly start: number;
  /** Whether the checksum of the pack is correct. */
  readonly isSealed: boolean;
  readonly idLength: IdLength;
  readonly header: Buffer | undefined;
}

async function* withAccess(
  blob: Blob,
  budget: Budget,
  layoutOf: (access: RandomAccess) => Layout,
): AsyncGenerator<SourceEvent> {
  let access: RandomAccess | undefined;
  try {
    access = await randomAccess(blob);
    const layout = layoutOf(access);
    if (layout.header !== undefined) yield memberOf(blob, 'git-bundle:refs', layout.header);
    yield* new PackReader(access, layout, budget).events(blob);
  } catch (error) {
    yield skipOf(blob, lossOf(error));
  } finally {
    access?.close();
  }
}

function memberOf(blob: Blob, step: string, bytes: Buffer): SourceEvent {
  return nestedBlob(blob, step, bytes.length, () => memoryReader(bytes));
}

class PackReader {
  readonly #access: RandomAccess;
  readonly #layout: Layout;
  readonly #budget: Budget;
  readonly #cache: PackCache = new PackCache();
  /** Offset of each object with a known id. */
  readonly #offsets: Map<string, number> = new Map();
  /** Deltas whose base comes later, or not at all, by its id. */
  readonly #waiting: Map<string, number[]> = new Map();

  constructor(access: RandomAccess, layout: Layout, budget: Budget) {
    this.#access = access;
    this.#layout = layout;
    this.#budget = budget;
  }

  *events(blob: Blob): Generator<SourceEvent> {
    const { start, idLength } = this.#layout;
    const head = this.#access.read(start, 12);
    if (head.length < 12 || head.toString('latin1', 0, 4) !== 'PACK')
      throw new ScanError('corrupt', 'Cannot read the pack: it is none');
    const count = head.readUInt32BE(8);
    // The checksum of the pack follows the last object.
    const end = this.#access.size - idLength;
    let at = start + 12;
    for (let left = count; left > 0 || at < end; left--) {
      if (left === 0)
        yield skipOf(blob, { reason: 'corrupt', detail: `more than the ${count} objects that the pack says it has` });
      const entry = this.#entryAt(at);
      if (!this.#budget.spend(entry.data.length)) {
        yield skipOf(blob, { reason: 'too-expanded', detail: 'further objects of the pack were not read' });
        return;
      }
      const member = this.#memberAt(blob, entry);
      if (member !== undefined) yield member;
      at = entry.end;
    }
    yield* this.#lateEvents(blob);
    if (!this.#layout.isSealed)
      yield skipOf(blob, { reason: 'corrupt', detail: 'the checksum of the pack is wrong or cut' });
  }

  /** Deltas whose base comes later, each as soon as its base is known; one whose base is not in the pack is lost. */
  *#lateEvents(blob: Blob): Generator<SourceEvent> {
    const known = [...this.#waiting.keys()].filter((id) => this.#offsets.has(id));
    for (let id = known.pop(); id !== undefined; id = known.pop()) {
      const deltas = this.#waiting.get(id) ?? [];
      this.#waiting.delete(id);
      for (const offset of deltas) {
        const member = this.#memberAt(blob, this.#entryAt(offset), (own) => this.#waiting.has(own) && known.push(own));
        if (member !== undefined) yield member;
      }
    }
    const lost = [...this.#waiting.values()].reduce((sum, { length }) => sum + length, 0);
    if (lost === 0) return;
    const detail = `${lost} objects of the pack build on objects that it does not hold`;
    yield skipOf(blob, { reason: 'truncated', detail });
  }

  /** The object as a blob; undefined, and recorded as waiting, if its base is not known yet. @param onId receives its id */
  #memberAt(blob: Blob, entry: PackEntry, onId?: (id: string) => void): SourceEvent | undefined {
    const whole = this.#resolve(entry);
    if (typeof whole === 'string') {
      const others = this.#waiting.get(whole);
      if (others === undefined) this.#waiting.set(whole, [entry.offset]);
      else others.push(entry.offset);
      return undefined;
    }
    if (whole.data !== entry.data) this.#work(whole.data.length);
    const type = TYPES[whole.type] ?? 'object';
    const hash = createHash(this.#layout.idLength === 32 ? 'sha256' : 'sha1');
    const id = hash.update(`${type} ${whole.data.length}\0`).update(whole.data).digest('hex');
    this.#offsets.set(id, entry.offset);
    onId?.(id);
    return memberOf(blob, `git-${type}:${id}`, whole.data);
  }

  #work(bytes: number): void {
    if (!this.#budget.work(bytes)) throw new ScanError('too-expanded', 'Cannot unpack the pack any further');
  }

  /** Applies the chain of deltas that ends with `entry`; gives the id of the base if one is missing. */
  #resolve(entry: PackEntry): { readonly type: number; readonly data: Buffer } | string {
    const chain: PackEntry[] = [];
    let current = entry;
    while (current.type === OFFSET_DELTA || current.type === ID_DELTA) {
      chain.push(current);
      const base = current.base ?? this.#offsets.get(current.baseId ?? '');
      if (base === undefined) return current.baseId ?? '';
      const known = this.#cache.get(base);
      current = known ?? this.#entryAt(base);
    }
    let { data } = current;
    for (const delta of chain.toReversed()) {
      this.#work(delta.data.length + COPIED * deltaSize(delta.data));
      data = applyDelta(data, delta.data);
    }
    this.#cache.set(entry.offset, { ...entry, type: current.type, data });
    return { type: current.type, data };
  }

  #entryAt(offset: number): PackEntry {
    const head = this.#access.read(offset, 32 + this.#layout.idLength);
    let at = 0;
    let byte = head[at++] ?? 0;
    const type = (byte >> 4) & 7;
    let size = byte & 15;
    for (let unit = 16; byte & 0x80 && at < 12; unit *= 128) {
      byte = head[at++] ?? 0;
      size += (byte & 0x7f) * unit;
    }
    let base: number | undefined;
    let baseId: string | undefined;
    if (type === OFFSET_DELTA) {
      [base, at] = backwards(head, at, offset);
    } else if (type === ID_DELTA) {
      baseId = head.toString('hex', at, at + this.#layout.idLength);
      at += this.#layout.idLength;
    } else if (!(type in TYPES)) throw new ScanError('corrupt', 'Cannot read the pack: an entry has no known type');
    this.#work(ENTRY + size);
    const { data, used } = this.#inflate(offset + at, size);
    return { offset, type, base, baseId, data, end: offset + at + used };
  }

  /** @param size that the entry declares, in bytes */
  #inflate(position: number, size: number): { data: Buffer; used: number } {
    if (size > this.#budget.limit)
      throw new ScanError('too-expanded', 'Cannot unpack the pack: an object is too large');
    const bound = size + (size >>> 8) + 1024;
    const input = this.#access.read(position, bound);
    try {
      const { buffer, engine } = inflateSync(input, { info: true, maxOutputLength: Math.max(1, size) }) as unknown as {
        buffer: Buffer;
        engine: { bytesWritten: number };
      };
      if (buffer.length === size) return { data: buffer, used: engine.bytesWritten };
    } catch {
      // Reported below: zlib's own message adds nothing.
    }
    throw new ScanError('corrupt', 'Cannot read the pack: an object cannot be unpacked');
  }
}

/** The offset of a delta's base, in its special encoding (gitformat-pack, "offset encoding"). */
function backwards(head: Buffer, start: number, offset: number): [base: number, at: number] {
  let at = start;
  let byte = head[at++] ?? 0;
  let distance = byte & 0x7f;
  while (byte & 0x80 && at < start + 9) {
    byte = head[at++] ?? 0;
    distance = (distance + 1) * 128 + (byte & 0x7f);
  }
  if (distance <= 0 || distance > offset) throw new ScanError('corrupt', 'Cannot read the pack: a delta has no base');
  return [offset - distance, at];
}
