/** A value, in whatever form, is found once wherever the border between two windows of a large text lies in it. */
import { createHash } from 'node:crypto';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { detectorOf } from '../../src/detect/detector-of.ts';
import { builtinRules } from '../../src/detect/builtin.ts';
import { knownRun } from '../../src/scan/known.ts';
import { type WindowSizes, WindowBuffer } from '../../src/scan/window-reader.ts';
import { Secret } from '../../src/secret.ts';
import { expand } from '../../scripts/lib/values.ts';
import { token } from '../cli/helpers.ts';
import { assert, suite } from '../helpers/suite.ts';
import { blobOf, contextOf, scanBlobs } from './helpers.ts';

const test = suite('borders of windows');
const SECRET = token('at a border');
const KNOWN = expand(['{base62:28}'], 'declared, at a border');
/** Small, so that borders cost little: what lies between them is of no rule. */
const SIZES: WindowSizes = { whole: 64 * 1024, next: 64 * 1024 };
const LINE = `${'nothing to see in this row '.repeat(3)}\n`;
const detector = await detectorOf(
  builtinRules(),
  knownRun({ values: [{ name: 'DECLARED', secret: new Secret(KNOWN) }] }, {}).plan,
);
/** Where the first border of a text of unknown form lies. */
const BORDER = SIZES.next - detector.margins.after;

const hex = (text: string): string => Buffer.from(text).toString('hex');
const each = (text: string, of: (code: number) => string): string =>
  Array.from(text, (char) => of(char.charCodeAt(0))).join('');
const pad = (code: number, width = 2): string => code.toString(16).padStart(width, '0');

/** A hexadecimal dump of 16 bytes a line. */
function dump(text: string): string {
  return dumpOf(Buffer.from(text));
}

function dumpOf(bytes: Buffer): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16)
    lines.push(`${pad(at, 8)}: ${(bytes.toString('hex', at, at + 16).match(/.{1,4}/g) ?? []).join(' ')}\n`);
  return lines.join('');
}

/** Forms of a text that holds a value. */
const FORMS: Readonly<Record<string, (value: string) => string | Buffer>> = {
  plain: (value) => `key ${value} end\n`,
  base64: (value) => `data ${Buffer.from(`event=sync key ${value} end of it`).toString('base64')}\n`,
  'base64 in lines': (value) =>
    `${(
      Buffer.from(`event=sync key ${value} end of it`)
        .toString('base64')
        .match(/.{1,40}/g) ?? []
    ).join('\n')}\n`,
  'base64 twice': (value) =>
    `data ${Buffer.from(Buffer.from(`event=sync ${value} end`).toString('base64')).toString('base64')}\n`,
  hex: (value) => `data ${hex(`event=sync key ${value} end`)}\n`,
  'pairs of hex': (value) => `data ${(hex(`event=sync key ${value} end`).match(/../g) ?? []).join(' ')}\n`,
  percent: (value) => `GET /?q=${each(value, (code) => `%${pad(code)}`)}\n`,
  'json-escape': (value) => `{"a":"key ${each(value, (code) => `\\u${pad(code, 4)}`)}"}\n`,
  'c-escape': (value) => `write(1, "${each(`key ${value} end`, (code) => `\\x${pad(code)}`)}", 40)\n`,
  entity: (value) => `<a b="key ${each(value, (code) => `&#${code};`)}"/>\n`,
  'utf-16 inside': (value) =>
    Buffer.concat([Buffer.from('\n'), Buffer.from(` the key is ${value} and more `, 'utf16le'), Buffer.from('\n')]),
  'continued lines': (value) => `key=${value.slice(0, 13)}\\\n${value.slice(13)} end\n`,
  coloured: (value) => `key \u001b[32m${value.slice(0, 13)}\u001b[0m${value.slice(13)} end\n`,
  invisible: (value) => `key ${value.slice(0, 13)}\u200b${value.slice(13)} end\n`,
  concat: (value) => `const key = "${value.slice(0, 13)}" + "${value.slice(13)}";\n`,
  markup: (value) => `<p>key ${value.slice(0, 13)}<b>${value.slice(13)}</b> end</p>\n`,
  'shell-unquoted': (value) => `+ login "${value.slice(0, 13)}"'${value.slice(13)}' end\n`,
  'quoted-printable': (value) => `Subject: x=3D1=20\nkey ${value.slice(0, 13)}=\n${value.slice(13)} end\n`,
  hexdump: (value) => `\n${dump(`event=sync key ${value} end of it all`)}\n`,
  'gzip in base64': (value) => `data ${gzipSync(`key ${value} end`).toString('base64')}\n`,
  'gzip among bytes': (value) => Buffer.concat([Buffer.from('\n'), gzipSync(`key ${value} end\n`), Buffer.from('\n')]),
  'zlib among bytes': (value) =>
    Buffer.concat([Buffer.from('\n'), deflateSync(`key ${value} end and more\n`), Buffer.from('\n')]),
};

/** A text in which the given bytes begin `front` bytes before a border. */
function textWith(form: Buffer, front: number): Buffer {
  const filler = Buffer.from(LINE.repeat(Math.ceil(BORDER / LINE.length)));
  // Short of a line, the row in front of the form is filled up.
  const before = filler.subarray(0, BORDER - front - 1);
  const rest = Buffer.from(LINE.repeat(600));
  return Buffer.concat([before, Buffer.from('\n'), form, rest]);
}

for (const [name, write] of Object.entries(FORMS)) {
  test(`${name}: a token and a known value, with the border at every place`, async () => {
    for (const value of [SECRET, KNOWN]) {
      const form = Buffer.from(write(value));
      const lost: number[] = [];
      const step = Math.max(1, Math.floor(form.length / 60));
      for (let front = -2; front <= form.length + 2; front += step) {
        const context = contextOf({ detector, buffer: new WindowBuffer(SIZES) });
        const { findings } = await scanBlobs([blobOf('large.log', textWith(form, front))], context);
        if (findings.length !== 1) lost.push(front);
      }
      assert.equal(lost, [], `${value === SECRET ? 'token' : 'known value'} of ${form.length} bytes`);
    }
  });
}

/** Windows in which something long can be whole, and a text of many of these. */
const LARGE: WindowSizes = { whole: 512 * 1024, next: 64 * 1024 };
const LINES = LINE.repeat(Math.ceil(LARGE.next / LINE.length));

/** Where the value stands in a long text, and how much of its form stands in front of the border. */
const PLACES = [
  [0.1, 0.6],
  [0.97, 0.02],
  [0.97, 1],
] as const;

/** Text that hardly packs. */
function noise(size: number): string {
  const lines: string[] = [];
  for (let at = 0; at * 69 < size; at++)
    lines.push(createHash('sha256').update(`${at}`).digest('hex').slice(0, 58).replace(/\d/g, 'g'), ' is fine \n');
  return lines.join('').slice(0, size);
}

const inLines = (text: string, width: number): string =>
  (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join('\n');
const deflated = (text: string): Buffer => deflateRawSync(encodeURIComponent(text));
const escapesOf = (bytes: Buffer, mark: string): string => Array.from(bytes, (byte) => mark + pad(byte)).join('');

/** Ways of writing a long text that holds a value. */
const LONG_FORMS: Readonly<Record<string, (text: string) => string | Buffer>> = {
  'gzip in base64': (text) => `data ${gzipSync(text).toString('base64')} end\n`,
  'gzip in base64 in lines': (text) => `\n${inLines(gzipSync(text).toString('base64'), 76)}\n`,
  'gzip in base64 in strings': (text) =>
    `const a =\n${inLines(gzipSync(text).toString('base64'), 72).replace(/^.*$/gm, ' "$&" +')}\n "";\n`,
  'gzip in hex': (text) => `data ${gzipSync(text).toString('hex')} end\n`,
  'gzip in pairs of hex': (text) => `data ${(gzipSync(text).toString('hex').match(/../g) ?? []).join(' ')} end\n`,
  'gzip in a list of bytes': (text) => `[${[...gzipSync(text)].join(', ')}]\n`,
  'gzip behind others in a dump': (text) => `\n${dumpOf(Buffer.concat([Buffer.from('file: '), gzipSync(text)]))}\n`,
  'gzip in escapes': (text) => `write("${escapesOf(gzipSync(text), '\\x')}")\n`,
  'draw.io': (text) => `<mxfile><diagram id="a" name="b">${deflated(text).toString('base64')}</diagram></mxfile>\n`,
  'base64 of text': (text) => `data ${Buffer.from(text).toString('base64')} end\n`,
  'base64 of data': (text) =>
    `data ${Buffer.concat([Buffer.alloc(40, 0x81), Buffer.from(text)]).toString('base64')} end\n`,
  utf16: (text) =>
    Buffer.concat([Buffer.from('\n'), Buffer.from(text.replaceAll('\n', ' '), 'utf16le'), Buffer.from('\n')]),
};

for (const [name, write] of Object.entries(LONG_FORMS)) {
  test(`${name}: what goes on over windows is found, or said not to be looked at`, async () => {
    for (const size of [5, 100, 600].map((kib) => kib * 1024)) {
      const lost: string[] = [];
      for (const [place, front] of PLACES) {
        const text = noise(size);
        const at = Math.floor(text.length * place);
        const form = Buffer.from(write(`${text.slice(0, at)} key ${SECRET} end ${text.slice(at)}`));
        const before = Buffer.from(LINES).subarray(0, Math.max(0, BORDER - Math.floor(form.length * front)));
        const file = Buffer.concat([before, Buffer.from('\n'), form, Buffer.from(LINES.repeat(9))]);
        const context = contextOf({ detector, buffer: new WindowBuffer(LARGE) });
        const { findings, skipped } = await scanBlobs([blobOf('large.log', file)], context);
        const isTold =
          form.length < 400 * 1024 ? findings.length > 0 && skipped.length === 0 : findings.length + skipped.length > 0;
        if (!isTold) lost.push(`${place} ${front}: ${findings.length} ${skipped.map(({ reason }) => reason).join()}`);
      }
      assert.equal(lost, [], `${size} bytes`);
    }
  });
}

test.run();
