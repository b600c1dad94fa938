const [LT, GT] = [0x3c, 0x3e] as const;
const MOST_LEVELS = 256;
/** Maximum length of a tag whose attributes are read. */
const MOST_TAG = 64 * 1024;
const NAME = /^<(?<close>\/?)(?<name>[A-Za-z_][\w:.-]{0,127})/;
const ATTRIBUTE = /(?<name>[A-Za-z_@:][\w:.-]{0,127})\s*=\s*(?:"[^"]*"?|'[^']*'?|[^\s"'>]+)/g;
/** Elements of HTML without an end tag. */
const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
/** Elements of HTML that contain only text, whatever it looks like: `for (i=0;i<u.length;i++)`. */
const TEXT_ONLY = new Set(['script', 'style']);
/** Markup without elements inside: comments, CDATA sections, declarations. */
const SPANS: readonly (readonly [open: string, close: string, step: string])[] = [
  ['<!--', '-->', '/comment()'],
  ['<![CDATA[', ']]>', ''],
  ['<?', '?>', ''],
  ['<!', '>', ''],
];

/** An open element, with the number of its children by name. */
interface Element {
  readonly step: string;
  readonly name: string;
  readonly children: Map<string, number>;
}

/** A tag or a span, and where it ends. */
interface Markup {
  readonly start: number;
  readonly end: number;
  /** Undefined for a tag. */
  readonly span: (typeof SPANS)[number] | undefined;
}

/** A tag with the positions of its attributes. */
interface Tag {
  readonly start: number;
  readonly name: string | undefined;
  readonly attributes: readonly { readonly name: string | undefined; readonly from: number; readonly to: number }[];
}

function tagOf(start: number, text: string): Tag {
  const attributes = Array.from(text.matchAll(ATTRIBUTE), ({ index, 0: all, groups }) => ({
    name: groups?.['name'],
    from: index,
    to: index + all.length,
  }));
  return { start, name: NAME.exec(text)?.groups?.['name'], attributes };
}

/** Follows XML or HTML from its start to the requested offsets, which must be ascending. No entity is expanded. */
export class XmlField {
  readonly #bytes: Buffer;
  readonly #open: Element[] = [{ step: '', name: '', children: new Map() }];
  #at: number;
  /** The next `<`, and what begins there: both are needed again for every offset before their ends. */
  #markup: Markup | undefined;
  #tag: Tag | undefined;

  constructor(bytes: Buffer, start: number) {
    this.#bytes = bytes;
    this.#at = start;
  }

  /** `/testsuite/testcase[3]/failure/@message`; undefined outside elements and if they are nested too deeply. */
  at(offset: number): string | undefined {
    for (;;) {
      this.#markup ??= this.#nextMarkup();
      const { start, end, span } = this.#markup;
      if (start >= offset) return this.#path('');
      if (end > offset) return span === undefined ? this.#inTag(start, end, offset) : this.#path(span[2]);
      if (span === undefined) this.#take(start, end);
      this.#at = Math.max(end, start + 1);
      this.#markup = undefined;
    }
  }

  #nextMarkup(): Markup {
    const start = this.#bytes.indexOf(this.#endOfText() ?? LT, this.#at);
    if (start < 0) return { start: Infinity, end: Infinity, span: undefined };
    const span = SPANS.find(([open]) => this.#bytes.toString('latin1', start, start + open.length) === open);
    return { start, end: span === undefined ? this.#tagEnd(start) : this.#spanEnd(start, span), span };
  }

  /** The tag that ends the innermost element, if nothing else in it is markup. */
  #endOfText(): string | undefined {
    const { name } = this.#open.at(-1) ?? { name: '' };
    const isText = TEXT_ONLY.has(name.toLowerCase()) && this.#open[1]?.name.toLowerCase() === 'html';
    return isText ? `</${name}` : undefined;
  }

  #path(last: string): string | undefined {
    const isDeep = this.#open.length > MOST_LEVELS;
    return this.#open.length === 1 || isDeep ? undefined : this.#open.map((one) => one.step).join('') + last;
  }

  #spanEnd(start: number, [open, close]: (typeof SPANS)[number]): number {
    const end = this.#bytes.indexOf(close, start + open.length, 'latin1');
    return end < 0 ? this.#bytes.length : end + close.length;
  }

  /** The offset after the `>` of a tag: the first one outside quotes. */
  #tagEnd(start: number): number {
    let quote = 0;
    const limit = Math.min(this.#bytes.length, start + MOST_TAG);
    for (let at = start + 1; at < limit; at++) {
      const byte = this.#bytes[at] ?? 0;
      if (quote !== 0) quote = byte === quote ? 0 : quote;
      else if (byte === GT) return at + 1;
      else if (byte === 0x22 || byte === 0x27) quote = byte;
    }
    return limit;
  }

  #take(start: number, end: number): void {
    const text = this.#bytes.toString('latin1', start, Math.min(end, start + 160));
    const { close, name } = NAME.exec(text)?.groups ?? {};
    if (name === undefined) return;
    if (close === '/') {
      const index = this.#open.findLastIndex((one) => one.name === name);
      if (index > 0) this.#open.length = index;
    } else if (this.#bytes[end - 2] === 0x2f || VOID.has(name.toLowerCase())) this.#child(name);
    else if (this.#open.length <= MOST_LEVELS) {
      this.#open.push({ step: this.#child(name), name, children: new Map() });
    }
  }

  /** Counts a child of the innermost element, and returns its step. */
  #child(name: string): string {
    const siblings = this.#open.at(-1)?.children ?? new Map<string, number>();
    const index = (siblings.get(name) ?? 0) + 1;
    siblings.set(name, index);
    return index > 1 ? `/${name}[${index}]` : `/${name}`;
  }

  #inTag(start: number, end: number, offset: number): string | undefined {
    if (this.#tag?.start !== start) this.#tag = tagOf(start, this.#bytes.toString('latin1', start, end));
    const { name, attributes } = this.#tag;
    if (name === undefined) return this.#path('');
    const place = offset - start;
    const attribute = attributes.find(({ from, to }) => from <= place && place < to)?.name;
    const siblings = (this.#open.at(-1)?.children.get(name) ?? 0) + 1;
    const own = siblings > 1 ? `/${name}[${siblings}]` : `/${name}`;
    return this.#open.map((one) => one.step).join('') + own + (attribute === undefined ? '' : `/@${attribute}`);
  }
}
