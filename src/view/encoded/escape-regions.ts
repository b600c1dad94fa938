import { isLineBreak } from '../../ascii.ts';
import type { Span } from '../../types.ts';
import { isTokenCharacter } from '../byte-class.ts';
import { NO_VIEWS, type DecodedView, type Finder, type ViewContext } from '../decoded-view.ts';
import { isContainer } from './worth.ts';
import { escapeDecoder, EscapeSearch, GAP, type EscapeFamily } from './escape-search.ts';
import type { PositionMap } from '../position-map.ts';

/** Context decoded on each side of the escapes, and how far a token is followed beyond it. */
const MARGIN = 256;
const TOKEN_MARGIN = 2048;
/** Last characters of lines that continue on the next one: in quoted-printable, in most languages. */
const [EQUALS, BACKSLASH] = [0x3d, 0x5c] as const;

/** Whether a line break at `at` ends a line without a continuation mark. */
function endsLine(bytes: Buffer, at: number): boolean {
  return isLineBreak(bytes[at]) && bytes[at - 1] !== EQUALS && bytes[at - 1] !== BACKSLASH;
}

/** Start of a region: a line break or the margin, extended to the start of a token that the margin would cut. */
function regionStart(bytes: Buffer, from: number, floor: number): number {
  let start = from;
  const near = Math.max(floor, from - MARGIN);
  while (start > near && !endsLine(bytes, start - 1)) start--;
  const far = Math.max(floor, from - TOKEN_MARGIN);
  if (start === near) while (start > far && isTokenCharacter(bytes[start - 1])) start--;
  return start;
}

/** The start of a line with a value whose name is in a separate member or element, on the line above. */
const MEMBER =
  /^[ \t]{0,40}(?:-[ \t]{1,4})?(?:<[\w.:-]{0,20}(?:[vV]alue|string)>|["']?[A-Za-z]{0,16}[vV]alue["']?[ \t]{0,4}[:=])/;
const LONGEST_MEMBER = 80;

/** Start of a region, including the line above if that one names the value. */
function namedStart(bytes: Buffer, from: number, floor: number): number {
  const start = regionStart(bytes, from, floor);
  if (start <= floor || !endsLine(bytes, start - 1)) return start;
  if (!MEMBER.test(bytes.toString('latin1', start, Math.min(from, start + LONGEST_MEMBER)))) return start;
  return regionStart(bytes, start - 1, floor);
}

function regionEnd(bytes: Buffer, from: number, ceiling: number): number {
  let end = from;
  const near = Math.min(ceiling, from + MARGIN);
  while (end < near && !endsLine(bytes, end)) end++;
  const far = Math.min(ceiling, from + TOKEN_MARGIN);
  if (end === near) while (end < far && isTokenCharacter(bytes[end])) end++;
  return end;
}

/** A view of escapes. Positions are mapped on request, as hardly any view contains a finding. */
class EscapeView implements DecodedView {
  readonly kind: string;
  readonly bytes: Buffer;
  readonly container: boolean;
  readonly #search: EscapeSearch;
  readonly #region: Span;
  readonly #blank: number | undefined;
  #map: PositionMap | undefined;

  constructor(search: EscapeSearch, kind: string, region: Span, blank: number | undefined) {
    this.kind = kind;
    this.bytes = search.decode(region, blank);
    this.container = isContainer(this.bytes) && search.isText(region);
    this.#search = search;
    this.#region = region;
    this.#blank = blank;
  }

  toOuter(span: Span): Span {
    if (span.start === 0 && span.end === this.bytes.length) return this.#region;
    this.#map ??= this.#search.mapOf(this.#region, this.#blank);
    return this.#map.toOuter(span);
  }
}

/** Whether texts with such escapes never contain the byte unescaped: a blank, a control character, a quotation mark, `<`, `>`. */
function isOutside(byte: number | undefined): boolean {
  return byte === undefined || byte <= 0x20 || byte === 0x22 || byte === 0x3c || byte === 0x3e;
}

/**
 * The first byte of `region` from `from` on, in steps of `step`, that ends a row or begins an escape; the position beyond the region if
 * there is none.
 */
function rowEdge(bytes: Buffer, region: Span, trigger: number, from: number, step: 1 | -1): number {
  let at = from;
  while (at >= region.start && at < region.end && bytes[at] !== trigger && !isOutside(bytes[at])) at += step;
  return at;
}

/**
 * Regions in which a byte may stand for a blank: rows of characters with that byte next to an escape, with context as for escapes; nearby
 * ones are merged.
 */
function* blankRegions(bytes: Buffer, region: Span, { blank, trigger }: EscapeFamily): Generator<Span> {
  if (blank === undefined) return;
  // Only the region is searched: after it, the next such byte may be megabytes away.
  const inside = bytes.subarray(region.start, region.end);
  let open: Span | undefined;
  for (let found = inside.indexOf(blank); found >= 0;) {
    const at = region.start + found;
    const to = rowEdge(bytes, region, trigger, at, 1);
    const from = rowEdge(bytes, region, trigger, at, -1);
    if (bytes[to] === trigger || bytes[from] === trigger) {
      const start = regionStart(bytes, Math.max(region.start, from), region.start);
      const end = regionEnd(bytes, Math.min(region.end, to), region.end);
      if (open !== undefined && start - open.end > GAP) {
        yield open;
        open = undefined;
      }
      open = { start: open?.start ?? start, end };
    }
    found = inside.indexOf(blank, to - region.start);
  }
  if (open !== undefined) yield open;
}

function viewOf(
  search: EscapeSearch,
  region: Span,
  blank: number | undefined,
  context: ViewContext,
): DecodedView | undefined {
  const { kind } = search.family;
  if (!context.pay(region.end - region.start, kind, region)) return undefined;
  const view = new EscapeView(search, kind, region, blank);
  context.reach?.remove(region.end - region.start - view.bytes.length, region);
  return view;
}

/** @param rows of escapes, as given by {@link EscapeSearch.rows} */
function* familyViews(
  search: EscapeSearch,
  rows: readonly number[],
  { bytes, range }: { bytes: Buffer; range: Span },
  context: ViewContext,
): Generator<DecodedView> {
  const { family } = search;
  const clusters = search.clusters(rows, range);
  let floor = 0;
  let current = clusters.next();
  while (current.done !== true) {
    const next = clusters.next();
    const { start, end } = current.value;
    const ceiling = Math.max(end, next.done === true ? bytes.length : next.value.start);
    const region = { start: namedStart(bytes, start, Math.min(start, floor)), end: regionEnd(bytes, end, ceiling) };
    const view = viewOf(search, region, undefined, context);
    if (view === undefined) return;
    yield view;
    for (const part of blankRegions(bytes, region, family)) {
      const twin = viewOf(search, part, family.blank, context);
      if (twin === undefined) return;
      yield twin;
    }
    floor = end;
    current = next;
  }
}

/**
 * A finder for one family of escapes. A view is the region around escapes that are close together, including everything between them, so
 * that it contains a partly escaped value as a whole.
 */
export function escapeFinder(family: EscapeFamily): Finder {
  return (bytes, range, context) => {
    const first = bytes.indexOf(family.trigger, range.start);
    if (first < 0 || first >= range.end) return NO_VIEWS;
    const search = new EscapeSearch(family, bytes, escapeDecoder(bytes.length));
    const rows = search.rows(range.start);
    return rows.length === 0 ? NO_VIEWS : familyViews(search, rows, { bytes, range }, context);
  };
}
