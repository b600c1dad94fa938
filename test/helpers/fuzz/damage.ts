/** Damage to files, the same for the same seed. */

/** A damaged file. */
export interface Damaged {
  /** What was done, for messages. */
  readonly what: string;
  readonly bytes: Buffer;
  /** First byte that was changed. */
  readonly at: number;
}

/** Numbers from 0 to below `limit`, the same for the same seed (mulberry32). */
export function numbers(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

type Damage = (bytes: Buffer, below: (limit: number) => number, other: Buffer) => Damaged;

/** The file without its end. */
export function cutAt(bytes: Buffer, at: number): Damaged {
  return { what: `cut at ${at}`, bytes: bytes.subarray(0, at), at };
}

/** One bit turned over. */
export function flipAt(original: Buffer, at: number, bit: number): Damaged {
  const bytes = Buffer.from(original);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  return { what: `bit ${bit} of byte ${at}`, bytes, at };
}

/** A number of one to eight bytes, or of digits, that becomes twice as large: a length that is not true. */
function doubled(original: Buffer, below: (limit: number) => number): Damaged {
  const bytes = Buffer.from(original);
  const digits = [...bytes.toString('latin1').matchAll(/\d{1,11}/g)];
  const chosen = digits[below(Math.max(1, 3 * digits.length))];
  if (chosen !== undefined) {
    const more = String(Number(chosen[0]) * 2)
      .slice(-chosen[0].length)
      .padStart(chosen[0].length, '0');
    bytes.write(more, chosen.index, 'latin1');
    return { what: `number at ${chosen.index} doubled`, bytes, at: chosen.index };
  }
  const width = [1, 2, 4][below(3)] ?? 1;
  const at = below(Math.max(1, bytes.length - width));
  const isLittle = below(2) === 0;
  const value = isLittle ? bytes.readUIntLE(at, width) : bytes.readUIntBE(at, width);
  const twice = (value * 2) % 2 ** (8 * width);
  if (isLittle) bytes.writeUIntLE(twice, at, width);
  else bytes.writeUIntBE(twice, at, width);
  return { what: `${width} bytes at ${at} doubled`, bytes, at };
}

function spliced(bytes: Buffer, below: (limit: number) => number, other: Buffer): Damaged {
  const at = below(bytes.length);
  const from = below(other.length);
  return {
    what: `cut at ${at}, then another from ${from}`,
    bytes: Buffer.concat([bytes.subarray(0, at), other.subarray(from)]),
    at,
  };
}

function filled(original: Buffer, below: (limit: number) => number): Damaged {
  const bytes = Buffer.from(original);
  const at = below(bytes.length);
  const length = 1 + below(16);
  const value = [0, 0xff, 0x7f, 0x80, below(256)][below(5)] ?? 0;
  bytes.fill(value, at, Math.min(bytes.length, at + length));
  return { what: `${length} bytes of ${value} at ${at}`, bytes, at };
}

function moved(original: Buffer, below: (limit: number) => number): Damaged {
  const at = below(original.length);
  const length = 1 + below(64);
  const part = original.subarray(at, at + length);
  const target = below(original.length);
  const bytes = Buffer.concat([original.subarray(0, target), part, original.subarray(target)]);
  return { what: `${length} bytes of ${at} once more at ${target}`, bytes, at: target };
}

function without(original: Buffer, below: (limit: number) => number): Damaged {
  const at = below(original.length);
  const length = 1 + below(32);
  const bytes = Buffer.concat([original.subarray(0, at), original.subarray(at + length)]);
  return { what: `${length} bytes at ${at} left out`, bytes, at };
}

/** Fewer bytes are not damaged further. */
const LEAST = 8;
const KINDS: readonly Damage[] = [
  (bytes, below) => cutAt(bytes, below(bytes.length)),
  (bytes, below) => flipAt(bytes, below(bytes.length), below(8)),
  doubled,
  doubled,
  spliced,
  filled,
  moved,
  without,
];

/** One damage of a kind that the numbers choose, or two. */
export function damage(bytes: Buffer, other: Buffer, below: (limit: number) => number): Damaged {
  const pick = (): Damage => KINDS[below(KINDS.length)] ?? spliced;
  const first = pick()(bytes, below, other);
  if (below(4) > 0 || first.bytes.length < LEAST) return first;
  const second = pick()(first.bytes, below, other);
  return { what: `${first.what}; ${second.what}`, bytes: second.bytes, at: Math.min(first.at, second.at) };
}
