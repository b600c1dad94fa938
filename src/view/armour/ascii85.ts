import type { Span } from '../../types.ts';
import { Needle } from '../needle.ts';
import { isWorth } from '../encoded/worth.ts';
import type { Armour, Armoured } from './armour.ts';
import { base85 } from './base85.ts';

/** Minimum number of digits. */
const LEAST = 20;
const [FIRST, LAST, ZEROS] = [0x21, 0x75, 0x7a] as const;
const [TILDE, GT] = [0x7e, 0x3e] as const;
const MARK = 2;
const NOTHING = Buffer.alloc(0);

/**
 * Decodes ASCII base-85 digits, with `z` for four zeros (ISO 32000-1, 7.4.3); other bytes are ignored, `~` is the end. A group cannot
 * contain a `z`.
 */
export function decodeAscii85(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  let values: number[] = [];
  for (const byte of bytes) {
    if (byte === TILDE) break;
    if (byte === ZEROS && values.length % 5 === 0) {
      parts.push(base85(values), Buffer.alloc(4));
      values = [];
    } else if (byte >= FIRST && byte <= LAST) values.push(byte - FIRST);
  }
  return Buffer.concat([...parts, base85(values)]);
}

/** Bytes in a group of five digits. */
const GROUP = 4;

/** Start of each group of digits, for `length` decoded bytes. */
function groupsOf(bytes: Buffer, { start, end }: Span, length: number): Uint32Array {
  const groups = new Uint32Array(Math.ceil(length / GROUP));
  let digits = 0;
  for (let at = start, group = 0; at < end; at++) {
    const byte = bytes[at] as number;
    const isZeros = byte === ZEROS && digits === 0;
    if (!isZeros && !(byte >= FIRST && byte <= LAST)) continue;
    if (digits === 0) groups[group++] = at;
    digits = isZeros ? 0 : (digits + 1) % 5;
  }
  return groups;
}

/** Position after the digits and blanks from `from` on. */
function digitsEnd(bytes: Buffer, from: number): number {
  let end = from;
  for (let byte = bytes[end] ?? TILDE; byte <= LAST || byte === ZEROS; byte = bytes[end] ?? TILDE) end++;
  return end;
}

/** `<~…~>` of btoa, Adobe and Python's `a85encode(adobe=True)`. */
export const ascii85: Armour = {
  kind: 'ascii85',
  needle: new Needle('<~'),
  *read(bytes, at): Generator<Armoured> {
    const end = digitsEnd(bytes, at + MARK);
    if (end >= bytes.length - 1) yield { span: { start: at, end: bytes.length }, bytes: NOTHING, isOpen: true };
    if (end < at + MARK + LEAST || bytes[end] !== TILDE || bytes[end + 1] !== GT) return;
    const decoded = decodeAscii85(bytes.subarray(at + MARK, end));
    if (!isWorth(decoded)) return;
    let groups: Uint32Array | undefined;
    const toOuter = (span: Span): Span => {
      groups ??= groupsOf(bytes, { start: at + MARK, end }, decoded.length);
      const last = Math.floor(Math.max(span.start, span.end - 1) / GROUP) + 1;
      return { start: groups[Math.floor(span.start / GROUP)] ?? at, end: groups[last] ?? end };
    };
    yield { span: { start: at, end: end + MARK }, bytes: decoded, toOuter };
  },
};
