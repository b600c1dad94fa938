import { createHash } from 'node:crypto';
import { ScanError } from '../errors.ts';
import { fileSource } from '../source/files.ts';
import { displayPath, rawFromText } from '../source/raw-path.ts';
import type { Blob } from '../types.ts';

/** The hash of a file's content, or why there is none. */
export type FileContent =
  | { readonly kind: 'hash'; readonly sha256: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Where named files are, and which of them must not be opened. */
export interface FileRoot {
  /** Absolute path of the folder that relative names start from. */
  readonly root: string;
  /** Returns the reason why a real path must not be opened. */
  readonly refuse: (realPath: string) => string | undefined;
}

/** SHA-256 of the file with a name from a ledger. A file that changes while it is read counts as unreadable. */
export async function contentOf(name: string, options: FileRoot): Promise<FileContent> {
  const found = await contentAt(name, options);
  const raw = rawName(name);
  return found.kind === 'missing' && raw !== name ? contentAt(raw, options) : found;
}

async function contentAt(name: string, { root, refuse }: FileRoot): Promise<FileContent> {
  const source = fileSource({ paths: [], files: [name], cwd: root, exclude: [], respectGitignore: false, refuse });
  const shown = plain(displayPath(rawFromText(name)));
  // A folder in place of the file gives other names, or none: its first event shows that.
  for await (const event of source) {
    if (event.kind === 'blob') return plain(event.blob.path) === shown ? hashOf(event.blob) : { kind: 'missing' };
    if (event.kind === 'name') continue;
    const { reason, detail } = event.skip;
    return reason === 'vanished' ? { kind: 'missing' } : { kind: 'unreadable', reason: `${reason}: ${detail}` };
  }
  return { kind: 'missing' };
}

/** SHA-256 of a blob from a source. */
export async function hashOf(blob: Blob): Promise<FileContent> {
  try {
    const reader = blob.open();
    const hash = createHash('sha256');
    const buffer = new Uint8Array(256 * 1024);
    try {
      for (let count = await reader.read(buffer); count > 0; count = await reader.read(buffer))
        hash.update(buffer.subarray(0, count));
    } catch (error) {
      reader.close();
      throw error;
    }
    const lost = reader.close();
    if (lost !== undefined) return { kind: 'unreadable', reason: `${lost.reason}: ${lost.detail}` };
    return { kind: 'hash', sha256: hash.digest('hex') };
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    return error.code === 'vanished' ? { kind: 'missing' } : { kind: 'unreadable', reason: error.message };
  }
}

/** Ledgers write a byte that is not UTF-8 as `\xNN`; a file source takes it as a lone surrogate. */
function rawName(name: string): string {
  return name.replace(/\\x([89A-F][0-9A-F])/g, (_, hex: string) =>
    String.fromCharCode(0xdc00 | Number.parseInt(hex, 16)),
  );
}

/** The name without `./` and doubled slashes, as sources show it. */
function plain(name: string): string {
  const steps = name.split('/').filter((step) => step !== '' && step !== '.');
  return (name.startsWith('/') ? '/' : '') + steps.join('/');
}
