import { isUtf8 } from 'node:buffer';
import type { Span } from '../../types.ts';
import { Crc64, REDIS_CRC64 } from '../compressed/crc64.ts';
import type { DecodedView, ViewContext } from '../decoded-view.ts';
import { isContainer } from '../encoded/worth.ts';
import { BrokenParts } from '../access-cursor.ts';
import { SnapshotCursor } from './cursor.ts';
import { lineOf } from './lines.ts';
import { type Cell, cellsOf } from './values.ts';

const CHECKSUM = 8;
const VERSION = 2;
const KIND = 'redis-dump';

/** Whether the last bytes are the checksum of all others. */
function isWhole(payload: Buffer): boolean {
  const end = payload.length - CHECKSUM;
  const sum = new Crc64(REDIS_CRC64);
  sum.add(payload.subarray(0, end));
  return sum.digest().equals(payload.subarray(end));
}

/** The texts of a value, as far as it can be read. */
function cellsIn(payload: Buffer, context: ViewContext, span: Span): readonly Cell[] {
  const value = payload.subarray(0, payload.length - CHECKSUM - VERSION);
  const read = (at: number, length: number): Buffer => value.subarray(at, at + length);
  const cursor = new SnapshotCursor({ size: value.length, read }, 0);
  const cells: Cell[] = [];
  try {
    for (const cell of cellsOf(cursor, cursor.byte())) cells.push(cell);
  } catch (error) {
    if (!(error instanceof BrokenParts)) throw error;
    context.lose(error.reason, `a value that Redis dumped is not read on: ${error.message}`, span);
  }
  return cells;
}

/**
 * A value given by Redis `DUMP`: its texts as lines of JSON, and each of its data values. Nothing if the payload is invalid; its last ten
 * bytes are a version and a checksum.
 *
 * @param span of the payload in the text
 */
export function* dumpedViews(payload: Buffer, span: Span, context: ViewContext, key?: Buffer): Generator<DecodedView> {
  if (!isWhole(payload)) return;
  const cells = cellsIn(payload, context, span);
  const lines = Buffer.from(cells.map((cell) => lineOf({ ...cell, key })).join(''));
  const data = cells.map(({ value }) => value).filter((value) => !isUtf8(value));
  for (const bytes of [lines, ...data]) {
    if (!context.pay(bytes.length, KIND, span)) return;
    yield { kind: KIND, bytes, container: bytes !== lines && isContainer(bytes), toOuter: () => span };
  }
}
