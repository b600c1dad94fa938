import type { Kind, Place } from '../place.ts';

/** Longer ones are ciphertexts. */
const LONGEST_SALT = 172;

/** `master key is …`, `API key: …`: a preceding word says that the key gives access. */
const OPENS =
  /\b(?:master|api|access|admin|auth|app|licen[sc]e|account|encryption|decryption|shared|secret|private|session|subscription|storage) $/i;

/** Hexadecimal after a bare `key`, or in a call that decodes it: known-answer tests of ciphers. */
function isCipherData({ named: { name }, value, before, between }: Place): boolean {
  if (value.length > LONGEST_SALT && /salt$/i.test(name)) return true;
  return (
    /^[0-9a-f]{16,}$/i.test(value) &&
    ((/^_*keys?\d*$/i.test(name) && !OPENS.test(before)) ||
      /(?:hex|decode)\w*\($/i.test(between.replace(/["'b]+$/, '')))
  );
}

/** OpenPGP key ids and fingerprints: `--recv-keys …`, `signing key …`. */
function isFingerprint({ named: { name, syntax }, value, before }: Place): boolean {
  if (/^(?:[0-9a-f]{2}:){7,}[0-9a-f]{2}$/i.test(value)) return /keys?$/i.test(name) && !/priv|secret/i.test(name);
  // `[user] signingkey = 18F3…`: the key that Git signs with.
  if (/(?:^|[._])signing_?key$/i.test(name) && /^(?:0x)?(?:[0-9A-F]{8}|[0-9A-F]{16}|[0-9A-F]{40})!?$/.test(value))
    return true;
  if (
    !/keys?$/i.test(name) ||
    !/^(?:0x)?(?:[0-9a-f]{8}|[0-9a-f]{16}|[0-9a-f]{40})(?:[!+]|(?:,[0-9a-f]{16,40}){1,8})?$/i.test(value)
  )
    return false;
  return (
    (syntax === 'prose' && !OPENS.test(before)) ||
    /(?:recv|search|send|refresh|signature)-keys?$|(?:release|maintain)\w{0,12}keys?$|(?:^|[^a-z])(?:apt|repo|repository)[-_](?:\w{1,24}[-_])?keys?$|(?:^|[^a-z])(?:gpg|pgp)[-_.]?keys?$/i.test(
      name,
    ) ||
    /\b(?:gpg|pgp|gnupg|openpgp)\b/i.test(before)
  );
}

/** One check for each meaning of hexadecimal after a word for a key, when nothing says what the key opens. */
export const BARE_KEY_KINDS: readonly Kind[] = [
  ['a salt, or the data of a cipher test', isCipherData],
  ['the fingerprint of a public key', isFingerprint],
];
