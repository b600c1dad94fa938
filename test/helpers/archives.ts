/** Archives for tests, built in memory. */
import { crc32, deflateRawSync } from 'node:zlib';
import { pack, type Header } from 'tar-stream';

export interface ZipMemberSpec {
  /** A string is written as UTF-8; bytes as they are. */
  readonly name: string | Buffer;
  readonly data: Buffer | string;
  /** 0 stored, 8 deflated; any other number is written as such over stored data. @default 8 */
  readonly method?: number;
  /** Sets the encryption flag; the data stays as it is. */
  readonly encrypted?: boolean;
  /** Writes a wrong checksum. */
  readonly badCrc?: boolean;
  /** Puts sizes and checksum behind the data (general purpose bit 3). */
  readonly descriptor?: boolean;
  /** Leaves the member out of the central directory. */
  readonly unlisted?: boolean;
}

interface Written {
  readonly spec: ZipMemberSpec;
  readonly name: Buffer;
  readonly packed: Buffer;
  readonly size: number;
  readonly crc: number;
  readonly flags: number;
  readonly method: number;
  readonly offset: number;
}

function local(member: Written): Buffer {
  const { spec, name, packed, size, crc, flags, method } = member;
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  if (spec.descriptor !== true) {
    header.writeUInt32LE(crc, 14);
    header.writeUInt32LE(packed.length, 18);
    header.writeUInt32LE(size, 22);
  }
  header.writeUInt16LE(name.length, 26);
  const descriptor = Buffer.alloc(16);
  descriptor.writeUInt32LE(0x08074b50, 0);
  descriptor.writeUInt32LE(crc, 4);
  descriptor.writeUInt32LE(packed.length, 8);
  descriptor.writeUInt32LE(size, 12);
  return Buffer.concat([header, name, packed, ...(spec.descriptor === true ? [descriptor] : [])]);
}

function central({ name, packed, size, crc, flags, method, offset }: Written): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(20, 6);
  header.writeUInt16LE(flags, 8);
  header.writeUInt16LE(method, 10);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(packed.length, 20);
  header.writeUInt32LE(size, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, name]);
}

function written(spec: ZipMemberSpec, offset: number): Written {
  const data = Buffer.from(spec.data);
  const method = spec.method ?? 8;
  return {
    spec,
    name: Buffer.from(spec.name),
    packed: method === 8 ? deflateRawSync(data) : data,
    size: data.length,
    crc: crc32(data) ^ (spec.badCrc === true ? 1 : 0),
    flags: 0x800 | (spec.encrypted === true ? 1 : 0) | (spec.descriptor === true ? 8 : 0),
    method,
    offset,
  };
}

/** A zip file with a central directory. */
export function makeZip(members: readonly ZipMemberSpec[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const spec of members) {
    const member = written({ ...spec }, offset);
    const crc = member.crc >>> 0;
    const bytes = local({ ...member, crc });
    locals.push(bytes);
    offset += bytes.length;
    if (spec.unlisted !== true) centrals.push(central({ ...member, crc }));
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(centrals.length, 8);
  end.writeUInt16LE(centrals.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

/** A tar archive, pax headers where names need them. */
export async function makeTar(
  members: readonly (Partial<Header> & { readonly name: string; readonly data?: Buffer | string })[],
): Promise<Buffer> {
  const archive = pack();
  for (const { data, ...header } of members) archive.entry(header, Buffer.from(data ?? ''));
  archive.finalize();
  const parts: Buffer[] = [];
  for await (const part of archive) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** A zip whose one member is marked as encrypted. */
export function lockedZip(): Buffer {
  const archive = makeZip([{ name: 'locked.txt', data: 'x' }]);
  for (const [signature, offset] of [
    ['PK\u0003\u0004', 6],
    ['PK\u0001\u0002', 8],
  ] as const) {
    const at = archive.indexOf(signature, 0, 'latin1') + offset;
    archive.writeUInt16LE(archive.readUInt16LE(at) | 1, at);
  }
  return archive;
}
