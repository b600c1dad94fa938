import { cutName } from '../../cut-name.ts';

/** Longest name of a member that is shown; the rest is left out. */
const MOST_NAME = 80;

/** A step down a path: `.name`, `['another name']`, `[3]`. */
export function step(key: string | number): string {
  if (typeof key === 'number') return `[${key}]`;
  const name = cutName(key, MOST_NAME);
  return /^[A-Za-z_][\w-]*$/.test(name) ? `.${name}` : `['${name.replaceAll(/['\\]/g, String.raw`\$&`)}']`;
}

/** A text of bytes that are UTF-8, as a name. */
export function nameOf(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('utf8', start, Math.min(end, start + 4 * MOST_NAME));
}
