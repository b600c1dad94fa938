/** Places that fit into a sort key beside 30 bits of hash: 52 bits in all. */
const PLACES = 2 ** 22;

/** Brings the versions of files together: objects sorted by a hash of their path, and by their place in a walk. */
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

  /** The objects, versions of a path one after the other; as they came where they are too many. */
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

/** A path's hash: the name's own above that of its folders, so that a file that was moved stays near. */
export function pathHash(name: number, folders: number): number {
  return (name >>> 17) * 32768 + (folders >>> 17);
}
