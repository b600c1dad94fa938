import { isChosenWord } from '../chosen.ts';
import { isGenerated } from '../generated.ts';
import { shapeOf } from '../wordlike.ts';
import { isHarmlessName, kindOfWords, type NameKind, OTHER_THINGS, wordsOf } from './name.ts';

/** Maximum number of words after the credential word. */
const MOST_BEHIND = 3;
/** Words after it that indicate an id, a digest, a public half, something encrypted, a time. */
const OTHER_BEHIND = new Set(
  `uuid guid aaguid oid pid sid uid jti kid sub aud iss x y n sum crc sig enc cipher ciphertext encrypted cert certs certificate csr der pem jwk jwks link links slug
  ticket sequence seq block kms fp fpr payload sealed vault time date at address node object instance request response body content group tag tags handle signer
  signed md sha crypt crypted bcrypt argon scrypt pbkdf ntlm`.split(/\s+/),
);

/** Words of {@link OTHER_THINGS} after which a generated value is still the credential. */
const OF_CREDENTIAL = new Set(
  'env envvar var variable param params parameter field header headers service services provider config option arg argument text input output'.split(
    ' ',
  ),
);

/** `2pass_quantizer`, `pass_encoder`: an iteration; `htpasswd-d`: a file of hashes. */
const OTHER_FRONT = new Set(['pass', 'htpasswd']);

function isOther(word: string): boolean {
  return OTHER_BEHIND.has(word) || (OTHER_THINGS.has(word) && !OF_CREDENTIAL.has(word));
}

/** The owner of the password, which rules out an iteration: `root_pass_replica`. */
const HAS_PASS =
  /^(?:root|db|database|user|admin|mysql|postgres|pg|sql|redis|mongo|ldap|smtp|imap|mail|ftp|sftp|ssh|sudo|bind)$/;

/** The kind that the words in front indicate; playbooks of Ansible use names like `vault_github` for encrypted content. */
function kindOfFront(name: string, front: readonly string[]): NameKind {
  if (front.length === 1 && name.startsWith('vault_')) return 'token';
  const isOtherFront = OTHER_FRONT.has(front.at(-1) ?? '') && !HAS_PASS.test(front.at(-2) ?? '');
  return isOtherFront ? 'none' : kindOfWords(front);
}

/** The kind of a name whose credential word is not the last word: `TOKEN_GITHUB`, `password_root`, `secret_in_use`. */
export function qualifiedKind(name: string): NameKind {
  const words = wordsOf(name);
  // `api_key_primary` is the first of two, `primary_key` is not a credential.
  const told = words.at(-1) === 'primary' ? words.slice(0, -1) : words;
  if (words.length < 2 || isHarmlessName(name, told)) return 'none';
  for (let behind = 1; behind <= MOST_BEHIND && behind < words.length; behind++) {
    if (isOther(words.at(-behind) ?? '')) return 'none';
    const front = words.slice(0, -behind);
    const kind = kindOfFront(name, front);
    if (kind !== 'none') return kind === 'key' ? 'none' : kind;
  }
  return 'none';
}

/** Minimum length of a generated value: of letters of both cases and digits, of lower-case letters and digits, of hexadecimal digits. */
const LEAST = { mixed: 16, small: 24, hex: 32 } as const;
/** Longer ones are data. */
const MOST_HEX = 128;
/** A digest with its algorithm, a UUID, a blockchain address. */
const NAMED = /^(?:sha\d+|md5)[:=-]|^0x|^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;
const ALPHABET = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** Owners of hexadecimal ids: `token.user`. */
const HAS_ID = /(?:user|project|domain|tenant|org|organi[sz]ation|owner|team|workspace)$/i;

/** Letters with digits, including capitals or signs. */
const OF_KINDS = /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z!@#$%^&*?+])[!-~]{8,64}$/;

/** The properties of a named value that are checked against its name. */
export interface NamedValue {
  readonly name: string;
  readonly kind: NameKind;
  readonly operator: string;
  /** The name itself is quoted or bracketed. */
  readonly closed: boolean;
  /** Words after the credential word say what it is for: see {@link qualifiedKind}. */
  readonly isQualified?: boolean | undefined;
}

/**
 * Whether a value may be a credential, given its name. If words follow the credential word, the value must be generated or in the form of a
 * chosen password, and not an id of what is named.
 */
export function fitsName(value: string, { name, kind, operator, closed, isQualified }: NamedValue): boolean {
  if (isQualified !== true) return true;
  // `(NAME, "…")`: the argument after a variable; `tokensWith("…")`: the argument of a call.
  if ((operator === ',' && !closed) || operator === '(') return false;
  if (HAS_ID.test(name) && /^[\da-f]+$/i.test(value)) return false;
  return isDrawn(value) || (kind === 'password' && (isChosenWord(value) || OF_KINDS.test(value)));
}

/** Whether such a value is only ever generated, so that its name need not end in the credential word. */
export function isDrawn(value: string): boolean {
  if (NAMED.test(value)) return false;
  if (isGenerated(value)) return true;
  if (!ALPHABET.test(value) || !/\d/.test(value) || !/[A-Za-z]/.test(value)) return false;
  if (/^[\da-f]+$/i.test(value)) return value.length >= LEAST.hex && value.length <= MOST_HEX;
  const least = /[a-z]/.test(value) && /[A-Z]/.test(value) ? LEAST.mixed : LEAST.small;
  return value.length >= least && shapeOf(value).random * 4 >= value.length * 3;
}
