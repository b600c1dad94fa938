import { IdTable } from './id-table.ts';
import type { Listing } from './listing.ts';
import { ObjectIds } from './object-ids.ts';

/** Places in a walk that fit into a sort key beside 30 bits of hash: 52 bits in all. */
const PLACES = 2 ** 22;
const SLASH = 47;

/** Objects in the order of a walk, with what their paths have in common: enough to bring the versions of a file together. */
export class PathOrder {
  readonly #ids: ObjectIds;
  #hashes: Uint32Array = new Uint32Array(1024);

  constructor(idLength: number) {
    this.#ids = new ObjectIds(idLength);
  }

  /** Takes one line of `git rev-list --objects`: an id, and a path where there is one. */
  add(line: Uint8Array, start: number, end: number): void {
    const index = this.#ids.length;
    if (index === this.#hashes.length) {
      const grown = new Uint32Array(2 * index);
      grown.set(this.#hashes);
      this.#hashes = grown;
    }
    this.#ids.addHex(line, start);
    this.#hashes[index] = hashOf(line, start + 2 * this.#ids.width, end);
  }

  /** The given objects of a listing, versions of a path one after the other; those that the walk did not meet come last. */
  sort(listing: Listing, indexes: readonly number[]): readonly number[] {
    const { length } = this.#ids;
    if (length >= PLACES || indexes.length < 2) return indexes;
    const wanted = new Uint8Array(listing.length);
    for (const index of indexes) wanted[index] = 1;
    const table = new IdTable(listing.ids);
    const keys = new Float64Array(length);
    const indexOf = new Uint32Array(length);
    let count = 0;
    for (let place = 0; place < length; place++) {
      const index = table.find(this.#ids, place);
      if (index < 0 || wanted[index] !== 1) continue;
      wanted[index] = 0;
      indexOf[place] = index;
      keys[count++] = (this.#hashes[place] ?? 0) * PLACES + place;
    }
    const sorted = [...keys.subarray(0, count).sort()].map((key) => indexOf[key % PLACES] ?? 0);
    return [...sorted, ...indexes.filter((index) => wanted[index] === 1)];
  }
}

/** The name's hash above that of its folders: a file that was moved stays near. */
function hashOf(line: Uint8Array, start: number, end: number): number {
  let name = 0x811c9dc5;
  let path = 0x811c9dc5;
  for (let at = start; at < end; at++) {
    const byte = line[at] ?? 0;
    path = Math.imul(path ^ byte, 0x01000193);
    name = byte === SLASH ? 0x811c9dc5 : Math.imul(name ^ byte, 0x01000193);
  }
  return (name >>> 17) * 32768 + (path >>> 17);
}
