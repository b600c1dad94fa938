import {
  codeForms,
  fullForms,
  isLatin,
  jsonForms,
  latinForms,
  percentForms,
  propertyForms,
  shellForms,
  xmlForms,
} from './escapes.ts';

/** How the bytes of a form are compared with those of a text: exactly, as hexadecimal digits, or as base64 of either alphabet. */
export const EXACT = 0;
export const HEX = 1;
export const BASE64 = 2;
/** One of these. */
export type Fold = typeof EXACT | typeof HEX | typeof BASE64;

/** Maximum length of a form; a value is cut into pieces that are short enough. */
const LONGEST_FORM = 2048;
/** Mixed-case values of at least this length are searched for in lower case as well. */
const SHORTEST_LOWERED = 20;
/** Minimum bytes of a row of digit pairs, and of a list of numbers, that a view decodes. */
const LEAST_ROW = 16;
/** Values with fewer characters are only found as separate words. */
export const SHORTEST_INSIDE = 12;

/** A spelling of a value. */
export interface Form {
  readonly bytes: Buffer;
  /** Its encodings, outermost first, as steps of a view. */
  readonly steps: readonly string[];
  readonly fold: Fold;
  /** Number of bytes at its start and at its end that are public. */
  readonly lead: number;
  readonly trail: number;
}

/** Every form in which a value may be written, or only the common ones; the plain one comes first. */
export function formsOf(value: string, publicChars: number, every: boolean): readonly Form[] {
  const forms = new FormList(value, publicChars);
  const raw = Buffer.from(value, 'utf8');
  const isShort = value.length < SHORTEST_INSIDE;
  forms.addText([], [value]);
  // Letters, digits, hyphens and underscores are escaped only by formats that escape everything.
  const isPlain = /^[\w-]*$/.test(value);
  if (!isPlain) {
    forms.addText(['percent'], percentForms(value));
    forms.addText(['json'], jsonForms(value));
  }
  forms.addScaled(['hex'], Buffer.from(raw.toString('hex'), 'latin1'), HEX, 2);
  if (isShort)
    forms.addScaled(['base64'], Buffer.from(raw.toString('base64').replace(/=+$/, ''), 'latin1'), BASE64, 4 / 3);
  else forms.addCores(['base64'], raw, every);
  if (every && !isPlain) addEscapes(forms, value);
  if (every) addRare(forms, value);
  return forms.list;
}

function addEscapes(forms: FormList, value: string): void {
  forms.addText(['xml'], xmlForms(value));
  forms.addText(['shell'], shellForms(value));
  forms.addText(['escapes'], codeForms(value));
  forms.addText(['properties'], propertyForms(value));
  forms.addText(['escapes'], latinForms(value));
  if (isLatin(value)) forms.addScaled(['latin1'], Buffer.from(value, 'latin1'), EXACT, 1);
}

function addRare(forms: FormList, value: string): void {
  const [bytes = '', units = '', percent = ''] = fullForms(value);
  forms.addScaled(['escapes'], Buffer.from(bytes, 'latin1'), HEX, 4);
  forms.addScaled(['json'], Buffer.from(units, 'latin1'), HEX, 6);
  forms.addScaled(['percent'], Buffer.from(percent, 'latin1'), HEX, 3);
  const wide = Buffer.from(value, 'utf16le');
  for (const [order, inOrder] of [
    ['utf-16le', wide],
    ['utf-16be', Buffer.from(wide).swap16()],
  ] as const) {
    forms.addScaled([order], inOrder, EXACT, 2);
    // Databases print wide-character columns like this; with non-ASCII characters the digits cannot be recognised as text.
    forms.addScaled(['hex', order], Buffer.from(inOrder.toString('hex'), 'latin1'), HEX, 4);
  }
  const raw = Buffer.from(value, 'utf8');
  if (raw.length < LEAST_ROW) addRows(forms, raw);
  forms.addReversed(Buffer.from(Array.from(value).toReversed().join(''), 'utf8'));
  const lower = value.toLowerCase();
  if (lower !== value && value !== value.toUpperCase() && value.length >= SHORTEST_LOWERED)
    forms.addText(['lower-case'], [lower]);
  if (value.length >= SHORTEST_INSIDE) forms.addCores(['base64', 'utf-16le'], wide, false);
}

function pair(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

/** Single bytes, as dumps and programs print them. */
function addRows(forms: FormList, raw: Buffer): void {
  const rows = (spell: (byte: number) => string, between: string): Buffer =>
    Buffer.from(Array.from(raw, spell).join(between), 'latin1');
  for (const between of [' ', ':', '-']) forms.addScaled(['hex'], rows(pair, between), HEX, 3);
  for (const between of [' ', ',', ', ']) forms.addScaled(['byte-list'], rows(String, between), EXACT, 3);
  for (const between of [',', ', '])
    forms.addScaled(
      ['byte-list'],
      rows((byte) => `0x${pair(byte)}`, between),
      HEX,
      5,
    );
}

/** The part of a base64 text that does not depend on the surrounding bytes, if `shift` bytes of a group precede it. */
function coreOf(bytes: Buffer, shift: number): Buffer {
  const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
  const [from, to] = [Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6)];
  return Buffer.from(encoded.slice(from, to), 'latin1');
}

/** Distinct forms of one value. */
class FormList {
  readonly list: Form[] = [];
  readonly #told = new Set<string>();
  readonly #value: string;
  readonly #public: number;

  constructor(value: string, publicChars: number) {
    this.#value = value;
    this.#public = publicChars;
  }

  /** Adds texts in which the public characters are unchanged. */
  addText(steps: readonly string[], texts: readonly string[]): void {
    for (const text of texts)
      this.#add({ bytes: Buffer.from(text, 'utf8'), steps, fold: EXACT, lead: this.#public, trail: 0 });
  }

  /** Adds a form with `scale` bytes for each character. */
  addScaled(steps: readonly string[], bytes: Buffer, fold: Fold, scale: number): void {
    this.#add({ bytes, steps, fold, lead: Math.ceil(this.#public * scale), trail: 0 });
  }

  addReversed(bytes: Buffer): void {
    this.#add({ bytes, steps: ['reversed'], fold: EXACT, lead: 0, trail: this.#public });
  }

  /** Adds base64 at the value's three possible alignments in a group of bytes; `twice`: encoded again, at its three alignments. */
  addCores(steps: readonly string[], bytes: Buffer, twice: boolean): void {
    const scale = (4 / 3) * (steps.includes('utf-16le') ? 2 : 1);
    for (const shift of [0, 1, 2]) {
      const core = coreOf(bytes, shift);
      this.addScaled(steps, core, BASE64, scale);
      if (!twice) continue;
      for (const alphabet of alphabetsOf(core))
        for (const outer of [0, 1, 2])
          this.addScaled(['base64', 'base64'], coreOf(alphabet, outer), BASE64, (scale * 4) / 3);
    }
  }

  #add(form: Form): void {
    const key = `${form.fold}${form.bytes.toString('latin1')}`;
    if (form.bytes.length > LONGEST_FORM || this.#told.has(key)) return;
    // A spelling that leaves the value unchanged adds nothing.
    if (form.steps.length > 0 && form.fold !== EXACT && form.bytes.equals(Buffer.from(this.#value, 'utf8'))) return;
    this.#told.add(key);
    this.list.push(form);
  }
}

/** Base64 digits in both alphabets of RFC 4648, if they differ. */
function alphabetsOf(core: Buffer): readonly Buffer[] {
  const text = core.toString('latin1');
  if (!/[+/]/.test(text)) return [core];
  return [core, Buffer.from(text.replaceAll('+', '-').replaceAll('/', '_'), 'latin1')];
}
