import { cutName } from '../../cut-name.ts';

/** Maximum length of a member's name as shown; the rest is omitted. */
const MOST_NAME = 80;

/** A step of a path: `.name`, `['another name']`, `[3]`. */
export function step(key: string | number): string {
  if (typeof key === 'number') return `[${key}]`;
  const name = cutName(key, MOST_NAME);
  return /^[A-Za-z_][\w-]*$/.test(name) ? `.${name}` : `['${name.replaceAll(/['\\]/g, String.raw`\$&`)}']`;
}

/** UTF-8 bytes as a name. */
export function nameOf(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('utf8', start, Math.min(end, start + 4 * MOST_NAME));
}
