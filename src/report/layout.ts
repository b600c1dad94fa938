import { colours } from './colours.ts';
import type { OutcomeKind } from './outcome.ts';
import type { Severity } from '../types.ts';

/** Columns that prose is held to; names and fingerprints are never broken, so that they can be clicked and copied. */
const WIDTH = 100;

/** The few ways in which the text for people sets a word apart. Without colour each gives the text as it is. */
export interface Palette {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly heading: (text: string) => string;
  readonly place: (text: string) => string;
  readonly severity: Readonly<Record<Severity, (text: string) => string>>;
  readonly outcome: Readonly<Record<OutcomeKind, (text: string) => string>>;
}

const asIs = (text: string): string => text;

/** Without colour. */
const PLAIN: Palette = {
  strong: asIs,
  faint: asIs,
  heading: asIs,
  place: asIs,
  severity: { critical: asIs, high: asIs, medium: asIs, low: asIs, info: asIs },
  outcome: { fail: asIs, incomplete: asIs, empty: asIs, clean: asIs },
};

/** How words are set apart in one report; colour is a matter of it and not of the process. */
export function paletteOf(colour: boolean): Palette {
  return colour ? colours() : PLAIN;
}

/** Breaks prose at spaces; a word that is longer than a line stands alone. */
export function wrapped(text: string, indent: number, first: number = indent): readonly string[] {
  const lines: string[] = [];
  let line = ' '.repeat(first);
  let empty = true;
  for (const word of text.split(' ')) {
    if (!empty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = ' '.repeat(indent);
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line];
}

/** Rows as columns, two spaces apart: the first to the left, the others to the right. Cells are plain ASCII. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
