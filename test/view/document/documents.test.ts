import { brotliCompressSync, deflateRawSync } from 'node:zlib';
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

test.run();
