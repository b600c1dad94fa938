import { isCapitalLetter, isSmallLetter } from '../../../ascii.ts';

/** The key before a text that names an object. */
interface Teller {
  /** Its start. */
  readonly at: number;
  /** Its last word, and the text before that. */
  readonly word: string;
  readonly prefix: string;
}

/** Last words of the names of members whose text says what an object is, or what happened to it. */
const WORDS =
  'kind type category name key label title field variable param parameter option setting property id msg message event n'.split(
    ' ',
  );
const TELLING = new Set(WORDS);
const TELLS = new RegExp(
  String.raw`(?<word>${WORDS.map((word) => (word.length === 1 ? String.raw`\b${word}` : word)).join('|')})["'\`\\]{0,4}\s{0,24}(?:=>|[:=>])\s{0,3}\\{0,3}["'\`]?(?:[\w.:@-]{0,40}\/){0,6}$`,
  'i',
);
const LONGEST_PREFIX = 48;
/** Length of the longest one, maximum characters before an operator, and operators that are tried: a path may contain some. */
const [LONGEST_WORD, MOST_GAP, MOST_OPERATORS] = [9, 24, 4] as const;
const IN_GAP = new Set(' \t\r\n"\'`\\');
const [COLON, EQUALS, GREATER] = [0x3a, 0x3d, 0x3e] as const;

/** Whether such a word precedes one of the last operators: most texts have none, and matching the whole is more expensive. */
function mayTell(front: string): boolean {
  for (let at = front.length - 1, tries = 0; at > 0 && tries < MOST_OPERATORS; at--) {
    const code = front.charCodeAt(at);
    if (code !== COLON && code !== EQUALS && code !== GREATER) continue;
    tries++;
    if (TELLING.has(wordBefore(front, at))) return true;
  }
  return false;
}

/** The last word of the name before an operator, in lower case. */
function wordBefore(front: string, operator: number): string {
  let end = operator;
  while (operator - end < MOST_GAP && IN_GAP.has(front.charAt(end - 1))) end--;
  let start = end;
  while (end - start <= LONGEST_WORD && isLetter(front.charCodeAt(start - 1))) {
    start--;
    if (isCapitalLetter(front.charCodeAt(start)) && isSmallLetter(front.charCodeAt(start + 1))) break;
  }
  return front.slice(start, end).toLowerCase();
}

function isLetter(code: number): boolean {
  return isCapitalLetter(code) || isSmallLetter(code);
}

/** The key before a text that names an object: its start, its last word, and the text before that. */
export function tellerIn(front: string): Teller | undefined {
  const match = mayTell(front) ? TELLS.exec(front) : null;
  const { word = '' } = match?.groups ?? {};
  if (match === null) return undefined;
  const head = front.slice(Math.max(0, match.index - LONGEST_PREFIX), match.index);
  const isHump = isCapitalLetter(word.charCodeAt(0));
  const prefix = /[\w.[\]-]*$/.exec(head)?.[0] ?? '';
  if (prefix !== '' && !isHump && !/[._-]$/.test(prefix)) return undefined;
  return { at: match.index - prefix.length, word, prefix };
}
