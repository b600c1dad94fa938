import { deflateSync } from 'node:zlib';
import type { ViewWriter } from './view-writer.ts';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const BASE85 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~';
const LINE = 45;

/** The bits of bytes, as digits. */
function bitsOf(bytes: Buffer): string {
  return Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
}

/** Digits of five bits each (RFC 4648, section 6), unpadded. */
function base32(text: string): string {
  return (bitsOf(Buffer.from(text)).match(/.{1,5}/g) ?? [])
    .map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}

/** Numbers below 85, five for each four bytes; zeros fill the last four. */
function base85(bytes: Buffer): number[] {
  const padded = Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
  return Array.from({ length: padded.length / 4 }, (_, index) => padded.readUInt32BE(index * 4)).flatMap((number) =>
    [4, 3, 2, 1, 0].map((power) => Math.floor(number / 85 ** power) % 85),
  );
}

/** Lines of up to 45 bytes, each preceded by its length (POSIX, uuencode). */
function uuencoded(text: string): string {
  const bytes = Buffer.from(text);
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += LINE) {
    const part = bytes.subarray(at, at + LINE);
    const groups =
      bitsOf(part)
        .padEnd(Math.ceil(part.length / 3) * 24, '0')
        .match(/.{6}/g) ?? [];
    const digits = [part.length, ...groups.map((six) => Number.parseInt(six, 2))];
    lines.push(digits.map((digit) => String.fromCharCode(digit === 0 ? 0x60 : digit + 0x20)).join(''));
  }
  return `begin 644 a.txt\n${lines.join('\n')}\n\`\nend\n`;
}

/** Bytes with 42 added; for those that a line cannot contain, an equals sign and another 64 (yEnc 1.3). */
function yencoded(text: string): Buffer {
  const bytes = Array.from(Buffer.from(text), (byte) => (byte + 42) & 0xff).flatMap((byte) =>
    [0, 10, 13, 0x3d].includes(byte) ? [0x3d, (byte + 64) & 0xff] : [byte],
  );
  return Buffer.concat([
    Buffer.from(`=ybegin line=128 size=${text.length} name=a.txt\r\n`),
    Buffer.from(bytes),
    Buffer.from(`\r\n=yend size=${text.length}\r\n`),
  ]);
}

/** A patch that adds a file (`git diff --binary`). */
function patched(text: string): string {
  const packed = deflateSync(text);
  const lines: string[] = [];
  for (let at = 0; at < packed.length; at += 52) {
    const part = packed.subarray(at, at + 52);
    const letter = String.fromCharCode(part.length + (part.length > 26 ? 0x60 - 26 : 0x40));
    lines.push(
      letter +
        base85(part)
          .map((digit) => BASE85[digit])
          .join(''),
    );
  }
  return `diff --git a/a.bin b/a.bin\nGIT binary patch\nliteral ${text.length}\n${lines.join('\n')}\n\nliteral 0\nHcmV?d00001\n\n`;
}

const ascii85 = (text: string): string =>
  base85(Buffer.from(text.padEnd(Math.ceil(text.length / 4) * 4)))
    .map((digit) => String.fromCharCode(digit + 0x21))
    .join('');

const units = (text: string, of: (code: number) => string): string =>
  Array.from(text, (char) => of(char.charCodeAt(0))).join('');

const writer = (name: string, ending: string, write: (text: string) => string | Buffer): ViewWriter => ({
  name,
  ending,
  write: (text) => Buffer.from(write(text)),
});

/** Encodings of data as text that are rarer than base64. */
export const ARMOURS: readonly ViewWriter[] = [
  writer('base32', 'log', (text) => `data ${base32(`event=sync ${text} end`)}\n`),
  writer('ascii85', 'log', (text) => `data <~${ascii85(`event=sync ${text} end`)}~>\n`),
  writer('uuencode', 'txt', (text) => `see below\n\n${uuencoded(`event=sync ${text} end\n`)}`),
  writer('yenc', 'txt', (text) => yencoded(`event=sync ${text} end\n`)),
  writer('git-binary', 'patch', (text) => patched(`\0${text}\n`)),
  writer('byte-list of Go', 'log', (text) => `body: [${[...Buffer.from(text)].join(' ')}]\n`),
  writer(
    'percent of units',
    'log',
    (text) => `GET /?${units(text, (code) => `%u${code.toString(16).padStart(4, '0')}`)}\n`,
  ),
  writer('c-escape in braces', 'pl', (text) => `print "${units(text, (code) => `\\x{${code.toString(16)}}`)}";\n`),
];
