import type { Blob } from '../types.ts';
import { isDamagedZlib } from './compressed/zlib.ts';
import { type ContainerKind, sniffContainer } from './container-kind.ts';
import { mayBeText } from './encoded/worth.ts';
import { type Ending, endsAsTable } from './leveldb/table-end.ts';
import { restStep } from './nested-blob.ts';
import { isOpenJournal } from './sqlite/log-images.ts';

/** The header of a PDF document may stand behind other bytes, as its readers have it. */
const PDF_WITHIN = 1024;
/** Of what is broken all was tried, or is given as it stands. */
const TRIED: ReadonlySet<ContainerKind> = new Set(['zip', 'leveldb', 'parquet', 'avro', 'arrow']);
const ZIP_MEMBER = Buffer.from('PK\x03\x04', 'latin1');

/** What a name says of data whose first bytes say too little. */
export function namedKind(name: string, head: Buffer): ContainerKind | undefined {
  if (name.endsWith('-journal') && isOpenJournal(head)) return 'sqlite-journal';
  // A table whose end is not at hand, or is lost.
  if (/\.(?:ldb|sst)$/i.test(name) && !mayBeText(head)) return 'leveldb';
  // A stream has no magic number.
  if (/\.arrows?$/i.test(name) && head[0] === 0xff) return 'arrow';
  return /\.(?:br|brotli)$/i.test(name) && !mayBeText(head) ? 'brotli' : undefined;
}

/** The same by its last bytes, where those say more: a table may begin with zstd or zlib data. */
function kindOf(blob: Ending, head: Uint8Array): ContainerKind | undefined {
  const kind = sniffContainer(head);
  if (kind !== undefined && kind !== 'zstd' && kind !== 'zlib') return kind;
  return endsAsTable(blob, head) ? 'leveldb' : kind;
}

/**
 * What a blob is by its first bytes: at their very start, or behind what may stand in front (a script that starts the
 * archive behind it); by its name where the format has no magic number.
 *
 * @param head 512 bytes or more, fewer only where the blob has no more
 */
export function containerOf(blob: Pick<Blob, 'path' | 'view'> & Ending, head: Uint8Array): ContainerKind | undefined {
  const { path, view } = blob;
  const kind = kindOf(blob, head);
  // Opened as one again, what is left would be left again.
  if (kind !== undefined && TRIED.has(kind) && view.at(-1) === restStep(kind)) return undefined;
  return kind !== undefined || head.length === 0 ? kind : behindOthers(view.at(-1) ?? path, head);
}

/** What other bytes stand in front of, or what the name says. */
function behindOthers(name: string, head: Uint8Array): ContainerKind | undefined {
  const start = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  if (start.subarray(0, PDF_WITHIN).includes('%PDF-') && !mayBeText(head)) return 'pdf';
  if (isDamagedZlib(head)) return 'zlib';
  if (head[0] === 0x23 && head[1] === 0x21 && start.includes(ZIP_MEMBER)) return 'zip';
  return namedKind(name, start);
}
