import type { Blob } from '../types.ts';
import { isDamagedZlib } from './compressed/zlib.ts';
import { type ContainerKind, sniffContainer } from './container-kind.ts';
import { mayBeText } from './encoded/worth.ts';
import { type Ending, endsAsTable } from './leveldb/table-end.ts';
import { restStep } from './nested-blob.ts';
import { isOpenJournal } from './sqlite/log-images.ts';

/** The header of a PDF document may follow other bytes; PDF readers accept that. */
const PDF_WITHIN = 1024;
/** For broken files of these formats, everything was tried or is given as it is. */
const TRIED: ReadonlySet<ContainerKind> = new Set(['zip', 'leveldb', 'parquet', 'avro', 'arrow']);
const ZIP_MEMBER = Buffer.from('PK\x03\x04', 'latin1');

/** The kind that a name indicates for data whose first bytes say too little. */
export function namedKind(name: string, head: Buffer): ContainerKind | undefined {
  if (name.endsWith('-journal') && isOpenJournal(head)) return 'sqlite-journal';
  // A table whose end is not available, or is lost.
  if (/\.(?:ldb|sst)$/i.test(name) && !mayBeText(head)) return 'leveldb';
  // An Arrow stream has no magic number.
  if (/\.arrows?$/i.test(name) && head[0] === 0xff) return 'arrow';
  return /\.(?:br|brotli)$/i.test(name) && !mayBeText(head) ? 'brotli' : undefined;
}

/** The same, by the last bytes where those say more: a LevelDB table may begin with zstd or zlib data. */
function kindOf(blob: Ending, head: Uint8Array): ContainerKind | undefined {
  const kind = sniffContainer(head);
  if (kind !== undefined && kind !== 'zstd' && kind !== 'zlib') return kind;
  return endsAsTable(blob, head) ? 'leveldb' : kind;
}

/**
 * The kind of a blob by its first bytes: at offset 0, or after other data (a script in front of its archive); by its name if the format has
 * no magic number.
 *
 * @param head 512 bytes or more, fewer only if the blob is shorter
 */
export function containerOf(blob: Pick<Blob, 'path' | 'view'> & Ending, head: Uint8Array): ContainerKind | undefined {
  const { path, view } = blob;
  const kind = kindOf(blob, head);
  // Opening the rest as the same kind again would leave the same rest.
  if (kind !== undefined && TRIED.has(kind) && view.at(-1) === restStep(kind)) return undefined;
  return kind !== undefined || head.length === 0 ? kind : behindOthers(view.at(-1) ?? path, head);
}

/** A container that follows other bytes, or the kind that the name indicates. */
function behindOthers(name: string, head: Uint8Array): ContainerKind | undefined {
  const start = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  if (start.subarray(0, PDF_WITHIN).includes('%PDF-') && !mayBeText(head)) return 'pdf';
  if (isDamagedZlib(head)) return 'zlib';
  if (head[0] === 0x23 && head[1] === 0x21 && start.includes(ZIP_MEMBER)) return 'zip';
  return namedKind(name, start);
}
