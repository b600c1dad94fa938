import type { Change } from '../../engine/changes.ts';
import { differenceFinderFor } from '../../engine/difference-finder.ts';
import { warming } from '../../engine/web-assembly.ts';

const finderFor = warming(differenceFinderFor);

/** Where one text differs from another, according to `DifferenceFinder`. */
export function differences(text: Buffer, other: Buffer): Change[] {
  return finderFor(text.length).find(text, other);
}
