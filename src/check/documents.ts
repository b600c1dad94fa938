import { ScanError } from '../errors.ts';
import { findFrontMatter } from '../policy/front-matter.ts';
import { isObject } from '../policy/json.ts';
import type { JsonObject } from '../policy/packet.ts';
import type { Source } from '../policy/governed.ts';
import { proseBlocks, type Block } from '../policy/prose/blocks.ts';
import { parseYaml } from '../policy/yaml-source.ts';
import type { ReadFile, RootReader } from './reader.ts';

/** The state of a document's front matter. Lines count from 1. */
export type FrontMatterState =
  | { readonly kind: 'none' }
  | { readonly kind: 'unclosed' | 'not-a-mapping' | 'malformed'; readonly line: number }
  | { readonly kind: 'mapping'; readonly line: number; readonly values: JsonObject };

/** A document that the packet covers, read and parsed. */
export interface Document {
  readonly source: Source;
  readonly file: ReadFile;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly frontMatter: FrontMatterState;
  /** Number of lines with a lone `|`: the text was copied from a viewer. */
  readonly separators: number;
}

/** Reads every source of the packet. */
export async function readDocuments(sources: readonly Source[], reader: RootReader): Promise<Document[]> {
  return Promise.all(sources.map((source) => readDocument(source, reader)));
}

async function readDocument(source: Source, reader: RootReader): Promise<Document> {
  const file = reader.read(source.path);
  const text = file.kind === 'text' ? file.text : '';
  return {
    source,
    file,
    text,
    blocks: proseBlocks(text),
    frontMatter: await frontMatterOf(text, source.searchLines, source.path),
    separators: text.split('\n').filter((line) => line.trim() === '|').length,
  };
}

async function frontMatterOf(text: string, searchLines: number, path: string): Promise<FrontMatterState> {
  const found = findFrontMatter(text, searchLines);
  if (found.kind === 'none') return { kind: 'none' };
  if (found.kind === 'unclosed') return { kind: 'unclosed', line: found.line };
  const { line } = found;
  try {
    const { value } = await parseYaml(found.yaml.replaceAll('\r', ''), { path });
    return isObject(value) ? { kind: 'mapping', line, values: value } : { kind: 'not-a-mapping', line };
  } catch (error) {
    if (error instanceof ScanError) return { kind: 'malformed', line };
    throw error;
  }
}

/** The path of a document, with a line in it. */
export function placeIn(document: Document, line?: number): { readonly path: string; readonly line?: number } {
  return { path: document.source.path, ...(line !== undefined && { line }) };
}
