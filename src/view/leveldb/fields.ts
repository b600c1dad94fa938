/** What a log or a table contains under one key. */
export interface Entry {
  /** Undefined if the beginning of the record is lost. */
  readonly key: Buffer | undefined;
  /** Undefined for a deleted key, or one that is only mentioned. */
  readonly value: Buffer | undefined;
}

/** A number of seven bits per byte, and the position after it; undefined if it is cut or longer than 64 bits. */
export function varintAt(bytes: Buffer, at: number): { readonly value: number; readonly next: number } | undefined {
  let value = 0;
  for (let i = 0; i < 10; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { value, next: at + i + 1 };
  }
  return undefined;
}

/** Sequence number and type after a key in tables: eight bytes, the type lowest (LevelDB, dbformat.h). */
const TRAILER = 8;
/** Types are numbers below this one (RocksDB has more than LevelDB). */
const NO_TYPE = 0x20;

/** A key without the sequence number after it; tables written by other programs have none. */
export function userKey(key: Buffer): Buffer {
  const type = key[key.length - TRAILER];
  return type === undefined || type >= NO_TYPE ? key : key.subarray(0, -TRAILER);
}

/**
 * Fields after a tag: `n` a number, `k` a key, `i` one with its sequence number, `v` a value. Tags are those of a write batch
 * (write_batch.cc; from 2 on RocksDB's) and of a file list (version_edit.cc).
 */
const BATCH: Readonly<Record<number, string>> = {
  0: 'k',
  1: 'kv',
  2: 'kv',
  3: 'v',
  4: 'nk',
  5: 'nkv',
  6: 'nkv',
  7: 'k',
  8: 'nk',
  9: '',
  10: 'v',
  11: 'v',
  12: 'v',
  13: '',
  14: 'nkv',
  15: 'kv',
};
const EDIT: Readonly<Record<number, string>> = {
  1: 'v',
  2: 'n',
  3: 'n',
  4: 'n',
  5: 'ni',
  6: 'nn',
  7: 'nnnii',
  9: 'n',
};
/** Sequence number of the first write of a batch, and number of writes. */
const BATCH_HEAD = 12;
const COUNT = 8;

/** Result of reading the fields of a record. */
interface Met {
  readonly count: number;
  /** The data at an invalid tag, or empty if a field is cut; undefined if nothing is left or missing. */
  readonly rest: Buffer | undefined;
}

interface Field {
  readonly text?: Buffer;
  readonly next: number;
}

function fieldAt(bytes: Buffer, at: number, isText: boolean): Field | undefined {
  const number = varintAt(bytes, at);
  if (number === undefined || !isText) return number;
  const next = number.next + number.value;
  return { text: bytes.subarray(number.next, next), next };
}

/** Adds the field of one tag to the entries; a key waits for its value. */
function keep(kind: string, text: Buffer | undefined, key: Buffer | undefined, entries: Entry[]): Buffer | undefined {
  if (kind === 'k') return text;
  if (kind === 'v') entries.push({ key, value: text });
  else if (kind === 'i' && text !== undefined && text.length > 0)
    entries.push({ key: userKey(text), value: undefined });
  return key;
}

/** Reads the fields of one tag into entries, including those of a cut field; gives the position after them, undefined if one was cut. */
function readOne(bytes: Buffer, start: number, form: string, entries: Entry[]): number | undefined {
  let at: number | undefined = start;
  let key: Buffer | undefined;
  for (const kind of form) {
    const field = fieldAt(bytes, at, kind !== 'n');
    key = keep(kind, field?.text, key, entries);
    at = field !== undefined && field.next <= bytes.length ? field.next : undefined;
    if (at === undefined) break;
  }
  if (key !== undefined && entries.at(-1)?.key !== key) entries.push({ key, value: undefined });
  return at;
}

function* readAll(bytes: Buffer, start: number, forms: Readonly<Record<number, string>>): Generator<Entry, Met> {
  let count = 0;
  for (let at = start; at < bytes.length; count++) {
    const form = forms[bytes[at] as number];
    if (form === undefined) return { count, rest: bytes.subarray(at) };
    const entries: Entry[] = [];
    const next = readOne(bytes, at + 1, form, entries);
    yield* entries;
    if (next === undefined) return { count, rest: NOTHING };
    at = next;
  }
  return { count, rest: undefined };
}

const NOTHING = Buffer.alloc(0);

/** Reads entries without keeping them: a record may contain millions. */
function metBy(entries: Generator<Entry, Met>): Met {
  for (let next = entries.next(); ; next = entries.next()) if (next.done === true) return next.value;
}

/** The contents of a log record: a write batch, or changes to the file list. Returns whether nothing was left or missing. */
export function* recordFields(record: Buffer): Generator<Entry, boolean> {
  const isShort = record.length < BATCH_HEAD;
  const batch = isShort ? { count: 0, rest: record } : metBy(readAll(record, BATCH_HEAD, BATCH));
  const isBatch = batch.rest === undefined && batch.count >= record.readUInt32LE(COUNT);
  const isEdit = !isBatch && metBy(readAll(record, 0, EDIT)).rest === undefined;
  if (isEdit) yield* readAll(record, 0, EDIT);
  else if (!isShort) yield* readAll(record, BATCH_HEAD, BATCH);
  if (isBatch || isEdit) return true;
  if (batch.rest !== undefined && batch.rest.length > 0) yield { key: undefined, value: batch.rest };
  return false;
}
