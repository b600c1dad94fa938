import { isTextAround } from './printable.ts';
import type { Located } from './syntax.ts';

/** A located value with the name left of it. */
interface Named extends Located {
  readonly name: string;
  readonly nameStart: number;
  readonly nameEnd: number;
}

/** `<redacted:jwt:1a2b>`, `[MASKED token …]`: the kind and the digest of a redaction mark. */
const REDACTION = /[<[({*]\s?(?:redacted|masked|removed|filtered|scrubbed|sanitized|hidden|secret)[\w:= -]{0,24}$/i;
/** The part of a resource name that a type stands before, and identifiers of documents in addresses. */
const RESOURCE = /\barn:[\w:/.*-]{1,140}$|\/spreadsheets?\b[^\s"'<>]{0,120}[?&]$|\.svg\?[\w=&;]*$/;
/** Public search keys stand beside the name of an index. */
const SEARCH_INDEX = /\b(?:indexName|index_name|docsearch)\b/i;
/** `['first', 'second'].join('')`: a value in parts. */
const PARTS = /^["'`](?:,\s{0,20}["'`][^"'`\n]{0,60}["'`]){1,8}\]\.join\(/;
/** Lines of DejaGnu and Automake: `PASS: what was tested`. */
const RESULTS_BEFORE =
  /(?:^|\n)(?:X?PASS|X?FAIL|SKIP|UNSUPPORTED|UNTESTED|UNRESOLVED|ERROR|Running): ?\S[^\n]*\n(?:[^\n]*\n){0,3}$/;
const RESULT_BEHIND = /^[ \t]+\S|^[^\n]{0,200}\n(?:X?PASS|X?FAIL|SKIP|UNSUPPORTED|UNTESTED|UNRESOLVED|ERROR): /;
/** Longer ones are ciphertexts. */
const LONGEST_SALT = 172;
const BEFORE = 160;
const AFTER = 300;

/**
 * Whether the surroundings say that no credential was assigned: results of tests, marks of redaction, tails of resource
 * names, key fingerprints, vectors of ciphers, names that are listed, bytes of binaries.
 */
export function isNoise(text: string, named: Named): boolean {
  const { name, nameEnd, start, end } = named;
  const value = text.slice(start, end);
  if (isTestResult(named) || isListedName(named, value) || isPublicByName(name, value)) return true;
  if (isTestVector(name, text.slice(nameEnd, start), value)) return true;
  const before = text.slice(Math.max(0, named.nameStart - BEFORE), named.nameStart);
  const after = text.slice(end, end + AFTER);
  return (
    isSaidBefore(named, before, value) || isSaidBehind(named, before, after, value) || !isTextAround(text, start, end)
  );
}

function isSaidBefore(named: Named, before: string, value: string): boolean {
  return REDACTION.test(before) || RESOURCE.test(before) || isFingerprint(named, before, value);
}

function isSaidBehind({ name, wrapped }: Named, before: string, after: string, value: string): boolean {
  if (wrapped && PARTS.test(after)) return true;
  if (name === 'PASS') return value.includes('/') || RESULTS_BEFORE.test(before) || RESULT_BEHIND.test(after);
  return /^[0-9a-f]{32}$/.test(value) && SEARCH_INDEX.test(before.slice(-100) + after.slice(0, 100));
}

/** `t.pass("…")`, `Pass "x" to …`: the verb, not the short form of password. */
function isTestResult({ name, syntax, operator }: Named): boolean {
  return /(?:^|\.)pass$/i.test(name) && (operator === '(' || (syntax === 'prose' && operator === ''));
}

/** A list of names: `("saslAuth", "SaslAuth")`, `SUBSCRIPTION_KEY, "uddiv3SubscriptionKey"`. */
function isListedName({ name, syntax, operator, closed }: Named, value: string): boolean {
  if (syntax === 'next-line' && operator === ',' && !closed) return true;
  if (syntax !== 'argument' && operator !== ',') return false;
  const [plainName, plainValue] = [lettersOf(name), lettersOf(value)];
  return (
    /^[A-Za-z][\w.-]*$/.test(value) && plainValue.length - plainName.length <= 10 && plainValue.endsWith(plainName)
  );
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z\d]/g, '');
}

/** `Linux-turbo-…`: a cache is keyed by words and the digest of what it was made from. */
const DIGEST_BEHIND_WORDS = /^[a-z][\w.]{0,40}(?:-[\w.]{1,40}){0,6}-(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i;

/** Names of caches and stores: a bare `key` with a word before its digest, a list of secrets that is one name. */
function isPublicByName(name: string, value: string): boolean {
  if (value.length > LONGEST_SALT && /salt$/i.test(name)) return true;
  if (/^keys?$/i.test(name) && DIGEST_BEHIND_WORDS.test(value)) return true;
  if (/^_*keys?$/i.test(name) && /^[a-z]{2,24}(?:[-_.:/][a-z]{2,24})*[-_.:/]v?[0-9a-f]{1,64}$/.test(value)) return true;
  return /(?:secrets|tokens|keys)$/i.test(name) && /^[a-z]{2,}\d{0,2}(?:-(?:[a-z]+\d{0,2}|\d+))+$/.test(value);
}

/** Hexadecimal of a bare `key`, or in a call that decodes it: the known-answer tests of ciphers. */
function isTestVector(name: string, between: string, value: string): boolean {
  return (
    /^[0-9a-f]{16,}$/i.test(value) &&
    (/^_*keys?\d*$/i.test(name) || /(?:hex|decode)\w*\($/i.test(between.replace(/["'b]+$/, '')))
  );
}

/** Of OpenPGP keys: `--recv-keys …`, `signing key …`. */
function isFingerprint({ name, syntax }: Named, before: string, value: string): boolean {
  if (!/keys?$/i.test(name) || !/^(?:0x)?(?:[0-9a-f]{8}|[0-9a-f]{16}|[0-9a-f]{40})!?$/i.test(value)) return false;
  return syntax === 'prose' || /(?:recv|search|send|refresh)-keys?$/i.test(name) || /\b(?:gpg|pgp)\b/i.test(before);
}
