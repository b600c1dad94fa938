/** Promise 2 for what readers make a name, a label or a field of: whatever holds it, no output shows a value, nor a part of one. */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expand } from '../../scripts/lib/values.ts';
import { avroBlock, avroFile, avroText } from '../../src/selftest/avro.ts';
import { makeTar, makeZip } from '../helpers/archives.ts';
import { batchOf, levelLogOf, levelTableOf } from '../helpers/leveldb.ts';
import { arMember, cpioMember, makeAr, makeCpio } from '../helpers/packages.ts';
import { makeCabinet, makeSevenZip, makeXar } from '../helpers/packed-archives.ts';
import { makeRar4, makeRar5 } from '../helpers/rar.ts';
import { makeDatabase, makeWal } from '../helpers/sqlite.ts';
import { assert, suite } from '../helpers/suite.ts';
import { run, token, withFolder } from './helpers.ts';

const test = suite('no output holds a value that stands in a name');
const FORMATS = ['text', 'brief', 'json', 'sarif', 'junit', 'html', 'github', 'gitlab', 'ledger'] as const;

/** What stands in a name, and what of it must not be shown. */
interface Planted {
  readonly text: string;
  readonly value: string;
  readonly isDeclared?: boolean;
}

function plantedToken(seed: string): Planted {
  const text = token(seed);
  return { text, value: text.slice('glpat-'.length) };
}

const SHAPES: Readonly<Record<string, (seed: string) => Planted>> = {
  token: plantedToken,
  'password of a setting': (seed) => {
    const value = expand(['{letters:4}', '{digits:2}', '{base62:8}', '{digits:2}'], seed);
    return { text: `DB_PASSWORD=${value}`, value };
  },
  'password with signs': (seed) => {
    const value = expand(
      ['{letters:4}', '{digits:1}', '<', '{letters:3}', '&%', '{base62:6}', 'é', '{base62:9}'],
      seed,
    );
    return { text: `DB_PASSWORD=${value}`, value };
  },
  'declared value': (seed) => {
    const value = expand(['{base62:7}', '"<', '{base62:6}', "&>%é'", '{base62:8}'], seed);
    return { text: value, value, isDeclared: true };
  },
};

const DATA = Buffer.from('x\n');
const noText = Buffer.from([0x1f, 0x8b, 0, 0xff, 2, 254].flatMap((byte) => Array.from({ length: 12 }, () => byte)));
const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const xarFile = (name: string, more: string): Buffer =>
  makeXar(`<file id="1">${more}<name>${xml(name)}</name></file>`, DATA);
const xarData = (style: string): string =>
  `<data><offset>0</offset><length>2</length><size>2</size><encoding style="${style}"/></data><type>file</type>`;
const PLAIN = 'application/octet-stream';

/** Archives with a member of that name: as it should be, and as it cannot be read. */
const ARCHIVES: Readonly<Record<string, (name: string) => Buffer | Promise<Buffer>>> = {
  'a.zip': (name) => makeZip([{ name, data: DATA }]),
  'locked.zip': (name) => makeZip([{ name, data: DATA, encrypted: true }]),
  'method.zip': (name) => makeZip([{ name, data: DATA, method: 77 }]),
  'a.tar': (name) => makeTar([{ name, data: DATA }]),
  'link.tar': (name) => makeTar([{ name: 'l', type: 'symlink', linkname: name }]),
  'a.ar': (name) => makeAr(arMember('//', `${name}/\n`), arMember('/0', DATA)),
  'a.cpio': (name) => makeCpio(cpioMember(Buffer.from(name).toString('latin1'), DATA)),
  'a.7z': (name) => makeSevenZip([{ name, data: DATA }]),
  'crc.7z': (name) => makeSevenZip([{ name, data: DATA }], '00', [1]),
  'five.rar': (name) => makeRar5([{ name, data: DATA }]),
  'link.rar': (name) => makeRar5([{ name: 'l', data: Buffer.alloc(0), target: Buffer.from(name).toString('latin1') }]),
  'locked.rar': (name) => makeRar5([{ name, data: DATA, isEncrypted: true }]),
  'cut.rar': (name) => makeRar4([{ name, data: DATA, cut: 'before' }]),
  'a.cab': (name) => makeCabinet([{ name, data: DATA }]),
  'before.cab': (name) => makeCabinet([{ name, data: DATA }], { folders: [0xfffd] }),
  'a.xar': (name) => xarFile(name, xarData(PLAIN)),
  'style.xar': (name) => xarFile(name, xarData('x/y')),
  'link.xar': (name) => xarFile('l', `<link type="file">${xml(name)}</link><type>symlink</type>`),
};

const record = (name: string, type: unknown): object => ({ type: 'record', name: 'Row', fields: [{ name, type }] });
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const OTHER = expand(['{letters:3}', '{digits:2}', '{base62:9}'], 'what the field holds');

/** Names of columns, keys and fields. */
const TABLES: Readonly<Record<string, (name: string) => string | Buffer>> = {
  'table.sqlite': (name) => makeDatabase(quoted(name), 'a TEXT, b BLOB', [['x', noText]]),
  'column.sqlite': (name) => makeDatabase('t', `${quoted(name)} TEXT, b BLOB`, [['x', noText]]),
  'a.sqlite-wal': (name) => makeWal(makeDatabase(quoted(name), 'a TEXT', [['x']]), [1, 2]),
  '000003.log': (name) => levelLogOf([batchOf([[Buffer.from(name), noText]])]),
  '000005.ldb': (name) => levelTableOf([[[Buffer.from(`_https://a.example\0\x01${name}`), noText]]]),
  'field.avro': (name) => avroFile(record(name, 'bytes'), 'null', avroBlock(1, avroText(noText))),
  'codec.avro': (name) => avroFile(record('a', 'bytes'), name, avroBlock(1, avroText(noText))),
  'type.avro': (name) => avroFile(record('a', name), 'null', avroBlock(1, avroText(noText))),
  'a.json': (name) => JSON.stringify({ [name]: { password: OTHER } }),
  'a.yaml': (name) => `${JSON.stringify(name)}:\n  password: ${OTHER}\n`,
  'a.toml': (name) => `[${JSON.stringify(name)}]\npassword = "${OTHER}"\n`,
  'a.csv': (name) => `id,"${name.replaceAll('"', '""')}",password\n1,x,${OTHER}\n2,y,${OTHER}\n`,
  'a.har': (name) =>
    JSON.stringify({ log: { entries: [{ request: { headers: [{ name, value: `Bearer ${OTHER}` }] } }] } }),
};

/** What is there of a value in each form that outputs may have: rows of so many characters of it. */
function rowsOf(value: string, length: number): readonly string[] {
  const rows: string[] = [];
  for (let at = 0; at + length <= value.length; at++) {
    const row = value.slice(at, at + length);
    const bytes = Buffer.from(row);
    rows.push(row, JSON.stringify(row).slice(1, -1), xml(row), encodeURIComponent(row), bytes.toString('hex'));
    for (const shift of [0, 1, 2]) {
      const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
      rows.push(encoded.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6)));
    }
  }
  return [...new Set(rows)];
}

/** Scans files, looks for rows of the value in all that is written, and gives the lines of the ledger. */
async function scanned(
  files: Readonly<Record<string, string | Buffer>>,
  { value, isDeclared = false }: Planted,
  length: number,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const inside = Object.entries(files).map(([name, data]) => [`in/${name}`, data] as const);
  return withFolder(Object.fromEntries(inside), async (cwd) => {
    await mkdir(join(cwd, 'out'));
    const outputs = FORMATS.flatMap((format) => ['-o', `${format}=out/${format}`]);
    const known = isDeclared ? ['--known-env', 'DECLARED_*'] : [];
    const env: Record<string, string> = isDeclared ? { DECLARED_ONE: value } : {};
    const { code, out, err } = await run(['in', '--threads', '1', ...known, ...outputs], { cwd, env });
    assert.is(code, 1, err);
    const texts = Object.fromEntries(
      readdirSync(join(cwd, 'out')).map((name) => [name, readFileSync(join(cwd, 'out', name), 'utf8')]),
    );
    const rows = rowsOf(value, length);
    for (const [what, text] of Object.entries({ ...texts, out, err })) {
      const row = rows.find((one) => text.includes(one));
      const at = row === undefined ? -1 : text.indexOf(row);
      assert.is(at, -1, `${what} after ${text.slice(Math.max(0, at - 80), Math.max(0, at))}`);
    }
    const lines = (texts['ledger'] ?? '').trimEnd().split('\n').slice(1, -1);
    return lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  });
}

/** Files that hold the value in a name alone. */
async function filesWith(text: string): Promise<Record<string, string | Buffer>> {
  const files: Record<string, string | Buffer> = {};
  for (const [file, make] of Object.entries(ARCHIVES)) {
    files[`name/${file}`] = await make(text);
    files[`step/${file}`] = await make(`out/${text}/deep.txt`);
  }
  for (const [file, make] of Object.entries(TABLES)) files[`table/${file}`] = make(text);
  files[`files/${text}.log`] = 'ok\n';
  files[`folders/${text}/a.txt`] = 'ok\n';
  files[`files/x${text}.gz`] = gzipSync('x').subarray(0, 12);
  return files;
}

for (const [shape, plant] of Object.entries(SHAPES)) {
  test(`of a ${shape}, which each file is reported for or skipped`, async () => {
    for (const seed of ['one', 'two']) {
      const planted = plant(`${shape} ${seed}`);
      const ledger = await scanned(await filesWith(planted.text), planted, 7);
      const files = new Set(ledger.map(({ path }) => path));
      const told = ledger.filter(({ findings, status }) => Number(findings) > 0 || status !== 'scanned');
      const silent = [...files].filter((file) => !told.some(({ path }) => path === file));
      assert.equal(silent, []);
    }
  });

  test(`of a ${shape} that damage cuts or changes, where another file has it whole`, async () => {
    const planted = plant(`${shape} damaged`);
    const files: Record<string, string | Buffer> = { 'whole.json': JSON.stringify({ password: planted.value }) };
    const first = planted.value.slice(0, 4);
    for (const [name, make] of Object.entries({ ...ARCHIVES, ...TABLES })) {
      const bytes = Buffer.from((await make(planted.text)) as Buffer);
      const at = Math.max(bytes.indexOf(first), bytes.indexOf(Buffer.from(first, 'utf16le')));
      if (at < 0) continue;
      const changed = Buffer.from(bytes);
      changed[at - 1] = (changed[at - 1] ?? 0) ^ 0x55;
      files[`changed/${name}`] = changed;
      for (const length of [9, 13, 17]) files[`cut-${length}/${name}`] = bytes.subarray(0, at + length);
    }
    await scanned(files, planted, 11);
  });
}

test('of a value that invisible characters, colours and line ends part in the name of a file', async () => {
  const planted = plantedToken('parted');
  const files: Record<string, string> = { 'whole.env': `TOKEN=${planted.text}\n` };
  for (const sign of ['\u00ad', '\u200b', '\u001b[31m', '\n', '\u202e'])
    files[`${planted.text.slice(0, 18)}${sign}${planted.text.slice(18)}.log`] = 'ok\n';
  await scanned(files, planted, 11);
});

test.run();
