/** Maximum memory that one byte takes up per context, and memory of an empty model. */
const [ONE_BYTE, LEAST] = [2048, 1024 * 1024] as const;

/** The part of the requested memory that a model may fill for `size` bytes of data. */
export function modelMemory(order: number, memory: number, size: number): number {
  return Math.min(memory, LEAST + ONE_BYTE * order * size);
}

/** Work charged for starting a model with that much memory, which is allocated but mostly not filled. */
export function modelWork(memory: number): number {
  return 64 * 1024 + memory / 256;
}
