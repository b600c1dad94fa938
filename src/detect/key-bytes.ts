import type { TextMatch } from '../engine/engine.ts';
import type { MatcherFacts } from './compile.ts';
import { type DerElement, derElement, derElements, TAG } from './der.ts';
import { opensshKey, OPENSSH_MAGIC } from './openssh-key.ts';

/** Bytes of a key: of RSA with 16,384 bits 9.4 KB. */
const MOST = 12_000;
/** Tag and length of the SEQUENCE around a key, in front of its version. */
const MOST_HEAD = 4;

export const KEY_BYTES_FACTS: MatcherFacts = { lookBehind: MOST_HEAD, maxLength: MOST };

/** Bytes of a private part that gives a key away. */
const LEAST_SECRET = 14;
/** What stands in front of the private exponent of RSA, and of the private number of DSA: version, modulus or primes, and the rest. */
const RSA_MEMBERS = 9;
const DSA_MEMBERS = 6;
const LEAST_MODULUS = 64;
const MOST_EXPONENT = 9;

/** Whether a key's members are whole, or cut behind a part of what is private. */
type Form = 'whole' | 'cut';

/** The length of an element's contents, and how much of them the text holds. */
const lengthOf = ({ start, end }: DerElement): number => end - start;
const heldOf = (text: string, { start, end }: DerElement): number => Math.min(end, text.length) - start;

/** PKCS #1 (RFC 8017, A.1.2): n, e, d, p, q … behind the version; DSA as OpenSSL writes it: p, q, g, y, x. */
function numbersForm(text: string, members: readonly DerElement[], end: number): Form | undefined {
  if (members.some(({ tag }) => tag !== TAG.integer)) return undefined;
  const [, modulus, exponent, secret] = members;
  if (modulus === undefined || exponent === undefined || lengthOf(modulus) < LEAST_MODULUS) return undefined;
  const isRsa = lengthOf(exponent) <= MOST_EXPONENT;
  const hidden = isRsa ? secret : members[DSA_MEMBERS - 1];
  if (hidden === undefined || heldOf(text, hidden) < LEAST_SECRET) return undefined;
  const isWhole = members.length >= (isRsa ? RSA_MEMBERS : DSA_MEMBERS) && end <= text.length;
  return isWhole ? 'whole' : 'cut';
}

/** PKCS #8 (RFC 5958): algorithm and key behind the version. One under a passphrase has no version. */
function wrappedForm(text: string, [, algorithm, key]: readonly DerElement[], end: number): Form | undefined {
  if (algorithm?.tag !== TAG.sequence || key?.tag !== TAG.octets) return undefined;
  if (derElement(text, algorithm.start)?.tag !== TAG.id || heldOf(text, key) < LEAST_SECRET) return undefined;
  return end <= text.length ? 'whole' : 'cut';
}

/** SEC 1 (RFC 5915): the number behind the version, then its curve, the public point, or both. */
function curveForm(text: string, [, number, next]: readonly DerElement[], end: number): Form | undefined {
  if (number?.tag !== TAG.octets || lengthOf(number) < LEAST_SECRET || next === undefined) return undefined;
  const inner = derElement(text, next.start)?.tag;
  const isCurve = next.tag === TAG.context0 && inner === TAG.id;
  const isPoint = next.tag === TAG.context1 && inner === TAG.bits;
  if (!isCurve && !isPoint) return undefined;
  return end <= text.length ? 'whole' : 'cut';
}

/** The SEQUENCE whose contents begin at `at`. */
function sequenceAround(text: string, at: number): DerElement | undefined {
  for (let head = 2; head <= Math.min(MOST_HEAD, at); head++) {
    const element = derElement(text, at - head);
    if (element?.tag === TAG.sequence && element.start === at) return element;
  }
  return undefined;
}

const FORMS = [numbersForm, wrappedForm, curveForm] as const;

/**
 * Matches a private key in binary, without armour: PKCS #1, PKCS #8, SEC 1 and DSA in DER, whose version stands at `at`,
 * and `openssh-key-v1`. Told by structure; keys under a passphrase and public ones are none.
 */
export function matchKeyBytes(text: string, at: number): TextMatch | undefined {
  if (text.startsWith(OPENSSH_MAGIC, at)) {
    const key = opensshKey(text.slice(at, at + MOST));
    return key === undefined ? undefined : matchOf(at, at + key.length, key.isWhole);
  }
  const around = sequenceAround(text, at);
  if (around === undefined || around.end - at > MOST) return undefined;
  const members = derElements(text, at, around.end);
  for (const formOf of FORMS) {
    const form = formOf(text, members, around.end);
    if (form !== undefined) return matchOf(at, Math.min(around.end, text.length), form === 'whole');
  }
  return undefined;
}

/** The head is left out: a match begins where its keyword does. */
function matchOf(start: number, end: number, isWhole: boolean): TextMatch {
  const match = { start, end, secretStart: start, secretEnd: end, groups: {} };
  return isWhole ? { ...match, confidence: 'checksum-valid' } : match;
}
