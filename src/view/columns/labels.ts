import type { Span } from '../../types.ts';
import type { DecodedView, ViewContext } from '../decoded-view.ts';
import { Joiner } from '../joined/joiner.ts';
import { isCredentialHeading } from './headings.ts';

/** Longest value below a heading, in bytes. */
const LONGEST_VALUE = 4096;
/** A view is yielded once it reaches this length. */
const ENOUGH = 256 * 1024;
const [DOUBLE, BACKSLASH] = [0x22, 0x5c] as const;
const OPEN = Buffer.from(' = "');
const OPEN_BARE = Buffer.from(' = ');
const CLOSE = Buffer.from('"');
const NO_VALUE = /\s|\.\.\.|\xe2\x80\xa6/;

/** A heading of possible secrets, and its index among the headings. */
export interface Heading {
  readonly column: number;
  readonly title: Buffer;
}

/** The headings of possible secrets. */
export function credentialHeadings(bytes: Buffer, cells: readonly Span[], context?: ViewContext): readonly Heading[] {
  const headings: Heading[] = [];
  cells.forEach(({ start, end }, column) => {
    if (!isCredentialHeading(bytes.toString('latin1', start, Math.min(end, start + 64)).trim())) return;
    headings.push({ column, title: Buffer.from(bytes.subarray(start, end)) });
  });
  // A row far below may get a value.
  if (headings.length > 0) context?.reach?.goFar();
  return headings;
}

/** Columns that hold the contents of a table named after a credential. */
const VALUE_COLUMN = /^(?:\w{0,24}_)?(?:value|val|data|content|plain(?:text)?|raw)$/i;

/**
 * The columns of a database table that may contain secrets, by their own names or by that of the table. In the latter case the title has
 * the form of a map, so that values are judged like members of one: `tokens { value`.
 */
export function tableHeadings(
  bytes: Buffer,
  table: string,
  cells: readonly Span[],
  context: ViewContext,
): readonly Heading[] {
  const headings = credentialHeadings(bytes, cells, context);
  if (headings.length > 0 || !isCredentialHeading(table)) return headings;
  const ofTable = cells.flatMap(({ start, end }, column) => {
    const name = bytes.toString('latin1', start, Math.min(end, start + 64));
    return VALUE_COLUMN.test(name) ? [{ column, title: Buffer.from(`${table} { ${name}`, 'latin1') }] : [];
  });
  if (ofTable.length > 0) context.reach?.goFar();
  return ofTable;
}

/** Writes each value of a table next to its heading, as `heading = "value"`, for rules that require a name. */
export class Labels {
  readonly #bytes: Buffer;
  readonly #context: ViewContext;
  #joiner: Joiner;

  constructor(bytes: Buffer, context: ViewContext) {
    this.#bytes = bytes;
    this.#context = context;
    this.#joiner = new Joiner(bytes);
  }

  /** Writes one value, unless it is empty, longer than a secret, or the heading itself. */
  add({ title }: Heading, value: Span | undefined): void {
    if (value === undefined || value.end <= value.start || value.end - value.start > LONGEST_VALUE) return;
    if (title.equals(this.#bytes.subarray(value.start, value.end))) return;
    const joiner = this.#joiner;
    const isBare = this.#holdsQuotes(value);
    const before = { start: value.start, end: value.start };
    joiner.put(title, before);
    joiner.put(isBare ? OPEN_BARE : OPEN, before);
    joiner.joint('sure');
    joiner.piece(value);
    if (!isBare) joiner.put(CLOSE, { start: value.end, end: value.end });
    joiner.break();
  }

  /** Writes the text of a cell meant for people if it is a single word: several words, or text with an omission, are not a value. */
  addWord(heading: Heading, cell: Span | undefined): void {
    if (cell === undefined || cell.end - cell.start > LONGEST_VALUE) return;
    if (!NO_VALUE.test(this.#bytes.toString('latin1', cell.start, cell.end))) this.add(heading, cell);
  }

  /** Yields the view once it is long enough. */
  *full(): Generator<DecodedView> {
    if (this.#joiner.length >= ENOUGH) yield* this.rest();
  }

  /** Yields what is left. */
  *rest(): Generator<DecodedView> {
    if (this.#joiner.length === 0) return;
    const joiner = this.#joiner;
    this.#joiner = new Joiner(this.#bytes);
    const view = joiner.view('columns');
    const span = view.toOuter({ start: 0, end: view.bytes.length });
    if (this.#context.pay(view.bytes.length, 'columns', span)) yield view;
  }

  /** Whether a value contains a quotation mark or backslash, which would break a quoted value. */
  #holdsQuotes({ start, end }: Span): boolean {
    for (let at = start; at < end; at++) if (this.#bytes[at] === DOUBLE || this.#bytes[at] === BACKSLASH) return true;
    return false;
  }
}
