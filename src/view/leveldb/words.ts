import { isUtf8 } from 'node:buffer';
import type { Entry } from './fields.ts';

/** Marks before texts in Chromium's local storage: UTF-16 and Latin-1. */
const [WIDE, NARROW] = [0, 1] as const;
/** First byte of a key: an origin and a NUL follow (dom_storage of Chromium), or the number of a session's area. */
const ORIGIN = 0x5f;
const AREA = /^map-\d{1,19}-/;
const CONTROLS = /[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]/;
/** ASCII letters, each preceded or followed by a NUL. */
const WIDE_LETTERS = /(?:\0[ -~]){3,}|(?:[ -~]\0){3,}/g;
/** Precedes the version of data written by V8. */
const V8_MARK = 0xff;
/** Smaller data is only shown as far as it is legible, and is not a member: stores have thousands of numbers. */
const LEAST_DATA = 16;

/** A key as shown, with what it belongs to, if it says so. */
interface Name {
  readonly area?: string;
  readonly name: string;
  /** How values of such a key are encoded, if known. */
  readonly texts?: 'marked' | 'wide';
}

const NAMELESS: Name = { name: '' };

function wide(bytes: Buffer): string {
  return bytes.toString('utf16le');
}

function isPlain(bytes: Buffer): boolean {
  return isUtf8(bytes) && !CONTROLS.test(bytes.toString('latin1'));
}

/** A text after a mark that gives its encoding. */
function marked(bytes: Buffer): string | undefined {
  const text = bytes.subarray(1);
  if (bytes[0] === NARROW) return text.toString('latin1');
  return bytes[0] === WIDE && text.length % 2 === 0 ? wide(text) : undefined;
}

/** UTF-16 that is mostly ASCII. */
function wideText(bytes: Buffer): string | undefined {
  if (bytes.length === 0 || bytes.length % 2 !== 0) return undefined;
  let nuls = 0;
  for (let i = 1; i < bytes.length; i += 2) if (bytes[i] === 0) nuls++;
  const text = wide(bytes);
  return nuls * 4 >= bytes.length && !CONTROLS.test(text) ? text : undefined;
}

/** The legible part of data. */
function legible(bytes: Buffer): string {
  const narrow = bytes.toString('latin1').replace(WIDE_LETTERS, (letters) => letters.replaceAll('\0', ''));
  return Buffer.from(narrow, 'latin1')
    .toString()
    .replace(/[\0-\x1f\x7f\uFFFD]+/g, ' ')
    .trim();
}

/** The name under which a key is shown. */
function nameOf(key: Buffer): Name {
  const end = key[0] === ORIGIN ? key.indexOf(0) : -1;
  const name = end < 0 ? undefined : marked(key.subarray(end + 1));
  if (name !== undefined) return { area: key.toString('utf8', 0, end), name, texts: 'marked' };
  if (!isPlain(key)) return { name: legible(key) };
  const text = key.toString();
  const area = AREA.exec(text)?.[0];
  return area === undefined
    ? { name: text }
    : { area: area.slice(0, -1), name: text.slice(area.length), texts: 'wide' };
}

/** A value as text; undefined if it is data. */
function textOf(value: Buffer, { texts }: Name): string | undefined {
  if (texts === 'wide' && value.length % 2 === 0) return wide(value);
  return (texts === 'marked' ? marked(value) : undefined) ?? toldText(value);
}

/** The same for a value whose key does not determine its encoding. */
function toldText(value: Buffer): string | undefined {
  if (isPlain(value)) return value.toString();
  if (value[0] === NARROW && isPlain(value.subarray(1))) return value.toString('utf8', 1);
  if (withoutNumber(value) !== value) return undefined;
  const text = value[0] === WIDE ? wideText(value.subarray(1)) : undefined;
  return text ?? wideText(value) ?? (value.length < LEAST_DATA ? legible(value) : undefined);
}

/**
 * Removes the number of one to four bytes that Chromium's IndexedDB puts before a value written by V8. Strings are aligned relative to its
 * end.
 */
function withoutNumber(value: Buffer): Buffer {
  const end = value.findIndex((byte) => byte < 0x80) + 1;
  const version = value[end + 1] ?? 0;
  return end > 0 && end <= 4 && value[end] === V8_MARK && version > 0 && version < 0x20 ? value.subarray(end) : value;
}

/** The value if it is data. */
export function dataOf({ key, value }: Entry): Buffer | undefined {
  const shown = key === undefined ? NAMELESS : nameOf(key);
  return value === undefined || textOf(value, shown) !== undefined ? undefined : withoutNumber(value);
}

/** A line of JSON: the key, inside what it belongs to, and its value. Deleted values and data are `null`. */
export function lineOf({ key, value }: Entry): { readonly line: string; readonly isData: boolean } {
  const shown = key === undefined ? NAMELESS : nameOf(key);
  const told = value && textOf(value, shown);
  const isData = value !== undefined && told === undefined;
  const text = JSON.stringify(told ?? null);
  if (key === undefined) return { line: `${text}\n`, isData };
  const pair = `{${JSON.stringify(shown.name)}:${text}}`;
  return { line: shown.area === undefined ? `${pair}\n` : `{${JSON.stringify(shown.area)}:${pair}}\n`, isData };
}
