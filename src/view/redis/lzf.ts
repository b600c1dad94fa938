/** Controls below this begin a run of literal bytes, one more than their value. */
const FIRST_COPY = 0x20;
/** Length in the upper bits of a control that means: add the next byte. */
const LONG = 7;
/** Length of a copy in addition to its declared length. */
const LEAST_COPY = 2;
/** Maximum output of three bytes of input: the longest copy. */
const MOST_COPY = LONG + 0xff + LEAST_COPY;

/** Maximum output of this much packed data, which limits what its header may claim. */
export function mostUnpacked(packed: number): number {
  return Math.ceil(packed / 3) * MOST_COPY;
}

/**
 * Decompresses LZF as written by libLZF. Cut or broken data gives its output before the damage.
 *
 * @param size declared size of the output; no more is produced
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
    // A copy may overlap itself: byte by byte.
    for (; length < end; length++) into[length] = into[length - distance] as number;
  }
  return into.subarray(0, length);
}
