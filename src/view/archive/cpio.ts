import { cutName } from '../../cut-name.ts';
import type { RandomAccess } from '../random-access.ts';
import type { ArchiveEvent } from './archives.ts';

/** The new ASCII format (cpio(5)): a magic number and 13 numbers of 8 hexadecimal digits. */
const HEADER = 110;
const HEAD = /^07070[12][0-9A-Fa-f]{104}$/;
const LAST = 'TRAILER!!!';
const LONGEST_NAME = 4096;
const CHUNK = 64 * 1024;

function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}

/** First byte from `at` on that is not zero. */
function behindZeros(access: RandomAccess, at: number): number {
  for (let from = at; from < access.size; from += CHUNK) {
    const found = access.read(from, CHUNK).findIndex((byte) => byte !== 0);
    if (found >= 0) return from + found;
  }
  return access.size;
}

/** Files of a cpio archive; data after its end (another archive in boot images) is a member `rest`. */
export function* cpioMembers(access: RandomAccess): Generator<ArchiveEvent> {
  for (let at = 0; ;) {
    const header = access.read(at, HEADER).toString('latin1');
    if (header.length < HEADER) return yield { reason: 'truncated', detail: `the archive ends at byte ${access.size}` };
    if (!HEAD.test(header)) return yield { reason: 'corrupt', detail: `no member begins at byte ${at}` };
    const size = Number.parseInt(header.slice(54, 62), 16);
    const nameLength = Number.parseInt(header.slice(94, 102), 16);
    const raw = access.read(at + HEADER, Math.min(nameLength, LONGEST_NAME));
    const name = cutName(raw.toString('utf8').replace(/\0[^]*$/, ''), LONGEST_NAME, raw.length < nameLength);
    const start = padded(at + HEADER + nameLength);
    const span = { start, end: start + size };
    at = padded(span.end);
    if (name === LAST) return yield* rest(access, at);
    yield { name, span };
    if (at >= access.size) return yield { reason: 'truncated', detail: `the archive ends at byte ${access.size}` };
  }
}

function* rest(access: RandomAccess, at: number): Generator<ArchiveEvent> {
  const start = behindZeros(access, at);
  if (start < access.size) yield { name: 'rest', span: { start, end: access.size } };
}
