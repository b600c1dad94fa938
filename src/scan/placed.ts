import type { Detection } from '../detect/detector.ts';
import type { Part } from '../detect/parts.ts';
import type { Span } from '../types.ts';
import type { Trust } from '../view/joined/joints.ts';
import type { Layer } from './layer.ts';

/** A detection in a text or in one of its views. `start` and `end` are absolute offsets in the text itself. */
export interface PlacedDetection extends Detection {
  /** Kinds of the decodings that led to it, outermost first. */
  readonly view: readonly string[];
  /** If its text was joined from parts, how certain it is that they belong together. */
  readonly joined?: Trust;
  /** For each step of the view, the spans of the text that were decoded. */
  readonly regions: readonly Span[];
}

/** A detection with its position and those of its parts mapped to the text itself. */
export function placed(
  detection: Detection,
  { toText, view, regions }: Pick<Layer, 'toText' | 'view' | 'regions'>,
): PlacedDetection {
  const { start, end, parts, steps = [] } = detection;
  const inText = parts?.map((part): Part => ({ name: part.name, ...toText({ start: part.start, end: part.end }) }));
  return {
    ...detection,
    ...toText({ start, end }),
    view: [...view, ...steps],
    regions: regions(),
    ...(inText && { parts: inText }),
  };
}
