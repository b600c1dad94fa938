/** Widest code: a dictionary with so many entries is larger than any text of {@link LARGEST} characters can fill. */
const MOST_BITS = 24;
/** Maximum number of characters that one text may unpack to. */
const LARGEST = 16 * 1024 * 1024;
/** Codes: 0 precedes an 8-bit character, 1 a 16-bit one, 2 is the end. */
const [EIGHT_BITS, END] = [0, 2] as const;

/** Reads numbers bit by bit, the lowest bit first, from six-bit digits. */
class BitReader {
  readonly #digits: Readonly<Uint8Array>;
  #at = 0;

  constructor(digits: Readonly<Uint8Array>) {
    this.#digits = digits;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#digits.length * 6;
  }

  take(bits: number): number {
    let value = 0;
    for (let bit = 0; bit < bits; bit++, this.#at++) {
      const digit = this.#digits[Math.floor(this.#at / 6)] ?? 0;
      value |= ((digit >> (5 - (this.#at % 6))) & 1) << bit;
    }
    return value;
  }
}

/** The entries defined by a text so far, and the width of the next code. */
class Dictionary {
  readonly #entries: string[];
  #room = 4;
  bits = 3;

  constructor(first: string) {
    this.#entries = ['', '', '', first];
  }

  get length(): number {
    return this.#entries.length;
  }

  at(code: number): string | undefined {
    return this.#entries[code];
  }

  add(entry: string): void {
    this.#entries.push(entry);
    // Codes get wider when all codes of one width are used up.
    if (--this.#room === 0) this.#room = 2 ** this.bits++;
  }
}

/** The literal character that follows its code. */
function characterBehind(code: number, reader: BitReader): string {
  return String.fromCharCode(reader.take(code === EIGHT_BITS ? 8 : 16));
}

/** The text of the code after `last`; undefined at the end, or if the code is invalid. */
function nextEntry(reader: BitReader, dictionary: Dictionary, last: string): string | undefined {
  const code = reader.take(dictionary.bits);
  if (code === END) return undefined;
  if (code < END) {
    const character = characterBehind(code, reader);
    dictionary.add(character);
    return character;
  }
  return dictionary.at(code) ?? (code === dictionary.length ? last + last.charAt(0) : undefined);
}

/**
 * Unpacks data written by lz-string (LZ78 with codes of growing width, https://github.com/pieroxy/lz-string) in six-bit digits. Gives the
 * text up to the first invalid code.
 *
 * @param digits values of the digits
 */
export function unpackLzString(digits: Readonly<Uint8Array>): string {
  const reader = new BitReader(digits);
  const first = reader.take(2);
  if (first >= END) return '';
  let last = characterBehind(first, reader);
  const dictionary = new Dictionary(last);
  const out = [last];
  for (let length = 1; length < LARGEST && !reader.isAtEnd && dictionary.bits <= MOST_BITS;) {
    const entry = nextEntry(reader, dictionary, last);
    if (entry === undefined) break;
    out.push(entry);
    length += entry.length;
    dictionary.add(last + entry.charAt(0));
    last = entry;
  }
  return out.join('');
}
