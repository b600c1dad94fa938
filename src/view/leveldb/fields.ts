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

/** What was read of a record. */
export interface Fields {
  readonly entries: readonly Entry[];
  /** Whether nothing was left, and nothing was missing. */
  readonly isWhole: boolean;
}

interface Read extends Fields {
  readonly count: number;
  /** From a tag on that is none. */
  readonly rest: Buffer;
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

function readAll(bytes: Buffer, start: number, forms: Readonly<Record<number, string>>): Read {
  const entries: Entry[] = [];
  let count = 0;
  for (let at: number | undefined = start; at !== undefined && at < bytes.length; count++) {
    const form = forms[bytes[at] as number];
    if (form === undefined) return { entries, count, isWhole: false, rest: bytes.subarray(at) };
    at = readOne(bytes, at + 1, form, entries);
    if (at === undefined) return { entries, count, isWhole: false, rest: NOTHING };
  }
  return { entries, count, isWhole: true, rest: NOTHING };
}

const NOTHING = Buffer.alloc(0);

/** What a record of a log says: a batch of writes, or changes to the list of files. */
export function recordFields(record: Buffer): Fields {
  const batch = readAll(record, BATCH_HEAD, BATCH);
  if (batch.isWhole && record.length >= BATCH_HEAD && batch.count >= record.readUInt32LE(COUNT)) return batch;
  const edit = readAll(record, 0, EDIT);
  if (edit.isWhole) return edit;
  const rest = record.length < BATCH_HEAD ? record : batch.rest;
  return { entries: [...batch.entries, ...(rest.length > 0 ? [{ key: undefined, value: rest }] : [])], isWhole: false };
}
