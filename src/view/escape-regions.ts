import type { Span } from '../types.ts';
import { TOKEN_CHARACTERS } from './byte-class.ts';
import { LOOK_AHEAD, NO_VIEWS, type DecodedView, type Finder, type ViewContext } from './decoded-view.ts';
import { isContainer } from './worth.ts';
import { PositionMap } from './position-map.ts';

/** One escape as it was read. */
export interface Escape {
  /** Bytes of the escape, at most 255. */
  length: number;
  /** A code point, or a byte's value. */
  code: number;
  /** True where `code` is a byte of the decoded text as it stands, not a character to be written in UTF-8. */
  isByte: boolean;
}

/** One way of writing characters as escapes. No escape is shorter than what it stands for in UTF-8. */
export interface EscapeFamily {
  readonly kind: string;
  /** The byte that every escape begins with. */
  readonly trigger: number;
  /** Reads the escape at `at` into `escape`; false when there is none. Bytes from `end` on are not to be read. */
  read(bytes: Buffer, at: number, end: number, escape: Escape): boolean;
  /** Whether an escape makes its surroundings worth decoding; every one does where this is left out. */
  isTelling?(bytes: Buffer, at: number): boolean;
  /** A byte that may stand for a blank, in one row of characters with an escape: such texts are decoded a second time. */
  readonly blank?: number;
}

/** Escapes that stand closer together belong to one region. */
const GAP = 512;
/** What is decoded with them on either side, and how far a token there is followed. */
const MARGIN = 256;
const TOKEN_MARGIN = 2048;
/** Regions are cut at this length, to keep memory flat; they overlap by what a window looks ahead. */
const LONGEST = 1024 * 1024;
const LF = 10;
const CR = 13;

function isLineBreak(byte: number | undefined): boolean {
  return byte === LF || byte === CR;
}

function isToken(byte: number | undefined): boolean {
  return byte !== undefined && TOKEN_CHARACTERS[byte] === 1;
}

/** Start of a region: up to a line break or the margin, and on to the start of a token that the margin cuts. */
function regionStart(bytes: Buffer, from: number, floor: number): number {
  let start = from;
  const near = Math.max(floor, from - MARGIN);
  while (start > near && !isLineBreak(bytes[start - 1])) start--;
  const far = Math.max(floor, from - TOKEN_MARGIN);
  if (start === near) while (start > far && isToken(bytes[start - 1])) start--;
  return start;
}

function regionEnd(bytes: Buffer, from: number, ceiling: number): number {
  let end = from;
  const near = Math.min(ceiling, from + MARGIN);
  while (end < near && !isLineBreak(bytes[end])) end++;
  const far = Math.min(ceiling, from + TOKEN_MARGIN);
  if (end === near) while (end < far && isToken(bytes[end])) end++;
  return end;
}

/** Views share memory of this size, where there are several. */
const ARENA = 64 * 1024;
/** Bytes that are looked at one by one before `indexOf` is worth its call. */
const NEAR = 48;

/** Next place of `byte` before `end`, or -1. */
function nextByte(bytes: Buffer, from: number, end: number, byte: number): number {
  const near = Math.min(end, from + NEAR);
  for (let at = from; at < near; at++) if (bytes[at] === byte) return at;
  const at = near < end ? bytes.indexOf(byte, near) : -1;
  return at < end ? at : -1;
}

/** The search for the escapes of one family in one window. */
class EscapeSearch {
  readonly family: EscapeFamily;
  readonly #bytes: Buffer;
  readonly #escape: Escape = { length: 0, code: 0, isByte: false };
  /** Where decodings are written one behind the other. */
  #arena: Buffer = Buffer.alloc(0);
  #used = 0;

  constructor(family: EscapeFamily, bytes: Buffer) {
    this.family = family;
    this.#bytes = bytes;
  }

  /** Rows of escapes, first to last, whose first one stands in `range`. */
  *clusters(range: Span): Generator<Span> {
    let at = range.start;
    for (;;) {
      at = this.#nextTelling(at, range.end);
      if (at < 0) return;
      const cluster = this.#cluster(at);
      yield cluster;
      at = cluster.resume;
    }
  }

  #nextTelling(from: number, end: number): number {
    const { trigger } = this.family;
    for (let at = this.#bytes.indexOf(trigger, from); at >= 0 && at < end;) {
      const isEscape = this.#read(at);
      if (isEscape && this.#isTelling(at)) return at;
      at += isEscape ? this.#escape.length : 1;
      if (this.#bytes[at] !== trigger) at = this.#bytes.indexOf(trigger, at);
    }
    return -1;
  }

  #read(at: number): boolean {
    return this.family.read(this.#bytes, at, this.#bytes.length, this.#escape);
  }

  #isTelling(at: number): boolean {
    return this.family.isTelling === undefined || this.family.isTelling(this.#bytes, at);
  }

  /** `resume`: where to look for the next cluster; inside this one when it was cut for its length. */
  #cluster(start: number): Span & { readonly resume: number } {
    const { trigger } = this.family;
    let end = start;
    let resume = -1;
    let at = start;
    while (at >= 0 && end - start < LONGEST) {
      if (resume < 0 && at - start >= LONGEST - LOOK_AHEAD) resume = at;
      const isEscape = this.#read(at);
      const isTelling = isEscape && (at === start || this.#isTelling(at));
      at += isEscape ? this.#escape.length : 1;
      if (isTelling) end = at;
      at = nextByte(this.#bytes, at, Math.min(this.#bytes.length, end + GAP), trigger);
    }
    return { start, end, resume: end - start >= LONGEST && resume > start ? resume : end };
  }

  /** Decodes a region; `map` is told of each escape where it is given. */
  decode({ start, end }: Span, blank: number | undefined, map?: PositionMap): Buffer {
    const out = this.#room(end - start);
    const bytes = this.#bytes;
    const { trigger } = this.family;
    let length = 0;
    let near = 0;
    for (let at = start; at < end;) {
      const byte = bytes[at] as number;
      if (byte !== trigger) {
        out[length++] = byte === blank ? 0x20 : byte;
        at++;
        if (++near < NEAR || blank !== undefined) continue;
        const plain = this.#copyPlain({ start: at, end }, out, length);
        length += plain;
        at += plain;
      } else if (this.family.read(bytes, at, end, this.#escape)) {
        const written = this.#write(out, length);
        map?.add(length, at, written, this.#escape.length);
        length += written;
        at += this.#escape.length;
      } else {
        // A trigger that begins no escape stands for itself.
        out[length++] = byte;
        at++;
      }
      near = 0;
    }
    this.#used += length;
    return out.subarray(0, length);
  }

  /** Copies up to the next trigger; gives the number of bytes. */
  #copyPlain({ start, end }: Span, out: Buffer, at: number): number {
    const found = this.#bytes.indexOf(this.family.trigger, start);
    const stop = found < 0 || found > end ? end : found;
    out.set(this.#bytes.subarray(start, stop), at);
    return stop - start;
  }

  /** Room for a decoding, of which the next one takes what is left. */
  #room(size: number): Buffer {
    if (this.#arena.length - this.#used < size) {
      this.#arena = Buffer.allocUnsafe(this.#arena.length === 0 ? size : Math.max(size, ARENA));
      this.#used = 0;
    }
    return this.#used === 0 ? this.#arena : this.#arena.subarray(this.#used);
  }

  /** The way back from a region's decoding. */
  mapOf(region: Span, blank: number | undefined): PositionMap {
    const map = new PositionMap(region.start);
    this.decode(region, blank, map);
    return map;
  }

  #write(out: Buffer, at: number): number {
    const { code, isByte } = this.#escape;
    if (!isByte && code >= 0x80) return out.write(String.fromCodePoint(code), at);
    out[at] = code;
    return 1;
  }
}

/** Its places are mapped when they are asked for: hardly any view holds a finding. */
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
    this.container = isContainer(this.bytes);
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

/** A byte that no text in such escapes holds as it is: a blank, a control character, a quotation mark, `<`, `>`. */
function isOutside(byte: number | undefined): boolean {
  return byte === undefined || byte <= 0x20 || byte === 0x22 || byte === 0x3c || byte === 0x3e;
}

/** The first byte of `region` from `from` on, in steps of `step`, that ends a row or begins an escape; one past it where there is none. */
function rowEdge(bytes: Buffer, region: Span, trigger: number, from: number, step: 1 | -1): number {
  let at = from;
  while (at >= region.start && at < region.end && bytes[at] !== trigger && !isOutside(bytes[at])) at += step;
  return at;
}

/**
 * Where a byte that may stand for a blank stands in one row of characters with an escape: these rows with what stands around
 * them, as for escapes; those near each other together.
 */
function* blankRegions(bytes: Buffer, region: Span, { blank, trigger }: EscapeFamily): Generator<Span> {
  if (blank === undefined) return;
  // Behind the region there may be none for megabytes: it alone is searched.
  const inside = bytes.subarray(region.start, region.end);
  let open: Span | undefined;
  for (let found = inside.indexOf(blank); found >= 0;) {
    const at = region.start + found;
    const to = rowEdge(bytes, region, trigger, at, 1);
    const from = rowEdge(bytes, region, trigger, at, -1);
    if (bytes[to] === trigger || bytes[from] === trigger) {
      const start = regionStart(bytes, from, region.start);
      const end = regionEnd(bytes, to, region.end);
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

function* familyViews(
  family: EscapeFamily,
  { bytes, range }: { bytes: Buffer; range: Span },
  context: ViewContext,
): Generator<DecodedView> {
  const search = new EscapeSearch(family, bytes);
  const clusters = search.clusters(range);
  let floor = 0;
  let current = clusters.next();
  while (current.done !== true) {
    const next = clusters.next();
    const { start, end } = current.value;
    const ceiling = Math.max(end, next.done === true ? bytes.length : next.value.start);
    const region = { start: regionStart(bytes, start, Math.min(start, floor)), end: regionEnd(bytes, end, ceiling) };
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
 * A finder for one family of escapes. A view is the region around escapes that stand close together, with everything
 * between them, so that a value that is escaped only here and there is whole in it.
 */
export function escapeFinder(family: EscapeFamily): Finder {
  return (bytes, range, context) =>
    bytes.indexOf(family.trigger, range.start) < 0 ? NO_VIEWS : familyViews(family, { bytes, range }, context);
}
