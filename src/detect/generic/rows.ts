import { isMixed, isNumberedWord } from '../wordlike.ts';
import { located, type Located } from './syntax.ts';

/** Longest part of a row that is read in front of a name. */
const LONGEST_FRONT = 240;
/** In letters and digits that read as no words. */
const LEAST_RANDOM = 8;

/** What may stand between a name and its value: a type, a language. */
const TYPE = String.raw`[A-Za-z]{2,20}`;

/** How rows of cells with one separator are read. */
interface Row {
  /** Cells of words, numbers, dates and addresses, whole, and the beginning of the name's own cell: nothing that code is made of. */
  readonly front: RegExp;
  readonly cell: RegExp;
}

function rowOf(separator: string): Row {
  return {
    front: new RegExp(String.raw`(?:^|\n)(?:[\w .:@/+-]{0,80}${separator})*[\w ./-]{0,40}$`),
    cell: new RegExp(
      String.raw`(?:${separator}${TYPE})?${separator}(?<cell>[^\s,;"'\x60()<>{}[\]=\\|]{8,200})(?=${separator}|[\r\n]|$)`,
      'y',
    ),
  };
}

const ROWS: Readonly<Record<number, Row>> = { 9: rowOf('\t'), 44: rowOf(','), 59: rowOf(';') };

/**
 * The cell behind a name in a row of values without quotes, as tables are exported: `DB_PASSWORD,…`, `17;api_key;…`. A list
 * of names looks the same, so that only what mixes letters and digits counts.
 */
export function cellOfRow(text: string, nameStart: number, nameEnd: number): Located | undefined {
  const row = ROWS[text.charCodeAt(nameEnd)];
  if (row === undefined) return undefined;
  row.cell.lastIndex = nameEnd;
  const cell = row.cell.exec(text)?.groups?.['cell'];
  if (cell === undefined || !isMadeUp(cell)) return undefined;
  // In a slice: a text may be one line of megabytes.
  if (!row.front.test(text.slice(Math.max(0, nameStart - LONGEST_FRONT), nameStart))) return undefined;
  const end = row.cell.lastIndex;
  return located({ operator: ':', closed: false }, { start: end - cell.length, end, quote: '' }, 'pair');
}

/** `m17_isWholeKey`: words in camel case behind a mark with a number, as bundlers name what a module gives. */
const BUNDLED = /^[a-z]{1,8}\d{1,4}_[a-z]+(?:[A-Z][a-z]+)+$/;

/** Letters and digits, most of which read as no words, or a word with a number and a sign as people make them up. */
function isMadeUp(cell: string): boolean {
  return !BUNDLED.test(cell) && (isMixed(cell, LEAST_RANDOM) || isNumberedWord(cell));
}
