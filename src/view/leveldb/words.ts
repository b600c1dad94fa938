import { isUtf8 } from 'node:buffer';
import { cutName } from '../../cut-name.ts';
import type { Entry } from './fields.ts';

/** Marks in front of the texts of Chromium's local storage: UTF-16 and Latin-1. */
const [WIDE, NARROW] = [0, 1] as const;
/** In front of the name of a key: an origin and a NUL (dom_storage of Chromium), or the number of an area of a session. */
const ORIGIN = 0x5f;
const AREA = /^map-\d{1,19}-/;
const CONTROLS = /[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]/;
/** Letters of ASCII with a NUL in front of each, or behind. */
const WIDE_LETTERS = /(?:\0[ -~]){3,}|(?:[ -~]\0){3,}/g;
/** Data of fewer bytes is shown as it is. */
const LEAST_DATA = 8;
/** Longest name of a key that a step has. */
const LONGEST_NAME = 256;

/** A key as it is shown: behind what it belongs to, where it says so. */
export interface Name {
  readonly area?: string;
  readonly name: string;
  /** How values are written under such a key, where that is known. */
  readonly texts?: 'marked' | 'wide';
}

function wide(bytes: Buffer): string {
  return bytes.toString('utf16le');
}

function isPlain(bytes: Buffer): boolean {
  return isUtf8(bytes) && !CONTROLS.test(bytes.toString('latin1'));
}

/** A text behind a mark that says how it is written. */
function marked(bytes: Buffer): string | undefined {
  const text = bytes.subarray(1);
  if (bytes[0] === NARROW) return text.toString('latin1');
  return bytes[0] === WIDE && text.length % 2 === 0 ? wide(text) : undefined;
}

/** UTF-16 that is ASCII for the most part. */
function wideText(bytes: Buffer): string | undefined {
  if (bytes.length === 0 || bytes.length % 2 !== 0) return undefined;
  let nuls = 0;
  for (let i = 1; i < bytes.length; i += 2) if (bytes[i] === 0) nuls++;
  const text = wide(bytes);
  return nuls * 4 >= bytes.length && !CONTROLS.test(text) ? text : undefined;
}

/** What can be read of data. */
function legible(bytes: Buffer): string {
  const narrow = bytes.toString('latin1').replace(WIDE_LETTERS, (letters) => letters.replaceAll('\0', ''));
  return Buffer.from(narrow, 'latin1')
    .toString()
    .replace(/[\0-\x1f\x7f\uFFFD]+/g, ' ')
    .trim();
}

/** The name that a key is shown by. */
export function nameOf(key: Buffer): Name {
  const end = key[0] === ORIGIN ? key.indexOf(0) : -1;
  const name = end < 0 ? undefined : marked(key.subarray(end + 1));
  if (name !== undefined) return { area: key.toString('utf8', 0, end), name, texts: 'marked' };
  if (!isPlain(key)) return { name: legible(key) };
  const text = key.toString();
  const area = AREA.exec(text)?.[0];
  return area === undefined ? { name: text } : { area: area.slice(0, -1), name: text.slice(area.length), texts: 'wide' };
}

/** A value as text; undefined where it is data. */
function textOf(value: Buffer, { texts }: Name): string | undefined {
  if (texts === 'wide' && value.length % 2 === 0) return wide(value);
  const known = texts === 'marked' ? marked(value) : undefined;
  if (known !== undefined) return known;
  if (isPlain(value)) return value.toString();
  if (value[0] === NARROW && isPlain(value.subarray(1))) return value.toString('utf8', 1);
  const text = value[0] === WIDE ? wideText(value.subarray(1)) : undefined;
  return text ?? wideText(value) ?? (value.length < LEAST_DATA ? legible(value) : undefined);
}

/** The value where it is data, with the name of its step. */
export function dataOf({ key, value }: Entry): { readonly name: string; readonly bytes: Buffer } | undefined {
  const shown = key === undefined ? { name: 'record' } : nameOf(key);
  if (value === undefined || textOf(value, shown) !== undefined) return undefined;
  const { area, name } = shown;
  return { name: cutName(area === undefined ? name : `${area}.${name}`, LONGEST_NAME), bytes: value };
}

/** A line of JSON: the key, in what it belongs to, and its value. What was deleted, and data, is `null`. */
export function lineOf({ key, value }: Entry): string {
  if (key === undefined) return value === undefined ? '' : `${JSON.stringify(textOf(value, { name: '' }) ?? null)}\n`;
  const shown = nameOf(key);
  const text = value === undefined ? null : (textOf(value, shown) ?? null);
  const pair = `{${JSON.stringify(shown.name)}:${JSON.stringify(text)}}`;
  return shown.area === undefined ? `${pair}\n` : `{${JSON.stringify(shown.area)}:${pair}}\n`;
}
