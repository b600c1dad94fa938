import { IdTable } from './id-table.ts';
import type { Listing } from './listing.ts';
import { HASH_START, HASH_STEP } from './name-table.ts';
import { ObjectIds } from './object-ids.ts';
import { pathHash, VersionOrder } from './version-order.ts';

const SLASH = 47;

/** Objects in the order of a walk, with a hash of their paths: enough to put the versions of a file in a row. */
export class PathOrder {
  readonly #ids: ObjectIds;
  #hashes: Uint32Array = new Uint32Array(1024);

  constructor(idLength: number) {
    this.#ids = new ObjectIds(idLength);
  }

  /** Takes one line of `git rev-list --objects`: an id, and a path if there is one. */
  add(line: Buffer, start: number, end: number): void {
    const index = this.#ids.length;
    if (index === this.#hashes.length) {
      const grown = new Uint32Array(2 * index);
      grown.set(this.#hashes);
      this.#hashes = grown;
    }
    this.#ids.addHex(line, start);
    this.#hashes[index] = hashOf(line, start + 2 * this.#ids.width, end);
  }

  /** The given objects of a listing, versions of a path in a row; those that the walk did not reach come last. */
  sort(listing: Listing, indexes: readonly number[]): readonly number[] {
    if (this.#ids.length === 0 || indexes.length < 2) return indexes;
    const wanted = new Uint8Array(listing.length);
    for (const index of indexes) wanted[index] = 1;
    const table = new IdTable(listing.ids);
    const order = new VersionOrder();
    for (let place = 0; place < this.#ids.length; place++) {
      const index = table.find(this.#ids, place);
      if (index < 0 || wanted[index] !== 1) continue;
      wanted[index] = 0;
      order.add(index, this.#hashes[place] ?? 0);
    }
    return [...order.sorted(), ...indexes.filter((index) => wanted[index] === 1)];
  }
}

function hashOf(line: Uint8Array, start: number, end: number): number {
  let name = HASH_START;
  let path = HASH_START;
  for (let at = start; at < end; at++) {
    const byte = line[at] ?? 0;
    path = Math.imul(path ^ byte, HASH_STEP);
    name = byte === SLASH ? HASH_START : Math.imul(name ^ byte, HASH_STEP);
  }
  return pathHash(name, path);
}
