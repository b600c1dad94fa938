import { isMixed, isNumberedWord } from '../wordlike.ts';
import { located, type Located } from './syntax.ts';

/** Maximum length of the part of a row read before a name. */
const LONGEST_FRONT = 240;
/** In letters and digits that do not read as words. */
const LEAST_RANDOM = 8;

/** What may be between a name and its value: a type, a language. */
const TYPE = String.raw`[A-Za-z]{2,20}`;

/** How to read rows of cells with one separator. */
interface Row {
  /** Complete cells of words, numbers, dates and addresses, and the beginning of the name's own cell: nothing that looks like code. */
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
 * The cell after a name in a row of unquoted values, as in exported tables: `DB_PASSWORD,…`, `17;api_key;…`. A list of names looks the
 * same, so only mixtures of letters and digits count.
 */
export function cellOfRow(text: string, nameStart: number, nameEnd: number): Located | undefined {
  const row = ROWS[text.charCodeAt(nameEnd)];
  if (row === undefined) return undefined;
  row.cell.lastIndex = nameEnd;
  const cell = row.cell.exec(text)?.groups?.['cell'];
  if (cell === undefined || !isMadeUp(cell)) return undefined;
  // Sliced, because a text may be one line of megabytes.
  if (!row.front.test(text.slice(Math.max(0, nameStart - LONGEST_FRONT), nameStart))) return undefined;
  const end = row.cell.lastIndex;
  return located({ operator: ':', closed: false }, { start: end - cell.length, end, quote: '' }, 'pair');
}

/** `m17_isWholeKey`: words in camel case after a numbered prefix, as bundlers name a module's exports. */
const BUNDLED = /^[a-z]{1,8}\d{1,4}_[a-z]+(?:[A-Z][a-z]+)+$/;

/** Letters and digits that mostly do not read as words, or a word with a number and a sign as people make them up. */
function isMadeUp(cell: string): boolean {
  return !BUNDLED.test(cell) && (isMixed(cell, LEAST_RANDOM) || isNumberedWord(cell));
}
