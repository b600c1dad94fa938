import type { CodeMap } from './cmap.ts';
import { type PdfDictionary, PdfName, type PdfValue } from './value.ts';

/** Names of glyphs that are not single letters, for ASCII characters (Adobe Glyph List). */
const GLYPHS: Readonly<Record<string, string>> = {
  space: ' ',
  exclam: '!',
  quotedbl: '"',
  numbersign: '#',
  dollar: '$',
  percent: '%',
  ampersand: '&',
  quotesingle: "'",
  parenleft: '(',
  parenright: ')',
  asterisk: '*',
  plus: '+',
  comma: ',',
  hyphen: '-',
  minus: '-',
  period: '.',
  slash: '/',
  zero: '0',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  colon: ':',
  semicolon: ';',
  less: '<',
  equal: '=',
  greater: '>',
  question: '?',
  at: '@',
  bracketleft: '[',
  backslash: '\\',
  bracketright: ']',
  asciicircum: '^',
  underscore: '_',
  grave: '`',
  braceleft: '{',
  bar: '|',
  braceright: '}',
  asciitilde: '~',
  quoteright: '’',
  quoteleft: '‘',
  fi: 'fi',
  fl: 'fl',
  ff: 'ff',
  ffi: 'ffi',
};

/** Converts the codes of shown strings into text. */
export interface PdfFont {
  /** The text, and the number of codes in it whose meaning is unknown. */
  decode(bytes: Buffer): { readonly text: string; readonly unknown: number };
  /** Bytes per code. */
  readonly width: number;
}

class MappedFont implements PdfFont {
  readonly width: number;
  readonly #texts: ReadonlyMap<number, string>;
  /** The text for a code that the map does not contain. */
  readonly #other: (code: number) => string | undefined;

  constructor(width: number, texts: ReadonlyMap<number, string>, other: (code: number) => string | undefined) {
    this.width = width;
    this.#texts = texts;
    this.#other = other;
  }

  decode(bytes: Buffer): { readonly text: string; readonly unknown: number } {
    let text = '';
    let unknown = 0;
    for (let at = 0; at + this.width <= bytes.length; at += this.width) {
      const code = bytes.readUIntBE(at, this.width);
      const known = this.#texts.get(code) ?? this.#other(code);
      if (known === undefined) unknown++;
      else text += known;
    }
    return { text, unknown };
  }
}

/** Codes of Latin fonts without a map: those of ASCII and Latin-1 nearly always have that meaning. */
function latin(code: number): string | undefined {
  return code >= 0x20 && code !== 0x7f ? String.fromCharCode(code) : code >= 9 && code <= 13 ? ' ' : undefined;
}

function nothing(): undefined {
  return undefined;
}

/** The text for a glyph's name; undefined for names that a font made up. */
function glyphText(name: string): string | undefined {
  const base = name.replace(/\.[^]*$/, '');
  if (base.length === 1) return base;
  const code = /^(?:uni([0-9A-F]{4})|u([0-9A-F]{4,6}))$/.exec(base);
  const digits = code?.[1] ?? code?.[2];
  if (digits !== undefined && Number.parseInt(digits, 16) <= 0x10ffff)
    return String.fromCodePoint(Number.parseInt(digits, 16));
  return Object.hasOwn(GLYPHS, base) ? GLYPHS[base] : undefined;
}

/** Codes to which the font's own encoding assigns other glyphs (ISO 32000-1, 9.6.6.1). */
function differences(list: PdfValue | undefined): Map<number, string> {
  const texts = new Map<number, string>();
  let code = 0;
  for (const item of Array.isArray(list) ? (list as readonly PdfValue[]) : []) {
    if (typeof item === 'number') code = item;
    else if (item instanceof PdfName) {
      const text = glyphText(item.text);
      if (text !== undefined) texts.set(code, text);
      code++;
    }
  }
  return texts;
}

/**
 * The font of a font dictionary.
 *
 * @param map its ToUnicode CMap, if it has one
 * @param encoding its encoding dictionary, if it has one
 */
export function fontOf(font: PdfDictionary, map: CodeMap | undefined, encoding: PdfDictionary | undefined): PdfFont {
  const subtype = font.get('Subtype');
  if (subtype instanceof PdfName && subtype.text === 'Type0') {
    return new MappedFont(map?.width === 1 ? 1 : 2, map?.texts ?? new Map<number, string>(), nothing);
  }
  const own = differences(encoding?.get('Differences'));
  return new MappedFont(1, new Map([...own, ...(map?.texts ?? [])]), latin);
}

/** The font for text whose font is unknown. */
export const UNKNOWN_FONT: PdfFont = new MappedFont(1, new Map(), latin);
