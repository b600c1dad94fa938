/**
 * Expands example templates into invented values, the same on every run.
 *
 * A template is a list of parts that are joined. `{hex:40}` and the like are replaced by generated characters, `{check}` by the checksum
 * that the rule's validator computes over what precedes it, `{b64:…}`, `{b64url:…}` and `{hexof:…}` by the encoding of their expanded
 * content, `{b58check:…}` by base58check of the bytes given in hexadecimal, `{uuid}` by a version 4 UUID.
 */
import { createHash } from 'node:crypto';
import { encodeBase58Check } from './validators/base58.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
/** Alphabets by their names in templates. */
const ALPHABETS: Readonly<Record<string, string>> = {
  hex: `${DIGITS}abcdef`,
  HEX: `${DIGITS}ABCDEF`,
  base62: DIGITS + UPPER + LOWER,
  base64: `${UPPER}${LOWER}${DIGITS}+/`,
  base64url: `${UPPER}${LOWER}${DIGITS}-_`,
  alnum: LOWER + DIGITS,
  ALNUM: UPPER + DIGITS,
  digits: DIGITS,
  letters: UPPER + LOWER,
  lower: LOWER,
  upper: UPPER,
  base32: `${UPPER}234567`,
  base36: DIGITS + LOWER,
  // The alphabet of password generators, without the signs that end a quoted text.
  printable: `${LOWER}${UPPER}${DIGITS}!#$%&()*+,-./:;<=>?@[]^_{|}~`,
  base58: '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz',
};

/** Endless deterministic bytes from a seed. */
function* byteStream(seed: string): Generator<number, never> {
  for (let round = 0; ; round++) yield* createHash('sha256').update(`${seed}:${round}`).digest();
}

function draw(bytes: Generator<number, never>, alphabet: string, count: number): string {
  let text = '';
  while (text.length < count) {
    const byte = bytes.next().value;
    if (byte < 256 - (256 % alphabet.length)) text += alphabet[byte % alphabet.length];
  }
  return text;
}

function uuid(bytes: Generator<number, never>): string {
  const hex = draw(bytes, ALPHABETS['hex'] ?? '', 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** Index of the brace that closes the one at `open`. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === '{') depth++;
    else if (text[i] === '}' && --depth === 0) return i;
  }
  return -1;
}

const ENCODERS: Readonly<Record<string, (text: string) => string>> = {
  b64: (text) => Buffer.from(text, 'latin1').toString('base64'),
  b64url: (text) => Buffer.from(text, 'latin1').toString('base64url'),
  hexof: (text) => Buffer.from(text, 'latin1').toString('hex'),
  b58check: (hex) => encodeBase58Check(Buffer.from(hex, 'hex')),
};

/** The sources of values for one template. */
interface Filling {
  readonly bytes: Generator<number, never>;
  readonly seed: string;
  readonly complete: ((soFar: string) => string) | undefined;
}

/** @param complete gives the checksum for `{check}`; without it, `{check}` throws */
export function expand(parts: readonly string[], seed: string, complete?: (soFar: string) => string): string {
  return filled(parts.join(''), { bytes: byteStream(seed), seed, complete });
}

function filled(template: string, filling: Filling): string {
  let out = '';
  for (let i = 0; i < template.length; i++) {
    const token = template[i] === '{' ? /^\{([A-Za-z0-9]+)(?::|\})/.exec(template.slice(i)) : null;
    const end = token ? closing(template, i) : -1;
    const name = token?.[1] ?? '';
    const value = end < 0 ? undefined : valueOf(name, template.slice(i + name.length + 2, end), out, filling);
    out += value ?? template[i];
    if (value !== undefined) i = end;
  }
  return out;
}

/** The text for a placeholder; undefined for braces that are not one. */
function valueOf(name: string, argument: string, soFar: string, filling: Filling): string | undefined {
  const { bytes, seed, complete } = filling;
  if (name === 'uuid') return uuid(bytes);
  if (name === 'check') {
    if (!complete) throw new Error(`Cannot expand {check} of ${seed}: the rule's validator computes none`);
    return complete(soFar);
  }
  const alphabet = ALPHABETS[name];
  if (alphabet !== undefined) return draw(bytes, alphabet, Number(argument));
  return ENCODERS[name]?.(filled(argument, filling));
}
