/** The structure of the beginning of a JSON text. */
export interface JsonOutline {
  /**
   * Paths of keys down to four levels, `runs[].tool`, each with the first short string at that path (empty for any
   * other value). Documents of a JSON Lines text are merged.
   */
  readonly paths: ReadonlyMap<string, string>;
  /** Number of documents that end within the head; more than one means JSON Lines. */
  readonly documents: number;
  /** First strings of a top-level array of strings. */
  readonly strings: readonly string[];
}

const MAX_LEVELS = 4;
const MAX_PATHS = 512;
const MAX_STRINGS = 64;
const MAX_VALUE = 64;

/**
 * Reads the keys at the beginning of a JSON text without parsing it: one pass, no recursion, and a text that is cut or
 * broken gives what came before the break.
 */
export function outlineJson(text: string): JsonOutline {
  return new Outline(text).read();
}

class Outline {
  readonly #text: string;
  readonly #paths = new Map<string, string>();
  readonly #strings: string[] = [];
  /** One entry for each open bracket: the path of what is inside it. */
  readonly #open: { readonly array: boolean; readonly path: string }[] = [];
  #key = '';
  #isKey = true;
  #documents = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): JsonOutline {
    for (let at = 0; at < this.#text.length; at++) {
      const unit = this.#text[at];
      if (unit === '"') at = this.#string(at);
      else if (unit === '{' || unit === '[') this.#enter(unit === '[');
      else if (unit === '}' || unit === ']') this.#leave();
      else if (unit === ',') this.#isKey = true;
      else if (unit === ':') this.#isKey = false;
    }
    return { paths: this.#paths, documents: this.#documents, strings: this.#strings };
  }

  #enter(array: boolean): void {
    const outer = this.#open.at(-1);
    const deep = this.#open.length >= MAX_LEVELS;
    const base = outer === undefined || deep ? '' : outer.array ? outer.path : join(outer.path, this.#key);
    this.#open.push({ array, path: array && !deep ? `${base}[]` : base });
    this.#isKey = true;
  }

  #leave(): void {
    this.#open.pop();
    this.#isKey = true;
    if (this.#open.length === 0) this.#documents++;
  }

  /** Takes the string that opens at `start` and returns the position of its closing quote. */
  #string(start: number): number {
    let end = start + 1;
    while (end < this.#text.length && this.#text[end] !== '"') end += this.#text[end] === '\\' ? 2 : 1;
    const inside = this.#open.at(-1);
    if (inside && this.#open.length <= MAX_LEVELS)
      this.#keep(inside, this.#text.slice(start + 1, Math.min(end, start + 1 + MAX_VALUE)));
    return end;
  }

  #keep(inside: { readonly array: boolean; readonly path: string }, value: string): void {
    if (inside.array) {
      if (inside.path === '[]' && this.#strings.length < MAX_STRINGS) this.#strings.push(value);
    } else if (this.#isKey) {
      this.#key = value;
      const path = join(inside.path, value);
      if (this.#paths.size < MAX_PATHS && !this.#paths.has(path)) this.#paths.set(path, '');
    } else {
      const path = join(inside.path, this.#key);
      if (this.#paths.get(path) === '') this.#paths.set(path, value);
    }
  }
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
