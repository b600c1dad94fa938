import { varint, type Value } from './pages.ts';

const NULL: Value = { kind: 'null' };
/** Lengths of the serial types 0 to 9 (https://www.sqlite.org/fileformat2.html#record_format). */
const LENGTHS = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0] as const;
const [REAL, ZERO, ONE, FIRST_DATA] = [7, 8, 9, 12] as const;

function numberAt(bytes: Buffer, at: number, type: number): Value {
  if (type === ZERO || type === ONE) return { kind: 'number', value: type - ZERO };
  const length = LENGTHS[type] ?? 0;
  if (length === 0 || at + length > bytes.length) return NULL;
  if (type === REAL) return { kind: 'number', value: bytes.readDoubleBE(at) };
  return { kind: 'number', value: length === 8 ? bytes.readBigInt64BE(at) : bytes.readIntBE(at, length) };
}

/** The values of a record; those after a cut are missing or incomplete. */
export function readRecord(bytes: Buffer): Value[] {
  const values: Value[] = [];
  const [headerSize, first] = varint(bytes, 0);
  let body = headerSize;
  for (let at = first; at >= 0 && at < headerSize && body <= bytes.length;) {
    const [type, next] = varint(bytes, at);
    if (next < 0) break;
    at = next;
    if (type < FIRST_DATA) {
      values.push(numberAt(bytes, body, type));
      body += LENGTHS[type] ?? 0;
      continue;
    }
    const length = (type - FIRST_DATA) >> 1;
    values.push({ kind: type % 2 === 0 ? 'blob' : 'text', bytes: bytes.subarray(body, body + length) });
    body += length;
  }
  return values;
}
