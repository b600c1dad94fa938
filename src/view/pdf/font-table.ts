import { type CodeAllowance, type CodeMap, readCodeMap } from './cmap.ts';
import { fontOf, type PdfFont } from './font.ts';
import { nameOf, type PdfObjects } from './objects.ts';
import { type PdfDictionary, PdfReference, type PdfValue } from './value.ts';

/** Maximum number of page tree nodes above a page that are searched for its resources. */
const MOST_PARENTS = 32;
/** Maximum number of fonts read; documents have some dozens. */
const MOST_FONTS = 5000;
/** Maximum number of codes: as in the maps of a hundred fonts with all two-byte codes, which take half a second. */
const MOST_CODES = 8_000_000;

type Fonts = ReadonlyMap<string, PdfFont>;
/** Gives the data of a stream, by its object number. */
type ReadStream = (object: number) => Promise<Buffer | undefined>;

const NONE: Fonts = new Map();

/** The fonts that content streams refer to: each page and form has its own names for them. */
export class FontTable {
  readonly #objects: PdfObjects;
  readonly #fonts: Map<PdfDictionary, PdfFont> = new Map();
  readonly #maps: Map<number, CodeMap> = new Map();
  readonly #codes: CodeAllowance = { left: MOST_CODES };
  readonly #byStream: Map<number, Fonts> = new Map();
  readonly #bySource: Map<PdfDictionary, Fonts> = new Map();

  private constructor(objects: PdfObjects) {
    this.#objects = objects;
  }

  /** Reads all fonts of a document, with their code maps. */
  static async of(objects: PdfObjects, read: ReadStream): Promise<FontTable> {
    const table = new FontTable(objects);
    for (const [, dictionary] of objects.dictionaries()) {
      if (nameOf(dictionary.get('Type')) !== 'Font' || table.#fonts.size >= MOST_FONTS) continue;
      const map = await table.#map(dictionary.get('ToUnicode'), read);
      table.#fonts.set(dictionary, fontOf(dictionary, map, objects.dictionary(dictionary.get('Encoding'))));
    }
    table.#assign();
    return table;
  }

  /** The fonts by the names that the stream with this object number uses. */
  of(object: number): Fonts {
    return this.#byStream.get(object) ?? NONE;
  }

  async #map(reference: PdfValue | undefined, read: ReadStream): Promise<CodeMap | undefined> {
    if (!(reference instanceof PdfReference)) return undefined;
    const known = this.#maps.get(reference.object);
    if (known !== undefined) return known;
    const map = readCodeMap((await read(reference.object)) ?? Buffer.alloc(0), this.#codes);
    this.#maps.set(reference.object, map);
    return map;
  }

  #assign(): void {
    for (const [, dictionary] of this.#objects.dictionaries()) {
      if (nameOf(dictionary.get('Type')) === 'Page') this.#assignPage(dictionary);
    }
    for (const { object, dictionary } of this.#objects.streams) {
      const own = this.#objects.dictionary(dictionary.get('Resources'));
      if (own !== undefined) this.#byStream.set(object, this.#fontsOf(own));
    }
  }

  #assignPage(page: PdfDictionary): void {
    const fonts = this.#pageFonts(page);
    const contents = page.get('Contents');
    const resolved = this.#objects.resolve(contents);
    const list = Array.isArray(resolved) ? (resolved as readonly PdfValue[]) : [contents];
    for (const item of list) if (item instanceof PdfReference) this.#byStream.set(item.object, fonts);
  }

  /** A page inherits the resources of its parents (ISO 32000-1, 7.7.3.4). */
  #pageFonts(page: PdfDictionary): Fonts {
    let node: PdfDictionary | undefined = page;
    for (let i = 0; i < MOST_PARENTS && node !== undefined; i++) {
      const resources = this.#objects.dictionary(node.get('Resources'));
      if (resources !== undefined) return this.#fontsOf(resources);
      node = this.#objects.dictionary(node.get('Parent'));
    }
    return NONE;
  }

  #fontsOf(resources: PdfDictionary): Fonts {
    const source = this.#objects.dictionary(resources.get('Font'));
    if (source === undefined) return NONE;
    const known = this.#bySource.get(source);
    if (known !== undefined) return known;
    const fonts = new Map<string, PdfFont>();
    for (const [name, value] of source) {
      const font = this.#objects.dictionary(value);
      const read =
        font && (this.#fonts.get(font) ?? fontOf(font, undefined, this.#objects.dictionary(font.get('Encoding'))));
      if (read !== undefined) fonts.set(name, read);
    }
    this.#bySource.set(source, fonts);
    return fonts;
  }
}
