import { bomLength, type Charset } from '../view/charset.ts';

/** A text of two bytes a unit as UTF-8, and the way back. */
export interface CharsetText {
  readonly text: Buffer;
  encode(text: Buffer): Buffer;
}

/** Undefined for a charset that is not written (UTF-32), and for bytes that are no whole text of theirs. */
export function charsetText(charset: Charset, bytes: Buffer): CharsetText | undefined {
  if (charset !== 'utf-16le' && charset !== 'utf-16be') return undefined;
  const mark = bytes.subarray(0, bomLength(bytes));
  const units = Buffer.from(bytes.subarray(mark.length));
  if (units.length % 2 === 1) return undefined;
  if (charset === 'utf-16be') units.swap16();
  return {
    text: Buffer.from(units.toString('utf16le'), 'utf8'),
    encode(text) {
      const written = Buffer.from(text.toString('utf8'), 'utf16le');
      return Buffer.concat([mark, charset === 'utf-16be' ? written.swap16() : written]);
    },
  };
}
