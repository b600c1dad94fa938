import type { Entry, ZipFile } from 'yauzl';
import type { Loss } from '../nested-blob.ts';
import type { RandomAccess } from '../random-access.ts';
import type { ZipMember } from './member.ts';
import { zipBase } from './base.ts';
import { LOCAL_HEADER, LOCAL_SIGNATURE, memberName } from './walk.ts';

/** Results of reading the central directory. */
export type DirectoryEvent =
  | { readonly kind: 'member'; readonly member: ZipMember }
  /** A listed member without a local header at the expected place. */
  | { readonly kind: 'lost'; readonly name: string; readonly loss: Loss }
  /** The directory cannot be read any further. */
  | { readonly kind: 'broken'; readonly loss: Loss };

/** yauzl must not decode names (malicious ones would stop it) or check sizes (existing data is read anyway). */
const OPTIONS = { lazyEntries: true, decodeStrings: false, validateEntrySizes: false, autoClose: false } as const;

type ReadDone = (error: Error | null, bytes: number) => void;

async function openZip(access: RandomAccess, base: number): Promise<ZipFile> {
  const yauzl = await import('yauzl');
  const { fromBufferPromise, fromFdPromise, fromRandomAccessReaderPromise, RandomAccessReader } = yauzl.default;
  if (base > 0) {
    const reader = new (class extends RandomAccessReader {
      override read(into: Buffer, offset: number, length: number, at: number, done: ReadDone): void {
        done(null, access.read(base + at, length).copy(into, offset));
      }
    })();
    return fromRandomAccessReaderPromise(reader, access.size - base, OPTIONS);
  }
  return 'fd' in access.origin
    ? fromFdPromise(access.origin.fd, OPTIONS)
    : fromBufferPromise(access.origin.bytes, OPTIONS);
}

function locate(access: RandomAccess, base: number, entry: Entry): DirectoryEvent {
  const name = memberName(entry.fileNameRaw);
  const headerStart = base + entry.relativeOffsetOfLocalHeader;
  const header = access.read(headerStart, LOCAL_HEADER);
  if (header.length < LOCAL_HEADER || header.readUInt32LE(0) !== LOCAL_SIGNATURE) {
    const outside = headerStart >= access.size;
    const loss: Loss = outside
      ? { reason: 'truncated', detail: `the member lies past the end, at byte ${headerStart}` }
      : { reason: 'corrupt', detail: `no member begins at byte ${headerStart}` };
    return { kind: 'lost', name, loss };
  }
  const fieldsStart = headerStart + LOCAL_HEADER + header.readUInt16LE(26);
  const dataStart = fieldsStart + header.readUInt16LE(28);
  const member: ZipMember = {
    name,
    flags: entry.generalPurposeBitFlag,
    method: entry.compressionMethod,
    crc: entry.crc32,
    size: entry.uncompressedSize,
    headerStart,
    fieldsStart,
    dataStart,
    dataEnd: dataStart + entry.compressedSize,
  };
  return { kind: 'member', member };
}

/** yauzl's message is not passed on: it may contain bytes of the archive. */
function broken(error: unknown): Loss {
  const missing = error instanceof Error && error.message.startsWith('End of central directory');
  return missing
    ? { reason: 'truncated', detail: 'the zip has no central directory; members are read from their own headers' }
    : { reason: 'corrupt', detail: 'the zip directory is broken; members are read from their own headers' };
}

/** Lists a zip's members from its central directory (APPNOTE 4.3.12), up to its end or the first error in it. */
export async function* directoryMembers(access: RandomAccess): AsyncGenerator<DirectoryEvent> {
  try {
    const base = zipBase(access);
    const zip = await openZip(access, base);
    for await (const entry of zip.eachEntry()) yield locate(access, base, entry);
  } catch (error) {
    yield { kind: 'broken', loss: broken(error) };
  }
}
