/** Longest line, or block of lines, that is judged as a whole. */
export const LONGEST_BLOCK: number = 256 * 1024;
/** What is kept back of a longer line: values are shorter. */
const KEPT = 16 * 1024;
const [LF, CR] = [10, 13] as const;
const BEGIN = '-----BEGIN ';
const END = '-----END ';
/** A key's lines; a longer block is none. */
const LONGEST_PEM = 64 * 1024;

/** Lines that go on with each other are judged together up to here, and a longer line goes on with none. */
const LONGEST_WRAPPED = 4096;

/** What to give out next. */
export interface Block {
  /** Bytes; 0 while the block is not whole. */
  readonly end: number;
  /** It is the start of a longer line. */
  readonly isPart: boolean;
  /** Bytes that need not be looked at again. */
  readonly searched: number;
}

/**
 * The first block of a stream: a line with its end, lines that go on with each other, or all lines of a PEM block. It depends on
 * the bytes alone, not on how many of those behind it are there already.
 *
 * @param final nothing follows
 * @param isOpen whether the line that ends at a place may go on in the next one
 */
export function nextBlock(pending: Buffer, searched: number, final: boolean, isOpen: (end: number) => boolean): Block {
  const line = lineEnd(pending, searched, final);
  if (line === 0) return open(pending, final);
  const begin = pending.subarray(0, line).indexOf(BEGIN);
  const isKey = begin >= 0 && !pending.subarray(begin, line).includes(END);
  return isKey ? pemBlock(pending, begin, final) : wrapped(pending, line, final, isOpen);
}

/** The first line, which ends at `line`, with those that go on with it. */
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

/** No line ends in it. */
function open(pending: Buffer, final: boolean): Block {
  if (final) return block(pending.length);
  if (pending.length >= LONGEST_BLOCK) return block(LONGEST_BLOCK - KEPT, true);
  return { end: 0, isPart: false, searched: Math.max(0, pending.length - 1) };
}

/** Where the first line ends; a carriage return alone ends one too, as progress bars have it. 0 where none does yet. */
function lineEnd(pending: Buffer, from: number, final: boolean): number {
  const part = pending.length > LONGEST_BLOCK ? pending.subarray(0, LONGEST_BLOCK) : pending;
  const lf = part.indexOf(LF, from);
  const before = lf < 0 ? part : part.subarray(0, lf);
  const cr = before.indexOf(CR, from);
  if (cr < 0) return lf < 0 ? 0 : lf + 1;
  if (cr + 1 === lf) return lf + 1;
  // Whether a line feed follows is not known yet.
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
