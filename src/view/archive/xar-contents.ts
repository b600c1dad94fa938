import { cutName } from '../../cut-name.ts';
import { ScanError } from '../../errors.ts';

/** Data in the heap of a XAR archive: of a file, or of one of its extended attributes. */
export interface XarPart {
  /** Of the attribute. */
  name: string;
  /** Offset from the start of the heap. */
  offset: number;
  length: number;
  /** Unpacked size. */
  size: number;
  /** Media type of the compression. */
  encoding: string;
  /** Algorithm and hexadecimal digits of the digest of the unpacked data. */
  digest: readonly [algorithm: string, hex: string] | undefined;
}

/** A file or folder. */
export interface XarFile {
  readonly path: string;
  /** The target of a link; empty for all others. */
  readonly target: string;
  readonly parts: readonly XarPart[];
}

interface Node {
  readonly parent: Node | undefined;
  name: string;
  path: string | undefined;
  target: string;
  readonly parts: XarPart[];
}

const MOST_FILES = 1_000_000;
const LONGEST_NAME = 1024;
/** A tag with its attributes, and the text after it. */
const TAG = /<(\/?)([A-Za-z][\w:.-]{0,60})([^<>]*)>([^<]*)/g;
const STYLE = /\bstyle\s*=\s*["']([^"'<>]{1,80})/;
const BASE64 = /\benctype\s*=\s*["']base64/;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function plain(text: string): string {
  return text
    .trim()
    .replaceAll(/&(?:#(\d{1,7}|x[\da-fA-F]{1,6})|(\w{2,4}));/g, (all, number?: string, name?: string) => {
      if (number === undefined) return ENTITIES[name ?? ''] ?? all;
      const code = Number(number.replace('x', '0x'));
      return code <= 0x10ffff ? String.fromCodePoint(code) : all;
    });
}

/** Reads the elements of a table of contents one by one. */
class ContentsReader {
  readonly nodes: Node[] = [];
  #node: Node | undefined;
  #part: XarPart | undefined;

  take([, slash, element = '', attributes = '', text = '']: RegExpExecArray): void {
    const isPart = element === 'data' || element === 'ea';
    if (slash === '') {
      if (element === 'file') this.#open();
      else if (isPart) this.#openPart();
      else this.#value(element, attributes, text);
      if (!attributes.endsWith('/')) return;
    }
    if (element === 'file') this.#node = this.#node?.parent;
    else if (isPart) this.#endPart();
  }

  #openPart(): void {
    this.#part = { name: '', offset: -1, length: 0, size: 0, encoding: '', digest: undefined };
  }

  #open(): void {
    if (this.nodes.length === MOST_FILES) throw new ScanError('too-large', `over ${MOST_FILES} files: not opened`);
    this.#node = { parent: this.#node, name: '', path: undefined, target: '', parts: [] };
    this.nodes.push(this.#node);
  }

  #endPart(): void {
    if (this.#part !== undefined && this.#part.offset >= 0) this.#node?.parts.push(this.#part);
    this.#part = undefined;
  }

  #value(element: string, attributes: string, text: string): void {
    const node = this.#node;
    const part = this.#part;
    if (part !== undefined) setPart(part, element, { text: plain(text), style: STYLE.exec(attributes)?.[1] ?? '' });
    else if (node === undefined) return;
    else if (element === 'name')
      node.name = BASE64.test(attributes) ? Buffer.from(text, 'base64').toString() : plain(text);
    else if (element === 'link') node.target = cutName(plain(text), LONGEST_NAME);
  }
}

function setPart(
  part: XarPart,
  element: string,
  { text, style }: { readonly text: string; readonly style: string },
): void {
  if (element === 'offset' || element === 'length' || element === 'size') part[element] = numberOf(text);
  else if (element === 'name') part.name = text;
  else if (element === 'encoding') part.encoding = style;
  else if (element === 'extracted-checksum') part.digest = [style.toLowerCase(), text.toLowerCase()];
}

function numberOf(text: string): number {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(number)) throw new ScanError('corrupt', 'the table of contents is broken');
  return number;
}

/** The files that a table of contents (XML) lists, in its order. Throws `corrupt` and `too-large`. */
export function* xarFiles(contents: string): Generator<XarFile> {
  const reader = new ContentsReader();
  for (const tag of contents.matchAll(TAG)) reader.take(tag);
  for (const node of reader.nodes) {
    // A folder precedes its contents, but its name may follow them.
    const above = node.parent?.path;
    node.path = cutName(above === undefined ? node.name : `${above}/${node.name}`, LONGEST_NAME);
    yield { path: node.path, target: node.target, parts: node.parts };
  }
}
