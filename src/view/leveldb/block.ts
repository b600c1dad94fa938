import { inflateRawSync } from 'node:zlib';
import type { Budget } from '../budget.ts';
import type { CompressedKind } from '../compressed/formats.ts';
import { unpackSnappyBlock } from '../compressed/snappy-block.ts';
import { type Whole, unpackWhole } from '../compressed/whole.ts';
import { type Entry, userKey, varintAt } from './fields.ts';

/** Most that a block may unpack to. */
const LARGEST = 64 * 1024 * 1024;
const NOTHING = Buffer.alloc(0);
/** Type of an entry that says that its key is gone. */
const DELETION = 0;

/** Compressions by the byte behind a block (LevelDB, options.h); those from 2 on mean another one in each fork. */
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

/** A block's bytes as they were packed. @param compression the byte behind them */
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

/** What stands in front of an entry: how much of the key before it holds, what of its own, and the value's length. */
interface Head {
  readonly shared: number;
  readonly own: number;
  readonly size: number;
  readonly next: number;
}

/** The head at a place; undefined where it is cut, or what it says is not there. */
function headAt(block: Buffer, at: number, before: Buffer): Head | undefined {
  const shared = varintAt(block, at);
  const own = shared && varintAt(block, shared.next);
  const size = own && varintAt(block, own.next);
  if (size === undefined || shared === undefined || own === undefined) return undefined;
  if (shared.value > before.length || size.next + own.value + size.value > block.length) return undefined;
  return { shared: shared.value, own: own.value, size: size.value, next: size.next };
}

/** Where the places of whole keys begin, behind the entries; undefined where there is no such place (LevelDB, block.cc). */
function entriesEnd(block: Buffer): number | undefined {
  if (block.length < 4) return undefined;
  const end = block.length - 4 - 4 * block.readUInt32LE(block.length - 4);
  return end < 0 ? undefined : end;
}

/** What a byte of a key costs that stands in the key before alone: it is put together, and looked at in several ways. */
const SHARED = 8;

/** How the entries of a block end: with all of them, in damage, or where the keys stand for more than the budget allows. */
export type Ending = 'whole' | 'broken' | 'unpaid';

/** Entries of a block with their whole keys, one at a time: each key may be nearly all of the one before. Returns how they end. */
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

/** The same entry with the key that was written. */
export function written({ key = NOTHING, value = NOTHING }: Entry): Entry {
  const own = userKey(key);
  const isDeleted = own.length < key.length && key[own.length] === DELETION && value.length === 0;
  return { key: own, value: isDeleted ? undefined : value };
}
