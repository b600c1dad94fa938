import type { Blob, SourceEvent } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { chunkReader, memoryReader, Meter, nestedBlob, skipOf } from '../nested-blob.ts';
import { expandWith, type RandomAccess } from '../random-access.ts';
import { chunkedBodies } from './chunked.ts';
import { packetsOf, type CaptureEnd, type CaptureKind } from './packets.ts';
import { segmentOf } from './segment.ts';
import { type Stream, StreamChunks, Streams } from './streams.ts';

/** Longest beginning of a stream that is searched for chunked bodies. */
const LONGEST_HTTP = 16 * 1024 * 1024;
/** A TLS record: a handshake, alert or data, and its version (RFC 8446, 5.1). */
const [FIRST_RECORD, LAST_RECORD, TLS_MAJOR, LAST_MINOR] = [0x14, 0x17, 3, 4] as const;

/** What could not be read of a capture. */
interface Lost {
  cut: number;
  end: CaptureEnd | undefined;
  isFull: boolean;
}

function readStreams(access: RandomAccess, kind: CaptureKind, lost: Lost): Stream[] {
  const streams = new Streams();
  for (const packet of packetsOf(access, kind)) {
    if ('end' in packet) {
      lost.end = packet;
      continue;
    }
    if (packet.isCut) lost.cut++;
    const segment = segmentOf(packet);
    if (segment === undefined || streams.add(segment)) continue;
    lost.isFull = true;
    break;
  }
  return streams.filled();
}

function isTls(access: RandomAccess, stream: Stream): boolean {
  if (stream.isDatagrams) return false;
  const [type = 0, major, minor = 0xff] = access.read(stream.first, 3);
  return type >= FIRST_RECORD && type <= LAST_RECORD && major === TLS_MAJOR && minor <= LAST_MINOR;
}

/** The beginning of a stream. */
function headOf(access: RandomAccess, stream: Stream): Buffer {
  const pieces: Buffer[] = [];
  let length = 0;
  for (const part of stream.parts()) {
    if (part === undefined || length >= LONGEST_HTTP) break;
    pieces.push(access.read(part.at, part.length));
    length += part.length;
  }
  return Buffer.concat(pieces);
}

function* streamEvents(blob: Blob, access: RandomAccess, stream: Stream, budget: Budget): Generator<SourceEvent> {
  const step = `pcap:${stream.flow}`;
  const meter = new Meter(budget);
  yield nestedBlob(blob, step, undefined, () => chunkReader(new StreamChunks(access, stream), meter));
  const parent = { ...blob, view: [...blob.view, step] };
  for (const { at, bytes } of chunkedBodies(headOf(access, stream))) {
    if (budget.spend(bytes.length))
      yield nestedBlob(parent, `http-chunked:${at}`, bytes.length, () => memoryReader(bytes));
    else yield skipOf(parent, { reason: 'too-expanded', detail: 'it was not scanned' }, `http-chunked:${at}`);
  }
}

function* lossEvents(blob: Blob, { cut, end, isFull }: Lost, sealed: number): Generator<SourceEvent> {
  if (end !== undefined) {
    const detail = end.end === 'truncated' ? `a packet is cut at byte ${end.at}` : `no packet begins at byte ${end.at}`;
    yield skipOf(blob, { reason: end.end, detail });
  }
  if (isFull)
    yield skipOf(blob, { reason: 'too-large', detail: 'too many packets: the last ones were not put in order' });
  if (cut > 0) yield skipOf(blob, { reason: 'truncated', detail: `${cut} packets were cut when they were recorded` });
  if (sealed > 0) yield skipOf(blob, { reason: 'encrypted', detail: `${sealed} streams of TLS were not scanned` });
}

function* events(blob: Blob, kind: CaptureKind, access: RandomAccess, budget: Budget): Generator<SourceEvent> {
  const lost: Lost = { cut: 0, end: undefined, isFull: false };
  let sealed = 0;
  for (const stream of readStreams(access, kind, lost)) {
    if (isTls(access, stream)) sealed++;
    else yield* streamEvents(blob, access, stream, budget);
  }
  yield* lossEvents(blob, lost, sealed);
}

/**
 * Gives the contents of a network capture: each direction of a TCP connection, in order, each byte once; UDP datagrams; and the bodies of
 * HTTP messages with chunked encoding. All TLS streams together are one skip, packets that were cut another one.
 */
export function expandCapture(blob: Blob, kind: CaptureKind, budget: Budget): AsyncGenerator<SourceEvent> {
  return expandWith(blob, (access) => events(blob, kind, access, budget));
}
