import type { RandomAccess } from '../random-access.ts';
import type { ArchiveEvent } from './archives.ts';

const LENGTH = 4;

/**
 * Messages preceded by their length in four bytes, big-endian: the format of the OpenTelemetry Collector's file exporter when it
 * compresses.
 */
export function* framedMembers(access: RandomAccess): Generator<ArchiveEvent> {
  let index = 0;
  for (let at = 0; at < access.size;) {
    const head = access.read(at, LENGTH);
    if (head.length < LENGTH) return yield { reason: 'truncated', detail: `a length is cut at byte ${at}` };
    const end = at + LENGTH + head.readUInt32BE(0);
    yield { name: String(index++), span: { start: at + LENGTH, end } };
    at = end;
  }
}
