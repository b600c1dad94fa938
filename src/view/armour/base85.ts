const GROUP = 5;
const BASE = 85;

/**
 * Decodes base85 digit values: groups of five give four bytes each, most significant first; a shorter last group gives one byte less than
 * it has digits.
 */
export function base85(values: readonly number[]): Buffer {
  const output = Buffer.allocUnsafe(Math.ceil(values.length / GROUP) * 4);
  let length = 0;
  for (let at = 0; at < values.length; at += GROUP) {
    const count = Math.min(GROUP, values.length - at);
    let number = 0;
    for (let i = 0; i < GROUP; i++) number = number * BASE + (i < count ? (values[at + i] ?? 0) : BASE - 1);
    output.writeUInt32BE(number % 2 ** 32, length);
    length += count - 1;
  }
  return output.subarray(0, length);
}
