/** What addresses of dumps are counted in: hexadecimal (`hexdump`, `xxd`), octal or decimal (`od`). */
export const RADICES = [16, 8, 10] as const;
/** Bytes that a line of a dump has. */
const [LEAST_BYTES, MOST_BYTES] = [4, 64] as const;

/** Bytes that a line has by its address and that of the next one; 0 where these say nothing. */
export function distance(address: string, next: string, radix: number): number {
  const count = Number.parseInt(next, radix) - Number.parseInt(address, radix);
  return count >= LEAST_BYTES && count <= MOST_BYTES ? count : 0;
}
