import { placeFinderFor, type PlaceFinder } from '../../engine/place-finder.ts';
import { warming } from '../../engine/web-assembly.ts';
import type { Span } from '../../types.ts';
import { lastBefore } from '../last-before.ts';
import { BEGINNINGS, INDEX, PLACE_TABLES } from './beginnings.ts';
import { type Found, noneFound } from './found.ts';
import { atLineStart } from './line-looks.ts';

const LF = 10;

/** A finder that uses WebAssembly, or only plain TypeScript. */
export function scoutFinder(plain: boolean): PlaceFinder {
  return placeFinderFor(PLACE_TABLES, plain);
}

const finderFor = warming(scoutFinder);

/** Finds the places where families of cuts may begin, in one pass over the bytes. */
export function scout(bytes: Buffer, range: Span, finder: PlaceFinder = finderFor(bytes.length)): Found {
  const firstLine = lastBefore(bytes, LF, range.start) + 1;
  const newline = bytes.indexOf(LF, range.start);
  const found = noneFound(firstLine, newline >= 0 && newline < range.end);
  if (range.start === 0) atLineStart(bytes, 0, found);
  finder.find(bytes, range, (at) => {
    BEGINNINGS[INDEX[bytes[at] ?? 0] ?? 0]?.look(bytes, at, found);
  });
  return found;
}
