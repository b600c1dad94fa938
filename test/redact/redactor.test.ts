import { gunzipSync, gzipSync } from 'node:zlib';
import { parse } from 'yaml';
import { expand } from '../../scripts/lib/values.ts';
import { Redactor } from '../../src/redact/redactor.ts';
import { makeZip } from '../helpers/archives.ts';
import { makePng, pngChunk } from '../helpers/images.ts';
import { tarOf } from '../helpers/fixture-archives.ts';
import { assert, suite } from '../helpers/suite.ts';
import { blobOf, contextOf, scanBlobs } from '../scan/helpers.ts';

const test = suite('Redactor');

const TOKEN = expand(['glp', 'at-', '{base62:20}'], 'redactor');
const PASSWORD = expand(['{base62:14}', '7a'], 'redactor-password');
const MARK = '[REDACTED:gitlab-pat]';
const GENERIC = '[REDACTED:generic-secret]';

/** Redacts, and holds the result to be clean. */
async function redacted(path: string, data: string | Buffer): Promise<Buffer> {
  const { bytes } = await new Redactor(contextOf()).redact(Buffer.from(data as string), path);
  const { findings } = await scanBlobs([blobOf(path, bytes)]);
  assert.equal(
    findings.map(({ ruleId }) => ruleId),
    [],
  );
  return bytes;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const TEXTS: readonly (readonly [what: string, path: string, before: string, after: string])[] = [
  ['a log', 'a.log', `x token=${TOKEN} y\n`, `x token=${MARK} y\n`],
  ['a quoted value', 'a.env', `DB_PASSWORD="${PASSWORD}"\n`, `DB_PASSWORD="${GENERIC}"\n`],
  ['JSON', 'a.json', `{"password":"${PASSWORD}"}`, `{"password":"${GENERIC}"}`],
  [
    'JSON in JSON',
    'a.json',
    JSON.stringify({ a: `{"password":"${PASSWORD}"}` }),
    JSON.stringify({ a: `{"password":"${GENERIC}"}` }),
  ],
  ['a bare scalar of YAML', 'a.yaml', `password: ${PASSWORD}\nn: 1\n`, `password: "${GENERIC}"\nn: 1\n`],
  ['a list of YAML', 'a.yaml', `- ${TOKEN}\n- b\n`, `- "${MARK}"\n- b\n`],
  ['an element of XML', 'a.xml', `<a token="${TOKEN}">x</a>`, `<a token="${MARK}">x</a>`],
  ['base64', 'a.txt', `v ${base64(`k ${TOKEN} e`)}\n`, `v ${base64(`k ${MARK} e`)}\n`],
  [
    'hex',
    'a.txt',
    `v ${Buffer.from(`k ${TOKEN} e`).toString('hex')}\n`,
    `v ${Buffer.from(`k ${MARK} e`).toString('hex')}\n`,
  ],
  ['two values of a line', 'a.log', `${TOKEN} ${TOKEN}\n`, `${MARK} ${MARK}\n`],
  ['a byte order mark', 'a.log', `\uFEFFtoken=${TOKEN}\n`, `\uFEFFtoken=${MARK}\n`],
];
for (const [what, path, before, after] of TEXTS)
  test(`puts a mark in place of the value in ${what}`, async () => {
    assert.is((await redacted(path, before)).toString(), after);
  });

test('leaves brackets out where YAML would not parse with them', async () => {
  const bytes = await redacted('a.yaml', `a: {url: https://ann:${TOKEN}@h.corp.net/x, n: 1}\n`);
  assert.is((parse(bytes.toString()) as { a: { url: string } }).a.url, 'https://ann:REDACTED:gitlab-pat@h.corp.net/x');
});

test('quotes a mark that is a key of YAML or stands behind an anchor or a tag', async () => {
  const text = `${TOKEN}: 1\na: &x ${TOKEN}\nb: !!str ${TOKEN}\nc: {${TOKEN}: 2}\n`;
  const bytes = await redacted('a.yaml', text);
  assert.is(bytes.toString(), `"${MARK}": 1\na: &x "${MARK}"\nb: !!str "${MARK}"\nc: {"${MARK}": 2}\n`);
});

const xml = (one: string, inside: string): string =>
  `<r a="${inside}"><e ${one}="1"/><${one}>${inside} = 2</${one}><!-- ${inside} --><![CDATA[${inside}]]></r>`;

test('writes marks in names of markup and of YAML as such formats allow', async () => {
  const name = 'REDACTED-gitlab-pat';
  assert.is((await redacted('a.xml', xml(TOKEN, TOKEN))).toString(), xml(name, MARK));
  assert.is((await redacted('a.yml', `a: &${TOKEN} 1\nb: *${TOKEN}\n`)).toString(), `a: &${name} 1\nb: *${name}\n`);
});

test('keeps the lines of wrapped base64', async () => {
  const wrapped = base64(`${'x '.repeat(50)}${TOKEN}${' y'.repeat(50)}`).replace(/.{76}/g, '$&\n');
  const text = (await redacted('a.txt', `${wrapped}\n`)).toString();
  assert.match(Buffer.from(text, 'base64').toString(), `x ${MARK} y`);
  assert.ok(text.split('\n').every((line) => line.length <= 76));
});

test('keeps UTF-16, both ways round', async () => {
  const little = Buffer.from(`\uFEFFtoken=${TOKEN} \u00fc\n`, 'utf16le');
  const expected = Buffer.from(`\uFEFFtoken=${MARK} \u00fc\n`, 'utf16le');
  assert.equal(await redacted('a.txt', little), expected);
  assert.equal(await redacted('a.txt', Buffer.from(little).swap16()), Buffer.from(expected).swap16());
});

const utf32 = (text: string): Buffer =>
  Buffer.concat(
    Array.from(text, (one) => {
      const unit = Buffer.alloc(4);
      unit.writeUInt32LE(one.codePointAt(0) ?? 0);
      return unit;
    }),
  );

test('keeps UTF-32, both ways round', async () => {
  const little = utf32(`\uFEFFtoken=${TOKEN} \u00fc\u{1F600}\n`);
  const expected = utf32(`\uFEFFtoken=${MARK} \u00fc\u{1F600}\n`);
  assert.equal(await redacted('a.txt', little), expected);
  assert.equal(await redacted('a.txt', Buffer.from(little).swap32()), Buffer.from(expected).swap32());
});

test('takes a value out of bytes that only begin like another charset', async () => {
  const bytes = Buffer.concat([Buffer.from([0xff, 0xfe, 0xfd]), Buffer.from(`\ntoken=${TOKEN}\n`)]);
  assert.is((await redacted('a.txt', bytes)).indexOf(TOKEN.slice(0, 6)), -1);
});

/** Lines as hexdump -C writes them. */
function dump(text: string): string {
  const rows = text.match(/[^]{1,16}/g) ?? [];
  return rows
    .map((row, index) => {
      const digits = (Buffer.from(row).toString('hex').match(/../g) ?? []).join(' ').padEnd(48);
      return `${(index * 16).toString(16).padStart(8, '0')}  ${digits} |${row}|\n`;
    })
    .join('');
}

test('takes lines of a dump out whole, with the characters beside the digits', async () => {
  for (const value of [TOKEN, PASSWORD]) {
    const text = (await redacted('a.txt', `before\n${dump(`password=${value}`)}behind\n`)).toString();
    assert.match(text, /^before\n\[REDACTED:[\w-]+\]\nbehind\n$/);
  }
});

test('writes as many bytes as the value has where lengths stand in front of texts', async () => {
  const message = Buffer.from(
    `\x0a\x1ea text of a log line in front \x12${String.fromCharCode(TOKEN.length)}${TOKEN}\x1a\x03end\x00`,
    'latin1',
  );
  const bytes = await redacted('a.pb', message);
  assert.is(bytes.length, message.length);
  assert.is(bytes.toString('latin1').replace(MARK.padEnd(TOKEN.length, '*'), TOKEN), message.toString('latin1'));
});

const png = (text: string): Buffer => makePng(pngChunk('tEXt', Buffer.from(`Comment\0token=${text}`)));

test('puts the right checksum to a chunk of a PNG file from which a value was taken', async () => {
  const { bytes } = await new Redactor(contextOf()).redact(png(TOKEN), 'a.png');
  assert.equal(bytes, png(MARK.padEnd(TOKEN.length, '*')));
});

test('packs gzip again, inside of gzip too', async () => {
  const bytes = await redacted('a.log.gz', gzipSync(gzipSync(`t ${TOKEN}\n`)));
  assert.is(gunzipSync(gunzipSync(bytes)).toString(), `t ${MARK}\n`);
});

test('packs a zip again and keeps the other members as they are', async () => {
  const zip = makeZip([
    { name: 'a.log', data: `t ${TOKEN}\n` },
    { name: 'b/c.json', data: '{"n":1}' },
  ]);
  const bytes = await redacted('a.zip', zip);
  const { ledger } = await scanBlobs([blobOf('a.zip', bytes)]);
  assert.equal(ledger.map(({ view, bytes: size }) => `${view.join()} ${size}`).slice(-2), [
    `zip:a.log ${MARK.length + 3}`,
    'zip:b/c.json 7',
  ]);
  const unchanged = makeZip([{ name: 'b', data: 'x' }]);
  assert.is((await new Redactor(contextOf()).redact(unchanged, 'a.zip')).bytes, unchanged);
});

test('packs a tar file again', async () => {
  const tar = tarOf([
    { name: 'a.log', data: Buffer.from(`t ${TOKEN}\n`) },
    { name: 'b.txt', data: Buffer.from('x'.repeat(600)) },
  ]);
  const bytes = await redacted('a.tar', tar);
  const { ledger, skipped } = await scanBlobs([blobOf('a.tar', bytes)]);
  assert.equal(skipped, []);
  assert.equal(
    ledger.filter(({ view }) => view.length > 0).map(({ view, bytes: size }) => `${view.join()} ${size}`),
    [`tar:a.log ${MARK.length + 3}`, 'tar:b.txt 600'],
  );
});

/** A header block with the sum of its bytes (POSIX.1-2017, ustar), and what follows. */
function withChecksum(file: Buffer): Buffer {
  file.fill(0x20, 148, 156);
  const sum = file.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  file.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return file;
}

test('redacts a member of a tar file whose long name is cut behind a slash', async () => {
  const name = `${'d/'.repeat(80)}a.env`;
  const long = tarOf([{ name: '././@LongLink', data: Buffer.from(`${name}\0`) }]);
  long[156] = 'L'.charCodeAt(0);
  const own = tarOf([{ name: name.slice(0, 100), data: Buffer.from(`t ${TOKEN}\n`) }]);
  const bytes = await redacted('a.tar', Buffer.concat([withChecksum(long.subarray(0, 1024)), own]));
  const { ledger, skipped } = await scanBlobs([blobOf('a.tar', bytes)]);
  assert.equal(skipped, []);
  assert.equal(ledger.at(-1)?.view, [`tar:${name}`]);
});

test('reaches into a container that is written in base64', async () => {
  const bytes = await redacted('a.txt', `v ${gzipSync(`token=${TOKEN}`).toString('base64')}\n`);
  assert.is(gunzipSync(Buffer.from(bytes.toString().slice(2), 'base64')).toString(), `token=${MARK}`);
});

test('gives back the very bytes of what holds nothing, and of what is broken', async () => {
  for (const data of [
    'nothing\n',
    '',
    gzipSync('x').subarray(0, 12),
    makeZip([{ name: 'a', data: 'x' }]).subarray(0, 30),
  ]) {
    const bytes = Buffer.from(data as string);
    const result = await new Redactor(contextOf()).redact(bytes, 'a');
    assert.is(result.bytes, bytes);
    assert.equal(result.redactions, []);
  }
});

test('says where each value was', async () => {
  const { redactions } = await new Redactor(contextOf()).redact(gzipSync(`one\nt ${TOKEN}\n`), 'logs/a.log.gz');
  assert.equal(redactions, [{ ruleId: 'gitlab-pat', surface: 'backend_log', view: ['gzip'], line: 2, column: 3 }]);
});

test.run();
