import { byteClass, type ByteClass } from './byte-class.ts';

/** A member of a list: what it says, and where it stands in the text that was read. */
export interface Member {
  readonly digits: string;
  /** More than 255 where it is no byte. */
  readonly value: number;
  readonly start: number;
  readonly end: number;
}

/** A way to write bytes or characters one after the other. */
export interface ListNotation {
  /** A member; groups: `hex`, `suffixed`, `dec`, `bin`, `single`, `double`, `bare`. */
  readonly member: RegExp;
  /** What stands between two of them. */
  readonly separator: RegExp;
  /** What a list is followed back through from a place inside it, and most bytes of that. */
  readonly inside: ByteClass;
  readonly back: number;
}

/** Digits, signs, commas, blanks, line breaks. */
export const AMONG_NUMBERS: ByteClass = byteClass('0123456789abcdefABCDEFxX-, \t\r\n');
/** Also types and characters beside numbers. */
const AMONG_TYPED: ByteClass = byteClass("0123456789abcdefABCDEFxXhHuUtoyeir8_&()'., \t\r\n-");
const AMONG_PAIRS: ByteClass = byteClass('0123456789abcdefABCDEF, \t\r\n\\');
const ANY: ByteClass = new Uint8Array(256).fill(1);

const GAP = String.raw`[ \t\r\n]{0,64}`;
const CAST = String.raw`(?:\((?:byte|char|sbyte|u?int8_t|unsigned char)\) ?)?`;
const DECIMAL = String.raw`(?<dec>-12[0-8]|-1[01]\d|-[1-9]\d?|25[0-5]|2[0-4]\d|[01]?\d?\d|[0-3][0-7]{2})`;
/** What languages and debuggers write behind a number: its type, the character that it stands for. */
const SUFFIX = String.raw`(?:[uU]|[ui]8|\.toU?Byte\(\)| '(?:\\.{1,3}|[^\\'])')?`;
const CHARACTER = String.raw`\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{1,2}|\\[0-7]{1,3}|\\.|[^\\\r\n]`;
const QUOTED = `(?:'(?<single>${CHARACTER})'|"(?<double>${CHARACTER})")`;

const BETWEEN: RegExp = new RegExp(String.raw`${GAP},${GAP}|[ \t\r\n]{1,64}`, 'y');

/** `104, 101`, `0x68, 0x65`, `104 101`, `(byte) 0x68`, `0x68u`, `&H68`, `68h`, `-12`, `104 'h'`; octal numbers of three digits are told apart later. */
const NUMBERS: ListNotation = {
  member: new RegExp(
    String.raw`(?<![\w.])${CAST}(?:(?:0[xX]|&[hH])(?<hex>[0-9a-fA-F]{1,2})|0?(?<suffixed>[0-9a-fA-F]{2})[hH]|${DECIMAL})${SUFFIX}(?![\w.])`,
    'g',
  ),
  separator: BETWEEN,
  inside: AMONG_TYPED,
  back: 4096,
};

/** `01101000 01100101`. */
const BINARY: ListNotation = { member: /(?<![\w.])(?<bin>[01]{8})(?![\w.])/g, separator: BETWEEN, inside: AMONG_NUMBERS, back: 4096 };

/** `'h', 'e'`, `"h", "e"`, `'h' + 'e'`. */
const QUOTES: ListNotation = {
  member: new RegExp(String.raw`(?<!\w)[bLuU]?${QUOTED}`, 'g'),
  separator: new RegExp(String.raw`${GAP}[,+.&]${GAP}|[ \t\r\n]{1,64}`, 'y'),
  inside: ANY,
  back: 256,
};

/** `"0": 104, "1": 101`, `"0":"h"`, `[0] => 104`: what programs print of an array that they take for an object. */
const INDEXED: ListNotation = {
  member: new RegExp(String.raw`\[?["']?(?<!\d)\d{1,6}["']?\]?[ \t]?(?::|=>)[ \t]?(?:${QUOTED}|${DECIMAL}(?![\w.]))`, 'g'),
  separator: BETWEEN,
  inside: ANY,
  back: 256,
};

/** `[h, e, l]`, as Java prints an array of characters. */
const BARE: ListNotation = {
  member: /(?<=[[({]|, )(?<bare>[ -+\--~])(?=, |[\])}])/g,
  separator: /, /y,
  inside: ANY,
  back: 256,
};

/** `68,65,6c`, as registry files have it, with a backslash where a line goes on. */
const PAIRS: ListNotation = {
  member: /(?<![\w.])(?<hex>[0-9a-fA-F]{2})(?![\w.])/g,
  separator: /,[ \t]{0,8}(?:\\?\r?\n[ \t]{0,64})?/y,
  inside: AMONG_PAIRS,
  back: 4096,
};

/** What may mark the inside of a list. */
export type ListMark = 'numbers' | 'quotes' | 'indexed' | 'bare';

/** The notations of what a mark may stand in, the likelier first. */
export const LISTS: Readonly<Record<ListMark, readonly ListNotation[]>> = {
  numbers: [NUMBERS, PAIRS, BINARY],
  quotes: [QUOTES, INDEXED, NUMBERS],
  indexed: [INDEXED],
  bare: [BARE],
};

const SIMPLE: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, 0: 0, b: 8, f: 12, v: 11, a: 7 };

function characterCode(text: string): number {
  if (!text.startsWith('\\') || text.length === 1) return text.charCodeAt(0);
  const letter = text[1] ?? '';
  if (letter === 'u' || letter === 'x') return Number.parseInt(text.slice(2), 16);
  if (/^[0-7]{2,3}$/.test(text.slice(1))) return Number.parseInt(text.slice(1), 8);
  return SIMPLE[letter] ?? letter.charCodeAt(0);
}

/** The member that an expression of `LISTS` matched. */
export function memberOf(match: RegExpExecArray): Member {
  const { hex, suffixed, dec, bin, single, double, bare } = match.groups ?? {};
  const character = single ?? double ?? bare;
  const place = { start: match.index, end: match.index + match[0].length };
  if (character !== undefined) return { digits: '', value: characterCode(character), ...place };
  if (bin !== undefined) return { digits: '', value: Number.parseInt(bin, 2), ...place };
  const inHex = hex ?? suffixed;
  if (inHex !== undefined) return { digits: '', value: Number.parseInt(inHex, 16), ...place };
  const value = Number(dec);
  return { digits: dec ?? '', value: value < 0 ? value + 256 : value, ...place };
}

/** Value of a member whose digits are octal; undefined where they are not. */
export function octalValue({ digits }: Member): number | undefined {
  return /^[0-3][0-7]{2}$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}
