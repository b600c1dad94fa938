const GROUP = 5;
const BASE = 85;

/** What base85 digits stand for: groups of five are four bytes each, the highest first; a shorter one at the end is one less than its digits. */
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
