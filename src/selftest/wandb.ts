/** Types of the parts of a record: all of it. */
export const WANDB_WHOLE = 1;
export const WANDB_FIRST = 2;
export const WANDB_LAST = 4;

/** A part of a record: a checksum that no reader here verifies, its length, its type. */
export function wandbPart(type: number, text: string): Buffer {
  const data = Buffer.from(text);
  const head = Buffer.alloc(7);
  head.writeUInt16LE(data.length, 4);
  head[6] = type;
  return Buffer.concat([head, data]);
}

/** A run of Weights & Biases. */
export function wandbFile(...parts: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from(':W&B\xe1\xbe\0', 'latin1'), ...parts]);
}

/** A run with a record that is cut by the border of a block. */
export function wandbOf(text: string): Buffer {
  const half = text.length >> 1;
  return wandbFile(wandbPart(WANDB_FIRST, text.slice(0, half)), wandbPart(WANDB_LAST, text.slice(half)));
}
