import { isSetBehind } from '../methods.ts';
import { isAlgorithmName } from '../../algorithm-name.ts';
import { wordsOf } from '../name.ts';
import type { Kind, Place } from '../place.ts';

/** Parameters of key derivation. They are stored with the salt, and give no access without the password. */
const DERIVATION =
  /\b(?:dklen|kdf_?(?:params)?|scrypt|pbkdf2|argon2\w{0,2}|iter(?:ation)?s|rounds|maxmem|memlimit|opslimit)\b|\$2[aby]\$\d\d\$/i;
const NEAR = 120;

/** Of bcrypt: 16 bytes in 22 characters, the last of which has two bits. */
const BCRYPT_SALT = /^[./0-9A-Za-z]{21}[.Oeu]$/;

/** After the salt of a signature (RSASSA-PSS): the signature, which contains it. */
const SIGNATURE_BEHIND = /^["'],\s{1,40}["']signature["']\s{0,3}:/;
/** Salts up to this length separate values of one program (Phoenix, password files), and are stored with the result. */
const SHORT_SALT = 12;

/** `signing_salt: "Q70ZScct"`, `Salt: "dlPL2MqE"`. */
function isShortSalt({ named: { name }, value }: Place): boolean {
  return /(?:^|[_.-]|[a-z](?=S))salt$/i.test(name) && value.length <= SHORT_SALT && !SALT_OF_ALL.test(name);
}

/** `HASHIDS_SALT`, `PASSWORD_SALT`: one for all values of a program, in its environment. It is kept secret, like a pepper. */
const SALT_OF_ALL = /^(?:[A-Z][A-Z\d]*_)+SALT$/;

/** `CHAP-Password = 0x01ab…`: an identifier and the MD5 of it, the password and a challenge (RFC 2865, 5.3). */
function isResponse({ named: { name }, value }: Place): boolean {
  return /(?:^|[^A-Za-z])(?:ms-?)?chap\d?-?password$/i.test(name) && /^(?:0x)?[0-9a-f]{34}$/i.test(value);
}

/** `rfc9001_client_key`: a value printed in a standard; DNS updaters name their settings after theirs (`RFC2136_TSIG_SECRET`). */
function isOfStandard({ named: { name, kind } }: Place): boolean {
  return kind !== 'password' && /(?:^|[._-])rfc[_-]?(?!2136)\d{3,5}[_-]/i.test(name);
}

/** In digits: no key without a structure is longer in hexadecimal. */
const LONGEST_HEX_KEY = 172;

/** `"derive_key": "2cc3…"` of 262 digits: output of arbitrary length, unless a word says that the key is in the clear. */
function isLongOutput({ named: { name, kind }, value }: Place): boolean {
  return (
    kind !== 'password' &&
    value.length > LONGEST_HEX_KEY &&
    /^(?!308)[0-9a-f]+$/i.test(value) &&
    /(?:^|[._-])(?:derived?|keyed|hash(?:ed)?|expand(?:ed)?|output)[_-]?key$/i.test(name)
  );
}

/** In bytes: version, signature and length precede the object. */
const TRIAL_HEAD = 69;

/** A token of an origin trial, which a page sends to every browser: version, signature (64 bytes), length, an object with the origin. */
function isOriginTrial({ value }: Place): boolean {
  if (!/^A[wg0-9A-Za-z+/]{100,}/.test(value)) return false;
  const bytes = Buffer.from(value, 'base64').toString('latin1');
  return /^[\x02\x03]/.test(bytes) && bytes.startsWith('{"origin":', TRIAL_HEAD);
}

/** `"kdfparams":{"dklen":32,"n":8,"p":16,"r":8,"salt":"…"}`: the salt of a derived key. */
function isDerivationSalt({ named: { name }, value, before, after }: Place): boolean {
  if (!/(?:^|[_.-])salt$/i.test(name)) return false;
  return (
    BCRYPT_SALT.test(value) ||
    SIGNATURE_BEHIND.test(after) ||
    DERIVATION.test(before.slice(-NEAR)) ||
    DERIVATION.test(after.slice(0, NEAR))
  );
}

/** The expected result of a test: a hash with its parameters, or bytes. */
const EXPECTED =
  /(?:^|[^\w])(?:pw_?hash|hash|digest|derived\w{0,8}|expected|output|dk)["']?\s{0,3}[:=]\s{0,3}b?["'](?:\$\w{1,10}\$|[0-9a-f]{32})/i;

/** `{"passwd": "…", "pwhash": "$argon2id$…", "iters": 3}`: a password with its hash and parameters, which only tests store. */
function isDerived({ named: { kind }, before, after }: Place): boolean {
  if (kind !== 'password') return false;
  return [before, after].some((side) => DERIVATION.test(side)) && [before, after].some((side) => EXPECTED.test(side));
}

/** Bytes of SHA-1 or longer digests, in base64 or hexadecimal. */
const DERIVED_BYTES = /^(?:[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$|^[0-9A-Za-z+/]{27,86}={1,2}$/i;
/** Members stored with the result of a key derivation. */
const SALT_MEMBER = /\bsalt["']?\s{0,3}[:=]\s{0,3}["'][0-9A-Za-z+/=]{8,}["']/;
const ROUNDS_MEMBER = /\b(?:iter(?:ation)?s|rounds)["']?\s{0,3}[:=]\s{0,3}["']?\d/i;

/** `"password": "…==", "salt": "…", "iterations": 101`: what is stored in place of a password, with the derivation parameters. */
function isDerivedPassword({ named: { kind }, value, before, after }: Place): boolean {
  if (kind !== 'password' || !DERIVED_BYTES.test(value)) return false;
  const around = `${before} ${after}`;
  return SALT_MEMBER.test(around) && ROUNDS_MEMBER.test(around);
}

/** The first of a pair whose first text is not a name: empty, or words with a blank. */
const OTHER_PAIR = String.raw`\(\s{0,24}[bu]?["'](?:|[^"'\n]{0,40}\s[^"'\n]{0,40})["'],`;
const PAIR_BEFORE = new RegExp(
  String.raw`${OTHER_PAIR}[^\n]{0,120}\),?\s{1,40}(?:#[^\n]{0,80}\s{1,40})?\(\s{0,24}[bu]?["']$`,
);
const PAIR_BEHIND = new RegExp(String.raw`^["']\)?\),?\s{1,40}(?:#[^\n]{0,80}\s{1,40})?${OTHER_PAIR}`);
const PAIR_OPENS = /[({[,]\s{0,24}[bu]?["']$/;
/** The same with more of the first text before the word: `{"C0mpl!ca ted#PASS", "5d5d…"}`. */
const TEXT_OPENS = /[({]\s{0,24}[bu]?["'][^"'\n]{0,60}$/;
const HEX_BYTES = /^(?=.*\d)(?:[0-9a-f]{2}){4,}$/i;

/** Rows of a table of two texts each. */
const ROW_OF_TWO =
  /[({[]\s{0,24}[bu]?["'](?<text>[^"'\n]{1,40})["'],\s{0,24}[bu]?["'](?<other>[^"'\n]{12,128})["']\s?[)}\]]/g;
const OF_ACCOUNT = /user|login|account|host|name|id$|key/i;
const LEAST_ROWS = 2;

/** Whether nearby rows have texts that are not names of an account, with equally long values after them. */
function isAmongAnswers({ value, before, after }: Place): boolean {
  const texts = new Set<string>();
  for (const side of [before, after]) {
    for (const { groups } of side.matchAll(ROW_OF_TWO)) {
      const { text = '', other = '' } = groups ?? {};
      if (other.length === value.length && !OF_ACCOUNT.test(text)) texts.add(text);
    }
  }
  return texts.size >= LEAST_ROWS;
}

/** `("password", "5f4dcc3b…")`: a text and its hash, its salt or its ciphertext in hexadecimal, or among other texts. */
function isKnownAnswer(place: Place): boolean {
  const { named, value, before, after } = place;
  const { kind, operator, closed } = named;
  if (operator !== ',' || !closed) return false;
  if (PAIR_OPENS.test(before) && isAmongAnswers(place)) return true;
  if (kind !== 'password') return false;
  if (isSetBehind(before)) return false;
  if (!PAIR_OPENS.test(before)) return HEX_BYTES.test(value) && TEXT_OPENS.test(before) && /^["']\s?[)}]/.test(after);
  return HEX_BYTES.test(value) || PAIR_BEFORE.test(before) || PAIR_BEHIND.test(after);
}

/** `An example hash (of the string ``password``) is ``JQMuyS6H…``.` */
function isHashInProse({ named: { syntax, name }, value, before, between }: Place): boolean {
  // `as the salt (``AnUt…`` in the example)` `the salt value (in hexadecimal octets) is:` and the line below
  if (/(?:^|[_.-])salt$/i.test(name) && (syntax === 'prose' || /^\s(?:\(|[a-z]+\s)/.test(between))) return true;
  return (
    (syntax === 'prose' || /^[0-9a-f]{6,}$/i.test(value)) &&
    /\b(?:hash|digest|checksum|encoding|sha-?\d{1,3}|md5|hmac)\s{1,2}\(?of\s(?:the\s|an?\s)?(?:\w{1,12}\s)?["'`(]{0,4}$/i.test(
      before,
    )
  );
}

const LEAST_VECTOR = 16;
/** Names that known-answer tests have next to a key; no configuration has two of them, each with bytes in hexadecimal. */
const VECTOR_MEMBER =
  /(?:^|[^\w])(?<name>(?:base_?)?nonce|iv|aad|ad|tag|mac|pt|ct|msg|digest|plain_?text|cipher_?text|ikm[re]?|okm|prk|info|enc|exporter_context|key_schedule_context|[ps]k[RSE]m|exported_value|shared_secret|output|result|expected|seed|sig(?:nature)?|public_?key|z|k1|hash input \d)["']?\s{0,3}[:=]{1,2}\s{0,3}(?:\(\s{0,24})?[bx]?["']?(?:0x)?[0-9a-f]{8,}/gi;
const LEAST_MEMBERS = 2;

/** The key of a known-answer test: hexadecimal, among other typical members in hexadecimal. */
function isVector({ named: { kind }, value, before, after }: Place): boolean {
  if (kind === 'password' || value.length < LEAST_VECTOR || !/^(?:0x)?[0-9a-f]+$/i.test(value)) return false;
  const names = new Set<string>();
  for (const side of [before, after]) {
    for (const { groups } of side.matchAll(VECTOR_MEMBER)) names.add(groups?.['name']?.toLowerCase() ?? '');
  }
  return names.size >= LEAST_MEMBERS;
}

/** `expectedKeyHex`, `wantSalt`: the expected bytes of a test. */
function isExpected({ named: { name, kind }, value }: Place): boolean {
  return (
    kind !== 'password' &&
    /^(?:0x)?[0-9a-f]{16,}$/i.test(value) &&
    wordsOf(name).some((word) => /^(?:expect|expected|want|wanted)$/.test(word))
  );
}

/** `store::blob::sha256:0390…::more`: words, and a digest with its algorithm. */
const DIGEST_IN_KEY = /^[a-z]+(?:[:/]{1,2}[a-z]+)*[:/]{1,2}sha\d{1,3}[:-][0-9a-f]{40,128}(?:[:/].*)?$/;

/** `--key cosign.key registry.test/app@sha256:…`: an image by its digest. */
function isImage({ named: { kind }, value }: Place): boolean {
  return /@sha\d{3}:[0-9a-f]{32,128}$/.test(value) || (kind !== 'password' && DIGEST_IN_KEY.test(value));
}

/** `-----BEGIN PGP PUBLIC KEY BLOCK-----`: the line before a key, for which there are separate rules. */
function isArmour({ before }: Place): boolean {
  return /-----BEGIN [A-Z \d]{0,30}$/.test(before);
}

/** Output of Sealed Secrets with a 4096-bit key (the length of the encrypted session key, and that key), and of AWS KMS. */
const SEALED = /^Ag[A-D][0-9A-Za-z+/]{200}|^AQ[IE]CAH[0-9A-Za-z+/]{60}/;
/** An encrypted text of Bitwarden: its type, the vector, and after a bar the text (with a MAC). */
const ENCRYPTED_STRING = /^[0-6]\.[0-9A-Za-z+/]{22}==(?:$|\|)/;

function isSealed({ value, between, after }: Place): boolean {
  if (ENCRYPTED_STRING.test(value)) return value.includes('|') || /^\s?\|/.test(after);
  // `{spring.datasource.password=ENC(…), …}`: Jasypt; `default_pass = encrypted:…`: RabbitMQ.
  return SEALED.test(value) || /^(?:ENC\(|encrypted:)/.test(value) || /\bENC\(["']?$/.test(between);
}

/** 32 bytes in base64. */
const BYTES_32 = /^[0-9A-Za-z+/]{43}=?$|^[0-9A-Za-z+/]{44}$/;
/** `{"key_id": "…", "key": "…"}`: GitHub's public key for sealing a secret. */
const SEALED_WITH =
  /\bkey_id\\{0,3}["']?\s{0,3}[:=]\s{0,3}\[?\\{0,3}["']?[\w-]{1,40}\\{0,3}["']?,\s{1,24}\\{0,3}["']?$|\bkey_id\\{0,3}["']?[:=]\\{0,3}["']?[\w-]{1,40}\\{0,3}["']?,\\{0,3}["']?$/;

/** The same with the key before its id. */
const SEALED_BY = /^\\{0,3}["'],\s{0,24}\\{0,3}["']key_id\\{0,3}["']\s{0,3}:/;
/** Members of a registered public key, such as one for SSH. */
const REGISTERED = /^["'],\s{0,24}["']id["']:\s{0,3}\d+,\s{0,24}["']url["']:\s{0,3}["'][^"'\n]{1,200}\/keys\/\d+["']/;
/** The exponent after a modulus: 65537 in base64. */
const EXPONENT_BEHIND = /^["'`]\)?,?\s{1,24}[^"'`\n]{1,60}["'`]AQAB["'`]/;

/** `The public key token is 89e7…`: .NET's digest of a public key. */
function isTokenOfKey(name: string, before: string): boolean {
  return /^token$/i.test(name) && /\bpublic key $/i.test(before);
}

/** `# public key: age1…`, `PublicParams { x25519_key: … }`: the public half. */
function isPublicHalf({ named: { name, kind, syntax }, value, before, after }: Place): boolean {
  if (kind === 'key' && EXPONENT_BEHIND.test(after)) return true;
  if (kind === 'key' && /Public\w{0,24}\s?[({][^(){}]{0,120}$/.test(before)) return true;
  if (!/^_?keys?$/i.test(name)) return isTokenOfKey(name, before);
  if (BYTES_32.test(value) && (SEALED_WITH.test(before) || SEALED_BY.test(after))) return true;
  if (REGISTERED.test(after)) return true;
  return /\bpublic[ _-]$/i.test(before) || (syntax === 'prose' && /^age1[0-9a-z]{58}$/.test(value));
}

/** Longest algorithm name with which SSH keys begin. */
const LONGEST_ALGORITHM = 64;

/** A public key or a signature of SSH in wire format (RFC 4253, 6.6): base64 that begins with the length and name of an algorithm. */
function isWireKey({ value }: Place): boolean {
  const [, encoded = ''] = /^(?:[\w.-]{1,40}: ?)?(?:[a-z][a-z\d@.-]{3,60} )?(AAAA[0-9A-Za-z+/]{20,})/.exec(value) ?? [];
  if (encoded === '') return false;
  const bytes = Buffer.from(encoded.slice(0, 96), 'base64');
  const length = bytes.readUInt32BE(0);
  return length < LONGEST_ALGORITHM && /^[a-z][a-z\d@.-]{3,}$/.test(bytes.toString('latin1', 4, 4 + length));
}

/** The input of AWS Signature Version 4: a time, a scope and a digest before the signature. */
const SIGNED_SCOPE = /\baws4_request\s{1,4}[0-9a-f]{64}\s/;

/** `Signature:` and hexadecimal below: it is valid for one request, and clients log it with what is signed. */
function isSignature({ named: { operator }, value, before, between }: Place): boolean {
  return (
    /^[0-9a-f]{64}$/.test(value) &&
    (/\bsignature:?["']?\s{1,4}$/i.test(between) || (operator !== '' && SIGNED_SCOPE.test(before + between)))
  );
}

/** The decoded text of a base64url token part; undefined if it is not text. */
function textOf(part: string): string | undefined {
  const text = Buffer.from(part, 'base64url').toString('latin1');
  return /^[\t\n\r\x20-\x7e]+$/.test(text) ? text : undefined;
}

/**
 * `eyJhbGci….test`, `dGVzdA.eyJhIjoiYiJ9.jiMy…`: a JSON Web Signature (RFC 7515) without a payload, or whose header is a text instead of an
 * object: tests of libraries check that such are refused. Other vendors' tokens may have two parts, the first of which names no algorithm.
 */
function isBrokenToken({ value }: Place): boolean {
  if (!/^[\w-]{4,}(?:\.[\w-]+){1,2}$/.test(value)) return false;
  const [first = '', second = '', third] = value.split('.');
  const header = textOf(first);
  if (header === undefined) return false;
  if (header.startsWith('{'))
    return third === undefined && !second.startsWith('ey') && /"alg"\s{0,3}:/.test(header) && header.endsWith('}');
  return third !== undefined && second.startsWith('eyJ') && textOf(second) !== undefined;
}

/** `MAC id="…", nonce="…", mac="…"`: a signed request with the id of a key and a signature. */
function isSignedWith({ value }: Place): boolean {
  return /^(?:MAC|Hawk|Digest) \w{1,16}=/.test(value);
}

/** One check for each thing that cryptography stores or prints with its keys. */
export const CRYPTO_KINDS: readonly Kind[] = [
  ['the name of an algorithm', ({ value }) => isAlgorithmName(value)],
  ['the salt of a derived key', isDerivationSalt],
  ['a short salt', isShortSalt],
  ['the response to a challenge', isResponse],
  ['an example of a standard', isOfStandard],
  ['the output of a function, longer than a key', isLongOutput],
  ['the token of an origin trial', isOriginTrial],
  ['a test password beside its hash', isDerived],
  ['a password as it is stored, with its salt and rounds', isDerivedPassword],
  ['a known answer of a test', isKnownAnswer],
  ['a hash described in a sentence', isHashInProse],
  ['a test vector', isVector],
  ['an expected test result', isExpected],
  ['a public key or a signature of SSH', isWireKey],
  ['a signed request', isSignedWith],
  ['a broken JSON Web Token', isBrokenToken],
  ['the signature of a request', isSignature],
  ['an image digest', isImage],
  ['the line in front of a key block', isArmour],
  ['a public key', isPublicHalf],
  ['a sealed secret: encrypted', isSealed],
];
