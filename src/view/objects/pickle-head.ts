const [PROTOCOL, FRAME, EARLIEST, LATEST] = [0x80, 0x95, 2, 5] as const;
/** First instructions of pickles with a protocol mark but without frames. */
const FIRST: ReadonlySet<number> = new Set(Buffer.from('}])(cXCBUTKMJNGI\x85\x88\x89\x8a\x8b\x8c\x8e\x8f', 'latin1'));
/** First instructions of protocols 0 and 1, which have no mark: an empty list or dictionary, or a class, that is stored in the memo. */
const EARLY = /^(?:\([dl]p[01]\n|[\]}]q[\0\x01]|c[A-Za-z_][\w.]*\n[A-Za-z_]\w*\n(?:p[01]\n|q[\0\x01]))/;
const FIRST_EARLY: ReadonlySet<number> = new Set([0x28, 0x5d, 0x7d, 0x63]);
const LONGEST_NAME = 160;

/** Whether bytes begin like a pickle with a protocol mark: its first instruction, or the length of its first frame. */
export function isMarkedPickle(head: Uint8Array): boolean {
  const [mark, protocol = 0, next = 0] = head;
  if (mark !== PROTOCOL || protocol < EARLIEST || protocol > LATEST) return false;
  if (next === FRAME) return head.length >= 11 && head.subarray(8, 11).every((byte) => byte === 0);
  return FIRST.has(next);
}

/** Whether bytes begin like a pickle of an earlier protocol. */
export function isEarlyPickle(head: Uint8Array): boolean {
  const first = head[0] ?? 0;
  if (!FIRST_EARLY.has(first)) return false;
  const { buffer, byteOffset, byteLength } = head;
  return EARLY.test(Buffer.from(buffer, byteOffset, Math.min(byteLength, LONGEST_NAME)).toString('latin1'));
}

/** Whether bytes begin like a pickle. */
export function isPickle(head: Uint8Array): boolean {
  return isMarkedPickle(head) || isEarlyPickle(head);
}
