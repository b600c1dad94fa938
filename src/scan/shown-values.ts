import type { Detector } from '../detect/detector.ts';

/** A shorter public prefix is too little to know a value by. */
const SHORTEST_PREFIX = 3;

/**
 * Whether a text shows a value that its own public prefix gives away (`ghp_…`), as a rule knows it. Rules that judge by
 * the words around a value are left out: a report puts rule names beside digests.
 */
export function showsValue(text: string, detector: Detector): boolean {
  const bytes = Buffer.from(text, 'utf8');
  const found = detector.detect(bytes, { from: 0, to: bytes.length, base: 0 }, detector.newState());
  return found.some(({ rule }) => rule.prefixLength >= SHORTEST_PREFIX);
}
