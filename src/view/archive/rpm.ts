import type { RandomAccess } from '../random-access.ts';
import type { ArchiveEvent } from './archives.ts';

/** Size of the lead before the two headers of a package (RPM format 3 and 4). */
const LEAD = 96;
const HEADER = 16;
const INDEX_ENTRY = 16;
const MAGIC = 0x8eade801;

/** End of the header at `at`; -1 if there is none. */
function headerEnd(access: RandomAccess, at: number): number {
  const head = access.read(at, HEADER);
  if (head.length < HEADER || head.readUInt32BE(0) !== MAGIC) return -1;
  return at + HEADER + head.readUInt32BE(8) * INDEX_ENTRY + head.readUInt32BE(12);
}

/** The headers of an RPM package and its payload, which is a compressed cpio archive. */
export function* rpmMembers(access: RandomAccess): Generator<ArchiveEvent> {
  const signature = headerEnd(access, LEAD);
  const start = Math.ceil(signature / 8) * 8;
  const end = signature < 0 ? -1 : headerEnd(access, start);
  if (end < 0) {
    yield { reason: 'corrupt', detail: 'no header of a package begins where it should' };
    return;
  }
  yield { name: 'header', span: { start, end } };
  if (end < access.size) yield { name: 'payload', span: { start: end, end: access.size } };
  else yield { reason: 'truncated', detail: 'the package is cut: its payload is not there' };
}
