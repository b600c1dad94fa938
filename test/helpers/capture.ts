/** Captures of network traffic for tests: packets of Ethernet, IPv4 and TCP or UDP (tcpdump.org/linktypes.html, RFC 791, RFC 9293). */

/** What one packet carries. */
export interface PacketSpec {
  readonly data: Buffer;
  /** Of TCP; a datagram of UDP where it is left out. */
  readonly sequence?: number;
  readonly isFirst?: boolean;
  /** From the server back. */
  readonly isAnswer?: boolean;
  /** Bytes that were not recorded. */
  readonly missing?: number;
}

const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
};

function transport({ data, sequence, isFirst, isAnswer }: PacketSpec): Buffer {
  const ports = isAnswer === true ? [80, 40_000] : [40_000, 80];
  const head = ports.map(u16);
  if (sequence === undefined) return Buffer.concat([...head, u16(8 + data.length), u16(0), data]);
  const flags = Buffer.from([0x50, isFirst === true ? 2 : 0x18]);
  return Buffer.concat([...head, u32(sequence), u32(1), flags, u16(1024), u32(0), data]);
}

/** A packet as it is sent. */
function packetOf(spec: PacketSpec): Buffer {
  const inner = transport(spec);
  const ends = [Buffer.from([10, 0, 0, 1]), Buffer.from([10, 0, 0, 2])];
  if (spec.isAnswer === true) ends.reverse();
  const protocol = spec.sequence === undefined ? 17 : 6;
  const ip = [Buffer.from([0x45, 0]), u16(20 + inner.length), u32(0x0001_4000), Buffer.from([64, protocol, 0, 0])];
  return Buffer.concat([Buffer.alloc(12, 0xaa), u16(0x0800), ...ip, ...ends, inner]);
}

function little(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeUInt32LE(value >>> 0, 4 * index));
  return bytes;
}

/** A capture of `tcpdump -w`. */
export function makePcap(packets: readonly PacketSpec[]): Buffer {
  const records = packets.map((spec, index) => {
    const bytes = packetOf(spec);
    const kept = bytes.subarray(0, bytes.length - (spec.missing ?? 0));
    return Buffer.concat([little(1_780_000_000 + index, 0, kept.length, bytes.length), kept]);
  });
  return Buffer.concat([little(0xa1b2c3d4, 0x0004_0002, 0, 0, 65_535, 1), ...records]);
}

function block(type: number, body: Buffer): Buffer {
  const padded = Buffer.concat([body, Buffer.alloc(-body.length & 3)]);
  const length = padded.length + 12;
  return Buffer.concat([little(type, length), padded, little(length)]);
}

/** The same as Wireshark writes it. */
export function makePcapng(packets: readonly PacketSpec[]): Buffer {
  const section = block(0x0a0d0d0a, little(0x1a2b3c4d, 1, 0xffffffff, 0xffffffff));
  const device = block(1, little(1, 65_535));
  const blocks = packets.map((spec) => {
    const bytes = packetOf(spec);
    return block(6, Buffer.concat([little(0, 0, 0, bytes.length, bytes.length), bytes]));
  });
  return Buffer.concat([section, device, ...blocks]);
}

/** A text in segments of `size` bytes, each with an empty answer behind it. */
export function segmentsOf(data: Buffer, size: number, first = 1000): PacketSpec[] {
  const packets: PacketSpec[] = [];
  for (let at = 0; at < data.length; at += size) {
    packets.push({ data: data.subarray(at, at + size), sequence: (first + at) >>> 0 });
    packets.push({ data: Buffer.alloc(0), sequence: 1, isAnswer: true });
  }
  return packets;
}
