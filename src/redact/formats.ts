import { applied, type Edit } from './edits.ts';
import { inRecords, isRecords } from './hex-records.ts';
import type { Part } from './redactor.ts';

/** Formats in which a mark may have to be written differently. */
export type Format = 'json' | 'yaml' | 'xml' | 'binary' | 'hex-records' | 'other';

/** Maximum size of a text that is parsed to see whether it still can be, in bytes. */
const LARGEST_PARSED = 4 * 1024 * 1024;
const REACH = 64;
/** Replaces a mark that is too long. */
const SHORT_MARK = '[REDACTED]';
/** Tags may be long, and their text tells whether a value is the name of an attribute. */
const TAG_REACH = 1024;

/** The name of a part, or that of the file. */
export function nameOf({ path, view }: Pick<Part, 'path' | 'view'>): string {
  return view.findLast((step) => step.includes(':')) ?? path;
}

/** The format of a part by its name or that of the file; markup has too many names and is recognized by its beginning. */
export function formatOf(part: Part, bytes: Buffer): Format {
  const name = nameOf(part);
  if (isBinary(bytes)) return 'binary';
  if (isRecords(bytes)) return 'hex-records';
  if (/\.ya?ml$/i.test(name)) return 'yaml';
  if (/^\s*<[?!A-Za-z]/.test(bytes.toString('latin1', 0, REACH))) return 'xml';
  return /\.(?:json|jsonl|ndjson|har|ipynb|sarif|webmanifest|map)$/i.test(name) ? 'json' : 'other';
}

/**
 * The edits in a form that keeps the text's format: a mark in place of a whole bare scalar is quoted, one in a name
 * contains only letters and hyphens, and if YAML still could not be parsed, marks are written without brackets. In
 * binary data, which has lengths and offsets elsewhere, the replacement of a value has the same length as the value.
 */
export async function fitted(bytes: Buffer, edits: readonly Edit[], format: Format): Promise<readonly Edit[]> {
  if (format === 'other') return edits;
  if (format === 'binary') return edits.map(asLong);
  if (format === 'hex-records') return inRecords(bytes, edits);
  if (format === 'xml') return edits.map((edit) => (isNameInTag(bytes, edit) ? asName(edit) : edit));
  const fitting = edits.map((edit) => fittedScalar(bytes, edit, format));
  if (format !== 'yaml' || bytes.length > LARGEST_PARSED || !(await parses(bytes))) return fitting;
  if (await parses(applied(bytes, fitting))) return fitting;
  return fitting.map((edit) => written(edit, (mark) => mark.replace(/[[\]]/g, '')));
}

/** Control characters used in texts and terminals. */
const TEXT_CONTROLS: ReadonlySet<number> = new Set([8, 9, 10, 11, 12, 13, 27]);

function isBinary(bytes: Buffer): boolean {
  return bytes.some((byte) => byte < 0x20 && !TEXT_CONTROLS.has(byte));
}

function asLong(edit: Edit): Edit {
  const room = edit.end - edit.start;
  const own = edit.replacement.toString('latin1');
  const marks = [own.startsWith(SHORT_MARK.slice(0, -1)) ? own : SHORT_MARK, SHORT_MARK, ''];
  const mark = marks.find(({ length }) => length <= room) ?? '';
  return { ...edit, replacement: Buffer.from(mark.padEnd(room, '*'), 'latin1') };
}

function written(edit: Edit, write: (mark: string) => string): Edit {
  return { ...edit, replacement: Buffer.from(write(edit.replacement.toString('utf8'))) };
}

/** Letters and hyphens, which any format allows in a name. */
function asName(edit: Edit): Edit {
  return written(edit, (mark) => mark.replace(/[[\]]/g, '').replaceAll(':', '-'));
}

function fittedScalar(bytes: Buffer, edit: Edit, format: Format): Edit {
  const { before, behind } = around(bytes, edit, REACH);
  if (format === 'yaml' && /(?:^|[\s[{,])[&*][\w-]*$/.test(before)) return asName(edit);
  const isBare = isBareScalar(before, behind) || (format === 'yaml' && isBareKey(before, behind));
  return isBare ? written(edit, (mark) => `"${mark}"`) : edit;
}

function around(bytes: Buffer, { start, end }: Edit, reach: number): { before: string; behind: string } {
  return {
    before: bytes.toString('latin1', Math.max(0, start - reach), start),
    behind: bytes.toString('latin1', end, end + reach),
  };
}

/** `key: S`, `- S`, `? S`, `[S, …]`, `"key": 12345`, `key: !!str S`: the value is an unquoted scalar by itself. */
function isBareScalar(before: string, behind: string): boolean {
  return (
    /(?:[:?-][ \t]+|[[,{][ \t]*|":[ \t]*)(?:[&!][^\s,[\]{}]*[ \t]+)*$/.test(before) &&
    /^[ \t]*(?:[,}\]]|#|\r?\n|$)/.test(behind)
  );
}

/** `S: …`, `- S: …`, `{S: …}` */
function isBareKey(before: string, behind: string): boolean {
  return /(?:^|[\n{,]|\n[ \t]*-)[ \t]*$/.test(before) && /^[ \t]*:(?:\s|$)/.test(behind);
}

/** Whether this is in the name of an element, an attribute or an instruction. */
function isNameInTag(bytes: Buffer, edit: Edit): boolean {
  const { before, behind } = around(bytes, edit, TAG_REACH);
  return /<[?/]?[\w:.-]*$/.test(before) || (/<[^<>]*\s[\w:.-]*$/.test(before) && /^[\w:.-]*\s*=/.test(behind));
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
