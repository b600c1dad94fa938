import { isChosen } from '../chosen.ts';
import { isPlaceholder } from '../placeholder.ts';
import { isPlaceholderPassword } from '../validators/password.ts';
import { isGenerated } from '../generated.ts';
import { matchAt } from '../sticky.ts';
import { shapeOf } from '../wordlike.ts';
import { lineEnd } from './line-end.ts';
import { located, type Located } from './syntax.ts';

/** Maximum length of the rest of a line that is read. */
const REST = 200;
/** Maximum words of a sentence between a name and its value. */
const MOST_WORDS = 9;
/** The same before a chosen password, which only the marks around it distinguish from a word. */
const NEAR = 6;
/** A word of a sentence, a small number or a dash, with the surrounding marks. */
const WORD =
  /^(?:["'`(*[]{0,3}(?:[A-Za-z\x80-\xff][a-z\x80-\xff]*(?:['/-][A-Za-z]{1,14})*|[A-Z]{2,6}|\d{1,3})["'`)*\]]{0,3}[,:;]?["'`]?|[-*|~]{1,2}>?|[=-]>|\/{1,2}|\u00e2[\u0080\u0086][\u0090-\u0094])$/;
/** Words that indicate that the value is something else. */
const OTHER_THING =
  /^\W*(?:ids?|fingerprint|thumbprint|hash|hashed|digest|checksum|sha\d*|md5|commit|version|public|enc|encrypted|sealed|uuid|serial)\W*$/i;
/** Marks that people and programs put around a value in a sentence, except those that end the sentence. */
const AROUND =
  /^(?<open>[`*"'([{]{0,3}|\u00e2\u0080[\u0098-\u009e]|\u00c2\u00ab)(?<value>[!-~]{8,128}?)(?<close>[`*"')\]}]{0,3})[.,;:]?$/;
/** Signs of code, addresses and lists: password generators use them as well, but so does everything else. */
const NO_VALUE = /^0x|[/\\|(){}[\]<>"'`,;:=&]|@[\w-]+\.|^v?\d+\.\d/;
/** What directly precedes the value. */
const LEADS =
  /(?:^'s|(?:^|[\s"'`*])(?:is|now|was|its|to|from|as|use|using|type|enter|provide|ist|lautet|auf|naar|je|este|[-=]{1,2}>?|\u00e2[\u0080\u0086][\u0090-\u0094]|[:,]))[ \t"'`*]*$/i;
/** In letters and digits that do not read as words: for a password with a sign, and for a token without one. */
const LEAST_RANDOM = { password: 8, token: 20 };

/**
 * The value that follows the credential word in a sentence, with other words between: `pw changed, now its …`, `the key you gave me is …`.
 * Never a word that people write, nor a name, digest or address of programs.
 */
export function mentionedBehind(text: string, nameEnd: number): Located | undefined {
  const end = lineEnd(text, nameEnd, REST);
  const rest = text.slice(nameEnd, end < 0 ? nameEnd + REST : end);
  if (!/^(?:["'`*)\]]{0,3}[,:;?]?["'`*]{0,3}|'s)[ \t]/.test(rest) || !/\d/.test(rest)) return undefined;
  let words = 0;
  for (const { 0: word, index } of rest.matchAll(/[^ \t\r]+/g)) {
    if (index === 0) continue;
    const start = nameEnd + index;
    const value = valueIn(word, start, text.slice(nameEnd, start), words <= NEAR);
    if (value !== undefined) return withSuccessor(text, value);
    if (!WORD.test(word) || OTHER_THING.test(word) || ++words > MOST_WORDS) return undefined;
  }
  return undefined;
}

/** `… changed from "…" to "…"`: the new value. */
const TO = /["'`]?[ \t](?:to|->|=>|\u00e2\u0086\u0092)[ \t](?<next>["'`]?[!-~]{8,130})/y;

function withSuccessor(text: string, value: Located): Located {
  const behind = matchAt(TO, text, value.end);
  const { next = '' } = behind?.groups ?? {};
  const given = behind && valueIn(next, value.end + behind[0].length - next.length, ' to ');
  return given === undefined ? value : { ...value, also: [given] };
}

function valueIn(word: string, start: number, between: string, isNear = true): Located | undefined {
  const { groups } = (/\d/.test(word) && AROUND.exec(word)) || {};
  if (groups === undefined) return undefined;
  const { open, value, close } = groups as Record<'open' | 'value' | 'close', string>;
  const isMarked = open !== '' && close !== '';
  const isLed = (isMarked && isNear) || LEADS.test(between);
  if (!isValue(value, isLed)) return undefined;
  const at = start + open.length;
  const span = { start: at, end: at + value.length, quote: isMarked ? open : '' };
  return { ...located({ operator: 'is', closed: false }, span, 'prose'), isMentioned: true };
}

/** Whether a text is generated or, if something leads to it, chosen as a password. */
function isValue(text: string, isLed: boolean): boolean {
  return !NO_VALUE.test(text) && (isMade(text) || (isLed && isChosen(text)));
}

/** Whether such a text is only ever generated, and not one of a program's names and digests. */
function isMade(value: string): boolean {
  if (isPlaceholder(value) || isPlaceholderPassword(value)) return false;
  if (isGenerated(value)) return true;
  if (![/[a-z]/, /[A-Z]/, /\d.*\d/].every((kind) => kind.test(value))) return false;
  const hasSign = /[a-z0-9][!#$%^*+~?@][A-Za-z0-9]|[!#$%^*+~?]$/i.test(value);
  return shapeOf(value.replace(/[^A-Za-z0-9]/g, '')).random >= LEAST_RANDOM[hasSign ? 'password' : 'token'];
}
