import { crc32 } from 'node:zlib';

/** What a packer writes of data: a byte, a match, or one at a distance of before. */
export type Token =
  | number
  | { readonly distance: number; readonly length: number }
  | { readonly again: number; readonly length: number }
  | { readonly last: true }
  | { readonly delta: number; readonly ahead: number; readonly length: number };

/** What the tokens stand for. */
export function textOf(tokens: readonly Token[]): Buffer {
  const bytes: number[] = [];
  let old = [0, 0, 0, 0];
  let lastLength = 0;
  const copy = (length: number): void => {
    lastLength = length;
    for (let i = 0; i < length; i++) bytes.push(bytes[bytes.length - (old[0] as number)] as number);
  };
  for (const token of tokens) {
    if (typeof token === 'number') bytes.push(token);
    else if ('distance' in token) {
      old = [token.distance, ...old.slice(0, 3)];
      copy(token.length);
    } else if ('again' in token) {
      const [distance = 0] = old.splice(token.again, 1);
      old.unshift(distance);
      copy(token.length);
    } else if ('last' in token) copy(lastLength);
  }
  return Buffer.from(bytes);
}

class Bits {
  readonly #bits: number[] = [];

  add(value: number, count: number): void {
    for (let bit = count - 1; bit >= 0; bit--) this.#bits.push(Math.floor(value / 2 ** bit) & 1);
  }

  get length(): number {
    return this.#bits.length;
  }

  get bytes(): Buffer {
    const bytes = Buffer.alloc(Math.ceil(this.#bits.length / 8));
    this.#bits.forEach((bit, index) => (bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (bit << (7 - (index & 7)))));
    return bytes;
  }
}

/** Codes of lengths: those of 4, 5, 6 and 9 bits, and a run of the same, have two or three bits each. */
const LENGTH_CODES: Readonly<Record<number, number>> = { 4: 2, 5: 3, 6: 3, 9: 2, 17: 2 };

/** Tables in which all codes of one are as long: so many symbols, so many bits. */
function addTables(bits: Bits, tables: readonly (readonly [symbols: number, length: number])[]): void {
  for (let symbol = 0; symbol < 20; symbol++) bits.add(LENGTH_CODES[symbol] ?? 0, 4);
  const order = [...Array(20).keys()]
    .filter((symbol) => LENGTH_CODES[symbol] !== undefined)
    .sort((a, b) => (LENGTH_CODES[a] ?? 0) - (LENGTH_CODES[b] ?? 0) || a - b);
  const codes = new Map<number, readonly [code: number, length: number]>();
  let code = 0;
  let last = 0;
  for (const symbol of order) {
    const length = LENGTH_CODES[symbol] ?? 0;
    code = last === 0 ? 0 : (code + 1) << (length - last);
    last = length;
    codes.set(symbol, [code, length]);
  }
  const add = (symbol: number): void => bits.add(...(codes.get(symbol) as [number, number]));
  for (const [symbols, length] of tables) {
    add(length);
    let left = symbols - 1;
    for (; left >= 11; left -= Math.min(left, 138)) {
      add(17);
      bits.add(Math.min(left, 138) - 11, 7);
    }
    for (; left > 0; left--) add(length);
  }
}

const log2 = (value: number): number => 31 - Math.clz32(value);

function lengthSlot(length: number): readonly [slot: number, extra: number, bits: number] {
  const rest = length - 2;
  if (rest < 8) return [rest, 0, 0];
  const bits = log2(rest) - 2;
  return [(bits + 1) * 4 + ((rest >> bits) & 3), rest & ((1 << bits) - 1), bits];
}

function addToken5(bits: Bits, token: Token): void {
  const literal = (symbol: number): void => bits.add(symbol, 9);
  if (typeof token === 'number') literal(token);
  else if ('last' in token) literal(257);
  else if ('delta' in token) {
    literal(256);
    for (const value of [token.ahead, token.length]) {
      bits.add(2, 2);
      for (const shift of [0, 8, 16]) bits.add((value >> shift) & 0xff, 8);
    }
    bits.add(0, 3);
    bits.add(token.delta - 1, 5);
  } else if ('again' in token) {
    literal(258 + token.again);
    const [slot, extra, count] = lengthSlot(token.length);
    bits.add(slot, 6);
    bits.add(extra, count);
  } else {
    const far = [0x100, 0x2000, 0x40000].filter((limit) => token.distance > limit).length;
    const [slot, extra, count] = lengthSlot(token.length - far);
    literal(262 + slot);
    bits.add(extra, count);
    const rest = token.distance - 1;
    if (rest < 4) return bits.add(rest, 6);
    const size = log2(rest);
    const low = rest & ((1 << (size - 1)) - 1);
    bits.add(size * 2 + ((rest >> (size - 1)) & 1), 6);
    if (size - 1 < 4) return bits.add(low, size - 1);
    bits.add(low >> 4, size - 5);
    bits.add(low & 15, 4);
  }
}

/** Packs tokens by the method of RAR 5, in blocks of so many tokens. */
export function pack5(tokens: readonly Token[], perBlock = 1000): Buffer {
  const blocks: Buffer[] = [];
  for (let at = 0; at < Math.max(1, tokens.length); at += perBlock) {
    const bits = new Bits();
    const hasTables = at === 0 || (at / perBlock) % 2 === 1;
    if (hasTables)
      addTables(bits, [
        [306, 9],
        [64, 6],
        [16, 4],
        [44, 6],
      ]);
    for (const token of tokens.slice(at, at + perBlock)) addToken5(bits, token);
    const isLast = at + perBlock >= tokens.length;
    const { bytes, length } = bits;
    const flags = (hasTables ? 0x80 : 0) | (isLast ? 0x40 : 0) | (2 << 3) | ((length + 7) & 7);
    const size = [bytes.length & 0xff, (bytes.length >> 8) & 0xff, bytes.length >> 16];
    blocks.push(Buffer.from([flags, size.reduce((sum, byte) => sum ^ byte, 0x5a ^ flags), ...size]), bytes);
  }
  return Buffer.concat(blocks);
}

const slotBases = (extras: readonly number[]): number[] => {
  let next = 0;
  return extras.map((extra) => (next += 2 ** extra) - 2 ** extra);
};
const LENGTH_EXTRAS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5];
const DISTANCE_EXTRAS = [
  0,
  0,
  0,
  0,
  ...[...Array(15).keys()].flatMap((n) => [n + 1, n + 1]),
  ...Array<number>(14).fill(16),
];

function slotOf(value: number, extras: readonly number[]): readonly [slot: number, extra: number, bits: number] {
  const bases = slotBases(extras);
  const slot = bases.findLastIndex((base) => base <= value);
  return [slot, value - (bases[slot] ?? 0), extras[slot] ?? 0];
}

function addToken3(bits: Bits, token: Token): void {
  const literal = (symbol: number): void => bits.add(symbol, 9);
  if (typeof token === 'number') literal(token);
  else if ('last' in token) literal(258);
  else if ('again' in token) {
    literal(259 + token.again);
    const [slot, extra, count] = slotOf(token.length - 2, LENGTH_EXTRAS);
    bits.add(slot, 5);
    bits.add(extra, count);
  } else if ('distance' in token) {
    const far = [0x2000, 0x40000].filter((limit) => token.distance >= limit).length;
    const [slot, extra, count] = slotOf(token.length - 3 - far, LENGTH_EXTRAS);
    literal(271 + slot);
    bits.add(extra, count);
    const [place, low, size] = slotOf(token.distance - 1, DISTANCE_EXTRAS);
    bits.add(place, 6);
    if (place < 10) return bits.add(low, size);
    bits.add(low >> 4, size - 4);
    bits.add(low & 15, 5);
  }
}

/** Packs tokens by the method of RAR 3, with new tables before every `perBlock`-th one. */
export function pack3(tokens: readonly Token[], perBlock = 1000): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < Math.max(1, tokens.length); at += perBlock) {
    const bits = new Bits();
    bits.add(0, 2);
    addTables(bits, [
      [299, 9],
      [60, 6],
      [17, 5],
      [28, 5],
    ]);
    for (const token of tokens.slice(at, at + perBlock)) addToken3(bits, token);
    bits.add(256, 9);
    if (at + perBlock < tokens.length) bits.add(1, 1);
    else bits.add(1, 2);
    parts.push(bits.bytes);
  }
  return Buffer.concat(parts);
}

/** A member: its data as it is, or packed with what it stands for. */
export interface RarMember {
  readonly name: string;
  readonly data: Buffer;
  readonly packed?: Buffer;
  readonly isSolid?: boolean;
  readonly isEncrypted?: boolean;
  readonly target?: string;
  /** In which volumes the rest of its data stands. */
  readonly cut?: 'before' | 'behind';
  readonly service?: boolean;
}

function variable(value: number): Buffer {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left & 0x7f) | 0x80);
  return Buffer.from([...bytes, left]);
}

function header5(type: number, flags: number, fields: Buffer, extra: Buffer, dataSize: number): Buffer {
  const all = (extra.length > 0 ? 1 : 0) | (dataSize > 0 ? 2 : 0) | flags;
  const body = Buffer.concat([
    variable(type),
    variable(all),
    extra.length > 0 ? variable(extra.length) : Buffer.alloc(0),
    dataSize > 0 ? variable(dataSize) : Buffer.alloc(0),
    fields,
    extra,
  ]);
  const covered = Buffer.concat([variable(body.length), body]);
  const crc = Buffer.alloc(4);
  crc.writeUInt32LE(crc32(covered));
  return Buffer.concat([crc, covered]);
}

const record = (type: number, body: Buffer): Buffer => Buffer.concat([variable(body.length + 1), variable(type), body]);

/** An archive of RAR 5. */
export function makeRar5(members: readonly RarMember[], isEnded = true): Buffer {
  const parts = [Buffer.from('Rar!\x1a\x07\x01\0', 'latin1'), header5(1, 0, variable(0), Buffer.alloc(0), 0)];
  for (const { name, data, packed, isSolid, isEncrypted, target, cut, service } of members) {
    const crc = Buffer.alloc(4);
    crc.writeUInt32LE(crc32(data));
    const bytes = Buffer.from(name);
    const method = (packed === undefined ? 0 : 3 << 7) | (isSolid === true ? 0x40 : 0) | (3 << 10);
    const fields = [variable(4), variable(data.length), variable(0), crc, variable(method), variable(1)];
    const link =
      target === undefined
        ? Buffer.alloc(0)
        : Buffer.concat([variable(1), variable(0), variable(target.length), Buffer.from(target)]);
    const extra = [
      isEncrypted === true ? record(1, Buffer.alloc(4)) : Buffer.alloc(0),
      link.length > 0 ? record(5, link) : link,
    ];
    const flags = cut === undefined ? 0 : cut === 'before' ? 8 : 16;
    const size = (packed ?? data).length;
    const own = Buffer.concat([...fields, variable(bytes.length), bytes]);
    parts.push(header5(service === true ? 3 : 2, flags, own, Buffer.concat(extra), size), packed ?? data);
  }
  if (isEnded) parts.push(header5(5, 0, variable(0), Buffer.alloc(0), 0));
  return Buffer.concat(parts);
}

function header4(type: number, flags: number, fields: Buffer): Buffer {
  const bytes = Buffer.concat([Buffer.alloc(7), fields]);
  bytes.writeUInt8(type, 2);
  bytes.writeUInt16LE(flags, 3);
  bytes.writeUInt16LE(bytes.length, 5);
  bytes.writeUInt16LE(crc32(bytes.subarray(2)) & 0xffff, 0);
  return bytes;
}

/** An archive of RAR 4. */
export function makeRar4(members: readonly RarMember[], isEnded = true): Buffer {
  const parts = [Buffer.from('Rar!\x1a\x07\0', 'latin1'), header4(0x73, 0, Buffer.alloc(6))];
  for (const { name, data, packed, isSolid, isEncrypted, cut, service } of members) {
    const bytes = Buffer.from(name);
    const fields = Buffer.alloc(25);
    fields.writeUInt32LE((packed ?? data).length, 0);
    fields.writeUInt32LE(data.length, 4);
    fields.writeUInt8(3, 8);
    fields.writeUInt32LE(crc32(data), 9);
    fields.writeUInt8(29, 17);
    fields.writeUInt8(packed === undefined ? 0x30 : 0x33, 18);
    fields.writeUInt16LE(bytes.length, 19);
    const volumes = cut === undefined ? 0 : cut === 'before' ? 1 : 2;
    const flags = 0x8000 | (3 << 5) | (isSolid === true ? 0x10 : 0) | (isEncrypted === true ? 4 : 0) | volumes;
    parts.push(header4(service === true ? 0x7a : 0x74, flags, Buffer.concat([fields, bytes])), packed ?? data);
  }
  if (isEnded) parts.push(header4(0x7b, 0x4000, Buffer.alloc(0)));
  return Buffer.concat(parts);
}
