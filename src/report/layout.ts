import { Chalk } from 'chalk';
import type { ChalkInstance } from 'chalk';
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

/** Chalk joins its arguments; a style takes one, so that it may stand as the callback of `map`. */
function style(chain: ChalkInstance): (text: string) => string {
  return (text) => chain(text);
}

/** A palette of its own, so that colour is a matter of one report and not of the process. */
export function paletteOf(colour: boolean): Palette {
  const chalk = new Chalk({ level: colour ? 1 : 0 });
  return {
    strong: style(chalk.bold),
    faint: style(chalk.dim),
    heading: style(chalk.bold.cyan),
    place: style(chalk.bold),
    severity: {
      critical: style(chalk.bold.red),
      high: style(chalk.red),
      medium: style(chalk.yellow),
      low: style(chalk.blue),
      info: style(chalk.dim),
    },
    outcome: {
      fail: style(chalk.bold.white.bgRed),
      incomplete: style(chalk.bold.black.bgYellow),
      empty: style(chalk.bold.black.bgYellow),
      clean: style(chalk.bold.black.bgGreen),
    },
  };
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
