import { type Anchored, basicAt, identifiedAt, oneTimeAt, userinfoAt } from './anchors.ts';
import { locate } from './locate.ts';
import { isMapKey } from './map-key.ts';
import { type NameKind, nameKind } from './name.ts';
import type { Located } from './syntax.ts';
import { shapeOf } from '../wordlike.ts';
import { isNoise } from './noise.ts';
import { isTextAround } from './printable.ts';
import { isDummy, isReference } from './reference.ts';

const NAME_BEFORE = 60;
const NAME_AFTER = 40;
const [SPACE, QUOTE, COLON, BACKSLASH] = [0x20, 0x22, 0x3a, 0x5c] as const;

/** A value that may be a credential, with the name that says so. */
export interface Candidate extends Located {
  /** Where the credential word begins. */
  readonly at: number;
  readonly name: string;
  readonly kind: NameKind;
  readonly nameStart: number;
  readonly nameEnd: number;
  /** What the value says once decoded: the password of Basic credentials. */
  readonly decoded?: string;
}

/** The value that belongs to the credential word at `at`, unless it plainly is a reference or no value at all. */
export function candidateAt(text: string, at: number): Candidate | undefined {
  const first = text.charCodeAt(at) | 32;
  if (first === 0x6b && isMapKey(text, at)) return undefined;
  const anchored = SPECIAL[first]?.(text, at);
  return anchored === undefined ? namedAt(text, at) : anchoredAt(text, at, anchored);
}

function anchoredAt(text: string, at: number, anchored: Anchored): Candidate | undefined {
  const candidate = accepted(text, { ...anchored, at, kind: 'password', nameStart: at, nameEnd: at });
  return candidate && isTextAround(text, candidate.start, candidate.end) ? candidate : undefined;
}

function namedAt(text: string, at: number): Candidate | undefined {
  const [nameStart, nameEnd] = nameAround(text, at);
  const name = text.slice(nameStart, nameEnd);
  const kind = nameKind(name);
  if (kind === 'none' || (kind === 'key' && isShortMember(text, nameEnd))) return undefined;
  const located = locate(text, nameStart, nameEnd);
  if (located === undefined || isNoAssignment(text, [nameStart, nameEnd], located)) return undefined;
  const named = candidateOf(withoutScheme(text, located), { at, name, kind, nameStart, nameEnd });
  const candidate = accepted(text, named);
  return candidate === undefined || isNoise(text, candidate) ? undefined : candidate;
}

type Name = Pick<Candidate, 'at' | 'name' | 'kind' | 'nameStart' | 'nameEnd'>;

/** Written out: a spread takes longer than all that is asked of the value. */
function candidateOf(located: Located, { at, name, kind, nameStart, nameEnd }: Name): Candidate {
  const { syntax, operator, quote, start, end, wrapped, closed } = located;
  return { syntax, operator, quote, start, end, wrapped, closed, at, name, kind, nameStart, nameEnd };
}

/** Checksums of files, public tokens of badges, results of tests; of bare words, what no operator assigns. */
function isNoAssignment(text: string, [nameStart, nameEnd]: readonly [number, number], located: Located): boolean {
  const { quote, start, end } = located;
  const value = text.slice(start, end);
  const name = text.slice(nameStart, nameEnd);
  if (quote === '' ? isBareWord(located, name, value) : isNextKey(text, located)) return true;
  if (/^keys?$/i.test(name) && CACHE.test(text.slice(Math.max(0, nameStart - 80), nameStart))) return true;
  if (text[nameStart - 1] === '/' && /^[0-9a-f]{32,128}$/i.test(value)) return true;
  return /^\d+$/.test(value) && (value.length < 6 || name.startsWith('PASS'));
}

/** The key of a cache: `Cache restored from key: …`. */
const CACHE = /\bcach(?:e|ed|es|ing)\b[^\r\n:=]{0,40}$/i;

/** A name that is compared or passed on, a word of a sentence, the random end of an id, a placeholder in angle brackets. */
function isBareWord({ syntax, operator }: Located, name: string, value: string): boolean {
  if (syntax !== 'flag' && /^(?:[=!]==?|[(,]|<\w)$/.test(operator)) return true;
  const isSentence = syntax === 'prose' ? operator === '' : syntax === 'sql';
  return isSentence && (shapeOf(value).random < 8 || shapeOf(name).random >= 8);
}

/** `{ a: PASSWORD, 'b': … }`: the name is the value of one member, and the text the key of the next. */
function isNextKey(text: string, { operator, end }: Located): boolean {
  return operator === ',' && /^["'`]\s{0,4}:/.test(text.slice(end, end + 6));
}

/** Anchors that are no part of a name, by their first character in lower case. */
const SPECIAL: Readonly<Record<number, (text: string, at: number) => Anchored | undefined>> = {
  [0x3a | 32]: userinfoAt,
  0x62: basicAt,
  0x69: identifiedAt,
  0x74: oneTimeAt,
  0x68: oneTimeAt,
};

function accepted(text: string, candidate: Candidate): Candidate | undefined {
  const value = candidate.decoded ?? text.slice(candidate.start, candidate.end);
  if (isNoMachineMade(value, candidate)) return undefined;
  return isReference(value, candidate.quote !== '') || isDummy(value, candidate.kind) ? undefined : candidate;
}

/** Names whose values machines make: long, and with digits. Secrets and passwords are often typed. */
const MACHINE_NAME = /(?:token|key|auth)s?\d*$/i;
/** A bare `key` says next to nothing (`{"key": "http.url", …}`): its value has to say it all. */
const LEAST_BARE_KEY = 16;

/** `"key":"http.url"`: told by its quotes alone, because traces hold thousands of them. */
function isShortMember(text: string, nameEnd: number): boolean {
  if (text.charCodeAt(nameEnd) !== QUOTE || text.charCodeAt(nameEnd + 1) !== COLON) return false;
  const open = nameEnd + (text.charCodeAt(nameEnd + 2) === SPACE ? 3 : 2);
  if (text.charCodeAt(open) !== QUOTE) return false;
  for (let at = open + 1; at <= open + LEAST_BARE_KEY; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) return false;
    if (code === QUOTE) return at > open + 1;
  }
  return false;
}

/** Whether the name says that a machine made the value, and the value that none did. */
function isNoMachineMade(value: string, { kind, name }: Candidate): boolean {
  if (kind === 'key') return value.length < LEAST_BARE_KEY || !/\d/.test(value) || !/[A-Za-z]/.test(value);
  if (kind === 'password' || !MACHINE_NAME.test(name)) return false;
  return value.length < 12 || /^[a-z]+(?:[-_.: /][a-z]+)*$/.test(value);
}

const SCHEME =
  /(?:Bearer|Basic|Token|ApiKey|Api-Key|Key|NTLM|Digest|GenieKey|Bot|SSWS|JWT|token|bearer|basic)[ \t]{1,4}(?=\S)/y;

/** `"ApiKey x"`: the value stands behind the scheme. */
function withoutScheme(text: string, located: Located): Located {
  SCHEME.lastIndex = located.start;
  const scheme = SCHEME.exec(text);
  if (scheme === null || located.start + scheme[0].length >= located.end) return located;
  return { ...located, start: located.start + scheme[0].length, syntax: 'scheme' };
}

function nameAround(text: string, at: number): [number, number] {
  let start = at;
  while (start > 0 && start > at - NAME_BEFORE && isNameCode(text.charCodeAt(start - 1))) start--;
  let end = at;
  while (end < text.length && end < at + NAME_AFTER && isNameCode(text.charCodeAt(end))) end++;
  while (end > at && isJoint(text.charCodeAt(end - 1))) end--;
  return [start, end];
}

/** Letters, digits, underscores and joints. */
function isNameCode(code: number): boolean {
  return isAlphanumeric(code) || code === 95 || isJoint(code);
}

function isAlphanumeric(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);
}

/** Dot, dash, dollar. */
function isJoint(code: number): boolean {
  return code === 46 || code === 45 || code === 36;
}
