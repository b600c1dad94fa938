import { isPassphrase } from '../chosen.ts';
import { isEncodedKey, isGenerated, isScattered } from '../generated.ts';
import { isRandomLetters, shapeOf } from '../wordlike.ts';
import { isBelowUser } from './below-user.ts';
import { type Anchored, basicAt, identifiedAt, oneTimeAt, userinfoAt } from './anchors.ts';
import { foreignAt } from './foreign.ts';
import { behindColon, behindType } from './joined.ts';
import { locate } from './locate.ts';
import { LastNamed } from './last-named.ts';
import { isMapKeyIn, isShortMember, LEAST_BARE_KEY } from './map-key.ts';
import { namesMany } from './many-names.ts';
import { putsInto } from './members/keyed-members.ts';
import { membersBelow } from './members/members-below.ts';
import { frontOfKey, nameAround } from './name-around.ts';
import type { NameKind } from './name.ts';
import { type JudgedName, judgeName } from './name-memory.ts';
import { noiseOf } from './noise/noise.ts';
import { isTextAround } from './printable.ts';
import { isDummy, isEncodedReference, isReference, isStoredHash } from './reference.ts';
import { fitsName } from './qualified.ts';
import { isNothingDecoded } from './decoded.ts';
import type { Located } from './syntax.ts';
import { isUnassigned } from './unassigned.ts';
import { readValue, type ValueSpan } from './value.ts';
import { wordOfLine } from './line-end.ts';

/** A value that may be a credential, with the name that indicates it. */
export interface Candidate extends Located {
  /** Start of the credential word. */
  readonly at: number;
  readonly name: string;
  readonly kind: NameKind;
  /** After the credential word, the name says what the credential is for. */
  readonly isQualified?: boolean | undefined;
  readonly nameStart: number;
  readonly nameEnd: number;
  /** The decoded value: the password of Basic credentials. */
  readonly decoded?: string;
  /** End of the text to redact, if it extends beyond the judged value. */
  readonly reach?: number;
  /** The value up to the first sign that may end one: judged if the whole is rejected. */
  readonly part?: Candidate | undefined;
  /** End of the name of the map that this is a member of. */
  readonly mapEnd?: number;
  /** Further values of the name. */
  readonly others?: readonly Candidate[];
}

/** Receives a value that is passed over, with what it is, in words. */
export type PassedOver = (candidate: Candidate, says: string) => void;

/**
 * The value that belongs to the credential word at `at`, unless it is clearly a reference or not a value at all.
 *
 * @param judge judges names; pass one that remembers its results
 * @param passedOver receives values that are rejected
 * @param last the last name's result, for callers that visit one anchor after the other with the same `judge`
 */
export function candidateAt(
  text: string,
  at: number,
  judge: (name: string) => JudgedName = judgeName,
  passedOver?: PassedOver,
  last: LastNamed = new LastNamed(),
): Candidate | undefined {
  const first = text.charCodeAt(at) | 32;
  if (first === 0x6b && isMapKeyIn(text, at)) return undefined;
  const anchored = SPECIAL[first]?.(text, at);
  if (anchored === undefined) {
    const name = nameAround(text, at);
    return last.at(at, text, name, () => namedAt(text, at, name, { judge, passedOver }));
  }
  return anchoredAt(text, { ...anchored, at, kind: 'password', nameStart: at, nameEnd: at }, passedOver);
}

/** The judge of names, and the receiver of rejected values. */
interface Asked {
  readonly judge: typeof judgeName;
  readonly passedOver: PassedOver | undefined;
}

function anchoredAt(text: string, candidate: Candidate, passedOver?: PassedOver): Candidate | undefined {
  const says = refusalOf(text, candidate);
  if (says !== undefined) passedOver?.(candidate, says);
  return says === undefined && isTextAround(text, candidate.start, candidate.end) ? candidate : undefined;
}

function namedAt(
  text: string,
  at: number,
  [nameStart, nameEnd]: readonly [number, number],
  { judge, passedOver }: Asked,
): Candidate | undefined {
  const name = text.slice(frontOfKey(text, nameStart, nameEnd), nameEnd);
  const { kind, isQualified } = judge(name);
  if (kind === 'none' || (kind === 'key' && isShortMember(text, nameEnd))) return undefined;
  const around = { at, name, kind, isQualified, nameStart, nameEnd };
  const own = ownAt(text, around, passedOver);
  if (kind === 'key' || (isQualified && !putsInto(name))) return own;
  const members = membersOf(text, around, judge).filter(({ start }) => start !== own?.start);
  if (members.length === 0) return own;
  const [first, ...others] = own === undefined ? members : [own, ...(own.others ?? []), ...members];
  return first && { ...first, others };
}

/** The value or values that a name itself leads to. */
function ownAt(text: string, around: Name, passedOver: PassedOver | undefined): Candidate | undefined {
  const { name, kind, isQualified, nameStart, nameEnd } = around;
  const located = locate(text, nameStart, nameEnd);
  // A mentioned key is usually public or a map's; a word with digits is an id that happens to end like a name.
  if (located === undefined) return undefined;
  if (located.isMentioned === true && (isQualified === true || kind === 'key' || /\d/.test(name))) return undefined;
  const { whole, also } = located;
  const named = candidateOf(
    behindColon(text, located, name) ??
      withoutScheme(text, withoutRepr(text, withoutLineEnd(text, behindType(text, located)))),
    around,
  );
  if (also !== undefined) return severalOf(text, named, also, passedOver);
  return wholeOrPart(text, named, whole, passedOver);
}

/** Minimum length of a map member's value, for generated and for chosen ones. */
const LEAST_MEMBER = 8;
const OWN_NAME = /(?:keys?|tokens?|secrets?|pass(?:word|wd)?)$/i;

/** The values of the map below the name, each named by the map's name and its own. */
function membersOf(text: string, { at, name, nameStart, nameEnd }: Name, judge: typeof judgeName): Candidate[] {
  return membersBelow(text, nameStart, nameEnd).flatMap((member) => {
    const { start, end, quote, operator, path, keyStart, keyEnd } = member;
    const value = text.slice(start, end);
    if (value.length < LEAST_MEMBER || !/\d/.test(value)) return [];
    const key = text.slice(keyStart, keyEnd);
    // A credential name leads to its value by itself, or is known not to be one: `site_key`.
    if (OWN_NAME.test(key) || judge(key).kind !== 'none') return [];
    const full = path === '' ? name : `${name}.${path}`;
    const { kind } = judge(full);
    if (kind === 'none') return [];
    const around = { at, name: full, kind, isQualified: true, nameStart: keyStart, nameEnd: keyEnd };
    const closed = /["'`]/.test(text.charAt(keyStart - 1));
    const syntax = operator === '>' ? 'element' : 'assignment';
    const candidate = candidateOf({ syntax, operator, quote, start, end, wrapped: false, closed }, around);
    return plausible(text, { ...candidate, mapEnd: nameEnd }, undefined) ?? [];
  });
}

/** A value up to the first sign that may end one, or including the signs after it. */
function wholeOrPart(
  text: string,
  named: Candidate,
  whole: Located['whole'],
  passedOver: PassedOver | undefined,
): Candidate | undefined {
  const part = named.end > named.start ? plausible(text, named, passedOver) : undefined;
  if (whole === undefined || named.syntax === 'scheme') return part;
  const reaching = part && { ...part, reach: whole.end };
  if (!whole.random) return reaching;
  const candidate = plausible(text, { ...named, end: whole.end, whole }, passedOver);
  return candidate === undefined ? reaching : { ...candidate, part: reaching };
}

/** The first of several values that may be a credential, with the others. */
function severalOf(
  text: string,
  named: Candidate,
  also: readonly ValueSpan[],
  passedOver: PassedOver | undefined,
): Candidate | undefined {
  const all = [named, ...also.map((span) => ({ ...named, ...span }))];
  const [first, ...others] = all.flatMap((one) => plausible(text, one, passedOver) ?? []);
  return first && { ...first, others };
}

function plausible(text: string, named: Candidate, passedOver: PassedOver | undefined): Candidate | undefined {
  const says = outsideOf(text, named) ?? refusalOf(text, named) ?? noiseOf(text, named);
  if (says === undefined) return named;
  passedOver?.(named, namesValue(text, named) ? REFERS : says);
  return undefined;
}

/** A quick reason to reject a value. */
function outsideOf(text: string, named: Candidate): string | undefined {
  if (namesMany(text.slice(named.start, named.end))) return 'a list of names';
  return isUnassigned(text, named) ? 'a word behind the name to which nothing is assigned' : undefined;
}

const REFERS = 'a reference, hash, type or generic word: the value is elsewhere';

function namesValue(text: string, { start, end, quote, whole }: Candidate): boolean {
  return isReference(text.slice(start, end), quote !== '' || whole !== undefined);
}

type Name = Pick<Candidate, 'at' | 'name' | 'kind' | 'isQualified' | 'nameStart' | 'nameEnd'>;

/** Written out, because a spread takes longer than all checks of the value. */
function candidateOf(located: Located, { at, name, kind: byName, isQualified, nameStart, nameEnd }: Name): Candidate {
  const { syntax, operator, quote, start, end, wrapped, closed, isPassword, isMentioned } = located;
  const kind = isPassword === true ? 'password' : byName;
  return {
    syntax,
    operator,
    quote,
    start,
    end,
    wrapped,
    closed,
    isMentioned,
    isQualified,
    at,
    name,
    kind,
    nameStart,
    nameEnd,
  };
}

/** Anchors that are not part of a name, by the lower-case code of their first character. */
const SPECIAL: Readonly<Record<number, (text: string, at: number) => Anchored | undefined>> = {
  [0x3a | 32]: userinfoAt,
  0x62: basicAt,
  0x69: identifiedAt,
  0x74: oneTimeAt,
  0x68: (text, at) => oneTimeAt(text, at) ?? foreignAt(text, at),
  // The first bytes of words for password in other languages.
  0x63: foreignAt,
  0x6a: foreignAt,
  0x6b: foreignAt,
  0x6c: foreignAt,
  0x6d: foreignAt,
  0x70: foreignAt,
  0x73: foreignAt,
  0xe0: foreignAt,
  0xee: foreignAt,
  0xf7: foreignAt,
  0xf8: foreignAt,
  0xf9: foreignAt,
  0xe3: foreignAt,
  0xe5: foreignAt,
  0xe6: foreignAt,
  0xeb: foreignAt,
  0xec: foreignAt,
  0xf0: foreignAt,
  0xf1: foreignAt,
};

/** In words, why a value by itself is not a credential. */
function refusalOf(text: string, candidate: Candidate): string | undefined {
  const value = candidate.decoded ?? text.slice(candidate.start, candidate.end);
  if (isEncodedReference(value)) return REFERS;
  return isNothingElse(value, candidate) ? undefined : refusalOfValue(text, value, candidate);
}

/** Whether only a password or key generator produces such a value. */
export function isNothingElse(value: string, { kind, name }: Pick<Candidate, 'kind' | 'name'>): boolean {
  if (kind === 'key') return false;
  return (isScattered(value) && !isStoredHash(value)) || (isEncodedKey(value) && !/salt|verifier/i.test(name));
}

function refusalOfValue(text: string, value: string, candidate: Candidate): string | undefined {
  if (!fitsName(value, candidate)) return 'behind a name of something else';
  if (isNoMachineMade(value, candidate)) return 'too short or too plain to be machine-generated';
  if (isNamedSample(value, candidate)) return 'a sample, by its name';
  const isText = candidate.quote !== '' || candidate.whole !== undefined;
  if (candidate.kind === 'password' && isGenerated(value))
    return isNothingDecoded(value) || isStoredHash(value) ? 'a stored hash, or a word that is encoded' : undefined;
  if (isReference(value, isText) && !isWritten(text, value, candidate)) return REFERS;
  return isDummy(value, candidate.kind) ? 'a well-known sample or a placeholder' : undefined;
}

/** A text that looks like a reference. Below the mailbox that it belongs to, text in the form of a type or a member is a password. */
function isWritten(text: string, value: string, candidate: Candidate): boolean {
  if (isPhrase(value, candidate)) return true;
  return candidate.kind === 'password' && !isReference(value, true) && isBelowUser(text, candidate);
}

/** A credential word at the end: `vault.become_pass` is another variable. */
const NAME_AT_END = /(?:pass|pwd|secret|token|key|word|cred)[a-z]{0,8}$/i;

/** Two words joined by a dot, after a name used by Ansible: there text needs no quotation marks, and variables have braces. */
export function isLiteral(value: string, { name, kind }: Pick<Candidate, 'name' | 'kind'>): boolean {
  if (kind !== 'password' || !/^ansible_\w+$/.test(name)) return false;
  return /^[\w-]+\.[\w-]+$/.test(value) && !NAME_AT_END.test(value);
}

/** `PSK -> HKDF-Extract`, `"psk": "0247fd…"`: pre-shared keys of protocols, which occur everywhere in their tests. */
function isSharedKeyOfProse(value: string, { name }: Candidate): boolean {
  return /psk$/i.test(name) && (!/\d/.test(value) || (name.length === 3 && /^[\da-f]+$/i.test(value)));
}

/** `EXAMPLE_PASSWORD`, `INVALID_PASSWORD`: the name says that its value gives no access. */
function isNamedSample(value: string, { name, kind }: Candidate): boolean {
  return kind === 'password' && /^[A-Za-z]+$/.test(value) && /^(?:example|invalid|wrong|incorrect)_/i.test(name);
}

/** The words of a passphrase, separated by blanks, or a text that needs no quotation marks. */
function isPhrase(value: string, { name, kind, quote }: Candidate): boolean {
  if (isLiteral(value, { name, kind })) return true;
  return quote !== '' && value.includes(' ') && /passphrase$/i.test(name) && isPassphrase(value);
}

/** Names whose values are usually generated: long, and with digits. Secrets and passwords are often typed. */
const MACHINE_NAME = /(?:token|key|code|[ht]?otp|auth|authentication|authorization|bearer|jwt)s?[-_]?\d*$/i;
/** Each escape counts as one character. */
const SHORTEST = 4;
const LEAST_TOKEN = 12;

/** Whether the value is too short for any credential, or the name implies a generated value but the value does not look like one. */
function isNoMachineMade(value: string, candidate: Candidate): boolean {
  if (value.includes('\\') && lengthOf(value) < SHORTEST) return true;
  if (candidate.kind === 'key') return value.length < LEAST_BARE_KEY || !/\d/.test(value) || !/[A-Za-z]/.test(value);
  if (!isMachineName(candidate)) return isSharedKeyOfProse(value, candidate);
  if (lengthOf(value) < LEAST_TOKEN) return !isMixedWell(value);
  return /^[a-z]+(?:[-_.: /][a-z]+)*$/.test(value) && !isRandomLetters(value);
}

/** Length of a value, counting each escape as one character. */
function lengthOf(value: string): number {
  return value.includes('\\')
    ? value.replace(/\\+(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[^ux]|$)/g, '.').length
    : value.length;
}

/** A secret key may be typed, unless its name is in a list. */
function isMachineName({ kind, name, operator }: Candidate): boolean {
  return kind !== 'password' && MACHINE_NAME.test(name) && (operator === ',' || !/secret/i.test(name));
}

/** `Sk94HG7f6KB`: short, but its letters and digits are not a word with a number. */
function isMixedWell(value: string): boolean {
  return value.length >= 10 && /^[0-9A-Za-z]+$/.test(value) && /\d/.test(value) && shapeOf(value).random >= 10;
}

const SCHEME =
  /(?:(?:Bearer|Basic|Token|ApiKey|Api-Key|Key|NTLM|Digest|GenieKey|Bot|SSWS|JWT|token|bearer|basic)[ \t]{1,4}|\{noop\})(?=\S)/y;

/** `"ApiKey x"`, `"{noop}x"`: the value follows the scheme, or the encoder of Spring Security. */
function withoutScheme(text: string, located: Located): Located {
  SCHEME.lastIndex = located.start;
  const scheme = SCHEME.exec(text);
  if (scheme === null) return located;
  const start = located.start + scheme[0].length;
  if (start < located.end) return { ...located, start, syntax: 'scheme' };
  // A bare value ends at the blank after the scheme; `Bearer` and `Basic` are anchors themselves.
  const value =
    located.quote === '' && scheme[0].trimEnd().length === located.end - located.start && readValue(text, start);
  return value ? { ...located, ...value, syntax: 'scheme' } : located;
}

function withoutLineEnd(text: string, located: Located): Located {
  const end = located.quote === '' ? located.end : wordOfLine(text, located.start, located.end);
  return end === located.end ? located : { ...located, end };
}

/** `"'…'"`: a text in the program's notation, quoted again by the surrounding format. */
function withoutRepr(text: string, located: Located): Located {
  const { start, end, quote } = located;
  const mark = text.charCodeAt(start);
  if (quote === '' || (mark !== 39 && mark !== 34) || mark !== text.charCodeAt(end - 1) || end - start < 6)
    return located;
  return { ...located, start: start + 1, end: end - 1 };
}
