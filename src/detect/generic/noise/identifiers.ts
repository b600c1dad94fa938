import { isSiteKey } from '../../site-key.ts';
import { IS_UUID, UUID } from '../../uuid.ts';
import type { Kind, Place } from '../place.ts';

/** `cpe:2.3:a:base-passwd:base-passwd:3.5.47:*:…`: a product by its maker, its name and its version (NIST IR 7695). */
function isProduct({ before }: Place): boolean {
  return /\bcpe:(?:2\.3:|\/)[aho]:[^\s"'<>]{0,120}$/i.test(before);
}

/** In front of the key: `<Bucket>uploads</Bucket><`, `"bucket": "uploads"}, {"`. */
const BUCKET_BEFORE =
  /<\/bucket>\s{0,24}<$|["'\s]bucket\\{0,3}["']?\s{0,3}[:=]\s{0,3}\\{0,3}["'][\w.-]{3,63}\\{0,3}["'][\s},{]{1,40}(?:\\{0,3}["'])?$/i;

/** `<Bucket>uploads</Bucket><Key>q52a1…</Key>`: an object of a store, beside what holds it. */
function isInBucket({ named: { name }, before }: Place): boolean {
  return /^key$/i.test(name) && BUCKET_BEFORE.test(before);
}

/** `remoteRef:` and `key: …` below it: what a secret is called in the store that it is fetched from. */
function isFetchedByName({ named: { name, syntax }, before }: Place): boolean {
  return name === 'key' && syntax !== 'flag' && /\b(?:remoteRef|extract):[ \t]{0,4}\r?\n[ \t]{1,40}$/.test(before);
}

/** Base58 of 32 bytes: a public key of Ed25519, which is an address of Solana. The private half has twice as many. */
const ADDRESS = /^[1-9A-HJ-NP-Za-km-z]{43,44}$/;
const OF_CHAIN = /\b(?:solana|spl|lamports?|pubkey|airdrop|stake[- ]pool|token[- ]account|multisig|program|mint)\b/i;
const SAYS_SECRET = /secret|private|auth(?!or)|bearer|api|seed/i;

/** `Creating token AQoK…`, `Token Mint Address: ALvA7…`: a token is a coin, and what stands behind it its address in base58. */
function isAddress({ named: { name, kind }, value, before, between, after }: Place): boolean {
  if (kind === 'password' || !ADDRESS.test(value) || SAYS_SECRET.test(name + between)) return false;
  return OF_CHAIN.test(before + name + between) || OF_CHAIN.test(after);
}

/** `salt: '0x025e7b…'`, `storageKeys: ["0x1122…"]`: a word of 32 bytes that a transaction has, for all to read. */
function isWordOfTransaction({ named: { name }, value }: Place): boolean {
  return /^0x[0-9a-f]{64}$/i.test(value) && /(?:^|[._-]|[a-z](?=S))salt$|^storage_?keys?$/i.test(name);
}

/** `"next_token": "…", "previous_token": "…"`: where a list goes on in the other direction. */
function isOtherPage({ named: { name }, before, after }: Place): boolean {
  return /(?:^|[._])prev(?:ious)?_?token$/i.test(name) && /\bnext_?token\b/i.test(before + after);
}

/** Public keys of users, accounts, operators, servers, clusters and curves of NATS; seeds begin with an `S`. */
const PUBLIC_NKEY = /^[UAONCX][A-Z2-7]{55}$/;

/** `did:key:z6Mk…`: somebody by his public key (W3C), behind which the same may stand again; `nkey: UDXU…` (NATS). */
function isPublicName({ named: { name }, value, before }: Place): boolean {
  if (/nkey$/i.test(name) && PUBLIC_NKEY.test(value)) return true;
  return /(?:^|:)key$/i.test(name) && /\bdid:$/.test(before + name.slice(0, -3));
}

/** `data-cf-beacon='{"token": "…"}'`, `<script … data-key="…">`: by which a page is counted, in each that is. */
function isCounter({ named: { name }, before }: Place): boolean {
  if (/<script\b[^<>]*$/.test(before) && /(?:^|\s)data-(?:[a-z]+-){0,3}[a-z]+$/.test(before.slice(-40) + name))
    return true;
  return /\bdata-cf-beacon=\\?["']\{\s{0,4}(?:\\?["']|&quot;)$/.test(before);
}

/** `AuthSecretName: "x", AuthSecretKey: "elastic"`: under which name a Secret of a cluster has what is meant. */
function isEntryOfSecret({ named: { name }, value, before, after }: Place): boolean {
  return name.endsWith('SecretKey') && /^[a-z][a-z.-]*$/.test(value) && /SecretName["']?\s{0,3}:/.test(before + after);
}

/** `API call with the token identified by 00T9…`: the id of a token. */
function isIdOfToken({ named: { kind }, between }: Place): boolean {
  return kind !== 'password' && /\bidentified by\s{1,3}["'`]?$/i.test(between);
}

const OTHER_MODEL = new RegExp(String.raw`\b[A-Z][A-Za-z]{2,30}\s?[=:]\s?["']${UUID}["']`, 'i');

/** `NordPass = "b84e4048-…"`: what makes of authenticators are told apart by (AAGUID), among others of its kind. */
function isModelOfAuthenticator({ named: { name }, value, before, after }: Place): boolean {
  if (!/^[A-Z][A-Za-z]*Pass(?:word)?s?$/.test(name) || !IS_UUID.test(value)) return false;
  return OTHER_MODEL.test(before) || OTHER_MODEL.test(after);
}

/** `$key::format_id('04622F2089E037A5')`: the id of a key of OpenPGP (RFC 4880, 12.2), which a function is asked about. */
function isIdOfKey({ named: { kind }, value, between }: Place): boolean {
  return kind === 'key' && /^[0-9A-F]{16}$/.test(value) && /(?:_id|I[dD])\(["']$/.test(between);
}

/** A file of Firebase's storage in an address, whose parameters begin with what is asked of it. */
const OF_STORAGE = /\/v0\/b\/[\w.-]{1,80}\/o\/[^\s?"'<>]{1,140}\?alt=media(?:&(?:amp;)?|\\u0026)$/;

/** `…/v0/b/shop.appspot.com/o/a%2Fb.jpeg?alt=media&token=4142e2a1-…`: by which a file is shared with whoever has its address. */
function isShared({ value, before }: Place): boolean {
  return IS_UUID.test(value) && OF_STORAGE.test(before);
}

/** `request_key: "0x7bd5f0e1a977ffde"`: a number of up to 64 bits. */
function isNumber({ named: { kind }, value }: Place): boolean {
  return kind === 'key' && /^0x[0-9a-f]{1,16}$/i.test(value);
}

/** `createToken('PRERELEASEIDENTIFIERLOOSE', …)`: a kind of word of a grammar, by its name. */
function isTokenOfGrammar({ named: { name }, value, between }: Place): boolean {
  if (!/(?:create|define|add|register|make)_?tokens?$/i.test(name)) return false;
  return /^[A-Z][A-Z_]*$/.test(value) && /^\(\s{0,8}["']$/.test(between);
}

/** One check for each kind of identifier that public things have. */
export const IDENTIFIER_KINDS: readonly Kind[] = [
  ['the name of a product', isProduct],
  ['an object of a store, beside what holds it', isInBucket],
  ['what a secret is fetched by', isFetchedByName],
  ['an address of a chain', isAddress],
  ['a word of a transaction', isWordOfTransaction],
  ['where a list goes on', isOtherPage],
  ['the id of a token', isIdOfToken],
  ['the key of a page', ({ named: { name }, value }) => isSiteKey(value, name)],
  ['somebody by his public key', isPublicName],
  ['by which a page is counted', isCounter],
  ['an entry of a Secret', isEntryOfSecret],
  ['a number', isNumber],
  ['the id of a key of OpenPGP', isIdOfKey],
  ['by which a file is shared', isShared],
  ['what makes of authenticators are told apart by', isModelOfAuthenticator],
  ['a word of a grammar', isTokenOfGrammar],
];
