/** Object ids in the order in which they were added, held as bytes: 20 for SHA-1, 32 for SHA-256. */
export class ObjectIds {
  readonly #width: number;
  #bytes: Buffer;
  #length = 0;

  /** @param width hex digits of an id: 40 or 64 */
  constructor(width = 40) {
    this.#width = width / 2;
    this.#bytes = Buffer.alloc(this.#width * 1024);
  }

  static from(ids: Iterable<string>): ObjectIds {
    const all = [...ids];
    const list = new ObjectIds(all[0]?.length ?? 40);
    for (const id of all) list.add(id);
    return list;
  }

  get length(): number {
    return this.#length;
  }

  add(id: string): void {
    const start = this.#length * this.#width;
    if (start === this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes], this.#bytes.length * 2);
    this.#bytes.write(id, start, 'hex');
    this.#length++;
  }

  at(index: number): string {
    return this.#bytes.toString('hex', index * this.#width, (index + 1) * this.#width);
  }

  /** The ids from `from` to before `to`, one a line. */
  lines(from: number, to: number): string {
    const out: string[] = [];
    for (let index = from; index < Math.min(to, this.#length); index++) out.push(this.at(index));
    return out.length === 0 ? '' : `${out.join('\n')}\n`;
  }
}
