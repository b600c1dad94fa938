import type { RandomAccess } from '../random-access.ts';

/** Network captures by file format. */
export type CaptureKind = 'pcap' | 'pcapng';

/** A packet of a capture. */
export interface Packet {
  /** Type of its outermost header: a `LINKTYPE_` value of the registry at tcpdump.org/linktypes.html. */
  readonly link: number;
  /** Start of the packet in the file. */
  readonly at: number;
  readonly bytes: Buffer;
  /** Whether less of it was recorded than was sent. */
  readonly isCut: boolean;
}

/** Where a capture ends early, and why. */
export interface CaptureEnd {
  readonly end: 'truncated' | 'corrupt';
  readonly at: number;
}

/** Bytes read from the file at a time. */
const WINDOW = 1024 * 1024;
/** Longest packet and block: `libpcap` writes packets of at most 256 KiB. */
const LONGEST = 16 * 1024 * 1024;

/** The bytes of the file through a window that moves forward. */
class Window {
  readonly #access: RandomAccess;
  #bytes: Buffer = Buffer.alloc(0);
  #start = 0;

  constructor(access: RandomAccess) {
    this.#access = access;
  }

  get size(): number {
    return this.#access.size;
  }

  /** The bytes at `at`; fewer at the end of the file. They are not overwritten later. */
  read(at: number, length: number): Buffer {
    if (at < this.#start || at + length > this.#start + this.#bytes.length) {
      this.#bytes = this.#access.read(at, Math.max(WINDOW, length));
      this.#start = at;
    }
    return this.#bytes.subarray(at - this.#start, at - this.#start + length);
  }
}

interface Reader {
  u16(bytes: Buffer, at: number): number;
  u32(bytes: Buffer, at: number): number;
}

const LITTLE: Reader = { u16: (bytes, at) => bytes.readUInt16LE(at), u32: (bytes, at) => bytes.readUInt32LE(at) };
const BIG: Reader = { u16: (bytes, at) => bytes.readUInt16BE(at), u32: (bytes, at) => bytes.readUInt32BE(at) };

const FILE_HEADER = 24;
const RECORD_HEADER = 16;

/** Records of `pcap` (draft-ietf-opsawg-pcap): a file header, then packets, each preceded by 16 bytes. */
function* pcapPackets(window: Window): Generator<Packet | CaptureEnd> {
  const head = window.read(0, FILE_HEADER);
  if (head.length < FILE_HEADER) return yield { end: 'truncated', at: 0 };
  const of = head[0] === 0xa1 ? BIG : LITTLE;
  const link = of.u32(head, 20) & 0xffff;
  for (let at = FILE_HEADER; at < window.size;) {
    const record = window.read(at, RECORD_HEADER);
    if (record.length < RECORD_HEADER) return yield { end: 'truncated', at };
    const [length, sent] = [of.u32(record, 8), of.u32(record, 12)];
    if (length > LONGEST) return yield { end: 'corrupt', at };
    const bytes = window.read(at + RECORD_HEADER, length);
    yield { link, at: at + RECORD_HEADER, bytes, isCut: length < sent };
    if (bytes.length < length) return yield { end: 'truncated', at };
    at += RECORD_HEADER + length;
  }
}

/** Types of blocks: sections, interfaces, packets. */
const [SECTION, INTERFACE, OLD_PACKET, SIMPLE_PACKET, PACKET] = [0x0a0d0d0a, 1, 2, 3, 6] as const;
const ETHERNET = 1;
const BLOCK_HEADER = 8;
const LEAST_BLOCK = 12;
/** Maximum number of interfaces distinguished in a section. */
const MOST_INTERFACES = 65_536;

/** Position of the packet in its block, with the interface that captured it. */
function packetIn(type: number, body: Buffer, of: Reader): Omit<Packet, 'link'> & { readonly interface: number } {
  if (type === SIMPLE_PACKET) {
    const sent = of.u32(body, 0);
    const bytes = body.subarray(4, 4 + sent);
    return { interface: 0, at: 4, bytes, isCut: bytes.length < sent };
  }
  const number = type === PACKET ? of.u32(body, 0) : of.u16(body, 0);
  const [length, sent] = [of.u32(body, 12), of.u32(body, 16)];
  return { interface: number, at: 20, bytes: body.subarray(20, 20 + length), isCut: length < sent };
}

const LEAST_BODY: ReadonlyMap<number, number> = new Map([
  [INTERFACE, 2],
  [OLD_PACKET, 20],
  [SIMPLE_PACKET, 4],
  [PACKET, 20],
]);

/** The context of a section of `pcapng`: its byte order, and the packet type of each interface. */
class Section {
  readonly of: Reader;
  readonly #links: number[] = [];

  constructor(of: Reader) {
    this.of = of;
  }

  /** The packet in the block whose body is at `at`, if it contains one; an interface is recorded. */
  take(type: number, body: Buffer, at: number): Packet | undefined {
    if (body.length < (LEAST_BODY.get(type) ?? Infinity)) return undefined;
    if (type === INTERFACE) {
      if (this.#links.length < MOST_INTERFACES) this.#links.push(this.of.u16(body, 0));
      return undefined;
    }
    const packet = packetIn(type, body, this.of);
    return { ...packet, at: at + packet.at, link: this.#links[packet.interface] ?? ETHERNET };
  }
}

function isLength(length: number): boolean {
  return length >= LEAST_BLOCK && length <= LONGEST && length % 4 === 0;
}

/** Blocks of `pcapng` (draft-ietf-opsawg-pcapng): each section has its own byte order, each interface its own packet type. */
function* pcapngPackets(window: Window): Generator<Packet | CaptureEnd> {
  let section = new Section(LITTLE);
  for (let at = 0; at < window.size;) {
    const head = window.read(at, LEAST_BLOCK);
    if (head.length < LEAST_BLOCK) return yield { end: 'truncated', at };
    if (LITTLE.u32(head, 0) === SECTION) section = new Section(head[8] === 0x1a ? BIG : LITTLE);
    const length = section.of.u32(head, 4);
    if (!isLength(length)) return yield { end: 'corrupt', at };
    const start = at + BLOCK_HEADER;
    const body = window.read(start, length - LEAST_BLOCK);
    if (body.length < length - LEAST_BLOCK) return yield { end: 'truncated', at };
    const packet = section.take(section.of.u32(head, 0), body, start);
    if (packet !== undefined) yield packet;
    at += length;
  }
}

/** The packets of a capture in order. Anything that cannot be read is reported once, at the end. */
export function packetsOf(access: RandomAccess, kind: CaptureKind): Generator<Packet | CaptureEnd> {
  const window = new Window(access);
  return kind === 'pcap' ? pcapPackets(window) : pcapngPackets(window);
}
