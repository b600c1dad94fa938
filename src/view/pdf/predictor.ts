/** How a filter's input was made more compressible (ISO 32000-1, 7.4.4.4). */
export interface Predictor {
  readonly kind: number;
  /** Bytes per row, and per pixel. */
  readonly row: number;
  readonly pixel: number;
}

/** The first of the PNG predictors, where each row begins with its own; that of TIFF is for images and is not reversed. */
const FIRST_PNG = 10;

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

function predicted(type: number, left: number, up: number, corner: number): number {
  switch (type) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4:
      return paeth(left, up, corner);
    default:
      return 0;
  }
}

/** The bytes as they were before prediction. */
export function undoPredictor(bytes: Buffer, { kind, row, pixel }: Predictor): Buffer {
  if (kind < FIRST_PNG || row < 1) return bytes;
  const output = Buffer.alloc(bytes.length);
  let target = 0;
  for (let source = 0; source < bytes.length; source += row + 1) {
    const type = bytes[source] ?? 0;
    const start = target;
    const end = Math.min(bytes.length, source + 1 + row);
    for (let at = source + 1; at < end; at++, target++) {
      const inRow = target - start;
      const left = inRow < pixel ? 0 : (output[target - pixel] ?? 0);
      const up = output[target - row] ?? 0;
      const corner = inRow < pixel ? 0 : (output[target - row - pixel] ?? 0);
      output[target] = (bytes[at] ?? 0) + predicted(type, left, up, corner);
    }
  }
  return output.subarray(0, target);
}
