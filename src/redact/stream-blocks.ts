/** Maximum size of a line, or block of lines, that is judged as a whole, in bytes. */
export const LONGEST_BLOCK: number = 256 * 1024;
/** Number of bytes held back of a longer line: values are shorter. */
const KEPT = 16 * 1024;
const [LF, CR] = [10, 13] as const;
const BEGIN = '-----BEGIN ';
const END = '-----END ';
/** Maximum size of a PEM block, in bytes. */
const LONGEST_PEM = 64 * 1024;

/** Maximum size of lines judged together because they continue each other; a longer line does not continue. */
const LONGEST_WRAPPED = 4096;

/** What to give out next. */
export interface Block {
  /** Length in bytes; 0 while the block is incomplete. */
  readonly end: number;
  /** Whether it is only the start of a longer line. */
  readonly isPart: boolean;
  /** Number of bytes that need not be searched again. */
  readonly searched: number;
}

/**
 * The first block of a stream: a line with its end, lines that continue each other, or all lines of a PEM block. It
 * depends only on its bytes, not on how many bytes after it have already arrived.
 *
 * @param final nothing follows
 * @param isOpen whether the line that ends at an offset may continue in the next one
 */
export function nextBlock(pending: Buffer, searched: number, final: boolean, isOpen: (end: number) => boolean): Block {
  const line = lineEnd(pending, searched, final);
  if (line === 0) return open(pending, final);
  const begin = pending.subarray(0, line).indexOf(BEGIN);
  const isKey = begin >= 0 && !pending.subarray(begin, line).includes(END);
  return isKey ? pemBlock(pending, begin, final) : wrapped(pending, line, final, isOpen);
}

/** The first line, which ends at `line`, with those that continue it. */
function wrapped(pending: Buffer, line: number, final: boolean, isOpen: (end: number) => boolean): Block {
  for (let end = line; ;) {
    if (end >= LONGEST_WRAPPED || !isOpen(end)) return block(end);
    const behind = pending.subarray(end);
    const next = lineEnd(behind, 0, final) || (final ? behind.length : 0);
    if (next > LONGEST_WRAPPED || (next === 0 && (final || behind.length > LONGEST_WRAPPED))) return block(end);
    if (next === 0) return { end: 0, isPart: false, searched: 0 };
    if (behind.subarray(0, next).includes(BEGIN)) return block(end);
    end += next;
  }
}

function block(end: number, isPart = false): Block {
  return { end, isPart, searched: 0 };
}

/** A block without a line end. */
function open(pending: Buffer, final: boolean): Block {
  if (final) return block(pending.length);
  if (pending.length >= LONGEST_BLOCK) return block(LONGEST_BLOCK - KEPT, true);
  return { end: 0, isPart: false, searched: Math.max(0, pending.length - 1) };
}

/** Where the first line ends, or 0 if no line end has arrived; a lone carriage return ends one too, as in progress bars. */
function lineEnd(pending: Buffer, from: number, final: boolean): number {
  const part = pending.length > LONGEST_BLOCK ? pending.subarray(0, LONGEST_BLOCK) : pending;
  const lf = part.indexOf(LF, from);
  const before = lf < 0 ? part : part.subarray(0, lf);
  const cr = before.indexOf(CR, from);
  if (cr < 0) return lf < 0 ? 0 : lf + 1;
  if (cr + 1 === lf) return lf + 1;
  // It is not known yet whether a line feed follows.
  if (cr + 1 === part.length) return final ? cr + 1 : 0;
  return cr + 1;
}

function pemBlock(pending: Buffer, begin: number, final: boolean): Block {
  const limit = Math.min(pending.length, begin + LONGEST_PEM);
  const end = pending.subarray(begin, limit).indexOf(END);
  if (end >= 0) {
    const line = pending.indexOf(LF, begin + end);
    if (line >= 0 && line < begin + LONGEST_PEM) return block(line + 1);
  }
  if (pending.length >= begin + LONGEST_PEM || final) return block(Math.min(pending.length, begin + LONGEST_PEM));
  return { end: 0, isPart: false, searched: 0 };
}
