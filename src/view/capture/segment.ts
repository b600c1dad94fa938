import type { Packet } from './packets.ts';

/** What a packet contributes to a TCP stream, or a UDP datagram. */
export interface Segment {
  /** Both endpoints, the sender first: `10.0.0.1:80-10.0.0.2:40000`. */
  readonly flow: string;
  /** Sequence number of its first byte (32 bits); undefined for a datagram, which is independent. */
  readonly sequence: number | undefined;
  /** Whether it begins a stream. */
  readonly isFirst: boolean;
  /** Position and length of its bytes in the file. */
  readonly at: number;
  readonly length: number;
}

const [IPV4, IPV6, VLAN, SERVICE_VLAN] = [0x0800, 0x86dd, 0x8100, 0x88a8] as const;
const [TCP, UDP] = [6, 17] as const;
const LEAST_TCP = 20;
const UDP_HEADER = 8;
const SYN = 2;

/** Position of the type of the next header, by type of the outermost header; the next header begins two bytes later, or at `next`. */
const TYPES: ReadonlyMap<number, { readonly type: number; readonly next: number }> = new Map([
  [1, { type: 12, next: 14 }],
  [113, { type: 14, next: 16 }],
  [276, { type: 0, next: 20 }],
]);
/** Headers without a type, by length: of loopback devices, and none. */
const UNTYPED: ReadonlyMap<number, number> = new Map([
  [0, 4],
  [108, 4],
  [12, 0],
  [101, 0],
  [228, 0],
  [229, 0],
]);

/** Start of the IP header; -1 if the packet has none. */
function startOfIp({ link, bytes }: Packet): number {
  const layout = TYPES.get(link);
  if (layout === undefined) return UNTYPED.get(link) ?? -1;
  let { type, next } = layout;
  for (; next + 4 <= bytes.length; type = next + 2, next += 4) {
    const of = bytes.readUInt16BE(type);
    if (of === IPV4 || of === IPV6) return next;
    if (of !== VLAN && of !== SERVICE_VLAN) return -1;
  }
  return -1;
}

/** Data of an IP packet: its start and end, and its endpoints. */
interface Carried {
  readonly protocol: number;
  readonly start: number;
  readonly end: number;
  readonly from: string;
  readonly to: string;
}

/** RFC 791. Fragments of packets are ignored: TCP does not produce them. */
function carriedByV4(bytes: Buffer, at: number): Carried | undefined {
  if ((bytes.readUInt16BE(at + 6) & 0x3fff) !== 0) return undefined;
  const total = bytes.readUInt16BE(at + 2);
  const address = (start: number): string => bytes.subarray(start, start + 4).join('.');
  return {
    protocol: bytes[at + 9] ?? 0,
    start: at + ((bytes[at] ?? 0) & 15) * 4,
    // If a network card does the segmentation, there is no length yet.
    end: total === 0 ? bytes.length : Math.min(bytes.length, at + total),
    from: address(at + 12),
    to: address(at + 16),
  };
}

/** RFC 8200; packets with extension headers are ignored. */
function carriedByV6(bytes: Buffer, at: number): Carried | undefined {
  if (bytes.length < at + 40) return undefined;
  const total = bytes.readUInt16BE(at + 4);
  const address = (start: number): string => `[${bytes.toString('hex', start, start + 16)}]`;
  return {
    protocol: bytes[at + 6] ?? 0,
    start: at + 40,
    end: total === 0 ? bytes.length : Math.min(bytes.length, at + 40 + total),
    from: address(at + 8),
    to: address(at + 24),
  };
}

function carriedBy(packet: Packet): Carried | undefined {
  const { bytes } = packet;
  const ip = startOfIp(packet);
  if (ip < 0 || bytes.length < ip + 20) return undefined;
  const version = (bytes[ip] ?? 0) >> 4;
  if (version === 4) return carriedByV4(bytes, ip);
  return version === 6 ? carriedByV6(bytes, ip) : undefined;
}

/** Reads what a packet contributes to a stream; undefined unless it is a whole TCP (RFC 9293) or UDP (RFC 768) packet. */
export function segmentOf(packet: Packet): Segment | undefined {
  const carried = carriedBy(packet);
  if (carried === undefined) return undefined;
  if (carried.protocol === TCP) return ofTcp(packet, carried);
  return carried.protocol === UDP ? ofUdp(packet, carried) : undefined;
}

/** Both endpoints with their ports. */
function flowOf(bytes: Buffer, { start, from, to }: Carried): string {
  return `${from}:${bytes.readUInt16BE(start)}-${to}:${bytes.readUInt16BE(start + 2)}`;
}

function ofTcp({ bytes, at }: Packet, carried: Carried): Segment | undefined {
  const { start, end } = carried;
  if (start + LEAST_TCP > end) return undefined;
  const data = start + (bytes.readUInt8(start + 12) >> 4) * 4;
  return {
    flow: flowOf(bytes, carried),
    sequence: bytes.readUInt32BE(start + 4),
    isFirst: (bytes.readUInt8(start + 13) & SYN) !== 0,
    at: at + data,
    length: Math.max(0, end - data),
  };
}

function ofUdp({ bytes, at }: Packet, carried: Carried): Segment | undefined {
  const data = carried.start + UDP_HEADER;
  if (data > carried.end) return undefined;
  const flow = `udp-${flowOf(bytes, carried)}`;
  return { flow, sequence: undefined, isFirst: false, at: at + data, length: carried.end - data };
}
