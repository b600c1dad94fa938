/** One valid file of every container and document format that is opened, with planted words at its beginning and its end. */
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, inflateSync } from 'node:zlib';
import { dumpFile, dumpHead, dumpRows } from '../../../src/selftest/postgres.ts';
import { makeTar, makeZip } from '../archives.ts';
import { makeCompound, makeRtf, makeVbaModule } from '../compound.ts';
import { makeHeapSnapshot } from '../heap-snapshot.ts';
import { gifExtension, jpegSegment, makeGif, makeJpeg, makePng, makeWebp, pngChunk } from '../images.ts';
import { batchOf, levelLogOf, levelTableOf, stored } from '../leveldb.ts';
import { arMember, cpioMember, framedMessage, makeAr, makeCpio, makeRpm } from '../packages.ts';
import { makePage } from '../pdf.ts';
import { makeRar4, makeRar5, pack3, pack5, type RarMember } from '../rar.ts';
import { makeDatabase, makeJournal, makeWal } from '../sqlite.ts';
import packed from './packed.json' with { type: 'json' };

/** What is planted: no secret, and found by a rule of the test alone. */
export const PLANTED = ['planted-frontmost-marker', 'planted-hindmost-marker'] as const;
const [FRONT, BACK] = PLANTED;

/** A valid file. */
export interface FuzzSample {
  readonly name: string;
  readonly bytes: Buffer;
  /** Bytes by which the format is known; damage behind them shows, by a checksum or the structure. Undefined where not all does. */
  readonly told: number | undefined;
  /** Bytes by which the format is known; a cut behind them shows. Undefined for texts and lists without an end. */
  readonly endTold: number | undefined;
}

const filler = Array.from(
  { length: 12 },
  (_, i) => `line ${i} says ${(i * 7919) % 1013} and ${(i * 104_729) % 9973} more`,
).join('\n');
/** A text that holds both. */
const TEXT = `first: ${FRONT}\n${filler}\nlast: ${BACK}\n`;
const [HEAD, TAIL] = [`first: ${FRONT}\n${filler}\n`, `${filler}\nlast: ${BACK}\n`];
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const noise = (length: number): Buffer =>
  Buffer.from(Array.from({ length }, (_, i) => (Math.imul(i + 1, 2654435761) >>> 13) & 0xff));

type Build = () => Buffer | string | Promise<Buffer>;
/** `sealed`: damage anywhere shows; `ended`: a cut shows; `open`: a file that is cut is a shorter one of its kind. */
type Shows = 'sealed' | 'ended' | 'open';
/** Bytes by which formats are known that have no more than a few. */
const MAGIC = 32;
/** The same of those that are known by more. */
const KNOWN_BY: Readonly<Record<string, number>> = { 'a.zz': 160, 'a.rpm': 180, 'a.tar': 512 };

/** What shows in packed files that are not sealed by a checksum. */
const SHOWS: Readonly<Record<string, Shows>> = {
  zstd: 'ended',
  'zstd-unchecked': 'ended',
  lzma: 'ended',
  lz4: 'ended',
  'lz4-legacy': 'ended',
  jsonlz4: 'ended',
  squashfs: 'ended',
  parquet: 'ended',
  avro: 'open',
  // It has neither a checksum nor a length.
  Z: 'open',
  arrow: 'ended',
  pkl: 'ended',
  'early.pkl': 'ended',
  joblib: 'ended',
  npy: 'open',
  gguf: 'ended',
  h5: 'open',
  'latest.h5': 'open',
};

/** File name, what shows damage in it, and its bytes. */
const BUILDS: readonly (readonly [name: string, shows: Shows, build: Build])[] = [
  ['a.gz', 'sealed', () => gzipSync(TEXT)],
  ['a.zz', 'sealed', () => deflateSync(TEXT)],
  ['a.txt.br', 'ended', () => brotliCompressSync(TEXT)],
  ...Object.entries(packed).map(
    ([name, base64]) => [`a.${name}`, SHOWS[name] ?? 'sealed', () => unpacked(name, base64)] as const,
  ),
  ['a.zip', 'sealed', () => makeZip(members)],
  ['stored.zip', 'sealed', () => makeZip(members.map((member) => ({ ...member, method: 0 })))],
  ['stream.zip', 'sealed', () => makeZip(members.map((member) => ({ ...member, descriptor: true })))],
  ['nested.zip', 'sealed', () => makeZip([{ name: 'a.tgz', data: gzipSync(makeAr(arMember('a', TEXT))) }])],
  ['a.docx', 'sealed', () => makeZip([{ name: 'word/document.xml', data: wordOf() }])],
  ['a.tar', 'ended', () => makeTar(members)],
  ['a.tar.gz', 'sealed', async () => gzipSync(await makeTar(members))],
  ['a.ar', 'open', () => makeAr(arMember('a/', HEAD), arMember('b/', TAIL))],
  ['a.cpio', 'ended', () => makeCpio(cpioMember('a', HEAD), cpioMember('b', TAIL))],
  ['a.rpm', 'sealed', () => makeRpm(gzipSync(makeCpio(cpioMember('a', TEXT))))],
  ['a.framed', 'open', () => Buffer.concat([framedMessage(`x ${FRONT}`), framedMessage(`y ${BACK}`)])],
  ['a.rar', 'sealed', () => makeRar5(rarMembers(pack5))],
  ['old.rar', 'sealed', () => makeRar4(rarMembers(pack3))],
  ['a.dump', 'ended', dumped],
  ['a.pdf', 'ended', pdf],
  ['a.doc', 'ended', compound],
  ['a.sqlite', 'ended', database],
  ['a.sqlite-wal', 'open', () => makeWal(database(), [1, 2, 3])],
  ['a.sqlite-journal', 'open', () => makeJournal(database(), [1, 2, 3])],
  ['000003.log', 'open', levelLog],
  ['000005.ldb', 'sealed', () => levelTableOf([[stored('a', HEAD)], [stored('b', TAIL)]])],
  ['a.png', 'open', () => makePng(pngChunk('tEXt', latin1(`Comment\0${HEAD}`)), packedChunk())],
  ['a.jpeg', 'open', () => makeJpeg(jpegSegment(0xfe, latin1(HEAD)), jpegSegment(0xe1, latin1(`Exif\0\0${TAIL}`)))],
  [
    'a.gif',
    'open',
    () => makeGif(gifExtension(0xfe, `x ${FRONT}`), gifExtension(0xfe, 'y planted-hind', 'most-marker')),
  ],
  ['a.webp', 'open', () => makeWebp(['VP8L', Buffer.alloc(7)], ['XMP ', latin1(HEAD)], ['EXIF', latin1(TAIL)])],
  ['core.1', 'open', () => Buffer.concat([noise(300), gzipSync(HEAD), noise(200), makeZip(members), noise(100)])],
  ['a.pcap', 'open', capture],
  ['a.otlp.pb', 'open', () => Buffer.concat([message(1, HEAD), message(2, TAIL)])],
  ['a.journal-export', 'open', journal],
  ['a.ipynb', 'open', notebook],
  ['a.har', 'open', har],
  ['a.drawio', 'open', drawing],
  ['a.heapsnapshot', 'open', () => makeHeapSnapshot([[`x ${FRONT.slice(0, 9)}`, FRONT.slice(9)], ` and ${BACK}`])],
  [
    'a.html',
    'open',
    () => `<script>window.b = "data:application/zip;base64,${makeZip(members).toString('base64')}"</script>`,
  ],
  ['a.eml', 'open', mail],
  ['utf-16.txt', 'open', () => Buffer.from(`\uFEFF${TEXT}`, 'utf16le')],
  [
    'a.json',
    'open',
    () => JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ c: HEAD }), d: [...latin1(TAIL)] }) }),
  ],
  ['a.hexdump', 'open', () => dump(TEXT)],
  [
    'a.strace',
    'open',
    () =>
      `write(3, "${[...latin1(TEXT)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}", 9) = 9\n`,
  ],
  ['a.yaml', 'open', () => `a: &a ${FRONT}\nb: *a\nc: >-\n  planted-hindmost\\\n  -marker ${BACK}\n`],
  ['a.csv', 'open', () => `name,note\n1,"{""k"":""${FRONT}""}"\n2,${BACK}\n`],
];

/** Files of HDF5 are full of zeros, and stand there deflated. */
function unpacked(name: string, base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  return name.endsWith('h5') ? inflateSync(bytes) : bytes;
}

const members = [
  { name: 'a.txt', data: HEAD },
  { name: 'folder/b.txt', data: TAIL },
];

const rarMembers = (pack: typeof pack5): RarMember[] =>
  members.map(({ name, data }) => ({ name, data: Buffer.from(data), packed: pack([...Buffer.from(data)]) }));

const runOf = (text: string): string => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`;
const paragraphOf = (text: string): string => `<w:p>${runOf(text.slice(0, 12))}${runOf(text.slice(12))}</w:p>`;

function wordOf(): string {
  const space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
  return `<w:document ${space}>${paragraphOf(FRONT)}${paragraphOf(filler)}${paragraphOf(BACK)}</w:document>`;
}

const shown = (text: string): string => `BT /F1 9 Tf (${text}) Tj ET\n`;

function pdf(): Buffer {
  const font = '/Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding';
  return makePage(shown(FRONT) + shown('more'), font, {
    dictionary: '/Type /EmbeddedFile /Filter [/ASCIIHexDecode /FlateDecode]',
    data: `${deflateSync(TAIL).toString('hex')}>`,
  });
}

function dumped(): Buffer {
  const copy = 'COPY public.notes (note) FROM stdin;\n';
  const entries = [1, 2].map((id) => ({ id, name: `notes${id}`, copy }));
  const rows = [HEAD, TAIL].map((text, index) => dumpRows(index + 1, deflateSync(text)));
  return dumpFile(dumpHead(14, -1), entries, ...rows);
}

function compound(): Buffer {
  return makeCompound([
    { path: 'WordDocument', data: Buffer.from(`${'x'.repeat(5000)} ${FRONT} `) },
    { path: 'Macros/VBA/Module1', data: makeVbaModule(`Attribute VB_Name = "Module1"\r\nConst a = "${BACK}"\r\n`) },
    { path: '__substg1.0_10090102', data: makeRtf(`{\\rtf1 ${FRONT} \\par}`) },
  ]);
}

function database(): Buffer {
  return makeDatabase('notes', 'name TEXT, note TEXT, body BLOB', [
    ['one', `${FRONT} ${'long '.repeat(500)}`, null],
    ['two', null, gzipSync(TAIL)],
  ]);
}

function levelLog(): Buffer {
  const wide = Buffer.from(`\0${Buffer.from(TAIL, 'utf16le').toString('latin1')}`, 'latin1');
  return levelLogOf([
    batchOf([stored('first', 'x')]),
    batchOf([stored('a', HEAD)]),
    batchOf([[stored('b', '')[0], wide]]),
  ]);
}

function packedChunk(): Buffer {
  return pngChunk('zTXt', Buffer.concat([latin1('Packed\0\0'), deflateSync(TAIL)]));
}

function packetOf(text: string): Buffer {
  const data = Buffer.concat([noise(54), Buffer.from(text)]);
  const record = Buffer.alloc(16);
  record.writeUInt32LE(data.length, 8);
  record.writeUInt32LE(data.length, 12);
  return Buffer.concat([record, data]);
}

function capture(): Buffer {
  const head = Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex');
  return Buffer.concat([head, packetOf(`GET /?a=${FRONT} HTTP/1.1\r\n\r\n`), packetOf(`x\r\n\r\n${BACK}`)]);
}

function message(number: number, text: string): Buffer {
  const data = Buffer.from(text);
  return Buffer.concat([Buffer.from([number * 8 + 2, (data.length & 0x7f) | 0x80, data.length >> 7]), data]);
}

function journal(): Buffer {
  const data = Buffer.from(`binary\n${BACK}`);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(data.length));
  return Buffer.concat([
    Buffer.from(`__CURSOR=s=1\nMESSAGE=${FRONT}\nMESSAGE\n`),
    length,
    data,
    Buffer.from('\n_PID=1\n\n'),
  ]);
}

function notebook(): string {
  const source = ['key = "planted-front', 'most-marker"\n', 'print(key)'];
  return JSON.stringify({
    cells: [{ cell_type: 'code', source, outputs: [{ data: { 'text/plain': [BACK] } }] }],
    nbformat: 4,
  });
}

const bodyOf = (text: string): object => ({
  startedDateTime: '1',
  response: {
    headers: [{ name: 'content-encoding', value: 'br' }],
    content: { mimeType: 'x', text: brotliCompressSync(text).toString('base64'), encoding: 'base64' },
  },
});

function har(): string {
  return JSON.stringify({ log: { entries: [bodyOf(HEAD), bodyOf(TAIL)] } });
}

const pageOf = (text: string): string =>
  `<diagram>${deflateRawSync(encodeURIComponent(`<mxGraphModel>${text}</mxGraphModel>`)).toString('base64')}</diagram>`;

function drawing(): string {
  return `<mxfile>${pageOf(HEAD)}${pageOf(TAIL)}</mxfile>`;
}

function mail(): string {
  const attached = makeZip(members).toString('base64').replace(/.{76}/g, '$&\n');
  return `Content-Transfer-Encoding: quoted-printable\n\nplanted-front=\nmost-marker\n--x\nContent-Transfer-Encoding: base64\n\n${attached}\n--x--\n`;
}

function dump(text: string): string {
  const rows =
    Buffer.from(text)
      .toString('hex')
      .match(/.{1,32}/g) ?? [];
  return rows.map((row, at) => `${(at * 16).toString(16).padStart(8, '0')}: ${row.replace(/..../g, '$& ')}\n`).join('');
}

/** Every sample, always the same bytes. */
export async function fuzzSamples(): Promise<readonly FuzzSample[]> {
  const samples: FuzzSample[] = [];
  for (const [name, shows, build] of BUILDS) {
    const bytes = Buffer.from((await build()) as Buffer);
    const from = KNOWN_BY[name] ?? MAGIC;
    const told = shows === 'sealed' ? from : undefined;
    samples.push({ name, bytes, told, endTold: shows === 'open' ? undefined : from });
  }
  return samples;
}
