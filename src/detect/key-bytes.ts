import type { TextMatch } from '../engine/engine.ts';
import type { MatcherFacts } from './compile.ts';
import { type DerElement, derElement, derElements, TAG } from './der.ts';
import { opensshKey, OPENSSH_MAGIC } from './openssh-key.ts';

/** Maximum bytes of a key: RSA with 16,384 bits takes 9.4 KB. */
const MOST = 12_000;
/** Tag and length of the SEQUENCE around a key, before its version. */
const MOST_HEAD = 4;

export const KEY_BYTES_FACTS: MatcherFacts = { lookBehind: MOST_HEAD, maxLength: MOST };

/** Minimum bytes of a private part that disclose a key. */
const LEAST_SECRET = 14;
/** Members before the private exponent of RSA or the private number of DSA: version, modulus or primes, and the rest. */
const RSA_MEMBERS = 9;
const DSA_MEMBERS = 6;
const LEAST_MODULUS = 64;
const MOST_EXPONENT = 9;

/** Tags of attributes and of the public key after a private one (RFC 5958, 2). */
const ATTRIBUTES: ReadonlySet<number> = new Set([TAG.context0, TAG.context1, 0x80, 0x81]);

/** Whether a key's members are complete, or cut off after some of the private part. */
type Form = 'whole' | 'cut';

/** How many bytes of the element's contents the text holds. */
const lengthOf = ({ start, end }: DerElement): number => end - start;
const heldOf = (text: string, { start, end }: DerElement): number => Math.min(end, text.length) - start;

/** PKCS #1 (RFC 8017, A.1.2): n, e, d, p, q … after the version; DSA as OpenSSL writes it: p, q, g, y, x. */
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

/**
 * Whether the octets of PKCS #8 hold a key in one of its forms; cryptographic libraries contain the head alone, to be followed by a key.
 * Ed25519 and the like have nested octets, DSA an integer, the others what a key file of their own holds.
 */
function isKeyInside(text: string, key: DerElement): boolean {
  const inner = derElement(text, key.start);
  if (inner === undefined || inner.end > key.end) return false;
  if (inner.tag !== TAG.sequence)
    return inner.end === key.end && (inner.tag === TAG.octets || inner.tag === TAG.integer);
  const members = derElements(text, inner.start, inner.end);
  const [, number] = members;
  // The public half is optional.
  if (number?.tag === TAG.octets && (number.end === inner.end || number.end >= text.length)) return true;
  return (numbersForm(text, members, inner.end) ?? curveForm(text, members, inner.end)) !== undefined;
}

function isWrapped(text: string, algorithm: DerElement, key: DerElement): boolean {
  if (algorithm.tag !== TAG.sequence || derElement(text, algorithm.start)?.tag !== TAG.id) return false;
  return key.tag === TAG.octets && heldOf(text, key) >= LEAST_SECRET && isKeyInside(text, key);
}

/** PKCS #8 (RFC 5958): algorithm and key after the version. A key under a passphrase has no version. */
function wrappedForm(text: string, members: readonly DerElement[], end: number): Form | undefined {
  const [, algorithm, key, ...more] = members;
  if (algorithm === undefined || key === undefined || !isWrapped(text, algorithm, key)) return undefined;
  if (more.some(({ tag }) => !ATTRIBUTES.has(tag))) return undefined;
  if (end > text.length) return 'cut';
  return (more.at(-1) ?? key).end === end ? 'whole' : undefined;
}

/** SEC 1 (RFC 5915): the number after the version, then its curve, the public point, or both. */
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
 * Matches an unarmoured binary private key by its structure: PKCS #1, PKCS #8, SEC 1 and DSA in DER, with the version at `at`, and
 * `openssh-key-v1`. Keys under a passphrase and public keys do not match.
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

/** Without the head: a match begins at its keyword. */
function matchOf(start: number, end: number, isWhole: boolean): TextMatch {
  const match = { start, end, secretStart: start, secretEnd: end, groups: {} };
  return isWhole ? { ...match, confidence: 'checksum-valid' } : match;
}
