import { inflateRawSync } from 'node:zlib';
import type { Budget } from '../budget.ts';
import type { CompressedKind } from '../compressed/formats.ts';
import { unpackSnappyBlock } from '../compressed/snappy-block.ts';
import { type Whole, unpackWhole } from '../compressed/whole.ts';
import { type Entry, userKey, varintAt } from './fields.ts';

/** Maximum unpacked size of a block. */
const LARGEST = 64 * 1024 * 1024;
const NOTHING = Buffer.alloc(0);
/** Type of an entry for a deleted key. */
const DELETION = 0;

/** Compressions by the byte after a block (LevelDB, options.h); values from 2 on differ between forks. */
const [PLAIN, SNAPPY, OTHER, RAW] = [0, 1, 2, 4] as const;

function kindOf(packed: Buffer): CompressedKind | undefined {
  if (packed.length < 4) return undefined;
  if (packed.readUInt32LE(0) === 0xfd2fb528) return 'zstd';
  return (packed.readUInt16BE(0) & 0x0f00) === 0x0800 && packed.readUInt16BE(0) % 31 === 0 ? 'zlib' : undefined;
}

function inflated(packed: Buffer): Whole {
  try {
    return { bytes: inflateRawSync(packed, { maxOutputLength: LARGEST }), loss: undefined };
  } catch {
    return { bytes: NOTHING, loss: { reason: 'corrupt', detail: 'deflated data is broken' } };
  }
}

/** Unpacks a block. @param compression the byte after it */
export async function unpackBlock(packed: Buffer, compression: number, budget: Budget): Promise<Whole> {
  if (compression === PLAIN) return { bytes: packed, loss: undefined };
  if (compression === SNAPPY) {
    const { bytes, isWhole } = unpackSnappyBlock(packed, LARGEST) ?? { bytes: NOTHING, isWhole: false };
    return { bytes, loss: isWhole ? undefined : { reason: 'corrupt', detail: 'Snappy data is broken' } };
  }
  const kind = compression === OTHER || compression === RAW ? kindOf(packed) : undefined;
  if (kind !== undefined) return unpackWhole(kind, packed, LARGEST, budget);
  if (compression === RAW) return inflated(packed);
  return { bytes: NOTHING, loss: { reason: 'unsupported-format', detail: `compression ${compression} of a block` } };
}

/** Header of an entry: length of the prefix shared with the previous key, length of the rest of its own, and length of the value. */
interface Head {
  readonly shared: number;
  readonly own: number;
  readonly size: number;
  readonly next: number;
}

/** The header at an offset; undefined if it is cut, or refers to missing data. */
function headAt(block: Buffer, at: number, before: Buffer): Head | undefined {
  const shared = varintAt(block, at);
  const own = shared && varintAt(block, shared.next);
  const size = own && varintAt(block, own.next);
  if (size === undefined || shared === undefined || own === undefined) return undefined;
  if (shared.value > before.length || size.next + own.value + size.value > block.length) return undefined;
  return { shared: shared.value, own: own.value, size: size.value, next: size.next };
}

/** Start of the restart offsets, after the entries; undefined if it is invalid (LevelDB, block.cc). */
function entriesEnd(block: Buffer): number | undefined {
  if (block.length < 4) return undefined;
  const end = block.length - 4 - 4 * block.readUInt32LE(block.length - 4);
  return end < 0 ? undefined : end;
}

/** Work charged for a key byte that is only in the previous key: it is copied, and processed in several ways. */
const SHARED = 8;

/** How the entries of a block end: completely, in damage, or because the keys expand to more than the budget allows. */
export type Ending = 'whole' | 'broken' | 'unpaid';

/** Entries of a block with their whole keys, one at a time: each key may share nearly all of the previous one. Returns how they end. */
export function* entriesIn(block: Buffer, budget: Budget): Generator<Entry, Ending> {
  const end = entriesEnd(block);
  let key: Buffer = NOTHING;
  for (let at = 0; at < (end ?? block.length);) {
    const head = headAt(block, at, key);
    if (head === undefined) return 'broken';
    const { shared, own, size } = head;
    if (!budget.work(SHARED * shared)) return 'unpaid';
    const keyEnd = head.next + own;
    const tail = block.subarray(head.next, keyEnd);
    key = shared === 0 ? tail : Buffer.concat([key.subarray(0, shared), tail]);
    at = keyEnd + size;
    yield { key, value: block.subarray(keyEnd, at) };
  }
  return end === undefined ? 'broken' : 'whole';
}

/** The same entry with the key as the program wrote it. */
export function written({ key = NOTHING, value = NOTHING }: Entry): Entry {
  const own = userKey(key);
  const isDeleted = own.length < key.length && key[own.length] === DELETION && value.length === 0;
  return { key: own, value: isDeleted ? undefined : value };
}
