/** Binary property lists for tests, as CFBinaryPList.c of Core Foundation reads them: offsets and references of two bytes. */

export type PlistSpec = string | number | boolean | Buffer | PlistUid | readonly PlistSpec[] | PlistObject;
interface PlistObject {
  readonly [key: string]: PlistSpec;
}

/** A reference into an archive. */
export class PlistUid {
  readonly index: number;

  constructor(index: number) {
    this.index = index;
  }
}

const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const head = (kind: number, count: number): Buffer =>
  count < 15 ? Buffer.from([(kind << 4) | count]) : Buffer.concat([Buffer.from([(kind << 4) | 15, 0x11]), u16(count)]);

function textOf(text: string): Buffer {
  if (/^[\0-\x7f]*$/.test(text)) return Buffer.concat([head(5, text.length), Buffer.from(text)]);
  return Buffer.concat([head(6, text.length), Buffer.from(text, 'utf16le').swap16()]);
}

class PlistWriter {
  readonly objects: Buffer[] = [];

  add(value: PlistSpec): number {
    const index = this.objects.push(Buffer.alloc(0)) - 1;
    this.objects[index] = this.#bytesOf(value);
    return index;
  }

  #bytesOf(value: PlistSpec): Buffer {
    if (typeof value === 'string') return textOf(value);
    if (typeof value === 'number') return Buffer.concat([Buffer.from([0x11]), u16(value)]);
    if (typeof value === 'boolean') return Buffer.from([value ? 9 : 8]);
    if (Buffer.isBuffer(value)) return Buffer.concat([head(4, value.length), value]);
    if (value instanceof PlistUid) return Buffer.from([0x80, value.index]);
    if (Array.isArray(value)) {
      const members = (value as readonly PlistSpec[]).map((member) => u16(this.add(member)));
      return Buffer.concat([head(10, members.length), ...members]);
    }
    const entries = Object.entries(value as PlistObject);
    const keys = entries.map(([key]) => u16(this.add(key)));
    const values = entries.map(([, inner]) => u16(this.add(inner)));
    return Buffer.concat([head(13, entries.length), ...keys, ...values]);
  }
}

/** A list from objects that are already written. */
export function plistOf(objects: readonly Buffer[]): Buffer {
  const offsets: Buffer[] = [];
  let at = 8;
  for (const object of objects) {
    offsets.push(u16(at));
    at += object.length;
  }
  const trailer = Buffer.alloc(32);
  trailer[6] = 2;
  trailer[7] = 2;
  trailer.writeBigUInt64BE(BigInt(objects.length), 8);
  trailer.writeBigUInt64BE(BigInt(at), 24);
  return Buffer.concat([Buffer.from('bplist00'), ...objects, ...offsets, trailer]);
}

/** A list of one value and what is inside it. */
export function makePlist(value: PlistSpec): Buffer {
  const writer = new PlistWriter();
  writer.add(value);
  return plistOf(writer.objects);
}
