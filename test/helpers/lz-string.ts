/** Digits of `compressToBase64`. */
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Codes that announce a character of 8 bits, one of 16, and the end. */
const [EIGHT_BITS, SIXTEEN_BITS, END] = [0, 1, 2] as const;

/** Codes of growing width, as bits of which the lowest of a code comes first. */
class CodeWriter {
  #bits = '';
  #width = 2;
  #room = 2;

  write(code: number, width = this.#width): void {
    for (let bit = 0; bit < width; bit++) this.#bits += (code >> bit) & 1;
  }

  /** After each entry of the dictionary: codes become wider when those of one width are used up. */
  count(): void {
    if (--this.#room === 0) this.#room = 2 ** this.#width++;
  }

  /** The digits of all that was written, and at least one bit more. */
  digits(): string {
    return (`${this.#bits}0`.match(/.{1,6}/g) ?? [])
      .map((six) => DIGITS[Number.parseInt(six.padEnd(6, '0'), 2)])
      .join('');
  }
}

/** Writes a text as `compressToBase64` of lz-string does (https://github.com/pieroxy/lz-string), without padding. */
export function lzStringOf(text: string): string {
  const codes = new Map<string, number>();
  const announced = new Set<string>();
  const out = new CodeWriter();
  const write = (phrase: string): void => {
    if (announced.delete(phrase)) {
      const unit = phrase.charCodeAt(0);
      out.write(unit < 256 ? EIGHT_BITS : SIXTEEN_BITS);
      out.write(unit, unit < 256 ? 8 : 16);
      out.count();
    } else out.write(codes.get(phrase) ?? END);
    out.count();
  };
  let phrase = '';
  for (const unit of text.split('')) {
    if (!codes.has(unit)) {
      codes.set(unit, codes.size + 3);
      announced.add(unit);
    }
    if (codes.has(phrase + unit)) phrase += unit;
    else {
      write(phrase);
      codes.set(phrase + unit, codes.size + 3);
      phrase = unit;
    }
  }
  if (phrase !== '') write(phrase);
  out.write(END);
  return out.digits();
}
