/** First bytes of OpenPGP packets: session keys for a public key and for a passphrase, with lengths of the old form (RFC 9580, 4.2.2). */
const OLD_LENGTHS: Readonly<Record<number, number>> = { 0x84: 1, 0x85: 2, 0x8c: 1 };
const [KEY_PACKETS, PHRASE_PACKETS] = [new Set([0x84, 0x85, 0xc1]), new Set([0x8c, 0xc3])] as const;
/** Algorithms of public keys that encrypt (9.1): RSA, whose one number fills the packet, those with more behind it, and X25519 and X448. */
const [RSA, NUMBERED, BARE] = [new Set([1, 2]), new Set([16, 18]), new Set([25, 26])] as const;
/** Of the new form, a length that takes two octets begins with one from here on. */
const TWO_OCTETS = 192;
/** Behind the version and the id of the key (5.1.1), and the first number behind it. */
const [KEY_ALGORITHM, NUMBER] = [9, 10] as const;
const [LEAST_BITS, MOST_BITS] = [200, 16_384] as const;
const LAST_CIPHER = 13;
/** Octets of a string-to-key specifier by its type: simple, salted, iterated, and Argon2, which names no hash (3.7.1). */
const DERIVATIONS: Readonly<Record<number, number>> = { 0: 2, 1: 10, 3: 11, 4: 20 };
const ARGON2 = 4;
const LAST_HASH = 14;
/** Of a session key that stands behind the specifier: its cipher and 256 bits, with room for more. */
const MOST_KEY = 64;

/** The length of a packet, and the octets behind the tag that say it. */
function lengthOf(
  tag: number,
  [, first = 0, second = 0]: Uint8Array,
): { readonly octets: number; readonly length: number } {
  const octets = OLD_LENGTHS[tag] ?? (first < TWO_OCTETS ? 1 : 2);
  if (octets === 1) return { octets, length: first };
  const isNew = OLD_LENGTHS[tag] === undefined;
  return { octets, length: isNew ? (first - TWO_OCTETS) * 256 + second + TWO_OCTETS : first * 256 + second };
}

/** Version, algorithm and length of a session key for a public key (5.1), with the number that begins it. */
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

/** Version, cipher, derivation and length of a session key for a passphrase (5.3). */
function isForPhrase([version, cipher = 0, derivation = 0, hash = 0]: Uint8Array, length: number): boolean {
  const more = length - 2 - (DERIVATIONS[derivation] ?? length);
  const isDerived = derivation === ARGON2 || (hash >= 1 && hash <= LAST_HASH);
  return version === 4 && cipher >= 1 && cipher <= LAST_CIPHER && isDerived && more >= 0 && more <= MOST_KEY;
}

/** Whether bytes begin as an OpenPGP message that is encrypted: for keys, or under a passphrase. */
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

/** Whether the contents of a PKCS #12 store follow its version: the same number stands at the start of packets of SNMP. */
export function isPkcs12(head: Uint8Array): boolean {
  return Buffer.from(head.buffer, head.byteOffset, Math.min(NEAR, head.byteLength)).includes(PKCS7);
}

/** Whether the header of an Android backup, which is text, names a cipher. */
export function isSealedBackup(head: Uint8Array): boolean {
  return /^ANDROID BACKUP\n\d{1,2}\n[01]\nAES-256\n/.test(Buffer.from(head.subarray(0, NEAR)).toString('latin1'));
}
