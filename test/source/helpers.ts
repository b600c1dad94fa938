/** Temporary folders, and what a file source says of them. */
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileSource, type FileSourceOptions } from '../../src/source/files.ts';
import { ScanError } from '../../src/errors.ts';
import type { Blob, ByteReader, Skip, SourceEvent } from '../../src/types.ts';

/** Runs `body` in a new folder with these files, and removes it. */
export async function withTree(
  files: Readonly<Record<string, string>>,
  body: (root: string) => Promise<void> | void,
): Promise<void> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'source-')));
  try {
    for (const [path, text] of Object.entries(files)) put(root, path, text);
    await body(root);
  } finally {
    // Not rmSync: it recurses, and some trees here are deeper than its stack.
    spawnSync('rm', ['-rf', root]);
  }
}

/** Writes a file and the folders above it. */
export function put(root: string, path: string, text = ''): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** All events of a source. */
export async function eventsOf(cwd: string, options: Partial<FileSourceOptions> = {}): Promise<SourceEvent[]> {
  const events: SourceEvent[] = [];
  const source = fileSource({ paths: ['.'], cwd, exclude: [], respectGitignore: false, ...options });
  for await (const event of source) events.push(event);
  return events;
}

/** Names alone, each with what it leads to. */
export async function namesOf(cwd: string, options: Partial<FileSourceOptions> = {}): Promise<string[]> {
  const events = await eventsOf(cwd, options);
  return events.flatMap((event) =>
    event.kind === 'name'
      ? [event.name.path + (event.name.target === undefined ? '' : ` -> ${event.name.target}`)]
      : [],
  );
}

/** Each event but names alone in a line: the path of a blob, or `path: reason: detail`, with `!` before what makes a run incomplete. */
export async function linesOf(cwd: string, options: Partial<FileSourceOptions> = {}): Promise<string[]> {
  return (await eventsOf(cwd, options)).filter(({ kind }) => kind !== 'name').map(lineOf);
}

export function lineOf(event: SourceEvent): string {
  if (event.kind === 'name') return event.name.path;
  if (event.kind === 'blob') return event.blob.path;
  const { path, reason, detail } = event.skip;
  return `${event.inScope ? '!' : ''}${path}: ${reason}: ${detail}`;
}

/** The blob of a path. */
export function blobAt(events: readonly SourceEvent[], path: string): Blob {
  for (const event of events) if (event.kind === 'blob' && event.blob.path === path) return event.blob;
  throw new Error(`No blob ${path}`);
}

export interface ReadResult {
  readonly bytes: Buffer;
  readonly loss: Omit<Skip, 'path' | 'view'> | undefined;
}

/** Reads a blob to its end. */
export async function readAll(blob: Blob, chunk: number = 64 * 1024): Promise<ReadResult> {
  const reader = blob.open();
  const bytes = await readRest(reader, chunk);
  return { bytes, loss: reader.close() };
}

export async function readRest(reader: ByteReader, chunk: number = 64 * 1024): Promise<Buffer> {
  const parts: Buffer[] = [];
  const into = Buffer.alloc(chunk);
  for (let count = await reader.read(into); count > 0; count = await reader.read(into)) {
    parts.push(Buffer.from(into.subarray(0, count)));
  }
  return Buffer.concat(parts);
}

/** `code: message` of the error that `body` throws. */
export async function failureOf(body: () => unknown): Promise<string> {
  try {
    await body();
  } catch (error) {
    if (error instanceof ScanError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'nothing was thrown';
}

/** A system error as Node throws it. */
export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}
