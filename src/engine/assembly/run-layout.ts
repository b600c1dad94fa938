// The memory layout of `runs.ts` and `promising-run.ts`, filled by `../run-finder.ts`.

/** Nibble masks of classes: bits 0 to 4 together are base64 digits of both alphabets, 5 and 6 separators of digit pairs. */
export const MASKS: usize = 1024;
/** Class of a byte in texts: 0 text, 1 NUL, 2 continuation, 3 to 5 first of 2 to 4 bytes, 6 never. */
export const TEXT: usize = 1280;
/** Value of a digit in base64, base16 and base32; 255 for others. 1 for `+` and `/`, 2 for `-` and `_`. */
export const BASE64: usize = 1536;
export const HEX: usize = 1792;
export const MARKS: usize = 2048;
export const BASE32: usize = 2304;
/** Lists of (start, end) of runs of base64, hexadecimal and base32 digits, and of block starts: each large enough for a piece. */
export const BASE64_RUNS: usize = 4096;
export const HEX_RUNS: usize = BASE64_RUNS + 32768;
export const BASE32_RUNS: usize = HEX_RUNS + 32768;
export const BLOCKS: usize = BASE32_RUNS + 32768;
/** Starts of blocks with rows of groups or of quoted characters. */
export const ROWS: usize = BLOCKS + 4096;
/** A bit for each pair of bytes that a container, or UTF-16 with a byte order mark, may begin with; the first one is the high byte. */
export const STARTS: usize = BLOCKS + 8192;
/** The same for everything that a check of data takes for a container, and for what is searched for inside data. */
export const HEADS: usize = STARTS + 8192;
export const MAGICS: usize = HEADS + 8192;
export const INPUT: usize = MAGICS + 8192;
