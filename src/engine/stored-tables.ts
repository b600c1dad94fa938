import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { buildTables, type PrefilterTables } from './prefilter-tables.ts';
import { type IndexedRule, keywordsOf, type RuleIndex, ruleIndex } from './rule-index.ts';

/** What was laid out of the built-in rules at build time; from the bundle's chunks it is at the same place. */
const FILE = new URL('../generated/prefilter-tables.bin', import.meta.url);
const DIGEST_SIZE = 32;
/** The numbers of tables and index, in their order in the file; 32 bits each, little endian. */
const TABLE_NUMBERS = ['longest', 'reach', 'output', 'capacity'] as const;
const INDEX_NUMBERS = ['reach', 'longest', 'context', 'before', 'after'] as const;
/** Behind the digests of the rules and of their keywords. */
const NUMBERS_AT = 2 * DIGEST_SIZE;
/** The index's lists, of 16 bits for each entry, behind the lengths of all of them. */
const LISTS = ['rules', 'others'] as const;
const LISTS_AT = NUMBERS_AT + 4 * (TABLE_NUMBERS.length + INDEX_NUMBERS.length + LISTS.length);

/** What an engine needs of its rules. */
export interface StoredTables {
  readonly tables: PrefilterTables;
  readonly index: RuleIndex;
}

/** The tables for keywords: read from the build's file where it is of these keywords, else laid out now. */
export function tablesFor(keywords: readonly string[]): PrefilterTables {
  const file = fileOf(DIGEST_SIZE, () => digestOf(keywords.join('\n')));
  return file === undefined ? buildTables(keywords) : stored(file).tables;
}

/**
 * What the build laid out of the rules of a digest.
 *
 * @param digest `sha256:` and hex
 * @returns undefined where there is no file, or it is of other rules
 */
export function storedTables(digest: string): StoredTables | undefined {
  const file = fileOf(0, () => bytesOf(digest));
  return file && stored(file);
}

/** The file's bytes. */
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

/** The file, if its digest at that place is the one that is asked for. */
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
