import type { Blob, SourceEvent } from '../types.ts';
import type { ArchiveKind } from './archive/archives.ts';
import type { Budget } from './budget.ts';
import type { CaptureKind } from './capture/packets.ts';
import { sniffContainer, type ContainerKind, type OpenedKind } from './container-kind.ts';
import { UNREAD } from './unread-kinds.ts';
import { expandCompressed, isCompressed, type CompressedKind } from './compressed/formats.ts';
import { isDamagedZlib } from './compressed/zlib.ts';
import type { ImageKind } from './image/image.ts';
import type { LogKind } from './sqlite/log.ts';
import { isOpenJournal } from './sqlite/log-images.ts';
import { restStep, skipOf } from './nested-blob.ts';
import { mayBeText } from './encoded/worth.ts';

export { sniffContainer, type ContainerKind } from './container-kind.ts';

type Expansion = (blob: Blob, budget: Budget) => AsyncIterable<SourceEvent>;

/** An expansion that is loaded when there is something to expand. */
function loaded(load: () => Promise<Expansion>): Expansion {
  return async function* (blob, budget) {
    const expand = await load();
    yield* expand(blob, budget);
  };
}

function image(kind: ImageKind): Expansion {
  return loaded(async () => {
    const { expandImage } = await import('./image/image.ts');
    return (blob, budget) => expandImage(blob, kind, budget);
  });
}

function archive(kind: ArchiveKind): Expansion {
  return loaded(async () => {
    const { expandArchive } = await import('./archive/archives.ts');
    return (blob, budget) => expandArchive(blob, kind, budget);
  });
}

function capture(kind: CaptureKind): Expansion {
  return loaded(async () => {
    const { expandCapture } = await import('./capture/capture.ts');
    return (blob, budget) => expandCapture(blob, kind, budget);
  });
}

function databaseLog(kind: LogKind): Expansion {
  return loaded(async () => {
    const { expandSqliteLog } = await import('./sqlite/log.ts');
    return (blob, budget) => expandSqliteLog(blob, kind, budget);
  });
}

const EXPANSIONS: Readonly<Record<Exclude<OpenedKind, CompressedKind>, Expansion>> = {
  zip: loaded(async () => (await import('./zip/zip.ts')).expandZip),
  tar: loaded(async () => (await import('./archive/tar.ts')).expandTar),
  'git-pack': loaded(async () => (await import('./git/pack.ts')).expandGitPack),
  'git-bundle': loaded(async () => (await import('./git/pack.ts')).expandGitBundle),
  ar: archive('ar'),
  cpio: archive('cpio'),
  rpm: archive('rpm'),
  framed: archive('framed'),
  pdf: loaded(async () => (await import('./pdf/pdf.ts')).expandPdf),
  ole2: loaded(async () => (await import('./compound/compound.ts')).expandCompound),
  sqlite: loaded(async () => (await import('./sqlite/sqlite.ts')).expandSqlite),
  'sqlite-wal': databaseLog('sqlite-wal'),
  'sqlite-journal': databaseLog('sqlite-journal'),
  pcap: capture('pcap'),
  pcapng: capture('pcapng'),
  bplist: loaded(async () => (await import('./plist/plist.ts')).expandPlist),
  redis: loaded(async () => (await import('./redis/redis.ts')).expandRedis),
  parquet: loaded(async () => (await import('./parquet/parquet.ts')).expandParquet),
  avro: loaded(async () => (await import('./avro/avro.ts')).expandAvro),
  arrow: loaded(async () => (await import('./arrow/arrow.ts')).expandArrow),
  png: image('png'),
  jpeg: image('jpeg'),
  gif: image('gif'),
  webp: image('webp'),
};

/**
 * Gives what is inside a container: blobs, lazily, and skips. Each blob is read to its end or closed before the next one
 * is asked for. A container at the budget's depth, or of a format that is not read, is one skip.
 *
 * @param depth containers and decodings around this one; 0 for a file
 * @example for await (const event of expandContainer(blob, 'zip', budget, 0)) …
 */
export async function* expandContainer(
  blob: Blob,
  kind: ContainerKind,
  budget: Budget,
  depth: number,
): AsyncGenerator<SourceEvent> {
  if (!isOpened(kind)) {
    const { reason, words } = UNREAD[kind];
    yield skipOf(blob, { reason, detail: `${words}: not looked at` });
  } else if (depth >= budget.maxDepth) {
    yield skipOf(blob, { reason: 'too-deep', detail: `${kind} not opened: ${depth} levels deep` });
  } else
    yield* counted(
      blob,
      budget,
      isCompressed(kind) ? expandCompressed(blob, kind, budget) : EXPANSIONS[kind](blob, budget),
    );
}

/** Stops a container where all of the root's together have had as many members as may be. */
async function* counted(blob: Blob, budget: Budget, events: AsyncIterable<SourceEvent>): AsyncGenerator<SourceEvent> {
  for await (const event of events) {
    if (!budget.countMember()) {
      yield skipOf(blob, {
        reason: 'too-expanded',
        detail: 'too many members: this one and those behind it were not read',
      });
      return;
    }
    yield event;
  }
}

/** The header of a PDF document may stand behind other bytes, as its readers have it. */
const PDF_WITHIN = 1024;
/** Of what is broken all was tried, or is given as it stands. */
const TRIED: ReadonlySet<ContainerKind> = new Set(['zip', 'parquet', 'avro', 'arrow']);
const ZIP_MEMBER = Buffer.from('PK\x03\x04', 'latin1');

/** What a name says of data whose first bytes say too little. */
export function namedKind(name: string, head: Buffer): ContainerKind | undefined {
  if (name.endsWith('-journal') && isOpenJournal(head)) return 'sqlite-journal';
  // The magic number of a table stands at its end.
  if (/\.(?:ldb|sst)$/i.test(name) && !mayBeText(head)) return 'leveldb';
  // A stream has no magic number.
  if (/\.arrows?$/i.test(name) && head[0] === 0xff) return 'arrow';
  return /\.(?:br|brotli)$/i.test(name) && !mayBeText(head) ? 'brotli' : undefined;
}

/**
 * What a blob is by its first bytes: at their very start, or behind what may stand in front (a script that starts the
 * archive behind it); by its name where the format has no magic number.
 *
 * @param head 512 bytes or more, fewer only where the blob has no more
 */
export function containerOf({ path, view }: Pick<Blob, 'path' | 'view'>, head: Uint8Array): ContainerKind | undefined {
  const kind = sniffContainer(head);
  if (kind !== undefined) return isTried(kind, view) ? undefined : kind;
  if (head.length === 0) return undefined;
  const start = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  if (start.subarray(0, PDF_WITHIN).includes('%PDF-') && !mayBeText(head)) return 'pdf';
  if (isDamagedZlib(head)) return 'zlib';
  if (head[0] === 0x23 && head[1] === 0x21 && start.includes(ZIP_MEMBER)) return 'zip';
  return namedKind(view.at(-1) ?? path, start);
}

/** Whether it is what is left of a broken container: opened as one again, it would be left again. */
function isTried(kind: ContainerKind, view: readonly string[]): boolean {
  return TRIED.has(kind) && view.at(-1) === restStep(kind);
}

/** Whether a container is opened, or stays unread. */
function isOpened(kind: ContainerKind): kind is OpenedKind {
  return isCompressed(kind) || Object.hasOwn(EXPANSIONS, kind);
}
