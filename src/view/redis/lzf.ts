/** Controls below this begin a run of literal bytes, one more than they say. */
const FIRST_COPY = 0x20;
/** Length in the upper bits of a control that stands for: see the next byte. */
const LONG = 7;
/** Bytes that a copy has beside those its length says. */
const LEAST_COPY = 2;
/** Most bytes that three of input can give: the longest copy. */
const MOST_COPY = LONG + 0xff + LEAST_COPY;

/** Bytes that so much packed data can give at most, which bounds what its header may claim. */
export function mostUnpacked(packed: number): number {
  return Math.ceil(packed / 3) * MOST_COPY;
}

/**
 * Undoes LZF as libLZF writes it. Data that is cut or broken gives what stands in front of that.
 *
 * @param size bytes that the data is said to give; no more are made
 */
export function unpackLzf(packed: Buffer, size: number): Buffer {
  const into = Buffer.allocUnsafe(Math.min(size, mostUnpacked(packed.length)));
  let length = 0;
  for (let at = 0; at < packed.length && length < into.length;) {
    const control = packed[at++] as number;
    if (control < FIRST_COPY) {
      length += packed.copy(into, length, at, at + control + 1);
      at += control + 1;
      continue;
    }
    let count = control >> 5;
    if (count === LONG) count += packed[at++] ?? 0;
    const distance = ((control & 0x1f) << 8) + (packed[at++] ?? 0) + 1;
    if (distance > length || at > packed.length) break;
    const end = Math.min(into.length, length + count + LEAST_COPY);
    // A copy may reach into itself: byte by byte.
    for (; length < end; length++) into[length] = into[length - distance] as number;
  }
  return into.subarray(0, length);
}
