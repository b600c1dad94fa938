import { ScanError } from '../../errors.ts';
import type { FileGate } from '../governed.ts';
import type { Json } from '../packet.ts';
import { parseYaml } from '../yaml-source.ts';

/** A parsed document, or why it could not be parsed. */
export type ParsedDocument =
  { readonly kind: 'value'; readonly value: Json } | { readonly kind: 'unreadable'; readonly reason: string };

/**
 * Parses a small document: JSON, YAML, TOML or lines of `KEY=VALUE`. JSON and YAML are strict: a duplicate key is an
 * error, because two readers would take different values.
 *
 * @param path for messages
 */
export async function parseDocument(text: string, format: FileGate['format'], path: string): Promise<ParsedDocument> {
  const actual = format === 'auto' ? formatOf(text) : format;
  if (actual === 'env') return parseEnv(text);
  if (actual === 'toml') return parseToml(text);
  try {
    return { kind: 'value', value: (await parseYaml(text, { path })).value };
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    const [first = ''] = error.message.split('\n');
    return {
      kind: 'unreadable',
      reason: first
        .replace(/^Cannot use packet [^\n]*?:(?=\d+:\d+: |\s)/, 'line ')
        .replace(/^line (\d+):\d+/, 'line $1'),
    };
  }
}

/** Determined by content: a brace begins JSON, `[table]` or `key = "text"` is TOML, only `KEY=VALUE` lines are an environment file. */
function formatOf(text: string): 'json' | 'yaml' | 'toml' | 'env' {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const [first = ''] = lines;
  if (/^[{]/.test(first)) return 'json';
  if (lines.length > 0 && lines.every((line) => /^(?:export\s+)?[A-Za-z_][A-Za-z0-9_]*=(?!\s)/.test(line)))
    return 'env';
  if (lines.some((line) => /^\[{1,2}[A-Za-z0-9_."' -]+\]{1,2}$|^[A-Za-z0-9_."'-]+\s*=\s*\S/.test(line))) return 'toml';
  return 'yaml';
}

function parseEnv(text: string): ParsedDocument {
  const value: Record<string, string> = {};
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue;
    const found = /^\s*(?:export\s+)?(?<key>[A-Za-z_][A-Za-z0-9_]*)=(?<value>.*)$/.exec(line)?.groups;
    if (found === undefined) return { kind: 'unreadable', reason: `line ${index + 1}: this is not KEY=VALUE` };
    const key = found['key'] ?? '';
    if (Object.hasOwn(value, key)) return { kind: 'unreadable', reason: `line ${index + 1}: duplicate key` };
    value[key] = unquoted(found['value'] ?? '');
  }
  return { kind: 'value', value };
}

function unquoted(text: string): string {
  return /^(?<mark>["'])(?<inner>.*)\k<mark>$/.exec(text)?.groups?.['inner'] ?? text;
}

async function parseToml(text: string): Promise<ParsedDocument> {
  const { parse } = await import('smol-toml');
  try {
    return { kind: 'value', value: parse(text) as Json };
  } catch (error) {
    const line = error instanceof Error && 'line' in error ? `line ${String(error.line)}: ` : '';
    return { kind: 'unreadable', reason: `${line}this is not TOML` };
  }
}

/** The value under a JSON pointer (RFC 6901); undefined if there is none. */
export function atPointer(value: Json | undefined, pointer: string): Json | undefined {
  let inner = value;
  for (const part of pointer.split('/').slice(1)) {
    const step = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, step)) return undefined;
    inner = (inner as Readonly<Record<string, Json>>)[step];
  }
  return inner;
}
