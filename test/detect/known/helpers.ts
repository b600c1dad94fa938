/** Values, and the ways in which programs write them, made without the code that is tested. */

import { BASE62, ODD, Random } from '../../../scripts/lib/placements/random.ts';

export { BASE62, ODD, Random };

/** A way to write a text: in the bytes of a file. */
export type Writer = readonly [name: string, write: (text: string, random: Random) => string | Buffer];

const escapeAll = (text: string, spell: (code: string) => string): string =>
  [...Buffer.from(text)].map((byte) => spell(byte.toString(16).padStart(2, '0'))).join('');
const json = (text: string): string => JSON.stringify(text);
const ascii = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
const xml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
const numeric = (text: string): string => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
const around = (text: string, random: Random): Buffer =>
  Buffer.from(`${random.text(BASE62, random.int(7))}:${text}${random.pick(['', '\n', '@host', '", "x": 1'])}`);

/** Encodings, each of which may stand round another one. */
export const ENCODINGS: readonly Writer[] = [
  ['plain', (text) => text],
  ['base64', (text, random) => around(text, random).toString('base64')],
  ['base64url', (text, random) => around(text, random).toString('base64url')],
  ['base64 of base64', (text, random) => around(around(text, random).toString('base64'), random).toString('base64')],
  [
    'base64url of base64',
    (text, random) => around(around(text, random).toString('base64'), random).toString('base64url'),
  ],
  [
    'base64 of base64url',
    (text, random) => around(around(text, random).toString('base64url'), random).toString('base64'),
  ],
  [
    'base64 of UTF-16',
    (text, random) => Buffer.from(`${random.text(BASE62, random.int(7))} ${text}`, 'utf16le').toString('base64'),
  ],
  ['hex of UTF-16', (text) => `0x${Buffer.from(text, 'utf16le').toString('hex')}`],
  ['HEX of UTF-16BE', (text) => Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()],
  ['hex', (text, random) => around(text, random).toString('hex')],
  ['HEX', (text, random) => around(text, random).toString('hex').toUpperCase()],
  ['percent', (text) => encodeURIComponent(text)],
  ['percent, lower', (text) => encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase())],
  ['form', (text) => new URLSearchParams([['q', text]]).toString()],
  ['percent, all', (text) => escapeAll(text, (code) => `%${code}`)],
  ['JSON', json],
  ['JSON, ASCII', (text) => ascii(json(text))],
  ['JSON, slashes', (text) => json(text).replaceAll('/', '\\/')],
  ['JSON, HTML-safe', (text) => json(text).replace(/[<>&]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`)],
  ['JSON in JSON', (text) => json(json({ a: text } as unknown as string))],
  ['XML', xml],
  ['XML, numeric', numeric],
  ['HTML, Go', (text) => xml(text).replaceAll('&quot;', '&#34;').replaceAll('&apos;', '&#39;')],
  [
    'HTML, Mustache',
    (text) =>
      xml(text)
        .replaceAll('&apos;', '&#39;')
        .replace(/[/`=]/g, (one) => `&#x${one.charCodeAt(0).toString(16).toUpperCase()};`),
  ],
  ['shell, single quotes', (text) => `'${text.replaceAll("'", "'\\''")}'`],
  ['shell, double quotes', (text) => `"${text.replace(/["$`\\]/g, (one) => `\\${one}`)}"`],
  ['shell, backslashes', (text) => text.replace(/[^\w@%+=:,./\u0080-\uffff-]/g, (one) => `\\${one}`)],
  [
    'C, bytes',
    (text) =>
      `"${text.replace(/["\\]/g, (one) => `\\${one}`).replace(/[^\x20-\x7e]/g, (one) => escapeAll(one, (code) => `\\x${code}`))}"`,
  ],
  ['every byte', (text) => escapeAll(text, (code) => `\\x${code}`)],
  ['UTF-16LE', (text) => Buffer.from(text, 'utf16le')],
  ['UTF-16BE', (text) => Buffer.from(text, 'utf16le').swap16()],
  ['reversed', (text) => Array.from(text).toReversed().join('')],
];

/** Encodings round which another may stand, so that a view leads to the inner one. */
export const OUTER: readonly Writer[] = [
  ['base64', (text) => Buffer.from(text).toString('base64')],
  ['hex', (text) => Buffer.from(text).toString('hex')],
  ['JSON', json],
];

/** A text round a value: log lines, with neighbours that shift the alignment. */
export function placed(text: string | Buffer, random: Random): Buffer {
  const [before, after] = [
    random.int(3) === 0 ? '' : random.text(`${BASE62} =:`, random.int(40)),
    random.pick(['', '\n', ' done\n', '"}']),
  ];
  return Buffer.concat([Buffer.from(`${before} `), Buffer.from(text), Buffer.from(after)]);
}
