import { NO_VIEWS, type DecodedView, type Finder, type ViewContext } from '../decoded-view.ts';
import { harViews } from './har.ts';
import { heapSnapshotViews } from './heap-snapshot.ts';
import { indexedJsonViews } from './indexed-json.ts';
import { netstringViews } from './netstrings.ts';
import { notebookViews } from './notebook.ts';
import { officeTableViews } from './office-table.ts';
import { registryViews } from './registry.ts';
import { rtfViews } from './rtf.ts';
import { xmlTextViews } from './xml-text.ts';

/** Bytes in which a format shows itself. */
const HEAD = 4096;
const BLANK = 0x20;
const LT = 0x3c;
const BRACE = 0x7b;

type Reader = (bytes: Buffer, context: ViewContext) => Generator<DecodedView>;

/**
 * Formats of XML, of JSON and of other texts beginning with a brace, by patterns in their first bytes: namespaces, or keys that come first.
 */
const OFFICE = /schemas\.openxmlformats\.org|purl\.oclc\.org\/ooxml|urn:oasis:names:tc:opendocument/;
const XML_FORMATS: readonly (readonly [RegExp, Reader])[] = [
  [new RegExp(`${OFFICE.source}|<svg[\\s>]`), xmlTextViews],
  [OFFICE, officeTableViews],
];
const JSON_FORMATS: readonly (readonly [RegExp, Reader])[] = [
  [/"(?:cells|worksheets|cell_type|nbformat)"\s*:/, notebookViews],
  [/^\s*\{\s*"log"\s*:/, harViews],
  [/^\s*\{\\rtf/, rtfViews],
  [/^\s*\{\s*"snapshot"\s*:\s*\{\s*"meta"/, heapSnapshotViews],
  [/^\s*\{\s*"type"\s*:\s*"data"\s*,\s*"nodes"\s*:\s*\[/, indexedJsonViews],
];

/** Lists of JSON whose first entry refers to the next one: `[{"a":"1"`, `[{"_1":2`, `[["1","2"`, `[["Ref",1]`. */
const LIST_FORMATS: typeof JSON_FORMATS = [
  [
    /^\s*\[\s*(?:\{\s*"(?:_1"\s*:\s*-?\d|[^"\\]{0,80}"\s*:\s*(?:"1"|1)\s*[,}])|\[\s*(?:"1"\s*[,\]]|"[A-Z]\w{1,24}"\s*,\s*1\s*\]|1\s*[,\]]))/,
    indexedJsonViews,
  ],
];
/** Typed netstrings: a length, a length, and the text that it is of. */
const NETSTRINGS: typeof JSON_FORMATS = [[/^\d{1,10}:\d{1,3}:[a-z_]{2,24};/, netstringViews]];

/** First lines of files exported by the Windows registry editor. */
const REGISTRY_HEAD = /^\s*(?:Windows Registry Editor Version 5\.00|REGEDIT4)\s/;
/** Formats of other texts, by their first byte. */
const OTHER_FORMATS: ReadonlyMap<number, typeof JSON_FORMATS> = new Map([
  ...Array.from('WR', (letter): [number, typeof JSON_FORMATS] => [
    letter.charCodeAt(0),
    [[REGISTRY_HEAD, registryViews]],
  ]),
  ...Array.from('123456789', (digit): [number, typeof JSON_FORMATS] => [digit.charCodeAt(0), NETSTRINGS]),
  ['['.charCodeAt(0), LIST_FORMATS],
]);

const NO_FORMATS: typeof JSON_FORMATS = [];
const NO_READERS: readonly Reader[] = [];

/** Views of documents whose format splits or packs their text: recognised by their first bytes, and read as a whole. */
export const documentViews: Finder = (bytes, range, context) => {
  if (range.start > 0) return NO_VIEWS;
  const readers = readersOf(bytes);
  return readers.length === 0 ? NO_VIEWS : viewsBy(readers, bytes, context);
};

function* viewsBy(readers: readonly Reader[], bytes: Buffer, context: ViewContext): Generator<DecodedView> {
  for (const read of readers) {
    context.reach?.goFar();
    yield* read(bytes, context);
  }
}

/** Whether the text is a document that is read as a whole. */
export function isDocument(bytes: Buffer): boolean {
  return readersOf(bytes).length > 0;
}

function readersOf(bytes: Buffer): readonly Reader[] {
  let start = 0;
  while (start < HEAD && (bytes[start] ?? 0x21) <= BLANK) start++;
  const formats = formatsOf(bytes[start] ?? BLANK);
  if (formats.length === 0) return NO_READERS;
  const head = bytes.toString('latin1', 0, HEAD);
  return formats.filter(([pattern]) => pattern.test(head)).map(([, read]) => read);
}

function formatsOf(first: number): typeof JSON_FORMATS {
  if (first === LT) return XML_FORMATS;
  return first === BRACE ? JSON_FORMATS : (OTHER_FORMATS.get(first) ?? NO_FORMATS);
}
