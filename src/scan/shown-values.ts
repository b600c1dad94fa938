import type { Detector } from '../detect/detector.ts';

/** A shorter public prefix is not enough to recognize a value. */
const SHORTEST_PREFIX = 3;

/**
 * Whether a text shows a value that a rule recognizes by its own public prefix (`ghp_…`). Rules that judge by the words
 * around a value are left out, because a report puts rule names next to digests.
 */
export function showsValue(text: string, detector: Detector): boolean {
  return detector.detectsBy(Buffer.from(text, 'utf8'), ({ prefixLength }) => prefixLength >= SHORTEST_PREFIX);
}
