import { isSiteKey } from '../../site-key.ts';
import { IS_UUID, UUID } from '../../uuid.ts';
import type { Kind, Place } from '../place.ts';

/** `cpe:2.3:a:base-passwd:base-passwd:3.5.47:*:…`: a product by vendor, name and version (NIST IR 7695). */
function isProduct({ before }: Place): boolean {
  return /\bcpe:(?:2\.3:|\/)[aho]:[^\s"'<>]{0,120}$/i.test(before);
}

/** Before the key: `<Bucket>uploads</Bucket><`, `"bucket": "uploads"}, {"`. */
const BUCKET_BEFORE =
  /<\/bucket>\s{0,24}<$|["'\s]bucket\\{0,3}["']?\s{0,3}[:=]\s{0,3}\\{0,3}["'][\w.-]{3,63}\\{0,3}["'][\s},{]{1,40}(?:\\{0,3}["'])?$/i;

/** `<Bucket>uploads</Bucket><Key>q52a1…</Key>`: the key of an object, next to its bucket. */
function isInBucket({ named: { name }, before }: Place): boolean {
  return /^key$/i.test(name) && BUCKET_BEFORE.test(before);
}

/** `remoteRef:` and `key: …` below it: the name of a secret in the store that it is fetched from. */
function isFetchedByName({ named: { name, syntax }, before }: Place): boolean {
  return name === 'key' && syntax !== 'flag' && /\b(?:remoteRef|extract):[ \t]{0,4}\r?\n[ \t]{1,40}$/.test(before);
}

/** Base58 of 32 bytes: an Ed25519 public key, which is a Solana address. The private half is twice as long. */
const ADDRESS = /^[1-9A-HJ-NP-Za-km-z]{43,44}$/;
const OF_CHAIN = /\b(?:solana|spl|lamports?|pubkey|airdrop|stake[- ]pool|token[- ]account|multisig|program|mint)\b/i;
const SAYS_SECRET = /secret|private|auth(?!or)|bearer|api|seed/i;

/** `Creating token AQoK…`, `Token Mint Address: ALvA7…`: the token is a coin, followed by its address in base58. */
function isAddress({ named: { name, kind }, value, before, between, after }: Place): boolean {
  if (kind === 'password' || !ADDRESS.test(value) || SAYS_SECRET.test(name + between)) return false;
  return OF_CHAIN.test(before + name + between) || OF_CHAIN.test(after);
}

/** `salt: '0x025e7b…'`, `storageKeys: ["0x1122…"]`: a 32-byte word of a transaction, which is public. */
function isWordOfTransaction({ named: { name }, value }: Place): boolean {
  return /^0x[0-9a-f]{64}$/i.test(value) && /(?:^|[._-]|[a-z](?=S))salt$|^storage_?keys?$/i.test(name);
}

/** `"next_token": "…", "previous_token": "…"`: the position in a list in the other direction. */
function isOtherPage({ named: { name }, before, after }: Place): boolean {
  return /(?:^|[._])prev(?:ious)?_?token$/i.test(name) && /\bnext_?token\b/i.test(before + after);
}

/** Public keys of users, accounts, operators, servers, clusters and curves of NATS; seeds begin with an `S`. */
const PUBLIC_NKEY = /^[UAONCX][A-Z2-7]{55}$/;

/** `did:key:z6Mk…`: a subject identified by its public key (W3C), possibly repeated after it; `nkey: UDXU…` (NATS). */
function isPublicName({ named: { name }, value, before }: Place): boolean {
  if (/nkey$/i.test(name) && PUBLIC_NKEY.test(value)) return true;
  return /(?:^|:)key$/i.test(name) && /\bdid:$/.test(before + name.slice(0, -3));
}

/** `data-cf-beacon='{"token": "…"}'`, `<script … data-key="…">`: the id for page statistics, included in each page. */
function isCounter({ named: { name }, before }: Place): boolean {
  if (/<script\b[^<>]*$/.test(before) && /(?:^|\s)data-(?:[a-z]+-){0,3}[a-z]+$/.test(before.slice(-40) + name))
    return true;
  return /\bdata-cf-beacon=\\?["']\{\s{0,4}(?:\\?["']|&quot;)$/.test(before);
}

/** `AuthSecretName: "x", AuthSecretKey: "elastic"`: the key of an entry in a cluster's Secret. */
function isEntryOfSecret({ named: { name }, value, before, after }: Place): boolean {
  return name.endsWith('SecretKey') && /^[a-z][a-z.-]*$/.test(value) && /SecretName["']?\s{0,3}:/.test(before + after);
}

/** `API call with the token identified by 00T9…`: the id of a token. */
function isIdOfToken({ named: { kind }, between }: Place): boolean {
  return kind !== 'password' && /\bidentified by\s{1,3}["'`]?$/i.test(between);
}

const OTHER_MODEL = new RegExp(String.raw`\b[A-Z][A-Za-z]{2,30}\s?[=:]\s?["']${UUID}["']`, 'i');

/** `NordPass = "b84e4048-…"`: the id of an authenticator model (AAGUID), among others of its kind. */
function isModelOfAuthenticator({ named: { name }, value, before, after }: Place): boolean {
  if (!/^[A-Z][A-Za-z]*Pass(?:word)?s?$/.test(name) || !IS_UUID.test(value)) return false;
  return OTHER_MODEL.test(before) || OTHER_MODEL.test(after);
}

/** `$key::format_id('04622F2089E037A5')`: the id of an OpenPGP key (RFC 4880, 12.2) as a function argument. */
function isIdOfKey({ named: { kind }, value, between }: Place): boolean {
  return kind === 'key' && /^[0-9A-F]{16}$/.test(value) && /(?:_id|I[dD])\(["']$/.test(between);
}

/** A file of Firebase's storage in an address, up to its first query parameter. */
const OF_STORAGE = /\/v0\/b\/[\w.-]{1,80}\/o\/[^\s?"'<>]{1,140}\?alt=media(?:&(?:amp;)?|\\u0026)$/;

/** `…/v0/b/shop.appspot.com/o/a%2Fb.jpeg?alt=media&token=4142e2a1-…`: the address by which a file is shared. */
function isShared({ value, before }: Place): boolean {
  return IS_UUID.test(value) && OF_STORAGE.test(before);
}

/** `request_key: "0x7bd5f0e1a977ffde"`: a number of up to 64 bits. */
function isNumber({ named: { kind }, value }: Place): boolean {
  return kind === 'key' && /^0x[0-9a-f]{1,16}$/i.test(value);
}

/** `createToken('PRERELEASEIDENTIFIERLOOSE', …)`: the name of a grammar token. */
function isTokenOfGrammar({ named: { name }, value, between }: Place): boolean {
  if (!/(?:create|define|add|register|make)_?tokens?$/i.test(name)) return false;
  return /^[A-Z][A-Z_]*$/.test(value) && /^\(\s{0,8}["']$/.test(between);
}

/** One check for each kind of public identifier. */
export const IDENTIFIER_KINDS: readonly Kind[] = [
  ['the name of a product', isProduct],
  ['an object of a store, beside what holds it', isInBucket],
  ['the key to fetch a secret', isFetchedByName],
  ['an address of a chain', isAddress],
  ['a word of a transaction', isWordOfTransaction],
  ['a page token', isOtherPage],
  ['the id of a token', isIdOfToken],
  ['the key of a page', ({ named: { name }, value }) => isSiteKey(value, name)],
  ["a person's public key", isPublicName],
  ['a page counter', isCounter],
  ['an entry of a Secret', isEntryOfSecret],
  ['a number', isNumber],
  ['the id of a key of OpenPGP', isIdOfKey],
  ['a file share id', isShared],
  ['an authenticator model id', isModelOfAuthenticator],
  ['a word of a grammar', isTokenOfGrammar],
];
