/** What a log or a table says under one key. */
export interface Entry {
  /** Undefined where the record's beginning is lost. */
  readonly key: Buffer | undefined;
  /** Undefined of a key that was deleted, or that is named alone. */
  readonly value: Buffer | undefined;
}

/** A number of seven bits a byte, and the place behind it; undefined where it is cut or longer than 64 bits. */
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

/** Sequence and type behind a key in tables: eight bytes, the type lowest (LevelDB, dbformat.h). */
const TRAILER = 8;
/** Types are numbers below this one (RocksDB has more than LevelDB). */
const NO_TYPE = 0x20;

/** A key without the sequence behind it; tables that other programs write have none. */
export function userKey(key: Buffer): Buffer {
  const type = key[key.length - TRAILER];
  return type === undefined || type >= NO_TYPE ? key : key.subarray(0, -TRAILER);
}

/**
 * What stands behind a tag: `n` a number, `k` a key, `i` one with its sequence, `v` a value. Tags are those of a batch of writes
 * (write_batch.cc; from 2 on RocksDB's) and of a list of files (version_edit.cc).
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
/** Sequence of the first write of a batch, and how many there are. */
const BATCH_HEAD = 12;
const COUNT = 8;

/** What reading the fields of a record met. */
interface Met {
  readonly count: number;
  /** What stands at a tag that is none, or nothing where a field is cut; undefined where nothing was left or missing. */
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

/** What the field of one tag is to an entry; a key waits for its value. */
function keep(kind: string, text: Buffer | undefined, key: Buffer | undefined, entries: Entry[]): Buffer | undefined {
  if (kind === 'k') return text;
  if (kind === 'v') entries.push({ key, value: text });
  else if (kind === 'i' && text !== undefined && text.length > 0)
    entries.push({ key: userKey(text), value: undefined });
  return key;
}

/** Reads the fields of one tag into entries, also those of a field that is cut; gives the place behind them, none where one was. */
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

/** Reads without keeping what it gives: a record may say millions of things. */
function metBy(entries: Generator<Entry, Met>): Met {
  for (let next = entries.next(); ; next = entries.next()) if (next.done === true) return next.value;
}

/** What a record of a log says: a batch of writes, or changes to the list of files. Returns whether nothing was left or missing. */
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
