import type { Blob, ByteReader, SourceEvent, Span } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { type CompressedKind, isCompressed, unpackerFor } from '../compressed/formats.ts';
import { LEAST_GIVEN, type Unpacker } from '../compressed/unpacker.ts';
import { expandImage, type ImageKind } from '../image/image.ts';
import { carvedStep, chunkReader, lossOf, Meter, nestedBlob, skipOf } from '../nested-blob.ts';
import { memoryAccess, partAccess, randomAccess, type RandomAccess, rangeReader } from '../random-access.ts';
import { expandContainer } from '../containers.ts';
import {
  cabinetRegion,
  compoundRegion,
  databaseRegion,
  imageRegion,
  pdfRegion,
  rarRegion,
  sevenZipRegion,
  zipRegion,
} from './regions.ts';
import type { Candidate, CarveSearch } from './search.ts';

/** Largest embedded container that is copied for random access. */
const LARGEST = 64 * 1024 * 1024;
/** Unpacked bytes needed to tell data with a short magic number from chance. */
const TRIAL = 256 * 1024;

type RegionKind = Extract<Candidate['kind'], 'zip' | 'pdf' | 'ole2' | 'sqlite' | '7z' | 'cab' | 'rar'>;

/** The results of one search, and access to the data. */
interface Carving {
  readonly blob: Blob;
  readonly access: RandomAccess;
  readonly budget: Budget;
}

/** The contents at one position: its events, and its end, known once they were consumed. */
interface Carved {
  readonly events: AsyncIterable<SourceEvent> | Iterable<SourceEvent>;
  end(): number;
}

function blobAt({ blob, access }: Carving, { at }: Candidate, span: Span): Blob {
  const bytes = access.read(span.start, span.end - span.start);
  const open = (): ByteReader => rangeReader(memoryAccess(bytes), 0, bytes.length);
  return { path: blob.path, view: [...blob.view, carvedStep(at)], size: bytes.length, bytes, open };
}

function unpackerAt(access: RandomAccess, at: number, newUnpacker: (reader: ByteReader) => Unpacker): Unpacker {
  const unpacker = newUnpacker(rangeReader(access, at, access.size));
  unpacker.alone = false;
  return unpacker;
}

/** Whether the data unpacks without an error in its first part. */
async function unpacks(unpacker: Unpacker): Promise<boolean> {
  let total = 0;
  while (total < TRIAL) {
    const chunk = await unpacker.next();
    if (chunk === undefined) break;
    total += chunk.length;
  }
  return unpacker.close()?.reason !== 'corrupt' && total >= LEAST_GIVEN;
}

async function compressedAt(carving: Carving, { at }: Candidate, kind: CompressedKind): Promise<Carved | undefined> {
  const { blob, access, budget } = carving;
  const newUnpacker = await unpackerFor(kind, budget);
  const isTried = kind === 'gzip' || kind === 'zlib';
  if (!isTried && !(await unpacks(unpackerAt(access, at, newUnpacker)))) return undefined;
  const meter = new Meter(budget);
  let last: Unpacker | undefined;
  const parent = { ...blob, view: [...blob.view, carvedStep(at)] };
  const event = nestedBlob(parent, kind, undefined, () =>
    chunkReader((last = unpackerAt(access, at, newUnpacker)), meter),
  );
  return { events: [event], end: () => at + Math.max(1, last?.position ?? 0) };
}

function tooLarge({ blob }: Carving, { at, kind }: Candidate): SourceEvent {
  const detail = `a ${kind} of over ${LARGEST} bytes inside other data: not opened`;
  return skipOf(blob, { reason: 'too-large', detail }, carvedStep(at));
}

function imageAt(carving: Carving, candidate: Candidate, kind: ImageKind): Carved | undefined {
  const { access, budget } = carving;
  const { at } = candidate;
  const region = imageRegion(partAccess(access, { start: at, end: access.size }), kind);
  if (region === undefined) return undefined;
  const end = (): number => at + region.end;
  if (region.end > LARGEST) return { events: [tooLarge(carving, candidate)], end };
  return { events: expandImage(blobAt(carving, candidate, { start: at, end: end() }), kind, budget), end };
}

/** Formats with random access, by the function that finds their end. */
const REGIONS: Readonly<Record<RegionKind, (access: RandomAccess, at: number) => Span>> = {
  zip: zipRegion,
  pdf: pdfRegion,
  ole2: compoundRegion,
  sqlite: databaseRegion,
  '7z': sevenZipRegion,
  cab: cabinetRegion,
  rar: rarRegion,
};

function documentAt(carving: Carving, candidate: Candidate, kind: RegionKind): Carved {
  const span = REGIONS[kind](carving.access, candidate.at);
  const end = (): number => span.end;
  if (span.end - span.start > LARGEST) return { events: [tooLarge(carving, candidate)], end };
  const inner = blobAt(carving, candidate, span);
  return { events: expandContainer(inner, kind, carving.budget, 0), end };
}

/** The files of a SquashFS image, which may be large and is read in place. */
async function filesAt({ blob, access, budget }: Carving, { at }: Candidate): Promise<Carved | undefined> {
  const { imageIn } = await import('../squashfs/squashfs.ts');
  const parent = { ...blob, view: [...blob.view, carvedStep(at)] };
  const image = imageIn(parent, partAccess(access, { start: at, end: access.size }), budget);
  return image && { events: image.events, end: () => at + image.size };
}

function isRegionKind(kind: string): kind is RegionKind {
  return Object.hasOwn(REGIONS, kind);
}

/** The contents at a candidate's position; undefined for a false match. */
function carvedAt(carving: Carving, candidate: Candidate): Promise<Carved | undefined> | Carved | undefined {
  const { kind } = candidate;
  if (isCompressed(kind)) return compressedAt(carving, candidate, kind);
  if (isRegionKind(kind)) return documentAt(carving, candidate, kind);
  if (kind === 'png' || kind === 'jpeg' || kind === 'gif' || kind === 'webp') return imageAt(carving, candidate, kind);
  return filesAt(carving, candidate);
}

async function* allOf(
  carving: Carving,
  candidates: readonly Candidate[],
  isDeep: boolean,
): AsyncGenerator<SourceEvent> {
  let end = 0;
  for (const candidate of candidates) {
    if (candidate.at < end) continue;
    const carved = await carvedAt(carving, candidate);
    if (carved === undefined) continue;
    if (isDeep) {
      const detail = `${candidate.kind} inside other data not opened: ${carving.budget.maxDepth} levels deep`;
      yield skipOf(carving.blob, { reason: 'too-deep', detail }, carvedStep(candidate.at));
      return;
    }
    yield* carved.events;
    end = Math.max(end, carved.end());
  }
}

/**
 * Opens the containers inside a blob's own bytes (a zip after a program, compressed fields of a message): gives their members, with the
 * step `carved:<byte>` before their own, and skips of what cannot be opened. False matches give nothing. A region that was opened is not
 * searched again.
 *
 * @param depth number of containers and decodings around the blob
 */
export async function* expandCarved(
  blob: Blob,
  search: CarveSearch,
  budget: Budget,
  depth: number,
): AsyncGenerator<SourceEvent> {
  let access: RandomAccess | undefined;
  try {
    if (search.found.length > 0) {
      access = search.kept === undefined ? await randomAccess(blob) : memoryAccess(search.kept);
      yield* allOf({ blob, access, budget }, search.found, depth >= budget.maxDepth);
    }
  } catch (error) {
    yield skipOf(blob, lossOf(error));
  } finally {
    access?.close();
  }
  if (search.stoppedAt === undefined) return;
  const detail = `too much looks like compressed data: from byte ${search.stoppedAt} on it was not tried`;
  yield skipOf(blob, { reason: 'too-expanded', detail });
}
