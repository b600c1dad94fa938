import type { Loss } from '../nested-blob.ts';
import type { RandomAccess } from '../random-access.ts';
import type { LogKind } from './log.ts';

/** A page as it was at one time, and the position of its bytes in the log. */
export interface Image {
  readonly page: number;
  readonly at: number;
}

interface LogImages {
  readonly pageSize: number;
  readonly images: readonly Image[];
  readonly loss: Loss | undefined;
}

/** Write-ahead log: sizes of the header of the log and of each frame (https://www.sqlite.org/fileformat2.html#walformat). */
const [WAL_HEADER, FRAME_HEADER] = [32, 24] as const;
/**
 * Rollback journal: sizes of the header, and of what precedes and follows each page
 * (https://www.sqlite.org/fileformat2.html#rollbackjournal).
 */
const [JOURNAL_HEADER, BEFORE_PAGE, BEHIND_PAGE] = [28, 4, 4] as const;
const JOURNAL_MAGIC = 'd9d505f920a163d7';
const [LEAST_PAGE, MOST_PAGE] = [512, 65_536] as const;

function isPageSize(size: number): boolean {
  return size >= LEAST_PAGE && size <= MOST_PAGE && (size & (size - 1)) === 0;
}

function cutLoss(access: RandomAccess, at: number): Loss | undefined {
  return at >= access.size ? undefined : { reason: 'truncated', detail: `a page of the log is cut at byte ${at}` };
}

function walImages(access: RandomAccess): LogImages | undefined {
  const head = access.read(0, WAL_HEADER);
  const pageSize = head.length < WAL_HEADER ? 0 : head.readUInt32BE(8);
  if (!isPageSize(pageSize)) return undefined;
  const images: Image[] = [];
  let at = WAL_HEADER;
  for (; at + FRAME_HEADER + pageSize <= access.size; at += FRAME_HEADER + pageSize)
    images.push({ page: access.read(at, 4).readUInt32BE(0), at: at + FRAME_HEADER });
  return { pageSize, images, loss: cutLoss(access, at) };
}

const ZEROS = 12;

/** Whether bytes begin a rollback journal whose pages were not yet synced: it then lacks the magic number. */
export function isOpenJournal(head: Buffer): boolean {
  if (head.length < JOURNAL_HEADER || head.subarray(0, ZEROS).some((byte) => byte !== 0)) return false;
  return isPageSize(head.readUInt32BE(20)) && isPageSize(head.readUInt32BE(24));
}

/** Pages after each header, which fills a sector; their number is stored only when they are synced. */
function journalImages(access: RandomAccess): LogImages | undefined {
  const head = access.read(0, JOURNAL_HEADER);
  if (head.length < JOURNAL_HEADER) return undefined;
  const [sector, pageSize] = [head.readUInt32BE(20), head.readUInt32BE(24)];
  if (!isPageSize(pageSize) || !isPageSize(sector)) return undefined;
  const images: Image[] = [];
  const record = BEFORE_PAGE + pageSize + BEHIND_PAGE;
  let at = sector;
  while (at + record <= access.size) {
    const start = Math.ceil(at / sector) * sector;
    if (access.read(start, JOURNAL_MAGIC.length / 2).toString('hex') === JOURNAL_MAGIC) {
      at = start + sector;
      continue;
    }
    images.push({ page: access.read(at, BEFORE_PAGE).readUInt32BE(0), at: at + BEFORE_PAGE });
    at += record;
  }
  return { pageSize, images, loss: undefined };
}

/** Finds the page images in a log; undefined if its header is broken. */
export function readLog(access: RandomAccess, kind: LogKind): LogImages | undefined {
  return kind === 'sqlite-wal' ? walImages(access) : journalImages(access);
}
