import { isGenerated } from '../generated.ts';
import { isMixed, isNumberedWord } from '../wordlike.ts';
import { lineEnd } from './line-end.ts';
import { located, type Located } from './syntax.ts';

/** Maximum length of the rest of the name's line, and of the text read before the name. */
const REST = 160;
const FRONT = 240;
/** Minimum characters of a value. */
const LEAST = 8;

/** The name, or a path that ends in it, alone on its line: at most preceded by a number and marks. */
const ALONE_BEFORE =
  /(?:^|[\r\n])[ \t]{0,40}(?:\d{1,6}\)[ \t])?(?:[*+?-][ \t]{1,4})?["'`([{*_#<$]{0,4}(?:[A-Za-z]{1,16} ){0,2}[\w./:@-]{0,80}$/;
/** What may end such a line: marks, an operator, the start of a multi-line text, a call. */
const ALONE_AFTER =
  /^["'`)\]}*]{0,4}[ \t]{0,40}(?::|=>?|->)?[ \t]{0,8}(?:\$\([ \t]?cat[ \t]{1,3})?(?:<<[-~]?[ \t]?\\?["']?\w{1,24}["']?|"""\\?|'''\\?|\\|[A-Z]\w{0,30}\()?$/;
/** What a shell or a program with a prompt writes before a command. */
const COMMAND_BEFORE =
  /(?:^|[\r\n])(?:[^\n$#%>\u276f]{0,80}[$#%>]|\u00e2\u009d\u00af|\+{1,4})[ \t](?:[^\n]{0,120}[\s/="':$-])?[\w.-]{0,60}$/;
/** Commands that produce a digest, and the first line of armour. */
const MAKES = /-----|\b(?:sha\d{1,3}sum|md5sum|shasum|hash|commit|rev-parse|git[ \t]log)\b/;
/** A rule, a length (RESP), a memo index (pickle), the start of a code block on its own line, and the prefix of a line (R's `[1]`). */
const BELOW =
  /\r?\n(?:(?:[-=~]{3,40}|\$\d{1,4}|p\d{1,5}|(?:[ \t]{0,8}\r?\n)?[ \t]{0,8}\x60{3}[a-z]{0,12}|)\r?\n)?[ \t]{0,40}(?:\d{1,6}\)[ \t]|\[1\][ \t]|:[ \t]|V(?=\S{8,}\r?\np\d)|[>|#*][ \t]{1,4})?["'`]?(?<value>[^\s"'`<>{}()[\],;]{8,200})["'`]{0,3}[,;)\\]{0,2}[ \t]{0,40}(?:\r?\n|$)/y;

/** Whether a text looks generated, or made up by a person with a number: not a word, name or path. */
function isValue(written: string): boolean {
  if (isGenerated(written)) return true;
  if (/^(?:[a-z][a-z0-9+.-]*:)?\/|^\.{1,2}\/|[^=]=[^=]/.test(written)) return false;
  return isMixed(written, Math.max(LEAST, written.length / 2)) || isNumberedWord(written);
}

/** A command in a record of what an agent or a pipeline ran. */
const IN_RECORD = /"(?:command|cmd|script|input|args)\\{0,3}"\s?:\s?\[?\\{0,3}"[^"\n]{0,160}[\s/="':$-][\w.-]{0,60}$/;
/** Its output: a value and nothing else. */
const GIVEN =
  /[^"\\\n]{0,80}\\{0,3}"[^]{0,400}?\\{0,3}"(?:stdout|output|content|result|text|aggregated_output)\\{0,3}"\s?:\s?(?:\[\s{0,20}\{[^{}\n]{0,60}"text"\s?:\s?)?\\{0,3}"(?<value>[^\s"'`\\<>{}()[\],;]{8,200})(?:\\{1,4}r)?(?:\\{1,4}n)?\\{0,3}"/y;

/** The value printed by a recorded command that reads a secret of that name. */
export function recordedBehind(text: string, nameStart: number, nameEnd: number): Located | undefined {
  const front = text.slice(Math.max(0, nameStart - FRONT), nameStart);
  if (!front.includes('":') || !IN_RECORD.test(front)) return undefined;
  GIVEN.lastIndex = nameEnd;
  const match = GIVEN.exec(text);
  const value = match?.groups?.['value'];
  if (match === null || value === undefined || !isValue(value) || MAKES.test(match[0])) return undefined;
  const start = nameEnd + match[0].lastIndexOf(value);
  return located({ operator: ':', closed: false }, { start, end: start + value.length, quote: '' }, 'pair');
}

/**
 * The value alone on the line below its name: programs that print names and values on separate lines, and the output of a command that
 * reads a secret. Never a word that people write.
 */
export function stackedBelow(text: string, nameStart: number, nameEnd: number): Located | undefined {
  const newline = lineEnd(text, nameEnd, REST);
  if (newline < 0) return undefined;
  const end = text.charCodeAt(newline - 1) === 13 ? newline - 1 : newline;
  BELOW.lastIndex = end;
  const match = BELOW.exec(text);
  if (match === null) return undefined;
  const { value = '' } = match.groups ?? {};
  if (!isValue(value)) return undefined;
  const front = text.slice(Math.max(0, nameStart - FRONT), nameStart);
  const line = front.slice(front.lastIndexOf('\n') + 1) + text.slice(nameStart, end);
  // One of the lines of a long encoded text.
  if (isMixed(text.slice(nameStart, nameEnd), LEAST) || line.length === value.length) return undefined;
  if (!isAlone(front, text.slice(nameEnd, end)) && !isCommand(front, line)) return undefined;
  const start = end + match[0].lastIndexOf(value);
  return located(
    { operator: ':', closed: false },
    { start, end: start + value.length, quote: quoteAt(text, start - 1) },
    'next-line',
  );
}

function quoteAt(text: string, at: number): string {
  return /["'`]/.test(text.charAt(at)) ? text.charAt(at) : '';
}

function isAlone(front: string, after: string): boolean {
  return ALONE_AFTER.test(after) && ALONE_BEFORE.test(front);
}

function isCommand(front: string, line: string): boolean {
  return COMMAND_BEFORE.test(front) && !MAKES.test(line);
}
