import { isChosen } from '../../chosen.ts';
import { COMMON_WORDS } from '../../data/common-words.ts';
import { isGenerated, isRandom } from '../../generated.ts';
import { UUID } from '../../uuid.ts';
import { isMixed } from '../../wordlike.ts';
import { isForeignPasswordWord, nameKind } from '../name.ts';
import { BARE_KEY_KINDS } from './bare-keys.ts';
import { CLASS_KINDS } from './classes.ts';
import { CODE_KINDS } from './code.ts';
import { CRYPTO_KINDS } from './crypto.ts';
import { FORMAT_KINDS } from './formats.ts';
import { IDENTIFIER_KINDS } from './identifiers.ts';
import { KEPT_KINDS } from './kept.ts';
import { LIST_KINDS } from './lists.ts';
import { NAMING_KINDS } from './naming.ts';
import { PROSE_KINDS } from './prose.ts';
import { RECORDED_KINDS } from './recorded.ts';
import { STATEMENT_KINDS } from './statements.ts';
import { SYSTEM_KINDS } from './systems.ts';
import { TABLE_KINDS } from './table.ts';
import { TEXT_KINDS } from './text.ts';
import { TOLD_KINDS } from './told.ts';
import { TYPE_KINDS } from './types.ts';
import { WRITTEN_KINDS } from './written.ts';
import { type Kind, lettersOf, type Named, type Place } from '../place.ts';
import { isAmongRandomSigns, isCounting, isTextAround } from '../printable.ts';

const BEFORE = 160;
const AFTER = 300;

/** The kind in {@link NOISE_KINDS} of a value, or that it is among the bytes of a binary; undefined if it may be a credential. */
export function noiseOf(text: string, named: Named): string | undefined {
  const { nameStart, nameEnd, start, end } = named;
  const place = {
    named,
    value: text.slice(start, end),
    before: text.slice(Math.max(0, nameStart - BEFORE), nameStart),
    between: text.slice(nameEnd, start),
    after: text.slice(end, end + AFTER),
  };
  for (const [says, isOfKind] of NOISE_KINDS) if (isOfKind(place)) return says;
  if (isAmongRandomSigns(text, start, end)) return 'random characters';
  if (isCounting(text, start, end)) return 'numbers of a table';
  return isTextAround(text, start, end) ? undefined : 'bytes of a binary';
}

/** Result lines of DejaGnu and Automake: `PASS: what was tested`. */
const RESULTS_BEFORE =
  /(?:^|\n)(?:X?PASS|X?FAIL|SKIP|UNSUPPORTED|UNTESTED|UNRESOLVED|ERROR|Running): ?\S[^\n]*\n(?:[^\n]*\n){0,3}$/;
const RESULT_BEHIND =
  /^[ \t]+\S|^: [a-z]|^["'`] [a-z]+ [a-z]|^[^\n]{0,200}\n(?:X?PASS|X?FAIL|SKIP|UNSUPPORTED|UNTESTED|UNRESOLVED|ERROR): /;

/** The owner or purpose of a pass: `my pass …`, `login ann pass …`, `user/pass …`. */
const OWNER =
  /(?:\b(?:my|your|our|the|new|old|root|admin|user(?:name)?|login|wifi|vpn|sudo|db)(?:[ \t]\S{1,40})?[,;]?[ \t]|[/&+][ \t]?)$/i;

/** The target of passing something. */
const GIVEN_ON = /^[ \t](?:to|through|as|into|in|along|on|via|for|if|when|and|or|by)\b/;

/** Whether a value is generated or made up, and not a C type (`pass FcChar8* pointers`) or something passed on. */
function isMadeUpBehind(value: string, after: string): boolean {
  if (/^[A-Z]\w*\*$/.test(value) && /^[ \t][a-z]{3}/.test(after)) return false;
  return isGenerated(value) || (isChosen(value) && !GIVEN_ON.test(after));
}

/** `pass '…'` as a line of settings (fetchmail). */
function isSetting(value: string, before: string, after: string): boolean {
  return /(?:^|\n)[ \t]*$/.test(before) && /^["'][ \t;,]{0,4}(?:\r?\n|$)/.test(after) && isRandom(value);
}

/** `t.pass("…")`, `Pass "x" to …`: the verb, not the abbreviation of password. */
function isVerb({ named: { name, syntax, operator, quote, isMentioned }, value, before, after }: Place): boolean {
  if (!/(?:^|\.)pass$/i.test(name)) return false;
  if (operator === '(') return true;
  // A sentence in which something is passed may contain anything.
  if (isMentioned === true) return !OWNER.test(before);
  if (syntax !== 'prose' || operator !== '') return false;
  if (isMadeUpBehind(value, after) || (quote !== '' && isSetting(value, before, after))) return false;
  return !(OWNER.test(before) && /\d/.test(value) && /[A-Za-z]/.test(value));
}

/** `PASS: …`, `PASS=12`: test results. */
function isTestResult({ named: { name, operator }, value, before, after }: Place): boolean {
  if (name.startsWith('PASS') && (/^\d+$/.test(value) || (value.endsWith('=') && after.startsWith('{')))) return true;
  return (
    name === 'PASS' &&
    operator !== '=' &&
    (value.includes('/') || RESULTS_BEFORE.test(before) || RESULT_BEHIND.test(after))
  );
}

/** A list of names: `("saslAuth", "SaslAuth")`, `SUBSCRIPTION_KEY, "uddiv3SubscriptionKey"`. */
function isListedName({ named: { name, syntax, operator, closed }, value, before }: Place): boolean {
  if (syntax === 'next-line' && operator === ',') return !closed || isOneOfMany(name, value, before);
  if (syntax !== 'argument' && operator !== ',') return false;
  // `("username", "password", "pincode")`, `"md5", "password", "scram-sha-256"`: the name is not the first of them.
  if (operator === ',' && /["'],\s{0,4}["']$/.test(before) && /^[a-z_]+(?:-[a-z]+)*(?:-\d{1,4})?$/i.test(value))
    return true;
  const [plainName, plainValue] = [lettersOf(name), lettersOf(value)];
  return (
    /^[A-Za-z][\w.-]*$/.test(value) && plainValue.length - plainName.length <= 10 && plainValue.endsWith(plainName)
  );
}

/** One of many strings, each on its own line: not a flag and its value, nor the first argument of a call. */
function isOneOfMany(name: string, value: string, before: string): boolean {
  // `"002_130_to_140"`: a migration.
  if (/^[A-Za-z_. -]+$|^\d{3,14}(?:_[a-z0-9]+){2,}$/.test(value)) return true;
  // `rawHeaders` of Node: the name fills its string, and the value does not look like a name.
  if (/["'`]$/.test(before) && value.length >= 16 && isMixed(value, value.length / 2)) return false;
  return !name.startsWith('-') && !/(?:[([{]\s{0,40}["'`]|-)$/.test(before);
}

/** `Cache restored from key: …`, a captcha's `site key: …`, which its page shows. */
const CACHE = /\bcach(?:e|ed|es|ing)\b[^\r\n:=]{0,40}$|\bsite[ \t]$/i;
/** `Linux-turbo-…`: a cache key consists of words and the digest of its input. */
const DIGEST_BEHIND_WORDS = /^[a-z][\w.]{0,40}(?:-[\w.]{1,40}){0,6}-(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i;
const HEX_BEHIND_WORDS = /^[a-z]{2,24}(?:[-_.:/][a-z]{2,24})*[-_.:/]v?[0-9a-f]{1,64}$/;

/** A bare `key` after the word cache, or with words before a digest. */
function isCacheKey({ named: { name }, value, before }: Place): boolean {
  if (!/^_*keys?$/i.test(name)) return false;
  return CACHE.test(before.slice(-80)) || DIGEST_BEHIND_WORDS.test(value) || HEX_BEHIND_WORDS.test(value);
}

/** The digest of a file before another one in a list. */
const DIGEST_BEFORE = /["'](?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64,128})["']\s{0,4},\s{0,24}["'][^"'\n]{1,80}$/i;

/** `"certs/server.key":"3f8a…"`, `"docs/a.md":"41c0…","docs/signkey":"3f8a…"`: the digest of a file. */
function isFileDigest({ named: { name }, value, before }: Place): boolean {
  if (!before.endsWith('/') || !/^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64,128})$/i.test(value)) return false;
  return name.includes('.') || DIGEST_BEFORE.test(before);
}

const NAME_IN_STORE = /^[a-z]{2,}\d{0,2}(?:-(?:[a-z]+\d{0,4}|\d+))*$/;

/** A list of secrets whose value is one name; numbers of a few digits, which are counts. */
function isStoreOrCount({ named: { name, kind, syntax, quote }, value }: Place): boolean {
  if (/^\d{1,5}$/.test(value)) return kind !== 'password' || quote === '' || value.length < 4;
  // `… passwords` and the next text, `library/crypto`.
  if (/s$/i.test(name) && /^[a-z]+(?:\/[a-z]+)+$/.test(value)) return true;
  if (!/(?:secrets|tokens|keys)$/i.test(name)) return false;
  // `certificatesSecrets:` and `- mtls1` below: names of secrets.
  return NAME_IN_STORE.test(value) && (value.includes('-') || (syntax === 'next-line' && quote === ''));
}

/** Optionally after a letter and before a number: `Q-9e85…-0`, as Grafana names its queries. */
const LETTERED_UUID = new RegExp(String.raw`^(?:[A-Z]-)?${UUID}(?:-\d{1,3})?$`, 'i');

/** `"first_key": "9e85…"`: the key of a map, and the id it refers to. */
function isKeyOfId({ named: { kind }, value }: Place): boolean {
  return kind === 'key' && LETTERED_UUID.test(value);
}

/** A lower-case letter with a diacritic, as JSON escapes it. */
const LETTER_ESCAPE = /\\{1,4}u(?:00[ef][0-9a-f]|01[0-7][0-9a-f])/gi;

/** `"label": "Gjenta passord"`, `"does not start right"`: a phrase of any language, or of common words. */
function isPhrase({ named: { quote }, value }: Place): boolean {
  if (quote === '' || !value.includes(' ')) return false;
  const plain = value.replace(LETTER_ESCAPE, '\xfc');
  const words = plain.toLowerCase().split(' ');
  if (words.length >= 3 && words.some((word) => COMMON_WORDS.has(word))) return true;
  // `New Kennwort`, `openssl passwd`: a label or a command in any language.
  if (
    /^[a-z\x80-\xff -]+$/.test(words.join(' ')) &&
    (words.some(isForeignPasswordWord) || nameKind(words.at(-1) ?? '') === 'password')
  )
    return true;
  return /^[A-Z\xc3-\xc5][a-z\x80-\xff]+(?: [a-z\x80-\xff]+)+[.!?:]?$/.test(plain);
}

/** `current_password: potrzebujemy Twojego hasła w celu …`: an unquoted translation, a comment. */
function isSentence({ named: { name, syntax, operator, quote }, value, after }: Place): boolean {
  if (quote !== '' || operator !== ':' || syntax === 'flag' || !/^[A-Za-z\x80-\xff]+$/.test(value)) return false;
  const [words = ''] =
    /^(?: [A-Za-z\x80-\xff]+(?:-[a-z]+){0,3}[,.;:!?]?)+(?=\s{0,4}(?:[\r\n"'`<(]|\*\/|-->|\d{1,4} |\xe2\x80\xa6|$))/.exec(
      after,
    ) ?? [];
  const isPlural = /(?:s|ies)$/i.test(name);
  return (words.match(/ /g)?.length ?? 0) >= (isPlural || /[\x80-\xff]/.test(value + words) ? 1 : 3);
}

/** Words after a flag that is mentioned in a sentence. */
const FLAG_WORDS =
  /^(?:options?|flags?|arguments?|params?|parameters?|switch(?:es)?|settings?|values?|respectively|and|or|is|was|are|to|with|for|from|in|on|of|as|isn't|if|when|may|can|must|should|will)[.,:;)]?$/i;

/**
 * `the --username and --password options`, `(--list-secret-keys) prints …`, `--ask-password now …`: prose about flags.
 * `--priv-passwd=PRIV_PASSWD`: a placeholder in a manual. `supply --passphrase to download them`, `<!--PASSWORD OPTIONS-->`: prose as well.
 */
function isFlagMentioned({ named, value, before, between, after }: Place): boolean {
  const { name, syntax, quote } = named;
  if (syntax !== 'flag' || quote !== '') return false;
  if (isWordBehindFlag({ named, value, before, between, after }) || FLAG_WORDS.test(value)) return true;
  return /^[A-Z][A-Z_]+$/.test(value) && lettersOf(value).endsWith(lettersOf(name).slice(-6));
}

/** A word that continues the sentence, or the heading in a markup comment. */
function isWordBehindFlag({ named: { name, operator }, value, before, between, after }: Place): boolean {
  if ((operator === 'to' && /^[a-z]+$/.test(value)) || (operator === '' && before.endsWith('<!'))) return true;
  if (between === ' ' && /^[a-z]+s$/.test(value) && /^ (?:the|an?|whether|how|which|what)\b/.test(after)) return true;
  return /[),]/.test(between) || (/^-{0,2}(?:ask|prompt|no|without|disabled?)[-_]/.test(name) && between === ' ');
}

/** `"passwd:shell"`, `"pw:api@12"`: a name in two parts. */
function isNameInParts({ value, before, between, after }: Place): boolean {
  return (
    between === ':' && /^[a-z]+(?:@\d+)?$/.test(value) && /["']$/.test(before) && after.startsWith(before.slice(-1))
  );
}

/** `cert|decryptbypassphrase|encryptbycert|…`, `(TEXT | PASSWORD | CHECKBOX | …`: alternatives of a pattern. */
function isAlternative({ value, before, between, after }: Place): boolean {
  return (
    /^\s?\|\s?$/.test(between) &&
    /(?:\|\s?[a-z_]*|\([A-Z]+ \| |\((?:\?:)?)$/.test(before) &&
    /^\s?[|)]/.test(after) &&
    /^(?:[a-z_]+|[A-Z_]+)$/.test(value)
  );
}

/** `<key>Name</key><string>…`: the key of a property list, which names the following element. */
function isPropertyKey({ named: { operator }, after }: Place): boolean {
  return (
    operator === '>' &&
    /^<\/key>(?:\s|\\[nrt]){0,40}<(?:string|true|false|integer|real|date|data|array|dict)\b/.test(after)
  );
}

/** `<redacted:jwt:1a2b>`, `[MASKED token …]`: the kind and the digest of a redaction mark. */
const REDACTION =
  /(?:[<[({*]\s?(?:redacted|masked|removed|filtered|scrubbed|sanitized|hidden)|[<[{]\s?secret)[\w:= -]{0,24}$/i;

function isRedaction({ before }: Place): boolean {
  return REDACTION.test(before);
}

/** The type before a part of a resource name, also in a pattern of such names, and document ids in addresses. */
const RESOURCE = /\b(?:arn|orn|crn)(?::|%3A)[^\s"'`<>]{1,140}$|\/spreadsheets?\b[^\s"'<>]{0,120}[?&]$|\.svg\?[\w=&;]*$/;

/** `…:123456789012:secret:`, with the account cut off where a line or a row of a dump begins. */
const ACCOUNT = /\d{3,12}(?::|%3A)secret$/i;

function isResource({ named: { name }, value, before }: Place): boolean {
  return RESOURCE.test(before) || (ACCOUNT.test(before + name) && /-[0-9A-Za-z]{6}$/.test(value));
}

/** Public search keys occur next to the name of an index. */
const SEARCH_INDEX = /\b(?:indexName|index_name|docsearch)\b|\bindex:\s?["'][\w-]{1,40}["'],\s{1,24}app_?id\b/i;

/** A member of an object in minified code. What a browser receives is public: client-side keys of search, maps, statistics. */
function isSearchKey({ named: { name }, value, before, between, after }: Place): boolean {
  if (!/^[0-9a-f]{32}$/.test(value)) return false;
  if (/algolia\w*search\w*key$/i.test(name)) return true;
  if (SEARCH_INDEX.test(before.slice(-100) + after.slice(0, 100))) return true;
  return /^(?:api|app)Key$/.test(name) && /^:["']$/.test(between) && /[{,]$/.test(before) && /^["'][,}]/.test(after);
}

/** `['first', 'second'].join('')`: a value in parts. */
const PARTS = /^["'`](?:,\s{0,20}["'`][^"'`\n]{0,60}["'`]){1,8}\]\.join\(/;

function isInParts({ named: { wrapped }, after }: Place): boolean {
  return wrapped && PARTS.test(after);
}

/** The last lines of an armoured block, such as the checksum of a signature (RFC 9580, 6.1): the name is base64 as well. */
function isEndOfBlock({ value, between, after }: Place): boolean {
  return (
    between.includes('\n') && /^=?[A-Za-z0-9+/]+={0,2}$/.test(value) && /^\s{1,4}-----END [A-Z ]+-----/.test(after)
  );
}

/** One check for each kind of noise. */
export const NOISE_KINDS: readonly Kind[] = [
  ...CODE_KINDS,
  ...CLASS_KINDS,
  ...CRYPTO_KINDS,
  ...BARE_KEY_KINDS,
  ...TEXT_KINDS,
  ...PROSE_KINDS,
  ...TABLE_KINDS,
  ...LIST_KINDS,
  ...NAMING_KINDS,
  ...IDENTIFIER_KINDS,
  ...TYPE_KINDS,
  ...FORMAT_KINDS,
  ...KEPT_KINDS,
  ...RECORDED_KINDS,
  ...STATEMENT_KINDS,
  ...WRITTEN_KINDS,
  ...TOLD_KINDS,
  ...SYSTEM_KINDS,
  ['the name of a store, or a count', isStoreOrCount],
  ['a verb', isVerb],
  ['the result of a test', isTestResult],
  ['a name in a list', isListedName],
  ['a cache key', isCacheKey],
  ['the digest of a file in a list', isFileDigest],
  ['the id of a map entry', isKeyOfId],
  ['a label or a phrase', isPhrase],
  ['a sentence', isSentence],
  ['prose about a flag', isFlagMentioned],
  ['a name in two parts', isNameInParts],
  ['an alternative of a pattern', isAlternative],
  ['the key of a property list', isPropertyKey],
  ['a mark of redaction', isRedaction],
  ['part of the name of a resource', isResource],
  ['a value in parts', isInParts],
  ['a public search key', isSearchKey],
  ['the end of an armoured block', isEndOfBlock],
];
