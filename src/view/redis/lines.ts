import { isUtf8 } from 'node:buffer';
import type { Cell } from './values.ts';

/** A line of JSON: the key, if known, and in it the field, if there is one. Data that is not text is `null`. */
export function lineOf({ key, name, value }: Cell & { readonly key?: Buffer | undefined }): string {
  const text = isUtf8(value) ? JSON.stringify(value.toString()) : 'null';
  const shown = name === undefined ? text : `{${JSON.stringify(name.toString())}:${text}}`;
  return key === undefined ? `${shown}\n` : `{${JSON.stringify(key.toString())}:${shown}}\n`;
}
