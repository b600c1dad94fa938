import { deflateSync } from 'node:zlib';
import * as fc from 'fast-check';
import { Budget } from '../../../src/view/budget.ts';
import { sniffContainer } from '../../../src/view/containers.ts';
import { makeZip } from '../../helpers/archives.ts';
import { countedCalls } from '../../helpers/counted-calls.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { expand, memoryBlob, type Expanded } from '../expand.ts';
import { ascii85Of, lzwOf, makePage, makePdf } from '../../helpers/pdf.ts';

const test = suite('pdf');
const HELVETICA = '/Type /Font /Subtype /Type1 /BaseFont /Helvetica';

function open(bytes: Buffer, budget?: Budget): Promise<Expanded> {
  return expand(memoryBlob(bytes), 'pdf', budget);
}

function part({ blobs }: Expanded, view: string): string | undefined {
  return blobs.find((blob) => blob.view === view)?.bytes.toString();
}

function reasons({ skips }: Expanded): string[] {
  return skips.map(({ view, reason }) => `${view.join('>')}!${reason}`);
}

const codeMap = (codes: string): string => `1 begincodespacerange <0000> <ffff> endcodespacerange ${codes} endcmap`;

async function shown(content: string, font: string = HELVETICA): Promise<string> {
  return part(await open(makePage(content, font)), 'pdf:3')?.trim() ?? '';
}

test('text of a page is given line by line', async () => {
  const content =
    'BT /F1 12 Tf 72 700 Td (first \\(line\\)) Tj 0 -14 Td (sec\\157nd) Tj T* (third) Tj (fourth) \' 1 2 (fifth) " ET';
  assert.is(await shown(content), 'first (line)\nsecond\nthird\nfourth\nfifth');
});

test('gaps in an array are blanks where they are wide, hexadecimal strings are text', async () => {
  assert.is(await shown('BT /F1 9 Tf [(na) 20 (me) -300 <76 61 6C 75 65>] TJ ET'), 'name value');
});

test('a token in any number of strings, arrays and moves on one line is whole', async () => {
  const token = fc.stringMatching(/^[A-Za-z0-9_-]{12,50}$/);
  await fc.assert(
    fc.asyncProperty(
      token,
      fc.array(fc.integer({ min: 1, max: 49 }), { maxLength: 4 }),
      fc.nat(2),
      async (text, cuts, how) => {
        const at = [0, ...cuts.filter((cut) => cut < text.length).toSorted((a, b) => a - b), text.length];
        const pieces = at.slice(1).map((end, index) => text.slice(at[index], end));
        const array = `[${pieces.map((piece) => `(${piece})`).join(' -12 ')}] TJ`;
        const moves = pieces.map((piece) => `(${piece}) Tj ${(piece.length * 5.5).toFixed(2)} 0 Td`).join(' ');
        let x = 40;
        const placed = pieces.map((piece) => {
          const run = `BT 1 0 0 1 ${x.toFixed(2)} 600 Tm (${piece}) Tj ET`;
          x += piece.length * 5.5;
          return run;
        });
        const content = [`BT /F1 10 Tf ${array} ET`, `BT /F1 10 Tf ${moves} ET`, `/F1 10 Tf ${placed.join(' ')}`][how];
        assert.is(await shown(content ?? ''), text);
      },
    ),
    { numRuns: 200 },
  );
});

test('columns that stand apart are not joined, and moves of the page count', async () => {
  assert.is(await shown('BT /F1 10 Tf (name) Tj 200 0 Td (value) Tj ET'), 'name value');
  assert.is(await shown('/F1 10 Tf q 1 0 0 1 0 50 cm BT (up) Tj ET Q q 1 0 0 1 0 20 cm BT (down) Tj ET Q'), 'up\ndown');
});

test('fonts with a map of codes are read, of one byte and of two', async () => {
  const wide = '/Type /Font /Subtype /Type0 /Encoding /Identity-H /ToUnicode 5 0 R';
  const content = 'BT /F1 12 Tf <0001000200030010> Tj ET';
  const stream = {
    dictionary: '',
    data: codeMap(
      '1 beginbfchar <0001> <0041> endbfchar 2 beginbfrange <0002> <0003> <0062> <0010> <0011> [<00660066> <0021>] endbfrange',
    ),
  };
  const result = await open(makePage(content, wide, stream));
  assert.is(part(result, 'pdf:3')?.trim(), 'Abcff');
  assert.equal(reasons(result), []);
  const narrow = {
    dictionary: '',
    data: '1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <01> <0058> endbfchar',
  };
  const simple = await open(makePage('BT /F1 12 Tf <0141> Tj ET', `${HELVETICA} /ToUnicode 5 0 R`, narrow));
  assert.is(part(simple, 'pdf:3')?.trim(), 'XA');
});

test('ranges that say the same codes again and again come to an end, and what is not known by then is told', async () => {
  const again = '1 beginbfrange <0001> <ffff> <0041> endbfrange '.repeat(1000);
  const wide = '/Type /Font /Subtype /Type0 /Encoding /Identity-H /ToUnicode 5 0 R';
  const stream = { dictionary: '', data: codeMap(`${again} 1 beginbfchar <0000> <0042> endbfchar`) };
  const page = makePage('BT /F1 12 Tf <0000> Tj ET', wide, stream);
  let result: Expanded | undefined;
  const run = async (): Promise<void> => {
    result = await open(page);
  };
  const said = await countedCalls([Map.prototype, 'set'], () => 1, run);
  assert.ok(said > 1_000_000 && said < 10_000_000, `${said} codes`);
  assert.equal(result && reasons(result), ['!pdf-text']);
});

test('names of glyphs in a font are read', async () => {
  const font = `${HELVETICA} /Encoding << /Differences [1 /t /o /k /e /n 6 /colon /uni0041 /one.alt /madeup] >>`;
  const result = await open(makePage('BT /F1 1 Tf (\\001\\002\\003\\004\\005\\006\\007\\010\\011) Tj ET', font));
  assert.match(part(result, 'pdf:3') ?? '', 'token:A1');
});

test('characters of a font that keeps its codes to itself are a skip', async () => {
  const result = await open(makePage('BT /F1 12 Tf <00010002> Tj ET', '/Type /Font /Subtype /Type0'));
  assert.equal(reasons(result), ['!pdf-text']);
  assert.match(result.skips[0]?.detail ?? '', '2 characters');
});

test('strings of objects are given with their keys, in UTF-16 and UTF-8 too, ids are not', async () => {
  const result = await open(
    makePdf(
      [
        { dictionary: '/Title (a title) /Author <FEFF00C40062> /Subject (\xef\xbb\xbf\xc3\xa4) /Odd <FFFE6100>' },
        { dictionary: '/A << /S /URI /URI (https://example.org/?a=b) >> /Kids [(one) [(two)]]' },
      ],
      '/Info 1 0 R /ID [<00ff> <00ff>]',
    ),
  );
  assert.is(
    part(result, 'pdf:strings'),
    'Title: a title\nAuthor: Äb\nSubject: ä\nOdd: a\nURI: https://example.org/?a=b\nKids: one\nKids: two',
  );
});

test('every filter of text is undone, in chains too', async () => {
  const text = Buffer.from('BT (words of the page) Tj ET');
  const runs = Buffer.concat([Buffer.from([text.length - 1]), text, Buffer.from([255, 0x20, 128])]);
  const rows = Buffer.concat([Buffer.from([1, 0x61, 1, 1, 2, 1, 1, 1, 3, 0x10, 0, 0, 4, 1, 1, 1, 0, 0x7a])]);
  const chains: [string, Buffer | string, string?][] = [
    ['/ASCIIHexDecode', `${text.toString('hex')}>`],
    ['/ASCII85Decode', ascii85Of(text)],
    ['/LZWDecode', lzwOf(text)],
    ['/RunLengthDecode', runs],
    ['[/ASCII85Decode /FlateDecode]', ascii85Of(deflateSync(text))],
    ['[/AHx /Fl]', deflateSync(text).toString('hex')],
  ];
  for (const [filter, data] of chains) {
    const result = await open(makePdf([{ dictionary: `/Filter ${filter}`, data }]));
    assert.is(part(result, 'pdf:1')?.trim(), 'words of the page', filter);
  }
  const parameters = '/DecodeParms << /Predictor 15 /Columns 3 >>';
  const predicted = await open(
    makePdf([{ dictionary: `/Filter /FlateDecode ${parameters}`, data: deflateSync(rows) }]),
  );
  assert.is(part(predicted, 'pdf:1')?.slice(0, 6), 'abcbcd');
  const zeros = await open(makePdf([{ dictionary: '/Filter /A85', data: ascii85Of(Buffer.alloc(8)) }]));
  assert.is(zeros.blobs.at(-1)?.bytes.length, 8);
});

test('objects in object streams are read, fonts and pages among them', async () => {
  const values = ['<< /Type /Page /Contents 3 0 R >>', '<< /Title (packed words) >>', '(loose)'];
  const starts = values.map((_, index) => values.slice(0, index).join(' ').length + (index > 0 ? 1 : 0));
  const header = `${starts.map((start, index) => `${10 + index} ${start}`).join(' ')} `;
  const packed = header + values.join(' ');
  const first = header.length;
  const stream = { dictionary: `/Type /ObjStm /N 3 /First ${first} /Filter /FlateDecode`, data: deflateSync(packed) };
  const result = await open(makePdf([stream]));
  assert.match(part(result, 'pdf:strings') ?? '', 'Title: packed words');
  assert.is(part(result, 'pdf:1'), undefined);
});

test('embedded files, metadata and scripts are given as they are', async () => {
  const zip = makeZip([{ name: 'a', data: 'x' }]);
  const result = await open(
    makePdf([
      { dictionary: '/Type /EmbeddedFile', data: zip },
      { dictionary: '/Type /Metadata /Subtype /XML', data: '<x:xmpmeta/>' },
      { dictionary: '', data: 'app.alert("words");' },
    ]),
  );
  assert.ok(result.blobs.find(({ view }) => view === 'pdf:1')?.bytes.equals(zip));
  assert.is(part(result, 'pdf:2'), '<x:xmpmeta/>');
  assert.is(part(result, 'pdf:3'), 'app.alert("words");');
});

test('images are one skip, inline ones are passed over', async () => {
  const image = { dictionary: '/Subtype /Image /Filter /DCTDecode', data: 'pixels' };
  assert.equal(reasons(await open(makePdf([image, image]))), ['!image-pixels']);
  assert.is(await shown('BT (a) Tj ET BI /W 1 ID (xx)Tj EIx \x00\n EI BT (b) Tj ET'), 'ab');
});

test('an encrypted document is a skip, and nothing is made up from it', async () => {
  const result = await open(makePdf([{ dictionary: '/Title (x)' }], '/Encrypt 9 0 R'));
  assert.equal(reasons(result), ['!encrypted']);
  assert.equal(result.blobs, []);
  const byStream = await open(makePdf([{ dictionary: '/Type /XRef /Encrypt << >>', data: 'x' }]));
  assert.equal(reasons(byStream), ['!encrypted']);
});

test('alternative texts and comments of a page are given', async () => {
  assert.match(
    await shown('/Span << /ActualText (spoken words) >> BDC BT (x) Tj ET EMC % a comment\n'),
    'spoken words',
  );
  assert.match(await shown('BT (x) Tj ET % a comment\n'), 'a comment');
});

test('lengths that are wrong, missing or elsewhere do not matter', async () => {
  for (const length of [0, 3, 1_000_000]) {
    const result = await open(makePdf([{ dictionary: '', data: 'all the words', length }]));
    assert.is(part(result, 'pdf:1'), 'all the words');
  }
  const elsewhere = Buffer.from(
    '%PDF-1.4\n1 0 obj << /Length 2 0 R >> stream\r\nthe words\r\nendstream endobj 2 0 obj 9 endobj',
  );
  assert.is(part(await open(elsewhere), 'pdf:1'), 'the words');
});

test('brackets that are left open lose no object behind them', async () => {
  for (const start of ['1 0 obj << /A (never closed', '1 0 obj << /A [ << /B', '1 0 obj <ab', '1 0 obj']) {
    const bytes = Buffer.from(`%PDF-1.4\n${start}\nendobj\n2 0 obj << >> stream\nthe words\nendstream endobj`);
    assert.is(part(await open(bytes), 'pdf:2'), 'the words', start);
  }
});

test('unknown filters and damaged data are skips of their stream', async () => {
  const flate = deflateSync('BT (words) Tj ET '.repeat(200));
  const result = await open(
    makePdf([
      { dictionary: '/Filter /Unheard-Of', data: 'x' },
      { dictionary: '/Filter /Crypt', data: 'x' },
      { dictionary: '/Filter /FlateDecode', data: flate.subarray(0, 30) },
      { dictionary: '/Filter /LZWDecode', data: Buffer.from([0xff, 0xff, 0xff]) },
    ]),
  );
  assert.equal(reasons(result), ['pdf:1!unsupported-format', 'pdf:2!encrypted', 'pdf:3!truncated', 'pdf:4!corrupt']);
});

test('a bomb stops at the budget, with one skip', async () => {
  const bomb = { dictionary: '/Filter /FlateDecode', data: deflateSync(Buffer.alloc(3 * 2 ** 20)) };
  const bytes = makePdf([bomb, bomb, bomb, bomb]);
  const budget = new Budget(0, { floor: 2 ** 22 });
  const result = await open(bytes, budget);
  assert.equal(reasons(result), ['pdf:2!too-expanded']);
  assert.ok(budget.spent <= 2 ** 22);
  const doubled = { dictionary: '/Filter [/FlateDecode /FlateDecode]', data: deflateSync(bomb.data) };
  assert.equal(reasons(await open(makePdf([doubled]), new Budget(0, { floor: 2 ** 20 }))), ['pdf:1!too-expanded']);
});

test('deep nests and loops of references end', async () => {
  const deep = Buffer.from(`%PDF-1.4\n1 0 obj ${'['.repeat(200_000)}(in)${']'.repeat(200_000)} endobj\n%%EOF`);
  assert.equal(reasons(await open(deep)), []);
  const loops = makePdf([
    { dictionary: '/Type /Page /Parent 1 0 R /Resources 2 0 R /Contents 3 0 R' },
    { dictionary: '/Font << /F1 2 0 R >>' },
    { dictionary: '/Resources 4 0 R', data: 'BT /F1 1 Tf (x) Tj ET' },
  ]);
  assert.is(
    part(await open(Buffer.concat([loops, Buffer.from('4 0 obj 5 0 R endobj 5 0 obj 4 0 R endobj')])), 'pdf:3')?.trim(),
    'x',
  );
});

test('random damage and cuts never throw', async () => {
  const bytes = makePage('BT /F1 12 Tf [(words) -300 (more)] TJ ET', `${HELVETICA} /ToUnicode 5 0 R`, {
    dictionary: '/Filter /ASCII85Decode',
    data: ascii85Of(Buffer.from('1 beginbfchar <01> <0041> endbfchar')),
  });
  const damage = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(damage, fc.integer({ min: 5, max: bytes.length }), async (changes, length) => {
      const damaged = Buffer.from(bytes);
      for (const [at, value] of changes) damaged[at] = value;
      await open(damaged.subarray(0, length));
    }),
    { numRuns: 400 },
  );
});

test('a document too large to hold is a skip', async () => {
  const result = await open(Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(64 * 2 ** 20)]));
  assert.equal(reasons(result), ['!too-large']);
});

test('what was typed into a field stands behind the names of the field', async () => {
  const fields = ['/FT /Tx /T (login.key) /TU <feff004b00650079> /V (typed in)', '/FT /Btn /T (box) /V /Yes'];
  const read = await open(makePdf(fields.map((dictionary) => ({ dictionary }))));
  const lines = part(read, 'pdf:strings')?.split('\n') ?? [];
  for (const line of ['login.key: typed in', 'Key: typed in', 'T: box']) assert.ok(lines.includes(line), line);
  assert.is(lines.filter((line) => line.startsWith('box')).length, 0);
});

test('fields that were sent without their document are read as one is', async () => {
  const bytes = Buffer.from(
    '%FDF-1.2\n1 0 obj <</FDF <</Fields [<</T (key) /V (typed in)>>]>>>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n',
  );
  assert.is(sniffContainer(bytes), 'pdf');
  assert.match(part(await open(bytes), 'pdf:strings') ?? '', 'key: typed in');
});

test('what stands behind the end of the document is a member, an update of it is not', async () => {
  const page = makePage('BT (text) Tj ET', HELVETICA);
  const zip = makeZip([{ name: 'a.txt', data: 'behind the document' }]);
  const behind = await open(Buffer.concat([page, zip]));
  assert.ok(behind.blobs.find(({ view }) => view === 'pdf:rest')?.bytes.equals(zip));
  const update = Buffer.from(`\n7 0 obj\n<</Title (${'new '.repeat(40)})>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n`);
  assert.is(part(await open(Buffer.concat([page, update])), 'pdf:rest'), undefined);
  assert.ok(part(await open(Buffer.concat([page, update, zip])), 'pdf:rest'));
});

test.run();
