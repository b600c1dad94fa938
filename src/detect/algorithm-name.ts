/** Names of algorithms, modes and paddings, and the words that join them. */
const ALGORITHM_WORD =
  /PBKDF\d|PBES\d|PKCS\d{0,2}(?:v1_?5)?|HKDF|KDF|scrypt|bcrypt|argon2(?:id|i|d)?|HMAC|CMAC|GMAC|SHA(?:ke)?[\d_]{0,4}|A(?:128|192|256)(?=KW|GCM|CBC)|MD[245]|RIPEMD|AES|Twofish|Serpent|Camellia|CAST\d|ARIA|SM4|Salsa20|DES(?:EDE\d?)?|EDE\d|ChaCha20|Poly1305|Blowfish|RC[24]|RSA|OAEP|MGF\d|PSS|ECDH|ECDSA|EdDSA|Ed25519|X25519|DSA|[CE]CB|GCM|CBC|CTR|CCM|CFB|OFB|SIV|ES|KW|HS|RS|PS|None|No|Padding|with|and|\d{1,4}|[-_/+.()]/gi;
const ALGORITHM_CORE =
  /PBKDF|PBES|HKDF|scrypt|bcrypt|argon2|HMAC|SHA|MD5|AES|DES|RSA|Twofish|Serpent|Camellia|ChaCha|ECD/i;
const LEAST_ALGORITHM = 6;

/** Whether a text names an encryption, hash or signature algorithm: `"PBKDF2WithHMAC-SHA256AndAES256-CBC"`, `'Argon2id'`, `HS256`. */
export function isAlgorithmName(value: string): boolean {
  return (
    /^[HREP]S(?:256|384|512)$/.test(value) ||
    /^eap-(?:mschapv2|md5|tls|ttls|peap|gtc|sim|aka|fast)$/i.test(value) ||
    (value.length >= LEAST_ALGORITHM && ALGORITHM_CORE.test(value) && value.replace(ALGORITHM_WORD, '').length === 0)
  );
}
