import { type Line, Lines } from './line-text.ts';
import { step } from './path.ts';

const ASSIGNMENT = /^\s*(?:export\s+)?(?<key>"[^"]{1,120}"|[^\s=:#;[][^=:]{0,120}?)\s*[=:]/;
const SECTION = /^\s*\[\[?(?<name>[^[\]]{1,120})\]\]?\s*(?:[#;].*)?$/;

/** `section.key` of INI, TOML, properties and environment files. Reads each line once. */
export class SettingField {
  readonly #lines: Lines;
  #section: string | undefined;
  /** The key whose value continues on the next line, after a backslash. */
  #open: string | undefined;
  #next = 0;

  constructor(bytes: Buffer) {
    this.#lines = new Lines(bytes);
  }

  /** The field at an offset; undefined if no key precedes it. Offsets must be ascending. */
  at(offset: number): string | undefined {
    const { start } = this.#lines.at(offset);
    while (this.#next < start) this.#pass(this.#lines.at(this.#next));
    const line = this.#lines.at(offset);
    const key = keyOf(this.#lines.textOf(line)) ?? this.#open;
    if (key === undefined) return undefined;
    const name = key.replaceAll(/^"|"$/g, '');
    return this.#section === undefined ? name : `${this.#section}${step(name)}`;
  }

  #pass(line: Line): void {
    const text = this.#lines.textOf(line);
    this.#section = SECTION.exec(text)?.groups?.['name']?.trim() ?? this.#section;
    this.#open = text.endsWith('\\') ? (keyOf(text) ?? this.#open) : undefined;
    this.#next = line.end + 1;
  }
}

function keyOf(text: string): string | undefined {
  return ASSIGNMENT.exec(text)?.groups?.['key'];
}
