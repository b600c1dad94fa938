import { isChosen } from '../chosen.ts';
import { isRandom } from '../generated.ts';
import { located, type Located } from './syntax.ts';

/** Longest value, including the text between it and the name. */
const REACH = 170;
/** `… (API key)`, `… # the password`, `… <- token`: a line that begins with a value and says what it is. */
const LINE =
  /(?:^|\n)[ \t]{0,24}(?:[-*][ \t])?(?<quote>["'`]?)(?<value>[^\s"'`=:/\\]{8,128})\k<quote>[ \t]{1,8}(?:\(|#|\/\/|--?|<--?)[ \t]{0,4}(?:[A-Za-z][A-Za-z'-]{0,20}[ \t]){0,3}$/;
const [LF, CR, CLOSE, DOT] = [10, 13, 41, 46] as const;

/** Whether only a closing bracket and a full stop follow `at` on its line. */
function endsLine(text: string, at: number): boolean {
  let end = at;
  while (text.charCodeAt(end) === CLOSE || text.charCodeAt(end) === DOT) end++;
  return end >= text.length || text.charCodeAt(end) === LF || text.charCodeAt(end) === CR;
}

/** The value before the remark that names it. Accepts neither words nor digests. */
export function remarkedBy(text: string, nameStart: number, nameEnd: number): Located | undefined {
  if (!endsLine(text, nameEnd)) return undefined;
  const head = text.slice(Math.max(0, nameStart - REACH), nameStart);
  const match = LINE.exec(head);
  const { quote = '', value = '' } = match?.groups ?? {};
  if (match === null || /^[\da-f]+$/i.test(value)) return undefined;
  if (!isRandom(value) && !isChosen(value)) return undefined;
  const start = nameStart - head.length + match.index + match[0].indexOf(value);
  return located({ operator: 'is', closed: false }, { start, end: start + value.length, quote }, 'prose');
}
