/**
 * First bytes of OpenPGP packets in the old format: session keys for a public key and for a passphrase, with the number of length octets
 * (RFC 9580, 4.2.2).
 */
const OLD_LENGTHS: Readonly<Record<number, number>> = { 0x84: 1, 0x85: 2, 0x8c: 1 };
const [KEY_PACKETS, PHRASE_PACKETS] = [new Set([0x84, 0x85, 0xc1]), new Set([0x8c, 0xc3])] as const;
/**
 * Public-key algorithms for encryption (9.1): RSA, whose single number fills the packet; those with more data after it; X25519 and X448.
 */
const [RSA, NUMBERED, BARE] = [new Set([1, 2]), new Set([16, 18]), new Set([25, 26])] as const;
/** In the new format, first octet from which on a length has two octets. */
const TWO_OCTETS = 192;
/** Offset of the algorithm, after the version and key ID (5.1.1), and of the first number. */
const [KEY_ALGORITHM, NUMBER] = [9, 10] as const;
const [LEAST_BITS, MOST_BITS] = [200, 16_384] as const;
const LAST_CIPHER = 13;
/** Octets of a string-to-key specifier by its type: simple, salted, iterated, and Argon2, which names no hash (3.7.1). */
const DERIVATIONS: Readonly<Record<number, number>> = { 0: 2, 1: 10, 3: 11, 4: 20 };
const ARGON2 = 4;
const LAST_HASH = 14;
/** Maximum size of the session key after the specifier: its cipher and 256 bits, with a margin. */
const MOST_KEY = 64;

/** The length of a packet, and the number of octets after the tag that encode it. */
function lengthOf(
  tag: number,
  [, first = 0, second = 0]: Uint8Array,
): { readonly octets: number; readonly length: number } {
  const octets = OLD_LENGTHS[tag] ?? (first < TWO_OCTETS ? 1 : 2);
  if (octets === 1) return { octets, length: first };
  const isNew = OLD_LENGTHS[tag] === undefined;
  return { octets, length: isNew ? (first - TWO_OCTETS) * 256 + second + TWO_OCTETS : first * 256 + second };
}

/** Checks version, algorithm and length of a session key for a public key (5.1), and the number that it begins with. */
function isForKey(body: Uint8Array, length: number): boolean {
  const algorithm = body[KEY_ALGORITHM] ?? 0;
  if (body[0] !== 3) return false;
  if (BARE.has(algorithm)) return length > NUMBER;
  const [high = 0, low = 0] = body.subarray(NUMBER);
  const bits = high * 256 + low;
  const end = NUMBER + 2 + Math.ceil(bits / 8);
  const fits = RSA.has(algorithm) ? end === length : NUMBERED.has(algorithm) && end < length;
  return fits && bits >= LEAST_BITS && bits <= MOST_BITS;
}

/** Checks version, cipher, derivation and length of a session key for a passphrase (5.3). */
function isForPhrase([version, cipher = 0, derivation = 0, hash = 0]: Uint8Array, length: number): boolean {
  const more = length - 2 - (DERIVATIONS[derivation] ?? length);
  const isDerived = derivation === ARGON2 || (hash >= 1 && hash <= LAST_HASH);
  return version === 4 && cipher >= 1 && cipher <= LAST_CIPHER && isDerived && more >= 0 && more <= MOST_KEY;
}

/** Whether bytes begin like an encrypted OpenPGP message: to keys, or with a passphrase. */
export function isOpenPgpMessage(head: Uint8Array): boolean {
  const [tag = 0] = head;
  const { octets, length } = lengthOf(tag, head);
  const body = head.subarray(1 + octets);
  if (KEY_PACKETS.has(tag)) return isForKey(body, length);
  return PHRASE_PACKETS.has(tag) && isForPhrase(body, length);
}

/** The object identifier of PKCS #7 without its last number (RFC 2315, 14). */
const PKCS7 = Buffer.from('2a864886f70d0107', 'hex');
const NEAR = 48;

/** Whether the version of a PKCS #12 store is followed by its contents: SNMP packets begin with the same number. */
export function isPkcs12(head: Uint8Array): boolean {
  return Buffer.from(head.buffer, head.byteOffset, Math.min(NEAR, head.byteLength)).includes(PKCS7);
}

/** Whether the text header of an Android backup names a cipher. */
export function isSealedBackup(head: Uint8Array): boolean {
  return /^ANDROID BACKUP\n\d{1,2}\n[01]\nAES-256\n/.test(Buffer.from(head.subarray(0, NEAR)).toString('latin1'));
}
