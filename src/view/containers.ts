import type { Blob, SourceEvent } from '../types.ts';
import type { ArchiveKind } from './archive/archives.ts';
import type { Budget } from './budget.ts';
import type { CaptureKind } from './capture/packets.ts';
import type { ContainerKind, OpenedKind } from './container-kind.ts';
import { UNREAD } from './unread-kinds.ts';
import { expandCompressed, isCompressed, type CompressedKind } from './compressed/formats.ts';
import type { ImageKind } from './image/image.ts';
import type { LevelKind } from './leveldb/leveldb.ts';
import type { ObjectKind } from './objects/objects.ts';
import type { LogKind } from './sqlite/log.ts';
import { skipOf } from './nested-blob.ts';

export { sniffContainer, type ContainerKind } from './container-kind.ts';
export { containerOf } from './container-of.ts';

type Expansion = (blob: Blob, budget: Budget) => AsyncIterable<SourceEvent>;

/** An expansion whose module is loaded on first use. */
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

function levelDb(kind: LevelKind): Expansion {
  return loaded(async () => {
    const { expandLevelDb } = await import('./leveldb/leveldb.ts');
    return (blob, budget) => expandLevelDb(blob, kind, budget);
  });
}

function objects(kind: ObjectKind): Expansion {
  return loaded(async () => {
    const { expandObjects } = await import('./objects/objects.ts');
    return (blob, budget) => expandObjects(blob, kind, budget);
  });
}

const EXPANSIONS: Readonly<Record<Exclude<OpenedKind, CompressedKind>, Expansion>> = {
  zip: loaded(async () => (await import('./zip/zip.ts')).expandZip),
  tar: loaded(async () => (await import('./archive/tar.ts')).expandTar),
  '7z': archive('7z'),
  cab: archive('cab'),
  xar: archive('xar'),
  rar: loaded(async () => (await import('./rar/rar.ts')).expandRar),
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
  leveldb: levelDb('leveldb'),
  'leveldb-log': levelDb('leveldb-log'),
  pcap: capture('pcap'),
  pcapng: capture('pcapng'),
  bplist: loaded(async () => (await import('./plist/plist.ts')).expandPlist),
  squashfs: loaded(async () => (await import('./squashfs/squashfs.ts')).expandSquashFs),
  redis: loaded(async () => (await import('./redis/redis.ts')).expandRedis),
  parquet: loaded(async () => (await import('./parquet/parquet.ts')).expandParquet),
  avro: loaded(async () => (await import('./avro/avro.ts')).expandAvro),
  arrow: loaded(async () => (await import('./arrow/arrow.ts')).expandArrow),
  pgdump: loaded(async () => (await import('./postgres/dump.ts')).expandPostgresDump),
  wandb: loaded(async () => (await import('./wandb/wandb.ts')).expandWandb),
  pickle: objects('pickle'),
  npy: objects('npy'),
  gguf: objects('gguf'),
  hdf5: objects('hdf5'),
  png: image('png'),
  jpeg: image('jpeg'),
  gif: image('gif'),
  webp: image('webp'),
};

/**
 * Expands a container: gives its members lazily as blobs, and skips. Each blob must be read to its end or closed before the next one is
 * requested. A container at the budget's depth limit, or of an unread format, gives a single skip.
 *
 * @param depth number of containers and decodings around this one; 0 for a file
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
    yield skipOf(blob, { reason, detail: `${words}: not scanned` });
  } else if (depth >= budget.maxDepth) {
    yield skipOf(blob, { reason: 'too-deep', detail: `${kind} not opened: ${depth} levels deep` });
  } else
    yield* counted(
      blob,
      budget,
      isCompressed(kind) ? expandCompressed(blob, kind, budget) : EXPANSIONS[kind](blob, budget),
    );
}

/** Stops a container once the containers of the root have reached the limit on members. */
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

/** Whether containers of this kind are opened. */
function isOpened(kind: ContainerKind): kind is OpenedKind {
  return isCompressed(kind) || Object.hasOwn(EXPANSIONS, kind);
}
