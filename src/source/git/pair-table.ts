/** Maximum number of names compared per object before a pair is stored again: whoever makes the repository may give an object thousands. */
const MOST_COMPARED = 8;
const FIRST_SIZE = 1024;

/** Pairs of an object and its name in a tree, each stored once and identified by a number. */
export class PairTable {
  #children: Int32Array = new Int32Array(FIRST_SIZE);
  #names: Uint32Array = new Uint32Array(FIRST_SIZE);
  /** Number + 1 of the previous pair of the same object, or 0. */
  #before: Uint32Array = new Uint32Array(FIRST_SIZE);
  #length = 0;
  /** For each object, the number + 1 of its last pair, or 0. */
  readonly #last: Uint32Array;

  /** @param objects how many there are; a negative number stands for any other */
  constructor(objects: number) {
    this.#last = new Uint32Array(objects + 1);
  }

  /** The number of a pair; a new one if the object has many names. */
  add(child: number, name: number): number {
    const slot = child < 0 ? this.#last.length - 1 : child;
    let pair = this.#last[slot] ?? 0;
    for (let compared = 0; pair > 0 && compared < MOST_COMPARED; compared++) {
      if (this.#names[pair - 1] === name && this.#children[pair - 1] === child) return pair - 1;
      pair = this.#before[pair - 1] ?? 0;
    }
    return this.#append(slot, child, name);
  }

  child(pair: number): number {
    return this.#children[pair] as number;
  }

  name(pair: number): number {
    return this.#names[pair] as number;
  }

  #append(slot: number, child: number, name: number): number {
    const pair = this.#length++;
    if (pair === this.#children.length) this.#grow();
    this.#children[pair] = child;
    this.#names[pair] = name;
    this.#before[pair] = this.#last[slot] as number;
    this.#last[slot] = pair + 1;
    return pair;
  }

  #grow(): void {
    const [children, names, before] = [this.#children, this.#names, this.#before];
    this.#children = new Int32Array(2 * children.length);
    this.#names = new Uint32Array(2 * names.length);
    this.#before = new Uint32Array(2 * before.length);
    this.#children.set(children);
    this.#names.set(names);
    this.#before.set(before);
  }
}
