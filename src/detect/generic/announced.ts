import { isChosenWord } from '../chosen.ts';
import { isRandom } from '../generated.ts';
import { located, type Located } from './syntax.ts';
import { readQuoted, readValue } from './value.ts';

/** The rest of a sentence up to its colon, at most an empty line and the start of a code block, and where the value may begin. */
const SENTENCE =
  /(?:["'`*]{0,3}[ \t]{1,3}[\w'(),/-]{1,30}){0,12}["'`*]{0,3}[ \t]{0,2}:[ \t]{0,8}\r?\n(?:[ \t]{0,40}\r?\n)?(?:[ \t]{0,8}\x60{3}[a-z]{0,12}\r?\n)?[ \t>#|*]{0,40}(?:(?:\/\/|--|[;%!]{1,3}|::|@?(?:rem|REM)|dnl)[ \t]{1,20})?/y;
const END_OF_LINE = /^[`*"' \t|]{0,40}(?:\r?\n|$)/;
const LEAST = 8;

/**
 * The value announced by a sentence, alone on a line below it: `Please use the following password to proceed to installation:`, an empty
 * line, the password. Accepts only generated values and passwords that people choose, not words.
 */
export function announcedBelow(text: string, nameEnd: number): Located | undefined {
  if (!endsInColon(text, nameEnd)) return undefined;
  SENTENCE.lastIndex = nameEnd;
  const sentence = SENTENCE.exec(text);
  const value = sentence === null ? undefined : readValue(text, nameEnd + sentence[0].length);
  if (value === undefined || !END_OF_LINE.test(text.slice(value.end, value.end + 44))) return undefined;
  const written = text.slice(value.start, value.end);
  if (written.length < LEAST || !(isRandom(written) || isChosenWord(written))) return undefined;
  return located({ operator: ':', closed: false }, value, 'next-line');
}

/** Maximum length of the rest of a sentence. */
const REST = 160;

/** Whether the line ends in a colon: hardly any does, and this check is faster than the pattern. */
function endsInColon(text: string, from: number): boolean {
  let at = from;
  while (at < from + REST && text.charCodeAt(at) !== 10) at++;
  if (text.charCodeAt(at) !== 10) return false;
  at--;
  while (at > from && (text.charCodeAt(at) === 13 || text.charCodeAt(at) === 32)) at--;
  return text.charCodeAt(at) === 58;
}

const ITEM = /["']?[ \t]{0,4}\r?\n[ \t]{0,40}-[ \t]{1,4}/y;

/** The list item below that of a flag: `- --requirepass` and `- …`. */
export function itemBelow(text: string, nameStart: number, nameEnd: number): Located | undefined {
  if (text.charCodeAt(nameStart - 1) !== 45 && text.charCodeAt(nameStart) !== 45) return undefined;
  ITEM.lastIndex = nameEnd;
  const item = ITEM.exec(text);
  if (item === null || !/\n[ \t]*-[ \t]+["']?-{0,2}$/.test(text.slice(Math.max(0, nameStart - 60), nameStart)))
    return undefined;
  const value = readValue(text, nameEnd + item[0].length);
  return value && located({ operator: '', closed: false }, value, 'flag');
}

const LONGEST_USER = 60;

/** `Credentials: bob / …`, `the creds are bob / …`: the password after the user. */
export function behindSlash(text: string, at: number, operator: string): Located | undefined {
  if (!/^(?::|are|is)$/.test(operator)) return undefined;
  // Hardly any value is followed by a slash: searching for it is faster than a pattern.
  let slash = at;
  while (slash < at + LONGEST_USER && text.charCodeAt(slash) > 32) slash++;
  if (
    slash === at ||
    text.charCodeAt(slash) !== 32 ||
    text.charCodeAt(slash + 1) !== 47 ||
    text.charCodeAt(slash + 2) !== 32
  ) {
    return undefined;
  }
  if (!/^["'`*]{0,2}[\w.@+-]+["'`*]{0,2}$/.test(text.slice(at, slash))) return undefined;
  const value = readValue(text, slash + 3);
  // `password: reset / change-link`: words.
  if (value === undefined || /^[a-z]+(?:-[a-z]+)*$/i.test(text.slice(value.start, value.end))) return undefined;
  return { ...located({ operator, closed: false }, value, 'assignment'), isPassword: true };
}

const NAMES_BEFORE =
  /(?:^|\n)[ \t]*(?:(?:const|let|var|my|local)[ \t]{1,2})?[[(]?[ \t]?(?<names>(?:[A-Za-z_][\w.]{0,60}[ \t]?,[ \t]?){1,4})$/;
const ONE_QUOTED = /(?:"[^"\n]{0,120}"|'[^'\n]{0,120}')\s?,\s?/y;

/** Where a list of values may open. */
const OPEN_LIST = /[[(]?\s{0,8}/y;

/** `login, password = 'bob', '…'`, `const [user, pass] = ['bob', '…']`: the value at the same position as the name. */
export function inRow(text: string, nameStart: number, at: number, operator: string): Located | undefined {
  const last = text.charCodeAt(nameStart - 1);
  if (operator !== '=' || (last !== 44 && (last !== 32 || text.charCodeAt(nameStart - 2) !== 44))) return undefined;
  const before = NAMES_BEFORE.exec(text.slice(Math.max(0, nameStart - 160), nameStart))?.groups?.['names'];
  const from = before === undefined ? -1 : behindQuoted(text, listAt(text, at), before.split(',').length - 1);
  const value = from < 0 ? undefined : readQuoted(text, from);
  return value && located({ operator, closed: false }, value, 'assignment');
}

function listAt(text: string, at: number): number {
  OPEN_LIST.lastIndex = at;
  return OPEN_LIST.test(text) ? OPEN_LIST.lastIndex : at;
}

/** Where the text continues after `count` quoted values and their commas; -1 if there are no such values. */
function behindQuoted(text: string, at: number, count: number): number {
  let from = at;
  for (let left = count; left > 0; left--) {
    ONE_QUOTED.lastIndex = from;
    if (!ONE_QUOTED.test(text)) return -1;
    from = ONE_QUOTED.lastIndex;
  }
  return from;
}
