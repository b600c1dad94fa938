import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { buildTables, type PrefilterTables } from './prefilter-tables.ts';
import { type IndexedRule, keywordsOf, type RuleIndex, ruleIndex } from './rule-index.ts';

/** The tables that the build made for the built-in rules; the same relative path works from the bundle's chunks. */
const FILE = new URL('../generated/prefilter-tables.bin', import.meta.url);
const DIGEST_SIZE = 32;
/** The numbers of tables and index, in file order; 32 bits each, little endian. */
const TABLE_NUMBERS = ['longest', 'reach', 'output', 'capacity'] as const;
const INDEX_NUMBERS = ['reach', 'longest', 'context', 'before', 'after'] as const;
/** After the digests of the rules and of their keywords. */
const NUMBERS_AT = 2 * DIGEST_SIZE;
/** The index's lists, 16 bits for each entry, after the lengths of all lists. */
const LISTS = ['rules', 'others'] as const;
const LISTS_AT = NUMBERS_AT + 4 * (TABLE_NUMBERS.length + INDEX_NUMBERS.length + LISTS.length);

/** The tables and the index of an engine's rules. */
export interface StoredTables {
  readonly tables: PrefilterTables;
  readonly index: RuleIndex;
}

/** The tables for keywords: from the build's file if it is for these keywords, otherwise built now. */
export function tablesFor(keywords: readonly string[]): PrefilterTables {
  const file = fileOf(DIGEST_SIZE, () => digestOf(keywords.join('\n')));
  return file === undefined ? buildTables(keywords) : stored(file).tables;
}

/**
 * The stored tables for the rules with a given digest.
 *
 * @param digest `sha256:` and hex
 * @returns undefined if there is no file, or it is for other rules
 */
export function storedTables(digest: string): StoredTables | undefined {
  const file = fileOf(0, () => bytesOf(digest));
  return file && stored(file);
}

/** The contents of the file. */
export function storedForm(digest: string, rules: readonly IndexedRule[]): Buffer {
  const keywords = keywordsOf(rules);
  const tables = buildTables(keywords);
  const index = ruleIndex(rules);
  const numbers = [...TABLE_NUMBERS.map((name) => tables[name]), ...INDEX_NUMBERS.map((name) => index[name])];
  const header = Uint32Array.from([...numbers, ...LISTS.map((name) => index[name].length)]);
  const lists = LISTS.map((name) => Buffer.from(Uint16Array.from(index[name]).buffer));
  return Buffer.concat([
    bytesOf(digest),
    digestOf(keywords.join('\n')),
    Buffer.from(header.buffer),
    ...lists,
    tables.image,
  ]);
}

/** The file, if its digest at that offset is the requested one. */
function fileOf(at: number, digest: () => Buffer): Buffer | undefined {
  let file: Buffer;
  try {
    file = readFileSync(FILE);
  } catch {
    return undefined;
  }
  return file.length >= LISTS_AT && file.subarray(at, at + DIGEST_SIZE).equals(digest()) ? file : undefined;
}

function stored(file: Buffer): StoredTables {
  let at = NUMBERS_AT;
  const next = (): number => file.readUInt32LE((at += 4) - 4);
  const [longest, reach, output, capacity] = [next(), next(), next(), next()];
  const facts = { reach: next(), longest: next(), context: next(), before: next(), after: next() };
  const lengths = [next(), next()] as const;
  const list = (length: number): Uint16Array => new Uint16Array(file.buffer, file.byteOffset + at, length);
  const rules = list(lengths[0]);
  at += rules.byteLength;
  const others = list(lengths[1]);
  at += others.byteLength;
  const index = { ...facts, rules, others };
  return { tables: { longest, reach, output, capacity, image: file.subarray(at) }, index };
}

function bytesOf(digest: string): Buffer {
  return Buffer.from(digest.slice('sha256:'.length), 'hex');
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
