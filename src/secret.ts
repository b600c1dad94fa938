/** The result of every implicit conversion. */
const MASKED = '[secret]';

/**
 * A secret value that cannot be printed by accident: templates, JSON, `inspect`, `structuredClone` and property enumeration reveal none of
 * it.
 *
 * @example const secret = new Secret(text); `${secret}` // '[secret]'
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The only access to the value: for validators, fingerprints, the output guard and reference matching; lint limits its callers. */
  reveal(): string {
    return this.#text;
  }

  /** Length in Unicode code points. */
  get length(): number {
    let count = 0;
    for (const _ of this.#text) count++;
    return count;
  }

  /** The result in templates and concatenation. */
  toString(): string {
    return MASKED;
  }

  /** The result in `JSON.stringify`. */
  toJSON(): string {
    return MASKED;
  }
}
