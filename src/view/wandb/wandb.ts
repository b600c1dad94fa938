import type { Blob, SourceEvent } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { FIRST, FULL, LAST, LOG_BLOCK, RECORD_HEAD } from '../leveldb/log-head.ts';
import { memoryReader, nestedBlob, skipOf } from '../nested-blob.ts';
import { expandWith, type RandomAccess } from '../random-access.ts';

/** Mark, identifier and version before the first record. */
const HEAD = 7;
/** Longest record that is assembled. */
const LONGEST = 64 * 1024 * 1024;

/** A part of a record, in one block. */
interface Part {
  readonly type: number;
  readonly bytes: Buffer;
  /** Whether the file ends in it. */
  readonly isCut: boolean;
}

/** Parts in order, up to the first that is invalid. */
function* partsOf(access: RandomAccess): Generator<Part | undefined> {
  for (let base = 0; base < access.size; base += LOG_BLOCK) {
    const block = Buffer.from(access.read(base, LOG_BLOCK));
    let at = base === 0 ? HEAD : 0;
    while (at + RECORD_HEAD <= block.length) {
      const [length, type] = [block.readUInt16LE(at + 4), block[at + RECORD_HEAD - 1] as number];
      const end = at + RECORD_HEAD + length;
      const isCut = end > block.length && base + block.length >= access.size;
      // There are zeros where no record fits into the rest of a block.
      if (type < FULL || type > LAST || (end > block.length && !isCut)) {
        if (block.subarray(at).some((byte) => byte !== 0)) yield undefined;
        break;
      }
      yield { type, bytes: block.subarray(at + RECORD_HEAD, end), isCut };
      at = end;
    }
  }
}

/** A record with parts in several blocks. */
interface Parted {
  /** Number of the record in the file, from 1 on. */
  readonly number: number;
  readonly parts: readonly Buffer[];
  readonly length: number;
}

/** Whether a record begins with a part, and whether one ends with it. */
function begins(part: Part | undefined): boolean {
  return part?.type === FULL || part?.type === FIRST;
}

function ends({ type }: Part): boolean {
  return type === FULL || type === LAST;
}

/** Problems found on the way. */
interface Trouble {
  broken: number;
  isCut: boolean;
}

/** The records that are in parts. */
function* partedRecords(access: RandomAccess, trouble: Trouble): Generator<Parted> {
  let number = 0;
  let [parts, length]: [Buffer[], number] = [[], 0];
  for (const part of partsOf(access)) {
    if (part === undefined || begins(part)) [parts, length] = [[], 0];
    if (part === undefined) {
      trouble.broken++;
      continue;
    }
    trouble.isCut = part.isCut || !ends(part);
    if (begins(part)) number++;
    if (part.type === FULL) continue;
    length += part.bytes.length;
    if (length <= LONGEST) parts.push(part.bytes);
    if (ends(part) || part.isCut) yield { number, parts, length };
  }
}

function* events(blob: Blob, access: RandomAccess, budget: Budget): Generator<SourceEvent> {
  const trouble: Trouble = { broken: 0, isCut: false };
  for (const { number, parts, length } of partedRecords(access, trouble)) {
    const step = `wandb:${number}`;
    if (!budget.spend(length)) {
      const detail = 'this record and those behind it were not put together';
      return yield skipOf(blob, { reason: 'too-expanded', detail }, step);
    }
    const record = Buffer.concat(parts);
    if (record.length < length)
      yield skipOf(blob, { reason: 'too-large', detail: `a record of over ${LONGEST} bytes` }, step);
    yield nestedBlob(blob, step, record.length, () => memoryReader(record));
  }
  if (trouble.broken > 0)
    yield skipOf(blob, { reason: 'corrupt', detail: `records of ${trouble.broken} blocks are broken` });
  else if (trouble.isCut) yield skipOf(blob, { reason: 'truncated', detail: 'the last record is cut' });
}

/**
 * Gives the records of a Weights & Biases run (`*.wandb`) that are cut by block boundaries, joined; all others are in the raw bytes as they
 * are.
 */
export function expandWandb(blob: Blob, budget: Budget): AsyncGenerator<SourceEvent> {
  return expandWith(blob, (access) => events(blob, access, budget));
}
