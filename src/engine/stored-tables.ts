import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { buildTables, type PrefilterTables } from './prefilter-tables.ts';

/** The tables of the built-in rules' keywords, made at build time; from the bundle's chunks it is at the same place. */
const FILE = new URL('../generated/prefilter-tables.bin', import.meta.url);
const DIGEST_SIZE = 32;
/** The numbers of the tables, in their order in the file; 32 bits each, little endian. */
const NUMBERS = ['longest', 'reach', 'output', 'capacity'] as const;
const HEADER_SIZE = DIGEST_SIZE + 4 * NUMBERS.length;

/** The tables for keywords: read from the build's file where it is of these keywords, else laid out now. */
export function tablesFor(keywords: readonly string[]): PrefilterTables {
  return stored(keywords) ?? buildTables(keywords);
}

function stored(keywords: readonly string[]): PrefilterTables | undefined {
  let file: Buffer;
  try {
    file = readFileSync(FILE);
  } catch {
    return undefined;
  }
  if (file.length < HEADER_SIZE || !file.subarray(0, DIGEST_SIZE).equals(digestOf(keywords))) return undefined;
  const numbers = NUMBERS.map((name, index) => [name, file.readUInt32LE(DIGEST_SIZE + 4 * index)]);
  return { ...(Object.fromEntries(numbers) as Omit<PrefilterTables, 'image'>), image: file.subarray(HEADER_SIZE) };
}

/** The file's bytes: digest of the keywords, the numbers, the memory. */
export function storedForm(keywords: readonly string[]): Buffer {
  const tables = buildTables(keywords);
  const header = Buffer.alloc(HEADER_SIZE);
  digestOf(keywords).copy(header);
  NUMBERS.forEach((name, index) => header.writeUInt32LE(tables[name], DIGEST_SIZE + 4 * index));
  return Buffer.concat([header, tables.image]);
}

function digestOf(keywords: readonly string[]): Buffer {
  return createHash('sha256').update(keywords.join('\n')).digest();
}
