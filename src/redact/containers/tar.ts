import { BLOCK, decodeName, paxRecords, readTarHeader, type TarHeader } from '../../view/archive/tar-header.ts';
import type { Descend, Part, RedactedPart, Redaction } from '../redactor.ts';

/** Largest size that a header can store in octal digits (POSIX.1-2017, ustar). */
const LARGEST = 8 ** 11 - 1;

/** Redacts the members of a tar file; headers keep everything except size and checksum. Undefined if nothing was removed. */
export async function redactTar(bytes: Buffer, part: Part, descend: Descend): Promise<RedactedPart | undefined> {
  const parts: Buffer[] = [];
  const redactions: Redaction[] = [];
  let copied = 0;
  let hasSize = false;
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= bytes.length && bytes[at] !== 0;) {
    const header = readTarHeader(bytes.subarray(at, at + BLOCK));
    const start = at + BLOCK;
    if (!Number.isSafeInteger(header.size) || start + header.size > bytes.length) break;
    at = start + Math.ceil(header.size / BLOCK) * BLOCK;
    // A pax header may repeat the size: such a member keeps its content, and the scan of the result judges it.
    if (header.type === '0' && !hasSize) {
      const view = [...part.view, `tar:${longName ?? header.name}`];
      const inner = await descend(bytes.subarray(start, start + header.size), { ...part, view });
      if (inner.redactions.length > 0 && inner.bytes.length <= LARGEST) {
        parts.push(
          bytes.subarray(copied, start - BLOCK),
          resized(bytes.subarray(start - BLOCK, start), inner.bytes.length),
        );
        parts.push(inner.bytes, Buffer.alloc((BLOCK - (inner.bytes.length % BLOCK)) % BLOCK));
        redactions.push(...inner.redactions);
        copied = at;
      }
    }
    const extension = extensionOf(header, bytes.subarray(start, start + header.size));
    hasSize = extension.hasSize;
    longName = extension.name;
  }
  if (redactions.length === 0) return undefined;
  return { bytes: Buffer.concat([...parts, bytes.subarray(copied)]), redactions };
}

/** What an extension header (GNU, pax) says about the member after it. */
function extensionOf(
  { type }: TarHeader,
  data: Buffer,
): { readonly name?: string | undefined; readonly hasSize: boolean } {
  if (type === 'L') return { name: decodeName(data).replace(/\0[^]*$/, ''), hasSize: false };
  if (type !== 'x') return { hasSize: false };
  const records = paxRecords(data);
  return { name: records.get('path'), hasSize: records.has('size') };
}

function resized(header: Buffer, size: number): Buffer {
  const block = Buffer.from(header);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  block.fill(0x20, 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}
