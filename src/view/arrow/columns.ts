import type { Effort } from '../rows/effort.ts';
import type { CellName, JsonLines } from '../rows/json-lines.ts';

/** The values of a column in one batch of rows. */
export interface Column {
  isNull(index: number): boolean;
  write(lines: JsonLines, index: number): void;
}

/** An integer of 1, 2, 4 or 8 bytes; undefined if it is missing. */
function numberIn(bytes: Buffer, index: number, width: number): number | bigint | undefined {
  const at = index * width;
  if (!(at >= 0 && at + width <= bytes.length)) return undefined;
  if (width === 8) return bytes.readBigInt64LE(at);
  return width === 1 || width === 2 || width === 4 ? bytes.readIntLE(at, width) : undefined;
}

/** The same for offsets, which are exact. */
export function placeIn(bytes: Buffer, index: number, width: number): number {
  return Number(numberIn(bytes, index, width) ?? -1);
}

/** Work charged for an element of a list and for a part of a structure, which may take up no bytes. */
const [ELEMENT, MEMBER] = [16, 4] as const;

/** Writes the value at an index. */
export type WriteAt = (lines: JsonLines, index: number) => void;

/** A column whose validity bitmap, if it has one, says which values are present. */
export class PlainColumn implements Column {
  readonly #valid: Buffer;
  readonly #write: WriteAt;

  constructor(valid: Buffer, write: WriteAt) {
    this.#valid = valid;
    this.#write = write;
  }

  isNull(index: number): boolean {
    return this.#valid.length > 0 && (((this.#valid[index >> 3] ?? 0) >> (index & 7)) & 1) === 0;
  }

  write(lines: JsonLines, index: number): void {
    this.#write(lines, index);
  }
}

/** Location of a value. */
export interface Target {
  readonly column: Column;
  readonly index: number;
}

/** A column that refers to values in other columns. */
export class PointingColumn implements Column {
  readonly #find: (index: number) => Target | undefined;
  readonly #effort: Effort;

  constructor(find: (index: number) => Target | undefined, effort: Effort) {
    this.#find = find;
    this.#effort = effort;
  }

  /** Columns may form a chain of references, each link of which follows all the later ones. */
  #target(index: number): Target | undefined {
    this.#effort.spend(MEMBER);
    return this.#find(index);
  }

  isNull(index: number): boolean {
    const target = this.#target(index);
    return target === undefined || target.column.isNull(target.index);
  }

  write(lines: JsonLines, index: number): void {
    const target = this.#target(index);
    if (target === undefined) lines.put('null');
    else writeAt(lines, target.column, target.index);
  }
}

function writeAt(lines: JsonLines, column: Column | undefined, index: number): void {
  if (column === undefined || column.isNull(index)) lines.put('null');
  else column.write(lines, index);
}

export function writeNumbers(bytes: Buffer, width: number): WriteAt {
  return (lines, index) => lines.put(String(numberIn(bytes, index, width) ?? null));
}

/** Texts between two offsets each. */
export function writeTexts(data: Buffer, placesOf: (index: number) => readonly [start: number, end: number]): WriteAt {
  return (lines, index) => {
    const [start, end] = placesOf(index);
    if (start >= 0 && start <= end && end <= data.length) lines.text(data, start, end);
    else lines.put('null');
  };
}

const VIEW = 16;
const INLINE = 12;

/** Texts by their lengths: short ones inline, longer ones in other buffers. */
export function writeViews(views: Buffer, buffers: readonly Buffer[]): WriteAt {
  const others = buffers.map((data) =>
    writeTexts(data, (index) => {
      const start = views.readInt32LE(index * VIEW + INLINE);
      return [start, start + views.readInt32LE(index * VIEW)];
    }),
  );
  const inline = writeTexts(views, (index) => [index * VIEW + 4, index * VIEW + 4 + views.readInt32LE(index * VIEW)]);
  return (lines, index) => {
    const at = index * VIEW;
    if (at + VIEW > views.length) return lines.put('null');
    const write = views.readInt32LE(at) <= INLINE ? inline : others[views.readInt32LE(at + 8)];
    if (write === undefined) lines.put('null');
    else write(lines, index);
  };
}

/** A part of a structure; undefined if none of it is shown. */
export interface Member {
  readonly name: CellName;
  readonly column: Column | undefined;
}

export function writeObject(members: readonly Member[], effort: Effort): WriteAt {
  return (lines, index) => {
    effort.spend(MEMBER * members.length);
    let isFirst = true;
    lines.put('{');
    for (const { name, column } of members) {
      if (column === undefined || column.isNull(index)) continue;
      if (!isFirst) lines.put(',');
      isFirst = false;
      lines.name(name);
      column.write(lines, index);
    }
    lines.put('}');
  };
}

/** Lists of elements, or of texts and what they name. */
export function writeLists(
  placesOf: (index: number) => readonly [start: number, end: number],
  {
    element,
    key,
    effort,
  }: { readonly element: Column | undefined; readonly key: Column | undefined; readonly effort: Effort },
): WriteAt {
  return (lines, index) => {
    const [start, end] = placesOf(index);
    lines.put(key === undefined ? '[' : '{');
    for (let at = start < 0 ? end : start; at < end; at++) {
      effort.spend(ELEMENT);
      if (at > start) lines.put(',');
      if (key !== undefined) {
        if (key.isNull(at)) lines.put('""');
        else key.write(lines, at);
        lines.put(':');
      }
      writeAt(lines, element, at);
    }
    lines.put(key === undefined ? ']' : '}');
  };
}
