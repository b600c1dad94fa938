import { Lexer, type Token } from './lexer.ts';
import { textOf } from './text.ts';
import { UNKNOWN_FONT, type PdfFont } from './font.ts';

/** The text shown by a content stream. */
export interface ContentText {
  readonly text: string;
  /** Whether it shows text at all. */
  readonly shows: boolean;
  /** Number of codes in shown text whose meaning is unknown. */
  readonly unknown: number;
  /** Whether there was more text than was kept. */
  readonly isCut: boolean;
}

/** A gap in an array of shown strings that counts as a blank, in thousandths of the font's size. */
const BLANK_GAP = -180;
/** An advance per character above this fraction of the font's size means that there is a gap. */
const WIDEST = 0.75;
/** A move below this fraction of the font's size stays on the line. */
const SAME_LINE = 0.1;
/** Maximum number of characters from one stream: a code may stand for several. */
const MOST_TEXT = 64 * 1024 * 1024;
/** Maximum number of operands kept; no operator has more. */
const MOST_OPERANDS = 2000;

/** The six numbers of a transformation (8.3.3). */
type Matrix = readonly [number, number, number, number, number, number];
const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];
/** Maximum number of saved coordinate systems; more are malicious. */
const DEEPEST = 64;

function matrixOf(numbers: readonly number[]): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = numbers.slice(-6);
  return [a, b, c, d, e, f];
}

/** Applies `one`, then `other`. */
function times(one: Matrix, other: Matrix): Matrix {
  const [a, b, c, d, e, f] = one;
  const [g, h, i, j, k, l] = other;
  return [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l];
}

/** Operators that set the position of the next text. */
const MOVES: ReadonlySet<string> = new Set(['BT', 'Td', 'TD', 'Tm']);

type Operand = number | Buffer | string | readonly (number | Buffer)[];

function numbersOf(operands: readonly Operand[]): number[] {
  return operands.filter((operand) => typeof operand === 'number');
}

/** Follows the text operators of a content stream (ISO 32000-1, 9.4) and writes the text that they show, line by line. */
class TextWriter {
  readonly #fonts: ReadonlyMap<string, PdfFont>;
  #font: PdfFont = UNKNOWN_FONT;
  #size = 1;
  /** Transformation from text space to page space, and the saved ones. */
  #page: Matrix = IDENTITY;
  readonly #pages: Matrix[] = [];
  /** Position of the next string in text space, and start of the last positioned string on the page. */
  #text: Matrix = IDENTITY;
  #last: { readonly x: number; readonly y: number } | undefined;
  #isMoved = false;
  /** Number of characters since then, to tell whether a move leaves a gap. */
  #since = 0;
  readonly #parts: string[] = [];
  #length = 0;
  shows = false;
  unknown = 0;

  constructor(fonts: ReadonlyMap<string, PdfFont>) {
    this.#fonts = fonts;
  }

  get text(): string {
    return this.#parts.join('');
  }

  /** Whether there was more text than is kept. */
  get isCut(): boolean {
    return this.#length > MOST_TEXT;
  }

  /** Writes strings that are not shown (alternative texts, comments) on separate lines. */
  aside(text: string): void {
    if (text.trim() !== '') this.#write(`\n${text}\n`);
  }

  operator(name: string, operands: readonly Operand[]): void {
    if (name === 'cm' || name === 'q' || name === 'Q') this.#turn(name, numbersOf(operands));
    else if (name === 'Tf') this.#setFont(operands);
    else if (name === 'T*') this.#break();
    else if (MOVES.has(name)) this.#move(name, numbersOf(operands));
    else this.#show(name, operands.at(-1));
  }

  #setFont(operands: readonly Operand[]): void {
    this.#font = this.#fonts.get(String(operands.at(-2))) ?? UNKNOWN_FONT;
    this.#size = Math.abs(numbersOf(operands).at(-1) ?? 1) || 1;
  }

  #show(name: string, last: Operand | undefined): void {
    if (name === "'" || name === '"') this.#break();
    if (name === 'TJ' && Array.isArray(last)) this.#pieces(last as readonly (number | Buffer)[]);
    else if ((name === 'Tj' || name === "'" || name === '"') && Buffer.isBuffer(last)) this.#string(last);
  }

  #pieces(pieces: readonly (number | Buffer)[]): void {
    this.shows = true;
    for (const piece of pieces) {
      if (typeof piece !== 'number') this.#string(piece);
      else if (piece < BLANK_GAP) this.#write(' ');
    }
  }

  #string(bytes: Buffer): void {
    if (this.#isMoved) this.#separate();
    const { text, unknown } = this.#font.decode(bytes);
    this.shows = true;
    this.unknown += unknown;
    this.#since += bytes.length / this.#font.width;
    this.#write(text);
  }

  #write(text: string): void {
    this.#length += text.length;
    if (this.#length <= MOST_TEXT) this.#parts.push(text);
  }

  #move(name: string, numbers: readonly number[]): void {
    if (name === 'BT') this.#text = IDENTITY;
    else if (name === 'Tm') this.#text = matrixOf(numbers);
    else this.#text = times([1, 0, 0, 1, numbers.at(-2) ?? 0, numbers.at(-1) ?? 0], this.#text);
    this.#isMoved = true;
  }

  /** Changes, saves or restores the page space. */
  #turn(name: 'cm' | 'q' | 'Q', numbers: readonly number[]): void {
    if (name === 'cm') this.#page = times(matrixOf(numbers), this.#page);
    else if (name === 'Q') this.#page = this.#pages.pop() ?? this.#page;
    else if (this.#pages.length < DEEPEST) this.#pages.push(this.#page);
  }

  /** Separates strings according to their positions: by a line break, a blank or nothing. */
  #separate(): void {
    const [a, b, , , x, y] = times(this.#text, this.#page);
    const unit = this.#size * (Math.hypot(a, b) || 1);
    const last = this.#last;
    if (last !== undefined && Math.abs(y - last.y) > SAME_LINE * unit) this.#write('\n');
    else if (last !== undefined && Math.abs(x - last.x) > WIDEST * unit * this.#since) this.#write(' ');
    this.#last = { x, y };
    this.#since = 0;
    this.#isMoved = false;
  }

  #break(): void {
    this.#write('\n');
    this.#last = undefined;
  }
}

/** Reads the operators of a content stream with their operands. */
class ContentReader {
  readonly #lexer: Lexer;
  readonly #writer: TextWriter;
  #operands: Operand[] = [];
  #array: (number | Buffer)[] | undefined;
  #dictionaries = 0;

  constructor(bytes: Buffer, writer: TextWriter) {
    this.#lexer = new Lexer(bytes);
    this.#writer = writer;
  }

  read(): void {
    for (let token = this.#lexer.next(); token !== undefined; token = this.#lexer.next()) this.#take(token);
  }

  #take(token: Token): void {
    switch (token.kind) {
      case 'word':
        this.#word(token.text);
        break;
      case 'comment':
        this.#writer.aside(token.text);
        break;
      case 'open':
      case 'close':
        this.#bracket(token);
        break;
      case 'number':
        this.#operand(token.value);
        break;
      case 'name':
        this.#operand(token.text);
        break;
      case 'string':
        this.#operand(token.bytes);
    }
  }

  #operand(operand: number | string | Buffer): void {
    if (this.#dictionaries > 0) {
      if (Buffer.isBuffer(operand)) this.#writer.aside(textOf(operand));
    } else if (this.#array !== undefined) {
      if (typeof operand !== 'string') this.#array.push(operand);
    } else if (this.#operands.length < MOST_OPERANDS) this.#operands.push(operand);
  }

  #bracket(token: Extract<Token, { kind: 'open' | 'close' }>): void {
    if (token.of === 'dictionary') {
      this.#dictionaries = Math.max(0, this.#dictionaries + (token.kind === 'open' ? 1 : -1));
    } else if (token.kind === 'open') this.#array ??= [];
    else if (this.#array !== undefined) {
      this.#operands.push(this.#array);
      this.#array = undefined;
    }
  }

  #word(word: string): void {
    if (this.#dictionaries > 0) return;
    if (word === 'ID') this.#skipInlineImage();
    else this.#writer.operator(word, this.#operands);
    this.#operands = [];
    this.#array = undefined;
  }

  /** The data of an inline image ends with `EI` between white space (8.9.7). */
  #skipInlineImage(): void {
    const { bytes, end } = this.#lexer;
    for (let at = bytes.indexOf('EI', this.#lexer.at); at >= 0 && at < end; at = bytes.indexOf('EI', at + 1)) {
      if (isWhiteSpaceOrEnd(bytes[at - 1]) && (at + 2 >= end || isWhiteSpaceOrEnd(bytes[at + 2]))) {
        this.#lexer.at = at + 2;
        return;
      }
    }
    this.#lexer.at = end;
  }
}

function isWhiteSpaceOrEnd(byte: number | undefined): boolean {
  return byte === undefined || byte <= 0x20;
}

/** The text that a content stream shows with the given fonts, which are keyed by its names for them. */
export function readContent(bytes: Buffer, fonts: ReadonlyMap<string, PdfFont>): ContentText {
  const writer = new TextWriter(fonts);
  new ContentReader(bytes, writer).read();
  return { text: writer.text, shows: writer.shows, unknown: writer.unknown, isCut: writer.isCut };
}
