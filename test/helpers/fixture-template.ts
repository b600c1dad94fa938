/**
 * Fixture templates: text with placeholders.
 *
 * `{{github-classic-pat}}` a value of that rule, `{{gitlab-pat#2}}` another one, `{{text base62:20}}` and
 * `{{text base62:20#2}}` generated characters,
 * `{{password}}` and `{{private-key}}` what they say; `{{password | base64}}` the value encoded (several, one after the
 * other); `{{#base64 | percent}} … {{/}}` a whole part encoded. Anything with a space after `{{` is text.
 */
import { ENCODINGS } from './fixture-encodings.ts';
import type { ValueSource } from './fixture-values.ts';

/** Where a value stands in an expanded text, in UTF-16 units. `exact`: `start` is the value's own first character. */
export interface Place {
  readonly start: number;
  readonly end: number;
  readonly exact: boolean;
}

/** An expanded template and the places of its values, in order. */
export interface Expansion {
  readonly text: string;
  readonly places: readonly Place[];
}

const MARK =
  /\{\{(?:#(?<block>[^\n{}]+)|(?<close>\/)|(?<value>[a-z][a-z0-9-]*(?:#\d+)?(?: [A-Za-z0-9:#]+)?(?: \| [^\n{}]+)?))\}\}/g;

/**
 * Fills in a template.
 *
 * @throws {Error} for an unknown rule or encoding, and for blocks that do not match
 */
export function expandTemplate(template: string, values: ValueSource): Expansion {
  const root = new Part('');
  const open: Part[] = [root];
  let at = 0;
  for (const mark of template.matchAll(MARK)) {
    const inside = open.at(-1) ?? root;
    inside.write(template.slice(at, mark.index));
    at = mark.index + mark[0].length;
    const { block, value } = mark.groups ?? {};
    if (block !== undefined) open.push(new Part(block));
    else if (value !== undefined) inside.value(value, values);
    else {
      const closed = open.pop();
      const outer = open.at(-1);
      if (!closed || !outer) throw new Error('Cannot expand template: {{/}} without a block');
      outer.add(closed.encoded());
    }
  }
  if (open.length > 1) throw new Error(`Cannot expand template: {{#${open.at(-1)?.pipe}}} is not closed`);
  root.write(template.slice(at));
  return root.encoded();
}

/** Text in the making, and the pipe of encodings that is put round it. */
class Part {
  readonly pipe: string;
  #text = '';
  readonly #places: Place[] = [];

  constructor(pipe: string) {
    this.pipe = pipe;
  }

  write(text: string): void {
    this.#text += text;
  }

  value(mark: string, values: ValueSource): void {
    const [placeholder = '', ...pipe] = mark.split(' | ');
    const text = values.valueOf(placeholder);
    const encoded = encode({ text, places: [] }, pipe).text;
    // The encoded value is one place, whatever the encodings put in front of it.
    const exact = !pipe.some((step) => /^(?:prefix|gzip|zip)\b(?!-)/.test(step));
    this.add({ text: encoded, places: [{ start: 0, end: encoded.length, exact }] });
  }

  add({ text, places }: Expansion): void {
    for (const { start, end, exact } of places) {
      this.#places.push({ start: start + this.#text.length, end: end + this.#text.length, exact });
    }
    this.#text += text;
  }

  encoded(): Expansion {
    const inner = { text: this.#text, places: this.#places };
    return this.pipe === '' ? inner : encode(inner, this.pipe.split(' | '));
  }
}

function encode(inner: Expansion, pipe: readonly string[]): Expansion {
  return pipe.reduce(encodeOnce, inner);
}

function encodeOnce({ text, places }: Expansion, step: string): Expansion {
  const colon = step.indexOf(':');
  const name = (colon < 0 ? step : step.slice(0, colon)).trim();
  const argument = colon < 0 ? '' : step.slice(colon + 1);
  const encoding = Object.hasOwn(ENCODINGS, name) ? ENCODINGS[name] : undefined;
  if (!encoding) throw new Error(`Cannot expand template: no encoding '${name}'`);
  const out = encoding.encode(text, argument);
  const lengthTo = (end: number): number => encoding.encode(text.slice(0, end), argument).length;
  const moved = places.map((place) =>
    encoding.unit === 'character'
      ? { start: lengthTo(place.start), end: lengthTo(place.end), exact: place.exact }
      : { start: 0, end: out.length, exact: encoding.unit === 'bytes' && place.exact && place.start === 0 },
  );
  return { text: out, places: moved };
}
