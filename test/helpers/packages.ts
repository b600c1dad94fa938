/** Archives of packages for tests, built in memory. */
import { zstdCompress } from './zstd.ts';

const pad = (length: number): Buffer => Buffer.alloc((4 - (length % 4)) % 4);

function rpmHeader(data: string): Buffer {
  const head = Buffer.alloc(16 + 16);
  head.writeUInt32BE(0x8eade801, 0);
  head.writeUInt32BE(1, 8);
  head.writeUInt32BE(data.length, 12);
  return Buffer.concat([head, Buffer.from(data)]);
}

/** A zstd frame behind its length. */
export function framedMessage(data: string): Buffer {
  const packed = zstdCompress(data);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(packed.length);
  return Buffer.concat([length, packed]);
}

/** A member of an ar archive. */
export function arMember(name: string, data: Buffer | string): Buffer {
  const bytes = Buffer.from(data);
  const header = `${name.padEnd(16)}${'0'.padEnd(12)}${'0'.padEnd(6)}${'0'.padEnd(6)}${'644'.padEnd(8)}${String(bytes.length).padEnd(10)}\`\n`;
  return Buffer.concat([Buffer.from(header), bytes, Buffer.from(bytes.length % 2 === 1 ? '\n' : '')]);
}

/** An ar archive of members. */
export function makeAr(...parts: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from('!<arch>\n'), ...parts]);
}

/** A member of a cpio archive (new ASCII format). */
export function cpioMember(name: string, data: Buffer | string): Buffer {
  const bytes = Buffer.from(data);
  const fields = [1, 33_188, 0, 0, 1, 0, bytes.length, 0, 0, 0, 0, name.length + 1, 0];
  const head = `070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}${name}\0`;
  return Buffer.concat([Buffer.from(head), pad(head.length), bytes, pad(bytes.length)]);
}

/** Members and the trailer of a cpio archive. */
export function makeCpio(...parts: readonly Buffer[]): Buffer {
  return Buffer.concat([...parts, cpioMember('TRAILER!!!', '')]);
}

/** An RPM package of empty headers with a payload. */
export function makeRpm(payload: Buffer): Buffer {
  const lead = Buffer.alloc(96);
  lead.writeUInt32BE(0xedabeedb, 0);
  const signature = rpmHeader('signed');
  return Buffer.concat([
    lead,
    signature,
    Buffer.alloc((8 - (signature.length % 8)) % 8),
    rpmHeader('the name'),
    payload,
  ]);
}
