import { brotliCompressSync, crc32, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { storedLz4, storedSnappy, storedXz, storedZstd } from '../view/compressed/stored.ts';
import { valueOf, type ViewWriter } from './view-writer.ts';
import { wandbOf } from './wandb.ts';
import { zipOf } from './archives.ts';
import { avroOf } from './avro.ts';
import { arrayOf, pickleOf } from './objects.ts';
import { postgresOf } from './postgres.ts';
import { compoundOf, sqliteOf } from './databases.ts';
import { storedWide } from './leveldb.ts';
import { dumpedOf, packedString, quotedBytes, redisOf } from './redis.ts';
import { cabinetOf, compressOf, sevenZipOf, xarOf } from './packed-archives.ts';
import { bundleOf, bzip2Of, lzmaOf } from './packers.ts';

const LF = '\n';

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

/** A document of one page that shows the text (ISO 32000-1). */
function pdfOf(text: string): Buffer {
  const shown = deflateSync(`BT /F1 12 Tf (${text.replaceAll(/[\\()]/g, String.raw`\$&`)}) Tj ET`);
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${shown.length}/Filter/FlateDecode>>\nstream\n${shown.toString('latin1')}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>',
  ].map((body, index) => `${index + 1} 0 obj${LF}${body}${LF}endobj${LF}`);
  return Buffer.from(
    `%PDF-1.4${LF}%\xe2\xe3\xcf\xd3${LF}${objects.join('')}trailer<</Root 1 0 R>>${LF}%%EOF${LF}`,
    'latin1',
  );
}

const run = (part: string): string => `<w:r><w:t>${part.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</w:t></w:r>`;

/** A document whose text is split over two runs ([ECMA-376] part 1, 17.3.2). */
function docxOf(text: string): Buffer {
  const half = text.length >> 1;
  const paragraph = `<w:p>${run(text.slice(0, half))}${run(text.slice(half))}</w:p>`;
  const space = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
  const xml = `<w:document xmlns:w="${space}"><w:body>${paragraph}</w:body></w:document>`;
  return zipOf('word/document.xml', Buffer.from(xml));
}

/** A notebook with one cell whose source is in two pieces. */
function notebookOf(text: string): Buffer {
  const half = text.length >> 1;
  const cell = { cell_type: 'code', metadata: {}, outputs: [], source: [text.slice(0, half), text.slice(half)] };
  return Buffer.from(JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell] }));
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** An image of one pixel with a comment (PNG, third edition). */
function pngOf(text: string): Buffer {
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])),
    chunk('tEXt', Buffer.from(`Comment\0${text}`)),
    chunk('IDAT', deflateSync(Buffer.from([0, 0]))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Bytes as in a program, with compressed data among them. */
function programOf(data: Buffer): Buffer {
  const code = Buffer.from(Array.from({ length: 400 }, (_, index) => 0x80 | ((index * 7) % 64)));
  return Buffer.concat([code, data, code]);
}

/** Two messages, each preceded by its length. */
function framedOf(message: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  return Buffer.concat([length, message, length, message]);
}

/** A recorded response whose body is still compressed (HAR 1.2). */
function harOf(text: string): Buffer {
  const headers = [{ name: 'Content-Encoding', value: 'br' }];
  const content = { size: text.length, encoding: 'base64', text: brotliCompressSync(line(text)).toString('base64') };
  const entries = [{ request: { method: 'GET', url: 'https://example.com/' }, response: { headers, content } }];
  return Buffer.from(JSON.stringify({ log: { version: '1.2', entries } }));
}

/** A page of draw.io: percent-coded XML, deflated without a header, in base64. */
function diagramOf(text: string): Buffer {
  const model = `<mxGraphModel><root><mxCell id="0" value="${text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"/></root></mxGraphModel>`;
  const packed = deflateRawSync(encodeURIComponent(model)).toString('base64');
  return Buffer.from(`<mxfile host="app"><diagram id="a" name="Page-1">${packed}</diagram></mxfile>\n`);
}

/** A heap snapshot of V8 with a string that is the concatenation of two others. */
function snapshotOf(text: string): Buffer {
  const half = text.length >> 1;
  const meta = {
    node_fields: ['type', 'name', 'id', 'self_size', 'edge_count'],
    node_types: [['hidden', 'string', 'concatenated string'], 'string', 'number', 'number', 'number'],
    edge_fields: ['type', 'name_or_index', 'to_node'],
    edge_types: [['internal'], 'string_or_number', 'node'],
  };
  return Buffer.from(
    JSON.stringify({
      snapshot: { meta, node_count: 3, edge_count: 2 },
      nodes: [2, 0, 1, 32, 2, 1, 1, 3, 32, 0, 1, 2, 5, 32, 0],
      edges: [0, 3, 5, 0, 4, 10],
      strings: ['', text.slice(0, half), text.slice(half), 'first', 'second'],
    }),
  );
}

const line = (text: string): Buffer => Buffer.from(`${text}\n`);

function short(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}

/** A packet of Ethernet, IPv4 and TCP. */
function packetOf(data: Buffer, sequence: number): Buffer {
  const tcp = Buffer.concat([
    short(40_000),
    short(80),
    short(0),
    short(sequence),
    short(0),
    short(1),
    short(0x5018),
    Buffer.alloc(6),
    data,
  ]);
  const head = [
    Buffer.from([0x45, 0]),
    short(20 + tcp.length),
    Buffer.from([0, 1, 0x40, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2]),
  ];
  return Buffer.concat([Buffer.alloc(12), short(0x0800), ...head, tcp]);
}

/** A capture of two packets that split the text. */
function captureOf(text: string): Buffer {
  const half = text.length >> 1;
  const packets = [packetOf(Buffer.from(text.slice(0, half)), 1), packetOf(Buffer.from(text.slice(half)), 1 + half)];
  const head = [0xa1b2c3d4, 0x0004_0002, 0, 0, 65_535, 1].map(word);
  return Buffer.concat([
    ...head,
    ...packets.flatMap((packet) => [word(0), word(0), word(packet.length), word(packet.length), packet]),
  ]);
}

/** A binary property list of a dictionary with a value in UTF-16. */
function plistOf(text: string): Buffer {
  const value = Buffer.from(`\u00e9 ${text}`, 'utf16le').swap16();
  const objects = [
    Buffer.from([0xd1, 1, 2]),
    Buffer.from('Tnote'),
    Buffer.concat([Buffer.from([0x6f, 0x11]), short(value.length / 2), value]),
  ];
  const trailer = Buffer.alloc(32);
  trailer.set([1, 1], 6);
  trailer[15] = objects.length;
  trailer.writeUInt32BE(8 + Buffer.concat(objects).length, 28);
  return Buffer.concat([Buffer.from('bplist00'), ...objects, Buffer.from([8, 11, 16]), trailer]);
}

/** A registry export as written by the Windows editor, with an expandable string. */
function registryOf(text: string): Buffer {
  const pairs = Buffer.from(`${text}\0`, 'utf16le').toString('hex').match(/../g) ?? [];
  const rows = pairs.map((pair, index) => (index % 25 === 24 ? `${pair},\\\r\n  ` : `${pair},`)).join('');
  return Buffer.from(
    `Windows Registry Editor Version 5.00\r\n\r\n[HKEY_A]\r\n"Note"=hex(2):${rows.replace(/,\s*\\?\s*$/, '')}\r\n`,
  );
}

/** A Rich Text document whose text is in two runs. */
function richTextOf(text: string): Buffer {
  const half = text.length >> 1;
  return Buffer.from(`{\\rtf1\\ansi\\pard ${text.slice(0, half)}{\\b ${text.slice(half)}}\\par}`);
}

function rowOf(...cells: string[]): string {
  return `<w:tr>${cells.map((cell) => `<w:tc><w:p>${cell}</w:p></w:tc>`).join('')}</w:tr>`;
}

/** A Word document with a table. */
function tableOf(text: string): Buffer {
  const space = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
  const half = valueOf(text).length >> 1;
  const value = run(valueOf(text).slice(0, half)) + run(valueOf(text).slice(half));
  return Buffer.from(
    `<w:document xmlns:w="${space}"><w:tbl>${rowOf(run('n'), run('Token'))}${rowOf(run('1'), value)}</w:tbl></w:document>`,
  );
}

/** A container followed by data that is not part of it. */
function withRest(container: Buffer, text: string): Buffer {
  return Buffer.concat([
    container,
    line(`data ${Buffer.from(`${text} ${'and so on '.repeat(4)}`).toString('base64')}`),
  ]);
}

/** File formats that do not store a text as it is. */
export const FORMATS: readonly ViewWriter[] = [
  { name: 'zlib', ending: 'z', write: (text) => deflateSync(line(text)) },
  { name: 'zstd', ending: 'log.zst', write: (text) => storedZstd(line(text)) },
  { name: 'lz4', ending: 'log.lz4', write: (text) => storedLz4(line(text)) },
  { name: 'xz', ending: 'log.xz', write: (text) => storedXz(line(text)) },
  { name: 'bzip2', ending: 'log.bz2', write: (text) => bzip2Of(line(text)) },
  { name: 'lzma', ending: 'log.lzma', write: (text) => lzmaOf(line(text)) },
  { name: 'snappy', ending: 'log.sz', write: (text) => storedSnappy(line(text)) },
  { name: 'brotli', ending: 'log.br', write: (text) => brotliCompressSync(line(text)) },
  { name: 'compress', ending: 'log.Z', write: (text) => compressOf(line(text)) },
  { name: '7z', ending: '7z', write: (text) => sevenZipOf('a.log', line(text)) },
  { name: 'cab', ending: 'cab', write: (text) => cabinetOf('a.log', line(text)) },
  { name: 'xar', ending: 'pkg', write: (text) => xarOf('a.log', line(text)) },
  { name: 'framed', ending: 'zst', write: (text) => framedOf(storedZstd(line(text))) },
  { name: 'git-bundle > git-pack', ending: 'bundle', write: (text) => bundleOf(line(text)) },
  { name: 'sqlite', ending: 'db', write: sqliteOf },
  { name: 'avro', ending: 'avro', write: avroOf },
  { name: 'pgdump', ending: 'dump', write: postgresOf },
  { name: 'pickle', ending: 'pkl', write: pickleOf },
  { name: 'wandb', ending: 'wandb', write: wandbOf },
  { name: 'npy', ending: 'npy', write: arrayOf },
  { name: 'leveldb-log', ending: 'log', write: (text) => storedWide('log', text) },
  { name: 'ole', ending: 'doc', write: compoundOf },
  { name: 'har > brotli', ending: 'har', write: harOf },
  { name: 'deflate-raw', ending: 'drawio', write: diagramOf },
  { name: 'heap-joined', ending: 'heapsnapshot', write: snapshotOf },
  { name: 'pdf', ending: 'pdf', write: pdfOf },
  { name: 'pcap', ending: 'pcap', write: captureOf },
  { name: 'bplist', ending: 'plist', write: plistOf },
  {
    name: 'redis-dump',
    ending: 'log',
    write: (text) => Buffer.from(`"RESTORE" "log" "0" ${quotedBytes(dumpedOf(0, packedString(text)))}\n`),
  },
  { name: 'redis', ending: 'rdb', write: (text) => redisOf('log', packedString(text)) },
  { name: 'registry', ending: 'reg', write: registryOf },
  { name: 'rtf-text', ending: 'rtf', write: richTextOf },
  { name: 'columns of a document', ending: 'xml', write: tableOf },
  { name: 'zip > xml-text-joined', ending: 'docx', write: docxOf },
  { name: 'ipynb-joined', ending: 'ipynb', write: notebookOf },
  { name: 'png', ending: 'png', write: pngOf },
  { name: 'gzip:rest > base64', ending: 'log.gz', write: (text) => withRest(gzipSync('started'), text) },
  { name: 'zip:rest > base64', ending: 'zip', write: (text) => withRest(zipOf('a.log', line('started')), text) },
  { name: 'png:rest > base64', ending: 'png', write: (text) => withRest(pngOf('started'), text) },
  { name: 'carved > gzip', ending: 'bin', write: (text) => programOf(gzipSync(line(text))) },
  {
    name: 'html > data-uri > zip',
    ending: 'html',
    write: (text) =>
      Buffer.from(`<p>data:application/zip;base64,${zipOf('a.log', line(text)).toString('base64')}</p>\n`),
  },
];
