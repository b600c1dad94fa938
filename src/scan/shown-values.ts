import type { Detector } from '../detect/detector.ts';

/** A shorter public prefix is too little to know a value by. */
const SHORTEST_PREFIX = 3;

/**
 * Whether a text shows a value that its own public prefix gives away (`ghp_…`), as a rule knows it. Rules that judge by
 * the words around a value are left out: a report puts rule names beside digests.
 */
export function showsValue(text: string, detector: Detector): boolean {
  return detector.detectsBy(Buffer.from(text, 'utf8'), ({ prefixLength }) => prefixLength >= SHORTEST_PREFIX);
}
