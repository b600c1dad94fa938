import type { Blob, SourceEvent } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { memoryReader, nestedBlob, skipOf, type Loss } from '../nested-blob.ts';
import { expandWith, restAt, type RandomAccess } from '../random-access.ts';
import { readContent } from './content.ts';
import type { Decoded } from './decoded.ts';
import { decodeStream } from './filters.ts';
import { FontTable } from './font-table.ts';
import { filtersOf } from './stream-filters.ts';
import { addPacked, nameOf, readObjects, type PdfObjects, type PdfStream } from './objects.ts';
import { streamGroups, type StreamGroup } from './stream-groups.ts';

/** The end marker (ISO 32000-1, 7.5.5). */
const END = '%%EOF';
/** Largest file that is read, and maximum output of one stream. */
const LARGEST = 64 * 1024 * 1024;
/** Types of streams that contain no text of the document. */
const WITHOUT_TEXT: ReadonlySet<string> = new Set(['XRef', 'ObjStm']);
const TEXT_OPERATOR = /[)\]>]\s*(?:T[jJ]|['"])/;

/** Counts of what could not be read of a document. */
interface Unread {
  images: number;
  codes: number;
}

/** One pass over a PDF file: strings of its objects, then each stream. */
class PdfExpansion {
  readonly #blob: Blob;
  readonly #budget: Budget;
  readonly #bytes: Buffer;
  readonly #objects: PdfObjects;
  readonly #unread: Unread = { images: 0, codes: 0 };

  constructor(blob: Blob, budget: Budget, bytes: Buffer) {
    this.#blob = blob;
    this.#budget = budget;
    this.#bytes = bytes;
    this.#objects = readObjects(bytes);
  }

  async *events(): AsyncGenerator<SourceEvent> {
    if (this.#objects.encrypted) {
      yield skipOf(this.#blob, {
        reason: 'encrypted',
        detail: 'strings and streams of the PDF document are encrypted',
      });
      return;
    }
    yield* this.#unpackObjects();
    yield* this.#strings();
    const fonts = await this.#fonts();
    const { byFirst, others } = streamGroups(this.#objects);
    for (const stream of this.#objects.streams) {
      if (others.has(stream) || WITHOUT_TEXT.has(nameOf(stream.dictionary.get('Type')) ?? '')) continue;
      yield* this.#stream(stream, fonts, byFirst.get(stream));
      if (this.#left === 0) break;
    }
    yield* this.#leftOut();
    if (!isEnded(this.#bytes))
      yield skipOf(this.#blob, {
        reason: 'truncated',
        detail: 'the document has no mark of its end behind its objects',
      });
  }

  /** Objects in object streams come first: fonts and pages may be among them. */
  async *#unpackObjects(): AsyncGenerator<SourceEvent> {
    for (const stream of this.#objects.streams) {
      if (nameOf(stream.dictionary.get('Type')) !== 'ObjStm') continue;
      const { bytes, loss } = await this.#decode(stream);
      if (loss !== undefined) yield skipOf(this.#blob, loss, stepOf(stream));
      addPacked(this.#objects, bytes, stream.dictionary);
    }
  }

  #fonts(): Promise<FontTable> {
    const streams = new Map(this.#objects.streams.map((stream) => [stream.object, stream]));
    return FontTable.of(this.#objects, async (object) => {
      const stream = streams.get(object);
      return stream && (await this.#decode(stream)).bytes;
    });
  }

  /** Bytes still allowed by the budget. */
  get #left(): number {
    return Math.max(0, this.#budget.limit - this.#budget.spent);
  }

  /** Unpacks a stream as far as the budget allows. */
  async #decode({ data, dictionary }: PdfStream): Promise<Decoded> {
    const most = Math.min(LARGEST, this.#left);
    if (most === 0)
      return {
        bytes: Buffer.alloc(0),
        loss: { reason: 'too-expanded', detail: 'this stream and those behind it were not read' },
      };
    const decoded = await decodeStream(
      this.#bytes.subarray(data.start, data.end),
      filtersOf(dictionary, this.#objects),
      most,
    );
    this.#budget.spend(Math.min(most, decoded.bytes.length));
    return decoded;
  }

  *#strings(): Generator<SourceEvent> {
    const text = Buffer.from(this.#objects.strings.join('\n'));
    const loss: Loss = { reason: 'too-expanded', detail: 'it was not scanned' };
    if (this.#budget.spend(text.length)) yield* this.#given('pdf:strings', text);
    else yield skipOf(this.#blob, loss, 'pdf:strings');
  }

  /** Unpacks streams that belong together and joins them. */
  async #together({ streams, between }: StreamGroup): Promise<Decoded> {
    const parts: Decoded[] = [];
    for (const stream of streams) parts.push(await this.#decode(stream));
    const bytes = Buffer.concat(parts.flatMap((part) => [part.bytes, Buffer.from(between)]));
    return {
      bytes,
      loss: parts.find(({ loss }) => loss)?.loss,
      stopped: parts.find(({ stopped }) => stopped)?.stopped,
    };
  }

  async *#stream(stream: PdfStream, fonts: FontTable, group?: StreamGroup): AsyncGenerator<SourceEvent> {
    if (nameOf(this.#objects.resolve(stream.dictionary.get('Subtype'))) === 'Image') {
      this.#unread.images++;
      return;
    }
    const { bytes, loss, stopped } = await (group === undefined ? this.#decode(stream) : this.#together(group));
    if (stopped !== undefined) {
      const words = `a stream has the filter ${stopped.replace(/[^\w-]/g, '').slice(0, 40)}`;
      yield skipOf(
        this.#blob,
        { reason: stopped === 'Crypt' ? 'encrypted' : 'unsupported-format', detail: words },
        stepOf(stream),
      );
    }
    const shown = this.#shown(stream, bytes, fonts);
    yield* this.#given(stepOf(stream), shown.bytes, loss ?? shown.loss);
  }

  /** The text that a page shows; the data itself if it shows none. */
  #shown({ object, dictionary }: PdfStream, bytes: Buffer, fonts: FontTable): Decoded {
    const type = nameOf(dictionary.get('Type')) ?? 'XObject';
    if ((type !== 'XObject' && type !== 'Pattern') || !TEXT_OPERATOR.test(bytes.toString('latin1'))) return { bytes };
    const { text, shows, unknown, isCut } = readContent(bytes, fonts.of(object));
    this.#unread.codes += unknown;
    const loss: Loss | undefined = isCut ? { reason: 'too-expanded', detail: 'it shows too much text' } : undefined;
    return { bytes: shows ? Buffer.from(text) : bytes, loss };
  }

  *#given(step: string, bytes: Buffer, loss?: Loss): Generator<SourceEvent> {
    if (loss !== undefined) yield skipOf(this.#blob, loss, step);
    if (bytes.length > 0) yield nestedBlob(this.#blob, step, bytes.length, () => memoryReader(bytes));
  }

  *#leftOut(): Generator<SourceEvent> {
    const { images, codes } = this.#unread;
    if (codes > 0) {
      const detail = `${codes} characters are shown in fonts that do not say what they stand for`;
      yield skipOf(this.#blob, { reason: 'pdf-text', detail });
    }
    if (images > 0)
      yield skipOf(this.#blob, { reason: 'image-pixels', detail: `pixels of ${images} images: not scanned` });
  }
}

/** Whether the end marker (ISO 32000-1, 7.5.5) follows the last object; a linearized file has another one earlier. */
function isEnded(bytes: Buffer): boolean {
  return bytes.lastIndexOf(END) > Math.max(bytes.lastIndexOf('endobj'), bytes.lastIndexOf('endstream'));
}

function stepOf({ object }: PdfStream): string {
  return `pdf:${object}`;
}

/** Start of an update after the end marker of a document: an object, a table, a comment. */
const UPDATE = /^\s*(?:\d+\s+\d+\s+obj|xref|startxref|trailer|%|$)/;
const LONGEST_UPDATE_START = 128;

/** End of the document: what follows may be a separate container. */
function endOf(bytes: Buffer): number {
  for (let at = bytes.indexOf(END); at >= 0; at = bytes.indexOf(END, at)) {
    at += END.length;
    if (!UPDATE.test(bytes.toString('latin1', at, at + LONGEST_UPDATE_START))) return at;
  }
  return bytes.length;
}

async function* pdfEvents(blob: Blob, budget: Budget, access: RandomAccess): AsyncGenerator<SourceEvent> {
  if (access.size > LARGEST) {
    yield skipOf(blob, { reason: 'too-large', detail: `streams of a PDF document of over ${LARGEST} bytes` });
    return;
  }
  const bytes = access.read(0, access.size);
  yield* new PdfExpansion(blob, budget, bytes).events();
  const behind = endOf(bytes);
  const start =
    behind + (/^\s*/.exec(bytes.toString('latin1', behind, behind + LONGEST_UPDATE_START))?.[0].length ?? 0);
  yield* restAt({ blob, access, budget }, 'pdf', { start, end: access.size });
}

/**
 * Gives the contents of a PDF document (ISO 32000-1): the strings of its objects (titles, links, form fields) as `pdf:strings`, and each
 * stream by its object number: for pages the text that they show, for others (metadata, scripts, embedded files) the data. Text whose
 * characters a font does not reveal is a skip `pdf-text`, images are a skip `image-pixels`.
 */
export function expandPdf(blob: Blob, budget: Budget): AsyncGenerator<SourceEvent> {
  return expandWith(blob, (access) => pdfEvents(blob, budget, access));
}
