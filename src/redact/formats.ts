import { applied, type Edit } from './edits.ts';
import type { Part } from './redactor.ts';

/** Formats in which a mark may have to be quoted. */
export type Format = 'json' | 'yaml' | 'other';

/** Larger texts are not parsed to see whether they still can be. */
const LARGEST_PARSED = 4 * 1024 * 1024;
const REACH = 64;

/** The format of a part by its own name or that of the file. */
export function formatOf({ path, view }: Part): Format {
  const name = view.findLast((step) => step.includes(':')) ?? path;
  if (/\.ya?ml$/i.test(name)) return 'yaml';
  return /\.(?:json|jsonl|ndjson|har|ipynb|sarif|webmanifest|map)$/i.test(name) ? 'json' : 'other';
}

/**
 * The edits in a form that leaves the text what it was: a mark in place of a whole bare scalar is quoted, and where YAML
 * still would not parse, marks are written without brackets.
 */
export async function fitted(bytes: Buffer, edits: readonly Edit[], format: Format): Promise<readonly Edit[]> {
  if (format === 'other') return edits;
  const quoted = edits.map((edit) => (isBareScalar(bytes, edit) ? { ...edit, replacement: inQuotes(edit) } : edit));
  if (format !== 'yaml' || bytes.length > LARGEST_PARSED || !(await parses(bytes))) return quoted;
  if (await parses(applied(bytes, quoted))) return quoted;
  return quoted.map((edit) => ({
    ...edit,
    replacement: Buffer.from(edit.replacement.toString('utf8').replace(/[[\]]/g, '')),
  }));
}

function inQuotes({ replacement }: Edit): Buffer {
  return Buffer.concat([Buffer.from('"'), replacement, Buffer.from('"')]);
}

/** `key: S`, `- S`, `[S, …]`, `"key": 12345`: the value is a scalar of its own, without quotes. */
function isBareScalar(bytes: Buffer, { start, end }: Edit): boolean {
  const before = bytes.toString('latin1', Math.max(0, start - REACH), start);
  const behind = bytes.toString('latin1', end, end + REACH);
  return /(?:[:-][ \t]+|[[,{][ \t]*|":[ \t]*)$/.test(before) && /^[ \t]*(?:[,}\]]|#|\r?\n|$)/.test(behind);
}

async function parses(bytes: Buffer): Promise<boolean> {
  const { parseAllDocuments } = await import('yaml');
  try {
    const documents = parseAllDocuments(bytes.toString('utf8'), { logLevel: 'silent' });
    return Array.isArray(documents) && documents.every(({ errors }) => errors.length === 0);
  } catch {
    return false;
  }
}
