/** Names that `od -a` uses for non-printable characters, by code; `nl` stands for line feeds. */
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

/** Columns that a character takes up in `od -c`, `od -a` and `hexdump -c`. */
export const CHARACTER_WIDTH = 4;

/** The byte that a cell of `CHARACTER_WIDTH` columns represents; undefined if it is none. */
export function characterOf(cell: string): number | undefined {
  if (!cell.startsWith(' ')) return undefined;
  const text = cell.trimStart();
  if (text.length === 1) return text.charCodeAt(0);
  return text === '' ? 0x20 : (ESCAPES.get(text) ?? NAMES.get(text) ?? inOctal(text));
}
