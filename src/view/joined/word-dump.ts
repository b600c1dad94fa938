import { distance, RADICES } from './dump-address.ts';
import type { Family } from './family.ts';
import { Joiner } from './joiner.ts';

const LF = 10;
/** Longest line that is looked at. */
const MOST_WIDTH = 512;
const LINE = /^([0-9a-f]{6,16})(:?)( .*)$/;

/** Names of `od -a` for what is not printable, by its code; `nl` stands for line feeds. */
const NAMES: ReadonlyMap<string, number> = new Map([
  ...'nul soh stx etx eot enq ack bel bs ht nl vt ff cr so si dle dc1 dc2 dc3 dc4 nak syn etb can em sub esc fs gs rs us sp'
    .split(' ')
    .map((name, code): readonly [string, number] => [name, code]),
  ['del', 127],
]);
const ESCAPES: ReadonlyMap<string, number> = new Map([
  [String.raw`\0`, 0],
  [String.raw`\a`, 7],
  [String.raw`\b`, 8],
  [String.raw`\t`, 9],
  [String.raw`\n`, 10],
  [String.raw`\v`, 11],
  [String.raw`\f`, 12],
  [String.raw`\r`, 13],
]);

function inOctal(cell: string): number | undefined {
  const code = /^[0-7]{3}$/.test(cell) ? Number.parseInt(cell, 8) : 256;
  return code < 256 ? code : undefined;
}

/** A character as `od -c` and `hexdump -c` write it, or by its name. */
function character(cell: string): number | undefined {
  const text = cell.trimStart();
  if (text.length === 1) return text.charCodeAt(0);
  return text === '' ? 0x20 : (ESCAPES.get(text) ?? NAMES.get(text) ?? inOctal(text));
}

/** A way to write bytes: the width of a cell, how many bytes it has, and its value. */
interface Style {
  readonly width: number;
  readonly bytes: 1 | 2;
  readonly value: (cell: string) => number | undefined;
}

/** The likelier first: what all cells of two lines fit. */
const STYLES: readonly Style[] = [
  { width: 9, bytes: 1, value: (cell) => (/^ [01]{8}$/.test(cell) ? Number.parseInt(cell, 2) : undefined) },
  { width: 4, bytes: 1, value: (cell) => (cell.startsWith(' ') ? inOctal(cell.slice(1)) : undefined) },
  { width: 7, bytes: 2, value: (cell) => (/^ [0-7]{6}$/.test(cell) ? Number.parseInt(cell, 8) : undefined) },
  { width: 4, bytes: 1, value: (cell) => (/^ {1,3}\d{1,3}$/.test(cell) ? Number(cell) : undefined) },
  { width: 5, bytes: 1, value: (cell) => (/^ {1,4}-?\d{1,3}$/.test(cell) ? Number(cell) & 0xff : undefined) },
  { width: 4, bytes: 1, value: (cell) => (cell.startsWith(' ') ? character(cell) : undefined) },
];

/** A line of a dump: its address, and its cells with the place of the first. */
interface Line {
  readonly address: string;
  readonly cells: string;
  readonly at: number;
  readonly next: number;
}

function lineAt(bytes: Buffer, start: number): Line | undefined {
  const newline = bytes.indexOf(LF, start);
  const end = newline < 0 ? bytes.length : newline;
  if (end - start > MOST_WIDTH) return undefined;
  const [, address, colon = '', cells] = LINE.exec(bytes.toString('latin1', start, end).replace(/\r$/, '')) ?? [];
  if (address === undefined || cells === undefined) return undefined;
  return { address, cells, at: start + address.length + colon.length, next: end + 1 };
}

/** The bytes of a line, at most `count`; undefined where a cell is none of the style. */
function valuesOf({ cells }: Line, { width, bytes, value }: Style, count: number): readonly number[] | undefined {
  const values: number[] = [];
  for (let at = 0; at < cells.length && values.length < count / bytes; at += width) {
    const one = value(cells.slice(at, at + width));
    if (one === undefined) return undefined;
    values.push(one);
  }
  return values;
}

interface Dump {
  readonly style: Style;
  readonly radix: number;
  readonly count: number;
}

/** How a dump is written whose first two lines these are. */
function dumpOf(first: Line, second: Line): Dump | undefined {
  for (const radix of RADICES) {
    const count = distance(first.address, second.address, radix);
    if (count === 0) continue;
    const style = STYLES.find(
      (one) => valuesOf(first, one, count)?.length === count / one.bytes && valuesOf(second, one, count) !== undefined,
    );
    if (style !== undefined) return { style, radix, count };
  }
  return undefined;
}

function join(joiner: Joiner, line: Line, { width, bytes }: Style, values: readonly number[]): void {
  const layout = { stride: width, width };
  joiner.joint('sure');
  values.forEach((value, index) => {
    const at = line.at + index * width;
    joiner.byte(value & 0xff, at, layout);
    // Words are those of a little-endian machine.
    if (bytes === 2) joiner.byte(value >> 8, at, layout);
  });
}

/** Puts the lines of a dump from `start` on together; gives where it ends, 0 where there is none. */
function joinDump(bytes: Buffer, start: number, joiner: Joiner): number {
  let line = lineAt(bytes, start);
  const second = line && lineAt(bytes, line.next);
  const dump = line && second && dumpOf(line, second);
  if (dump === undefined) return 0;
  let end = 0;
  for (let next = second; line !== undefined; next = next && lineAt(bytes, next.next)) {
    const values = valuesOf(line, dump.style, dump.count);
    if (values === undefined) break;
    join(joiner, line, dump.style, values);
    end = line.next;
    if (next === undefined || distance(line.address, next.address, dump.radix) !== dump.count) break;
    line = next;
  }
  joiner.break();
  return end;
}

/**
 * The bytes of dumps that write them otherwise than in hexadecimal: as characters (`od -c`, `od -a`, `hexdump -c`), in octal (`od`,
 * `od -b`), decimal (`od -tu1`) and binary (`xxd -b`).
 */
export const wordDumpViews: Family = function* ({ bytes, range, context }, { dumps }) {
  const joiner = new Joiner(bytes);
  let floor = 0;
  for (const at of dumps) if (at >= floor) floor = Math.max(floor, joinDump(bytes, at, joiner));
  if (joiner.length === 0 || !context.pay(joiner.length, 'hexdump', range)) return;
  yield joiner.view('hexdump');
};
