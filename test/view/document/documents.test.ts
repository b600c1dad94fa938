import { brotliCompressSync, deflateRawSync, gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { Budget } from '../../../src/view/budget.ts';
import { decodedViews, type DecodedView } from '../../../src/view/encoded/encodings.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('documents');
const WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const TOKEN = fc.stringMatching(/^[A-Za-z0-9_-]{12,60}$/);
const CUTS = fc.array(fc.integer({ min: 1, max: 59 }), { minLength: 1, maxLength: 5 });

interface Viewed {
  readonly views: readonly DecodedView[];
  readonly skips: readonly string[];
}

function look(text: string | Buffer, budget: Budget = new Budget(0)): Viewed {
  const bytes = Buffer.from(text);
  const skips: string[] = [];
  const onSkip = (reason: string): number => skips.push(reason);
  return { views: [...decodedViews(bytes, { start: 0, end: bytes.length }, { budget, onSkip })], skips };
}

function viewOf(text: string | Buffer, kind: string): DecodedView | undefined {
  return look(text).views.find((view) => view.kind === kind);
}

function pieces(value: string, cuts: readonly number[]): string[] {
  const at = [0, ...cuts.filter((cut) => cut < value.length).toSorted((a, b) => a - b), value.length];
  return at
    .slice(1)
    .map((end, index) => value.slice(at[index], end))
    .filter((piece) => piece !== '');
}

/** Asserts that a view holds the value, and that its place in the text begins and ends with the value's own characters. */
function assertHolds(text: string, kind: string, value: string): void {
  const view = viewOf(text, kind);
  const at = view?.bytes.indexOf(value) ?? -1;
  assert.ok(at >= 0, `${kind} of ${text}`);
  const outer = view?.toOuter({ start: at, end: at + value.length }) ?? { start: 0, end: 0 };
  const from = Buffer.from(text).subarray(outer.start, outer.end).toString();
  assert.is(from[0], value[0]);
  assert.is(from.at(-1), value.at(-1));
}

/** Parts of notebooks and HAR files. */
const joinedCells = (cells: unknown): string | undefined =>
  viewOf(JSON.stringify({ cells }), 'ipynb-joined')?.bytes.toString();
const body = (encoding: string, text: string): string =>
  `{"startedDateTime":"1","response":{"headers":[{"name":"Content-Encoding","value":"${encoding}"}],"content":{"mimeType":"x","text":"${text}"}}}`;
const har = (...entries: string[]): string => `{"log":{"entries":[${entries.join()}]}}`;

test('a value in any number of runs is whole in the text of a document', () => {
  fc.assert(
    fc.property(TOKEN, CUTS, fc.string({ maxLength: 300 }), (value, cuts, noise) => {
      const style = `<w:rPr><w:color w:val="${noise.replace(/[<>&"]/g, '')}"/></w:rPr>`;
      const runs = pieces(value, cuts).map((piece) => `<w:r>${style}<w:t xml:space="preserve">${piece}</w:t></w:r>`);
      assertHolds(
        `<w:document ${WORD}><w:p>${runs.join('<w:proofErr/>')}</w:p></w:document>`,
        'xml-text-joined',
        value,
      );
    }),
  );
});

test('paragraphs, cells and shared strings stay apart, tabs and breaks are blanks', () => {
  const text =
    `<w:document ${WORD}><w:p><w:r><w:t>one</w:t></w:r></w:p><w:tbl><w:tr><w:tc>two</w:tc><w:tc>three</w:tc></w:tr></w:tbl>` +
    `<w:p><w:t>four</w:t><w:tab/><w:t>five</w:t><w:br/><w:t>six</w:t></w:p></w:document>`;
  assert.is(viewOf(text, 'xml-text-joined')?.bytes.toString(), 'one\ntwo\tthree\t\nfour\tfive\nsix\n');
});

test('what was deleted from a text ends where other words stand in its place', () => {
  const bytes = `<w:document ${WORD}><w:p><w:del><w:r><w:delText>ol</w:delText></w:r><w:r><w:delText>der</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p></w:document>`;
  assert.is(viewOf(bytes, 'xml-text-joined')?.bytes.toString(), 'older\nnew\n');
});

test('character references, CDATA and comments are undone; entities of a document are not', () => {
  const text = `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:p ${WORD}>&b;p&#x61;ss&amp;<!-- no --><![CDATA[<wo&rd>]]></w:p>`;
  assert.match(viewOf(text, 'xml-text-joined')?.bytes.toString() ?? '', '&b;pass&<wo&rd>');
});

test('a reading of Asian characters does not stand in the middle of a string', () => {
  const text = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>ab</t><rPh sb="0"><t>no</t></rPh><t>cd</t></si></sst>`;
  assert.is(viewOf(text, 'xml-text-joined')?.bytes.toString(), 'abcd\n');
});

test('broken markup ends the text and nothing else', () => {
  const start = `<w:p ${WORD}>words`;
  for (const rest of ['<', '<!--', '<![CDATA[', '</', '<w:t', '&', '&#', '<w:rPh>', '<'.repeat(100_000)])
    assert.match(viewOf(start + rest, 'xml-text-joined')?.bytes.toString() ?? '', 'words');
});

test('XML of other kinds has no such view', () => {
  assert.is(viewOf('<html><body>a<b>b</b></body></html>', 'xml-text-joined'), undefined);
  assert.is(viewOf(`text before <w:p ${WORD}>`, 'xml-text-joined'), undefined);
});

test('a value in any number of strings is whole in the text of a notebook', () => {
  fc.assert(
    fc.property(TOKEN, CUTS, fc.constantFrom('source', 'text', 'text/html', 'input'), (value, cuts, key) => {
      const cells = [{ cell_type: 'code', outputs: [{ [key]: ['a "quoted" line\n', ...pieces(value, cuts)] }] }];
      for (const indent of [0, 1]) assertHolds(JSON.stringify({ cells }, null, indent), 'ipynb-joined', value);
    }),
  );
});

test('arrays of other keys, and a notebook that breaks off, join nothing', () => {
  assert.is(joinedCells([{ tags: ['one', 'two'] }]), undefined);
  assert.is(joinedCells([{ source: ['a\u00e4\n', 'b\\'] }, { source: 'plain' }, { source: [1, 'x'] }]), 'aä\nb\\\n');
  for (const end of ['["un', '["a", ', '[', '["a\\']) assert.is(look(`{"cells": [{"source": ${end}`).skips.length, 0);
});

test('pages of a diagram are inflated, and damage leaves them to other views', () => {
  const packed = deflateRawSync(encodeURIComponent('<mxCell value="words"/>')).toString('base64');
  const file = `<mxfile><diagram id="1">\n  ${packed}\n</diagram><diagram>no base64 at all</diagram></mxfile>`;
  const view = viewOf(file, 'deflate-raw');
  assert.match(view?.bytes.toString() ?? '', 'words');
  const { start, end } = view?.toOuter({ start: 0, end: 5 }) ?? { start: 0, end: 0 };
  assert.match(file.slice(start, end), packed);
  for (const text of ['<diagram', '<diagram>', `<diagram>${packed}`, '<diagram>AAAA</diagram>'])
    assert.is(viewOf(text, 'deflate-raw'), undefined, text);
});

test('a packed page or body that is a bomb is a skip', () => {
  const bomb = deflateRawSync(Buffer.alloc(70 * 2 ** 20)).toString('base64');
  assert.equal(look(`<diagram>${bomb}</diagram>`).skips, ['too-expanded']);
  const large = deflateRawSync(Buffer.alloc(2 ** 20)).toString('base64');
  assert.equal(look(`<diagram>${large}</diagram>`, new Budget(0, { floor: 2 ** 18 })).skips, ['too-expanded']);
});

test('bodies of HAR files are unpacked by their own header alone', () => {
  const packed = brotliCompressSync('plain words').toString('base64');
  assert.is(viewOf(har(body('br', packed)), 'brotli')?.bytes.toString(), 'plain words');
  assert.is(viewOf(har(body('br', 'QUJD')), 'brotli'), undefined);
  assert.is(
    viewOf(har('{"headers":[{"name":"content-encoding","value":"br"}]}', body('gzip', packed)), 'brotli'),
    undefined,
  );
  assert.is(viewOf(har('{"headers":[{"name":"accept","value":"br"}],"content":{"text":"x"}}'), 'brotli'), undefined);
  assert.is(
    viewOf(har('{"headers":[{"name":"content-encoding","value":"br"}],"content":{"size":1}}'), 'brotli'),
    undefined,
  );
});

test('what is not paid for is not read', () => {
  const { views, skips } = look(`<w:p ${WORD}>words</w:p>`, new Budget(0, { floor: 10 }));
  assert.equal(views, []);
  assert.equal(skips, ['too-expanded']);
});

test('a page of a diagram that cannot be unpacked is told, and a text that speaks of the tag is none', () => {
  const packed = deflateRawSync(Array.from({ length: 60 }, (_, i) => `word${i * 7919}`).join(' ')).toString('base64');
  const cut = packed.slice(0, 80);
  assert.equal(look(`<mxfile><diagram>${cut}</diagram></mxfile>`).skips, ['corrupt']);
  assert.equal(look(`<mxfile><diagram>${packed}</diagram></mxfile>`).skips, []);
  assert.equal(look(`write <diagram>Name</diagram> or <diagram>${'two words '.repeat(20)}</diagram>`).skips, []);
});

const regHex = (bytes: Buffer, size: number): string =>
  (bytes.toString('hex').match(/../g) ?? [])
    .map((pair, index) => (index > 0 && index % size === 0 ? `\\\r\n  ${pair}` : pair))
    .join(',');

for (const [type, bytesOf] of [
  ['hex(2)', (text: string): Buffer => Buffer.from(`${text}\0`, 'utf16le')],
  ['hex', (text: string): Buffer => Buffer.from(text)],
] as const)
  test(`a value of a registry in ${type} stands behind its name, over any number of lines`, () => {
    fc.assert(
      fc.property(TOKEN, fc.integer({ min: 1, max: 80 }), fc.array(TOKEN, { maxLength: 3 }), (value, size, names) => {
        const others = names.map((name) => `"${name}"=dword:00000001\r\n`).join('');
        const text = `Windows Registry Editor Version 5.00\r\n\r\n[HKEY_X\\A]\r\n${others}"Note"=${type}:${regHex(bytesOf(value), size)}\r\n${others}`;
        const view = viewOf(text, 'registry');
        assert.is(view?.bytes.toString(), `"Note"="${value}"\n`);
        const { start, end } = view?.toOuter({ start: 8, end: 12 }) ?? { start: 0, end: 0 };
        assert.match(text.slice(start, end), /^"Note"=hex[^]*[0-9a-f]{2}$/);
      }),
    );
  });

test('strings of a list in a registry are lines, data of it is looked at as such', () => {
  const head = 'REGEDIT4\n\n';
  const list = viewOf(`${head}"A"=hex(7):${regHex(Buffer.from('one text\0another one\0\0'), 99)}\n`, 'registry');
  assert.is(list?.bytes.toString(), '"A"="one text"\n"another one"\n');
  const packed = gzipSync('a text that is packed');
  const data = viewOf(`${head}"A"=hex:${regHex(packed, 25)}\n`, 'registry');
  assert.equal([data?.container, data?.bytes.equals(packed)], [true, true]);
  assert.is(
    viewOf(`${head}"A"=hex:${regHex(Buffer.from('0102030405060708f0f1f2f3', 'hex'), 25)}\n`, 'registry'),
    undefined,
  );
});

test('a value of a registry that pieces of it cut is whole', () => {
  const filler = `"n"="${'x'.repeat(1000)}"\n`.repeat(1040);
  for (let shift = 0; shift < 1100; shift += 97) {
    const value = regHex(Buffer.from('a value behind much text'), 10);
    const text = `REGEDIT4\n${'y'.repeat(shift)}\n${filler}"A"=hex:${value}\n`;
    assert.is(viewOf(text, 'registry')?.bytes.toString(), '"A"="a value behind much text"\n');
  }
});

test('a value in any number of runs of a Rich Text document is whole', () => {
  fc.assert(
    fc.property(TOKEN, CUTS, fc.integer({ min: 0, max: 3 }), (value, cuts, way) => {
      const marks = ['}{\\b ', '\n', '\\cf1 ', '{\\*\\bkmkstart x}'];
      const runs = pieces(value, cuts).join(marks[way] ?? '');
      assertHolds(`{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\pard {\\i ${runs}}\\par end\\par}`, 'rtf-text', value);
    }),
  );
});

test('escapes of a Rich Text document are read, what is none of its text is left out', () => {
  const text = String.raw`{\rtf1\ansi\uc1{\info{\title T}}{\*\generator G;}{\fonttbl F}a\'62\u99?\u100 ?\{\\\}\~\_\-e\tab f\par g{\uc2\u104 ??}i}`;
  assert.is(viewOf(text, 'rtf-text')?.bytes.toString(), 'Tabcd{\\} -e\tf\nghi');
});

test('a megabyte of braces, and marks without an end, are read in a time that grows with their length', () => {
  for (const text of [
    `{\\rtf1${'{'.repeat(1_000_000)}`,
    `{\\rtf1${'\\'.repeat(1_000_001)}`,
    `{\\rtf1${"\\'".repeat(500_000)}`,
  ]) {
    const before = process.cpuUsage();
    look(text);
    assert.ok(process.cpuUsage(before).user < 10_000_000);
  }
});

const WORD_BELOW = 'kW8rTq2Zp';

for (const [name, tag, open] of [
  ['Word', { table: 'w:tbl', row: 'w:tr', cell: 'w:tc', text: 'w:t' }, `<w:document ${WORD}>`],
  [
    'OpenDocument',
    { table: 'table:table', row: 'table:table-row', cell: 'table:table-cell', text: 'text:p' },
    '<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">',
  ],
] as const) {
  const cell = (...parts: string[]): string =>
    `<${tag.cell}>${parts.map((part) => `<${tag.text}>${part}</${tag.text}>`).join('')}</${tag.cell}>`;
  const table = (...rows: string[][]): string =>
    `${open}<${tag.table}>${rows.map((cells) => `<${tag.row} a="b">${cells.join('')}</${tag.row}>`).join('\n')}</${tag.table}>`;

  test(`a value below its heading in a table of ${name}, or right of its name, stands beside it`, () => {
    const below = table(
      [cell('user'), cell('Pass', 'word')],
      [cell('bob'), cell(WORD_BELOW.slice(0, 7), WORD_BELOW.slice(7))],
      [cell('eve'), cell('x y')],
    );
    assert.is(viewOf(below, 'columns')?.bytes.toString().trim(), `Password = "${WORD_BELOW}"`);
    const beside = table([cell('user'), cell('bob')], [cell('password'), cell(WORD_BELOW)]);
    assert.is(viewOf(beside, 'columns')?.bytes.toString().trim(), `password = "${WORD_BELOW}"`);
    assert.is(viewOf(table([cell('user'), cell('name')], [cell('bob'), cell(WORD_BELOW)]), 'columns'), undefined);
  });
}

test.run();
