/** Number of positions that fit into a sort key next to 30 bits of hash: 52 bits in all. */
const PLACES = 2 ** 22;

/** Puts the versions of files in a row: objects sorted by a hash of their path, then by their position in a walk. */
export class VersionOrder {
  #keys: Float64Array = new Float64Array(1024);
  #indexes: Uint32Array = new Uint32Array(1024);
  #length = 0;

  /** Takes the next object of the walk. @param hash 30 bits that versions of a file have in common */
  add(index: number, hash: number): void {
    const at = this.#length++;
    if (at === this.#keys.length) this.#grow();
    this.#indexes[at] = index;
    this.#keys[at] = hash * PLACES + at;
  }

  /** The objects, versions of a path in a row; in walk order if there are too many. */
  sorted(): readonly number[] {
    const indexes = this.#indexes.subarray(0, this.#length);
    if (this.#length > PLACES) return [...indexes];
    return Array.from(this.#keys.slice(0, this.#length).sort(), (key) => indexes[key % PLACES] ?? 0);
  }

  #grow(): void {
    const keys = new Float64Array(2 * this.#keys.length);
    const indexes = new Uint32Array(2 * this.#indexes.length);
    keys.set(this.#keys);
    indexes.set(this.#indexes);
    this.#keys = keys;
    this.#indexes = indexes;
  }
}

/** Hash of a path: that of the name is above that of its folders, so that a moved file stays nearby. */
export function pathHash(name: number, folders: number): number {
  return (name >>> 17) * 32768 + (folders >>> 17);
}
