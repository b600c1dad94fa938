/** The first bytes of a private key as OpenSSH stores it (PROTOCOL.key in its sources). */
export const OPENSSH_MAGIC = 'openssh-key-v1\0';

/** Facts about an unencrypted key. */
interface OpenSshKey {
  readonly isWhole: boolean;
  /** Bytes, as far as the text goes. */
  readonly length: number;
}

/** Cipher, key derivation and its options, count of keys, public and private part; all but the count are preceded by their length. */
const FIELDS = ['cipher', 'kdf', 'options', 'count', 'public'] as const;
const COUNT = 4;
/** Minimum bytes of a truncated private part: fewer hold only check numbers and the public half. */
const LEAST_PRIVATE = 100;

/** NaN beyond the end of the text, for which every comparison is false. */
function numberAt(text: string, at: number): number {
  let number = 0;
  for (let i = 0; i < COUNT; i++) number = number * 256 + text.charCodeAt(at + i);
  return number;
}

/**
 * Reads a key that begins with {@link OPENSSH_MAGIC}.
 *
 * @param text latin1, one character for each byte
 * @returns undefined for a key under a passphrase, and if the private part is missing
 */
export function opensshKey(text: string): OpenSshKey | undefined {
  let at = OPENSSH_MAGIC.length;
  for (const field of FIELDS) {
    const start = at + COUNT;
    at = field === 'count' ? start : start + numberAt(text, at);
    if (field === 'cipher' && text.slice(start, at) !== 'none') return undefined;
  }
  const start = at + COUNT;
  const end = start + numberAt(text, at);
  if (end <= text.length) return { isWhole: true, length: end };
  return text.length - start >= LEAST_PRIVATE ? { isWhole: false, length: text.length } : undefined;
}
