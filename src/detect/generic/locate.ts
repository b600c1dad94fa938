import { announcedBelow, behindSlash, inRow, itemBelow } from './announced.ts';
import { cellsBelow, mayBeHeading } from './columns/columns.ts';
import { selectedCell } from './columns/selected-cells.ts';
import { defaultAt, defaultBehind, defaultIn, defaultInHelp } from './defaults.ts';
import { makesOne, methodOf } from './methods.ts';
import { listedBehind } from './listed.ts';
import { mentionedBehind } from './mentioned.ts';
import { pairAt } from './pairs.ts';
import { returnedBy } from './returned.ts';
import { recordedBehind, stackedBelow } from './stacked.ts';
import { located, type Located, type Syntax } from './syntax.ts';
import { readQuoted, readValue, type ValueSpan } from './value.ts';
import { wholeValue } from './whole-value.ts';

/** Between a name and its value: closing marks, a type, the operator. */
const OPERATOR = new RegExp(
  [
    String.raw`(?<close>(?:["'\x60\])}]|\[\d{0,5}\]|(?<=\])\[["'][\w.-]{1,30}["']\](?=[ \t]{0,4}=[^=])|\\{1,8}["']|&quot;|&#34;|\*\*|%5D|%22){0,4})(?<gap>[ \t]{0,40})`,
    String.raw`(?<type>(?::[\w\\]{1,80}:private\]|:[ \t]{0,3}(?:&?\[?(?:\]const )?'?(?:static )?[A-Za-z_][\w.<>[\]*|? ]{0,24})|[sS]tring|str|char|(?:[nN]?[vV]ar[cC]har2?|N?VARCHAR2?|CHAR|TEXT|CLOB)(?:\((?:\d{1,5}|max|MAX)\))?|[Aa]s[ \t]{1,3}[A-Za-z.]{1,24}(?:\(\))?|\{[ \t]{0,2}(?:(?:get|(?:private |protected |internal )?(?:set|init));[ \t]{0,2}){1,2}\})[ \t]{1,3}(?=:?=[^=]))?`,
    String.raw`(?<op>:(?:\*\*?|__|<\/(?:b|strong|label|span|em|i)>)|={2,8}>|===?|!==?|:-|<<?[-=<~]|\.(?:objects\.)?\w{2,18}[?!]?\(|(?::{0,3}|[?.+|~]{0,2})=>?|:{1,2}|->|=>|%3D|%3A|,|;s:\d{1,3}:|\.{3,60}(?:(?=["'])|[ ]?:(?=[ ]))|\.(?=[ \t]{1,3}")|>|\(|\|\||\?[?:]|\u00e2\u0080[\u0093\u0094]|\u00e2\u0087\u0092|\u00ef\u00bc[\u009a\u009d]`,
    // `PIC X(20) VALUE 'x'` of COBOL, `TYPE string VALUE 'x'` of ABAP
    String.raw`|(?:(?:PIC|TYPE)[ \t]{1,8}[\w().]{1,24}[ \t]{1,20})?(?:VALUE|value)(?:[ ]IS)?(?=[ \t]{1,8}["'])`,
    String.raw`|\{(?=(?:[A-Za-z_][\w:]{0,30}\()?")|(?<=["']\)[ \t]{0,4})\{|(?<=[)\]][ \t]{0,4})or\b`,
    String.raw`|\b(?:(?:is|was|has been|will be|lautet|ist|jest)(?: (?:now|set|changed|reset|updated|rotated)(?: from \S{1,40})?)?(?: to)?|(?:set|changed|reset|updated|rotated)(?: from \S{1,40})? to|are|IS|BY|by|to|with(?= (?:the )?value ))\b(?: as follows| (?:the )?value(?= ["'\x60]))?(?: ?:)?|\u00c3[\u00a8\u00a9](?: ?:)?(?=[ \t]))?`,
    String.raw`(?<space>[ \t]{0,16})(?:(?:!!(?:str|binary)|0x[\da-f]{4,16}(?=[ \t]{1,8}["'])|chr(?= "))[ \t]{1,8}|(?:Str|STRING)\((?=[^\s"'()]{4,400}\)[ \t]*(?:[\r\n]|$)))?`,
  ].join(''),
  'y',
);
/** `password for the user "x" is …`, `password of admin: …`, `password for the staging server is …` */
const SUBJECT =
  /[ \t]{1,2}(?:for|of|on|to)[ \t]{1,2}(?:["'`*]{0,2}[\w.@/-]{1,40}["'`*]{0,2}[ \t]{1,2}(?!(?:is|was|has|will)\b)){0,4}["'`*]{0,2}[\w.@/-]{1,40}["'`*]{0,2}(?=:|[ \t]{1,2}(?:=|(?:is|was|has been|will be)\b))/y;
/** `Passwort für den Server lautet …`, `senha do banco é …` */
const FOREIGN_SUBJECT =
  /[ \t](?:f\u00c3\u00bcr|fuer|von|vom|zum|zur|voor|van|d[aeio]s?|del|della|per|para|dla)(?:[ \t][\w.@\x80-\xff-]{1,24}){1,4}?(?=[ \t](?:ist|lautet|is|jest|\u00c3[\u00a8\u00a9])[ \t:]|[ \t]?:[ \t])/y;
/** `password is generated for root@localhost: …`, `API key created successfully: …` */
const MADE =
  /[ \t](?:(?:is|was|has been)[ \t])?(?:successfully[ \t])?(?:generated|created|issued|rotated|regenerated|set|reset|changed|updated)(?:[ \t]successfully)?(?:[ \t]for[ \t](?:user[ \t])?["'`]?[\w.@%-]{1,60}["'`]?)?(?=:)/y;
/** `Token String: …`, `API key value is …`, `password value=…`, `secret (production): …`, `Key 2: …`: words that keep the meaning. */
const TAIL =
  /[ \t](?:string|value|text|below|here|(?:#|no\. ?|v)?\d{1,2}|\([A-Za-z][\w .-]{0,20}\)|\[[A-Za-z][\w .-]{0,20}\])(?=[ \t]?:[ \t]|[ \t](?:=|is|was)[ \t]|(?<=value)=[^\s=])/iy;
const FLAG = /(?:^|[\s"'`,[(=])--?$/;
/** A call, a list or an object around the value. */
const WRAPPER =
  /(?:(?:new |await )?&?[A-Za-z_$][\w.:]{0,60}\(|\[\]byte\(|(?:\[\d{0,3}\]\w{1,12}|new \w{1,20}\[\]|vec!)[ ]?[{[]\s{0,24}|@(?=")|<<(?=")|[[({]\s{0,64})/y;
const GETTER =
  /(?:(?:^|[_.>: ])(?:get|env|read|load|fetch|lookup|resolve|find|prompt|input|query)|Get(?!Bytes)|Read|Load|Fetch|Lookup|Resolve|Find|Prompt|Input|Query)\w{0,30}\($/;
/** A user followed by the password: `auth=("user", "…")`, `PasswordAuthentication("user", "…".toCharArray())`. */
const BEHIND_USER =
  /(?:(?:new )?[A-Za-z_$][\w.:]{0,60})?[([]?\s{0,24}(?<quote>["'])[^"'\s\\]{1,80}\k<quote>\s{0,4},\s{0,24}(?=["'])/y;
const END_OF_PAIR = /^["'](?:\s{0,8}[)\],]|\.)/;
const ACCOUNT = /(?:auth|authentication|authenticationtoken|credentials?|creds|login)$/i;
/** `updatePassword("user", "…")` */
const SETTER = /^(?!(?:.*[._])?(?:get|find|fetch|read|lookup|load|delete|remove|has)_?pass).*(?:password|passwd)$/i;
const ELSE =
  /^(?:[{[(][\w'"$. ]{1,48}[}\])])?(?:[ \t]{0,3}(?:\|\||\?\?|\?:|\/\/(?=[ \t]["'])|or\b)|[ \t]{1,3}(?:[!=]=|if\b|is\b|in\b)[ \t])/;
const CONDITION = /^(?:if|case|match|unless|CASE)$/;
const LONGEST_CONDITION = 6;
/** First characters of ELSE and ASKED. */
const CHOICE = /[{[(]|[ \t]{0,3}(?:[|?/!=]|or\b|i[fsn][ \t])/y;
/** `shown ? "…" : "…"`: the condition is not a value. */
const ASKED = /^[ \t]{1,3}\?[ \t]{1,3}["'A-Za-z]/;
const NEXT_LINE = /(?:[|>][-+]?[ \t]{0,8})?\r?\n[ \t>#*]{0,40}(?:- )?(?:string\(\d{1,5}\) (?="))?/y;

/** Finds the value that belongs to the name at `[nameStart, nameEnd)`. */
export function locate(text: string, nameStart: number, nameEnd: number): Located | undefined {
  const pair = inColumn(text, nameStart, nameEnd) ?? pairAt(text, nameStart, nameEnd) ?? returnedBy(text, nameEnd);
  if (pair !== undefined) return withDefault(text, pair);
  return helpedBy(text, nameStart, nameEnd) ?? behindOperator(text, nameStart, nameEnd);
}

function helpedBy(text: string, nameStart: number, nameEnd: number): Located | undefined {
  const value = defaultInHelp(text, nameStart, nameEnd);
  return value && located({ operator: ':', closed: false }, value, 'default');
}

function behindOperator(text: string, nameStart: number, nameEnd: number): Located | undefined {
  const found = operatorAt(text, nameEnd);
  const value = (found && assigned(text, nameStart, nameEnd, found)) ?? itemBelow(text, nameStart, nameEnd);
  const isWord = value === undefined || isNoValue(text, value);
  if (!isWord) return value;
  return (
    announcedBelow(text, nameEnd) ??
    stackedBelow(text, nameStart, nameEnd) ??
    recordedBehind(text, nameStart, nameEnd) ??
    mentionedBehind(text, nameEnd) ??
    value
  );
}

function withDefault(text: string, pair: Located): Located {
  const value = defaultIn(text, pair);
  return value === undefined ? pair : located(pair, value, 'default');
}

/** What may follow a name in a list of columns: a comma, a bracket, a mark that closes it. */
const IN_LIST = new Set([34, 41, 44, 93, 96]);

function inColumn(text: string, nameStart: number, nameEnd: number): Located | undefined {
  const selected = IN_LIST.has(text.charCodeAt(nameEnd)) ? selectedCell(text, nameStart, nameEnd) : undefined;
  if (selected !== undefined) return located({ operator: ':', closed: false }, selected, 'pair');
  if (!mayBeHeading(text, nameStart, nameEnd)) return undefined;
  const [first, ...also] = cellsBelow(text, nameStart, nameEnd);
  return first && { ...located({ operator: ':', closed: false }, first, 'pair'), also };
}

const [BLANK, CLOSE] = [32, 41] as const;

/** Words of a sentence or in brackets, rules below a heading, the key of the next member. */
function isNoValue(text: string, { syntax, operator, quote, start, end, closed }: Located): boolean {
  if (quote !== '') return operator === ',' && text.charCodeAt(end + quote.length) === 58;
  if ((operator === ',' || (operator === '' && closed)) && /^[A-Za-z]+$/.test(text.slice(start, end))) return true;
  if (operator === '(' && text.charCodeAt(start - 2) === BLANK) return text.charCodeAt(end) === CLOSE;
  return syntax === 'prose' || (syntax === 'next-line' && /^[-=~]+$/.test(text.slice(start, end)));
}

function assigned(text: string, nameStart: number, nameEnd: number, found: Operator): Located | undefined {
  const { operator, closed, after } = found;
  const base = { operator, closed };
  return (
    behindUser(text, text.slice(Math.max(nameStart, nameEnd - 24), nameEnd), base, after) ??
    behindSlash(text, after, operator) ??
    inRow(text, nameStart, after, operator) ??
    valueAt(text, after, { nameStart, operator, closed, syntax: syntaxOf(operator, isFlag(text, nameStart), closed) })
  );
}

type Operator = Base & { readonly after: number };

/** The operator after a name, and where the value may begin. */
function operatorAt(text: string, nameEnd: number): Operator | undefined {
  const { op, close, end: after } = operatorFrom(text, subjectEnd(text, nameEnd));
  const closed = close !== '';
  if (op === '(' && isRemark(text, after - 1)) return { operator: ':', closed, after: after - 1 };
  const operator = op.startsWith('.') ? operatorOf(op) : withoutMarks(op);
  if (after === nameEnd || operator === undefined || isOver(operator, close)) return undefined;
  return { operator, closed, after };
}

/** The operator at `from`, the marks that close the name before it, and where both end. */
function operatorFrom(text: string, from: number): { op: string; close: string; end: number } {
  OPERATOR.lastIndex = from;
  const match = OPERATOR.exec(text);
  const { op = '', close = '' } = match?.groups ?? {};
  return { op, close, end: from + (match?.[0].length ?? 0) };
}

/** `password (…)`: a value in brackets after a word, which is not a call. */
function isRemark(text: string, at: number): boolean {
  return text.charCodeAt(at - 1) === 32 && readQuoted(text, at) !== undefined;
}

/** Where the operator may begin: after the user that the password belongs to, and after what was done with it. */
function subjectEnd(text: string, nameEnd: number): number {
  if (text.charCodeAt(nameEnd) !== 32) return nameEnd;
  if (/^(?:for|of|on|to) /.test(text.slice(nameEnd + 1, nameEnd + 5))) return endOf(SUBJECT, text, nameEnd);
  const made = endOf(MADE, text, nameEnd);
  if (made > nameEnd) return made;
  const tail = endOf(TAIL, text, nameEnd);
  if (tail > nameEnd) return tail;
  return mayBeOf(text.charCodeAt(nameEnd + 1)) ? endOf(FOREIGN_SUBJECT, text, nameEnd) : nameEnd;
}

/** `d`, `f`, `p`, `v`, `z`: the first letters of words for `of` and `for`. */
function mayBeOf(code: number): boolean {
  return code === 100 || code === 102 || code === 112 || code === 118 || code === 122;
}

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** What a method called on the name does: compare it, or fill it in; a dot alone joins a pair in Lisp. */
function operatorOf(method: string): string | undefined {
  if (method === '.') return '=>';
  if (/^\.{0,2}=/.test(method)) return method;
  if (method.startsWith('...')) return ':';
  if (makesOne(method.slice(0, -1))) return '(';
  const does = method.endsWith('(') ? methodOf(method.slice(0, -1))?.does : undefined;
  return does === undefined ? undefined : does === 'compare' ? '==' : '(';
}

/** `**Password:** …`, `<b>Password:</b> …`: the end of bold text is not part of the operator. A clause with a value is an assignment. */
function withoutMarks(operator: string): string {
  if (/value(?: IS)?$/i.test(operator)) return '=';
  return /^:[^:=]/.test(operator) && operator !== ':-' ? ':' : operator;
}

/** The password after a user, in a call or a pair to which an account's name leads. */
function behindUser(text: string, name: string, base: Base, at: number): Located | undefined {
  const { operator } = base;
  const isLed = operator === '(' ? ACCOUNT.test(name) || SETTER.test(name) : ACCOUNT.test(name);
  if (!/^(?:[(:=]|=>)$/.test(operator) || !isLed) return undefined;
  BEHIND_USER.lastIndex = at;
  const [user] = BEHIND_USER.exec(text) ?? [];
  if (user === undefined || (operator !== '(' && !/[([]/.test(user))) return undefined;
  const value = readQuoted(text, at + user.length);
  if (value === undefined || !END_OF_PAIR.test(text.slice(value.end, value.end + 12))) return undefined;
  return { ...base, ...value, syntax: 'argument', wrapped: true, isPassword: true };
}

/** `f('secret') => '…'`: the result of a call, or the body of a function; `["token"], "next"`: the end of a list. */
function isOver(operator: string, close: string): boolean {
  if (operator === '(' && close.includes('`')) return true;
  // `${DB_PASSWORD} db:5432`: the end of a reference.
  if (operator === '' && close.includes('}')) return true;
  // `%{names: ["DB_PASSWORD"]} = row`: a pattern that destructures the value after it.
  if (operator === '=' && /["'\])]\}/.test(close)) return true;
  return operator === ',' ? /[}\]]/.test(close) : /^[=-]>$/.test(operator) && close.includes(')');
}

/** An operator and the name to its left. */
type Found = Base & { readonly nameStart: number; readonly syntax: Syntax };

function valueAt(text: string, at: number, found: Found): Located | undefined {
  const given = defaultBehind(text, at, found.operator);
  if (given !== undefined) return located(found, given, 'default');
  const value = direct(text, at, found);
  if (value !== undefined || found.operator === '') return value;
  return fallback(text, at, found) ?? wrapped(text, at, found) ?? nextLine(text, at, found);
}

function isFlag(text: string, nameStart: number): boolean {
  return text[nameStart] === '-' || FLAG.test(text.slice(Math.max(0, nameStart - 3), nameStart));
}

type Base = Pick<Located, 'operator' | 'closed'>;

function syntaxOf(operator: string, flag: boolean, closed: boolean): Syntax {
  if (flag) return 'flag';
  if (operator === ',' || operator === '(') return 'argument';
  if (operator === '>') return 'element';
  if (
    /^(?:is|ist|jest|lautet|was|are|to|with|has|will|set|changed|reset|updated|rotated)\b|^\u00c3[\u00a8\u00a9]/i.test(
      operator,
    )
  )
    return 'prose';
  // A dash in a sentence.
  if (operator.startsWith('\u00e2')) return 'prose';
  if (/^by$/i.test(operator)) return 'sql';
  if (/^(?::-|\|\||\?[?:]|\{|or)$/.test(operator)) return 'default';
  return operator === '' ? (closed ? 'alone' : 'prose') : 'assignment';
}

/** `key%3Dabc%26nonce%3D…`: in text that is encoded as a whole, the next member follows an encoded `&`. */
function withoutNext(text: string, { operator }: Found, value: ValueSpan | undefined): ValueSpan | undefined {
  if (value === undefined || operator !== '%3D' || value.quote !== '') return value;
  const next = text.slice(value.start, value.end).indexOf('%26');
  return next < 0 ? value : { ...value, end: value.start + next };
}

function direct(text: string, at: number, base: Found): Located | undefined {
  const value = withoutNext(text, base, readValue(text, at));
  if (value !== undefined && value.quote !== '') {
    const next = successor(text, value);
    const found = located(base, value, base.syntax);
    return next === undefined ? found : { ...found, also: [next] };
  }
  const chosen = value && chosenBehind(text, at, value);
  if (chosen !== undefined) return located(base, chosen, 'default');
  return withSigns(text, at, value, base) ?? (value && bare(text, at, value, base));
}

/** What replaces a bare value that is a variable or begins a condition: `process.env.X || "…"`, `if a then b else "…"`. */
function chosenBehind(text: string, at: number, value: ValueSpan): ValueSpan | undefined {
  return isCondition(text, value) || choosesBehind(text, value.end) ? defaultAt(text, at) : undefined;
}

function isCondition(text: string, { start, end }: ValueSpan): boolean {
  return (
    end - start <= LONGEST_CONDITION && 'icmuC'.includes(text.charAt(start)) && CONDITION.test(text.slice(start, end))
  );
}

/** Whether an operator or a condition follows. For most values, the next characters rule it out. */
function choosesBehind(text: string, end: number): boolean {
  CHOICE.lastIndex = end;
  if (!CHOICE.test(text)) return false;
  const behind = text.slice(end, end + 60);
  return ELSE.test(behind) || ASKED.test(behind);
}

/** `"…" -> "…"`: the new value in the plan of a change. */
function successor(text: string, { end, quote }: ValueSpan): ValueSpan | undefined {
  const at = end + quote.length;
  return text.startsWith(' -> ', at) ? readQuoted(text, at + 4) : undefined;
}

/** Operators after which a bare value may contain any sign. */
const PLAIN_OPERATOR = /^(?:|[=:>]|is|was|set to)$/;

/** A bare value including signs, where others end at the first one. */
function withSigns(text: string, at: number, value: ValueSpan | undefined, base: Found): Located | undefined {
  if (!PLAIN_OPERATOR.test(base.operator)) return undefined;
  const whole = wholeValue(text, base.nameStart, at, value?.end ?? at);
  if (whole === undefined || (value === undefined && !whole.random)) return undefined;
  return { ...located(base, value ?? { start: at, end: at, quote: '' }, base.syntax), whole };
}

function bare(text: string, at: number, value: ValueSpan, base: Found): Located | undefined {
  if (/^(?:\|\||\?[?:])$/.test(base.operator)) return undefined;
  const behind = text.slice(value.end, value.end + 8);
  if (ASKED.test(behind)) return fallback(text, at, base);
  const found = located(base, value, base.syntax);
  const also = listedBehind(text, base.nameStart, at, value);
  return also === undefined ? found : { ...found, also };
}

function wrapped(text: string, at: number, base: Found): Located | undefined {
  WRAPPER.lastIndex = at;
  const open = WRAPPER.exec(text);
  if (open === null) return undefined;
  // The argument of a lookup is a name.
  if (GETTER.test(open[0])) return undefined;
  const inner = at + open[0].length;
  const value = readQuoted(text, inner) ?? nestedCall(text, inner) ?? onlyItem(text, inner);
  return (
    value && {
      ...located(base, value, base.syntax),
      wrapped: true,
      also: listedBehind(text, base.nameStart, at, value),
    }
  );
}

/** `client_secret=[…]`: the only item of a list, as programs print it. */
function onlyItem(text: string, at: number): ValueSpan | undefined {
  const item = text[at - 1] === '[' ? readValue(text, at) : undefined;
  return item !== undefined && text[item.end] === ']' ? item : undefined;
}

function nestedCall(text: string, at: number): ReturnType<typeof readQuoted> {
  WRAPPER.lastIndex = at;
  const open = WRAPPER.exec(text);
  return open === null ? undefined : readQuoted(text, at + open[0].length);
}

function fallback(text: string, at: number, base: Base): Located | undefined {
  const value = defaultAt(text, at);
  return value && located(base, value, 'default');
}

/** The whole line of a YAML block that a bare value begins, if the whole looks random. */
function wholeLine(text: string, { start, end, quote }: ValueSpan): Located['whole'] {
  const whole = quote === '' ? wholeValue(text, start, start, end) : undefined;
  return whole?.random === true ? whole : undefined;
}

function nextLine(text: string, at: number, base: Base): Located | undefined {
  NEXT_LINE.lastIndex = at;
  const line = NEXT_LINE.exec(text);
  if (line === null) return undefined;
  const start = at + line[0].length;
  const value = readValue(text, start);
  const block = /^[|>]/.test(line[0]) && value && wholeLine(text, value);
  if (block) return { ...located(base, value, 'next-line'), whole: block };
  // A bare word on the next line is a value only if nothing follows it, and it does not begin a key or code.
  if (value === undefined || (value.quote === '' && !/^[ \t]*(?:[\r\n]|$)/.test(text.slice(value.end, value.end + 40))))
    return undefined;
  // `DB_PASSWORD=` + another name: nothing was assigned, unless the next line is indented.
  if (value.quote === '' && base.operator.endsWith('=') && !/[ \t]$/.test(line[0])) return undefined;
  return located(base, value, 'next-line');
}
