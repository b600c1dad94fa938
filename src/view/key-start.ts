/** Magic of OpenSSH's private key format (PROTOCOL.key in its sources). */
const OPENSSH = Buffer.from('openssh-key-v1\0', 'latin1');
/** `0` is the tag of a SEQUENCE in DER (X.690), `o` the first letter of OpenSSH's magic. */
const [SEQUENCE, LETTER] = [0x30, 0x6f] as const;
const LONG_FORM = 0x80;
/** Tags after the version in keys of PKCS #1, PKCS #8 and SEC 1. */
const BEHIND_VERSION: ReadonlySet<number | undefined> = new Set([0x02, 0x30, 0x04]);

/** First two bytes of such keys: with long-form lengths; of Ed25519, X25519, Ed448 and P-256; of OpenSSH. */
export const STARTS_OF_KEYS: readonly number[] = [0x3082, 0x3081, 0x302e, 0x3047, 0x3077, 0x6f70];

/** Whether bytes begin like a private key without armour; a few dozen bytes suffice. */
export function isKeyStart(bytes: Uint8Array): boolean {
  if (bytes[0] === LETTER) return OPENSSH.every((byte, index) => bytes[index] === byte);
  if (bytes[0] !== SEQUENCE) return false;
  const first = bytes[1] ?? 0;
  const at = first < LONG_FORM ? 2 : 2 + (first & 0x7f);
  const [tag, length, version, next] = bytes.subarray(at, at + 4);
  return tag === 0x02 && length === 1 && (version === 0 || version === 1) && BEHIND_VERSION.has(next);
}
