/** Memory that one byte takes of a context at most, and what a model of none takes. */
const [ONE_BYTE, LEAST] = [2048, 1024 * 1024] as const;

/** The bytes of memory, of those that a packer asks for, that a model of so many bytes of data may fill. */
export function modelMemory(order: number, memory: number, size: number): number {
  return Math.min(memory, LEAST + ONE_BYTE * order * size);
}

/** What it costs to begin a model of so many bytes of memory, which are taken but for the most part not filled. */
export function modelWork(memory: number): number {
  return 64 * 1024 + memory / 256;
}
