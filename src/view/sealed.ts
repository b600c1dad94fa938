/** First bytes of OpenPGP packets: session keys for a public key and for a passphrase, with lengths of the old form (RFC 9580, 4.2.2). */
const OLD_LENGTHS: Readonly<Record<number, number>> = { 0x84: 1, 0x85: 2, 0x8c: 1 };
const [KEY_PACKETS, PHRASE_PACKETS] = [new Set([0x84, 0x85, 0xc1]), new Set([0x8c, 0xc3])] as const;
/** Algorithms of public keys that encrypt: RSA, ElGamal, ECDH, X25519, X448 (9.1). */
const ENCRYPTING: ReadonlySet<number | undefined> = new Set([1, 2, 16, 18, 25, 26]);
/** Of the new form, a length that takes two octets begins with one from here on. */
const TWO_OCTETS = 192;
/** Behind the version and the id of the key (5.1.1). */
const KEY_ALGORITHM = 9;
const LAST_CIPHER = 13;
const MOST_S2K = 4;

/** Octets of the length behind the tag. */
function lengthOctets(tag: number, first: number): number {
  return OLD_LENGTHS[tag] ?? (first < TWO_OCTETS ? 1 : 2);
}

/** Version, cipher and derivation of a session key for a passphrase (5.3). */
function isForPhrase([version, cipher = 0, derivation = 0]: Uint8Array): boolean {
  return version === 4 && cipher >= 1 && cipher <= LAST_CIPHER && derivation <= MOST_S2K;
}

/** Whether bytes begin as an OpenPGP message that is encrypted: for keys, or under a passphrase. */
export function isOpenPgpMessage(head: Uint8Array): boolean {
  const [tag = 0, first = 0] = head;
  const body = head.subarray(1 + lengthOctets(tag, first));
  if (KEY_PACKETS.has(tag)) return body[0] === 3 && ENCRYPTING.has(body[KEY_ALGORITHM]);
  return PHRASE_PACKETS.has(tag) && isForPhrase(body);
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
