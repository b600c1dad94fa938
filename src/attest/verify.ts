import { isMarked } from '../name-mark.ts';
import { contentOf, type FileRoot } from './blob-hash.ts';
import { ledgerPaths, type LedgerPath } from './ledger-files.ts';
import type { LedgerFile } from './ledger-file.ts';

/** The current state of a file, compared with the ledger. */
export type FileState =
  | { readonly kind: 'same'; readonly path: string }
  | { readonly kind: 'changed'; readonly path: string }
  | { readonly kind: 'missing'; readonly path: string }
  /** Cannot be compared: the scan has no hash of it, or it cannot be read now. */
  | { readonly kind: 'unproven'; readonly path: string; readonly reason: string }
  /** Deliberately excluded from the scan: the ledger says nothing about its content. */
  | { readonly kind: 'left-out'; readonly path: string };

/** Rereads every file that a ledger names, in ledger order. */
export async function* verifyFiles(ledger: LedgerFile, root: FileRoot): AsyncGenerator<FileState> {
  for (const entry of ledgerPaths(ledger)) yield await stateOf(entry, root);
  const objects = ledger.entries.filter(({ object }) => object !== undefined).length;
  if (objects > 0) {
    const reason = 'objects of a repository, which git names by content: git fsck verifies them';
    yield { kind: 'unproven', path: `${objects} objects`, reason };
  }
}

async function stateOf(entry: LedgerPath, root: FileRoot): Promise<FileState> {
  const { path, hashes } = entry;
  const unproven = (reason: string): FileState => ({ kind: 'unproven', path, reason });
  if (hashes.length === 0) {
    const whole = entry.lines.find(({ view }) => view.length === 0);
    if (whole?.status === 'excluded') return { kind: 'left-out', path };
    return unproven(`the scan did not read all of it (${whole?.reason ?? 'no line for the file itself'})`);
  }
  if (path === '<stdin>') return unproven('standard input cannot be read again');
  if (isMarked(path)) return unproven('its name contains a secret and is not in the ledger');
  const content = await contentOf(path, root);
  if (content.kind === 'missing') return { kind: 'missing', path };
  if (content.kind === 'unreadable') return unproven(content.reason);
  return { kind: hashes.includes(content.sha256) ? 'same' : 'changed', path };
}
