import { entropy } from '../entropy.ts';
import { isCountedUp } from '../placeholder.ts';
import type { Validator } from '../rule.ts';
import { isSiteKey } from '../site-key.ts';
import { IS_UUID } from '../uuid.ts';
import { shapeOf, wordScore } from '../wordlike.ts';

/** Whole words that make the value next to a provider's name a credential: not `author`, `keychain`, `accessibility`. */
const LABEL =
  /(?:key|Key|KEY|token|Token|TOKEN|secret|Secret|SECRET|private|Private|PRIVATE|access|Access|ACCESS|auth|Auth|AUTH|pat|PAT|pwd|PWD|[pP]ass(?:w(?:or)?d)?|PASS(?:W(?:OR)?D)?|[cC]red(?:ential)?|CRED(?:ENTIAL)?|[bB]earer|BEARER|[bB]asic|[wW]ebhook|WEBHOOK|[aA]uthorization|AUTHORIZATION)[sS]?(?![a-z])/;
/** Words that make it something else: a digest, a version, a request id. */
const OTHER =
  /hash|sha-?\d|md5|digest|commit|checksum|integrity|fingerprint|etag|version|revision|\brev?f?\b|cache|chunk|nonce|public|publishable|site[-_ ]?key|(?:page|next|previous|sync)_?token|node_modules|\bh1:|\b(?:ids?|at)["'\s:=]*$|key_?id["'\s:=]*$|secrets?_manager["',\s]*$|<\/?bucket>|\}\s*,\s*\{|\b(?:sample|example|dummy)[-_]$/i;
/** Things whose identifiers occur next to a provider's name. */
const IDENTIFIER =
  /(?:trace|span|request|session|build|run|job|event|message|image|team|thread|asset|release|campaign|measurement|tracking|property|correlation|tenant|client|account)[-_ ]?(?:id|uuid)\b/i;
/** The name of a file, as in lists of files with their digests. */
const FILE =
  /\.(?:[cm]?[jt]sx?|json|map|css|html?|mdx?|py[cio]?|go|rs|rb|php|java|class|jar|kt|swift|cs|cpp|[ch]|sh|ya?ml|toml|lock|txt|log|png|jpe?g|gif|svg|webp|woff2?|t?gz|zip|whl)\b/i;
/**
 * Just an operator, as in `wandb = '…'` and `wandb_api: …`, or a call as in `new Wandb("…")`, `wandb.Client('…')` and
 * `require('wandb')('…')`.
 */
const ASSIGNED = [
  /^(?:[_-]?api)?[ \t]*["'\])]{0,2}[ \t]*(?::?=>?|:)[ \t]*["'`]?$/i,
  /^(?:[\w.]{0,24}(?:Api|API|Client|Sdk|SDK)|(?:[ \t]*=[ \t]*require\(["'][\w@/.-]+)?["']\))?\([ \t]*["'`]$/,
];
/** Only blanks, as in a list of accounts. */
const BLANKS = /^[ \t]+$/;
/** A label with its operator, directly before the value. */
const LED_BY_LABEL = /(?:key|token|secret|password|pat)["'\])]{0,2}[ \t]*(?::?=>?|:|[ \t])[ \t]*["'`]?$/i;

/** A sign within a password, after its beginning: the value would only be its end. */
const WITHIN_VALUE =
  /(?:key|token|secret|pass(?:w(?:or)?d)?)["']?[=:]["'`]?[A-Za-z0-9][^\s"'`=:&;,/\\()[\]{}<>]{0,40}[!%^*~#+?@$]$/i;

/** Strings between name and value: words of a list. */
const LIST = /["'],[ \t]*["'].*["'],[ \t]*["']/;

/** Lower-case identifiers with a version number in them score higher. */
const MOST_WORDLIKE = 0.6;

/** Public by design: publishable keys of Stripe, Clerk, Mapbox and PostHog, ids of AWS public keys, addresses of Ethereum and ICAP. */
const PUBLIC = /^(?:pk[._]|pub[-_]|public[-_]|phc_)|^APKA[0-9A-Z]{16}$|^0x[0-9a-f]{40}$|^XE\d{2}[0-9A-Z]{30,31}$/i;

/** `Pbkdf2Params`: the name of a type, words in upper camel case, one followed by a number. */
const TYPE_NAME = /^(?:[A-Z][a-z]{2,}\d{0,3}){2,}$/;

/** Hosts and files. */
const END_OF_NAME =
  /\.(?:com|io|org|net|dev|test|js|ts|py|json|ya?ml|txt|asc|sig|pem|crt|md|html?|xml|csv|pdf|png|svg|zip|t?gz)$/i;

/** `authPhase1Key`: a variable, words in lower camel case that end in a credential word. */
const VARIABLE_NAME = /^[a-z]{2,}\d?(?:[A-Z][a-z]{2,}\d?)*(?:Key|Token|Secret|Password)s?$/;

const HEX = /^[0-9a-f]+$/i;

/**
 * A token of unknown shape next to its provider's name (group `bridge`: the text between). Rejects what no label or operator makes a
 * credential, and what is not random enough given how little the context says.
 */
export const PROVIDER_TOKEN: Validator = {
  knowsRuns: true,
  check({ secret, groups, text }) {
    const bridge = groups['bridge'] ?? '';
    if (namesOther(bridge, text) || WITHIN_VALUE.test(bridge)) return 'reject';
    if (isNoCredential(secret, bridge)) return 'reject';
    const isLabelled = LABEL.test(bridge);
    if (!isLabelled && !isNamed(secret, bridge)) return 'reject';
    if (isCountedUp(secret) && !(isLabelled && isMade(secret, bridge))) return 'reject';
    return isToken(secret.replace(/=+$/, ''), bridge) ? 'unknown' : 'reject';
  },
};

/** A digest, an identifier, a file, a search-only key. */
function namesOther(bridge: string, text: string): boolean {
  if (/^algolia/i.test(text) && /search/i.test(bridge)) return true;
  return OTHER.test(bridge) || IDENTIFIER.test(bridge) || FILE.test(bridge);
}

/** A public value, a type, a name within another (`class ShopLoginView(LoginView)`), the commit of a dependency (`owner/action@`). */
function isNoCredential(secret: string, bridge: string): boolean {
  if (PUBLIC.test(secret) || TYPE_NAME.test(secret) || VARIABLE_NAME.test(secret)) return true;
  if (bridge.includes(secret)) return true;
  if (isSiteKey(secret, bridge)) return true;
  // `\u003Ehttps`: an escape, whose rest would be the value.
  if (bridge.endsWith('\\') && /^u00[0-9a-f]{2}/i.test(secret)) return true;
  return /\/[\w.-]{1,80}@$/.test(bridge) && HEX.test(secret);
}

function isAssigned(bridge: string): boolean {
  return ASSIGNED.some((form) => form.test(bridge));
}

/** There is no label, but the value's name is the provider's name alone. A digest often follows a bare name. */
function isNamed(secret: string, bridge: string): boolean {
  return isAssigned(bridge) || (BLANKS.test(bridge) && !HEX.test(secret) && /^[0-9A-Za-z]{24,64}$/.test(secret));
}

/** Made of a token's characters, though in sequence: digits and letters, or hexadecimal, on the line of the name. */
function isMade(text: string, bridge: string): boolean {
  return !/[\r\n]/.test(bridge) && (HEX.test(text) || (/\d/.test(text) && /[A-Za-z]/.test(text)));
}

/** Without a label that says what it is, a token must be longer. */
function isToken(text: string, bridge: string): boolean {
  const isBare = isAssigned(bridge) || BLANKS.test(bridge);
  if (IS_UUID.test(text)) return !isBare;
  const least = isBare ? 20 : 10;
  if (text.length < least || END_OF_NAME.test(text)) return false;
  if (text.length < 16) return isShortToken(text, bridge);
  if (HEX.test(text)) return /[a-f]/i.test(text) && entropy(text) >= 2.4;
  return isMixed(text) || isLetters(text);
}

/** Letters and digits that are mostly in random parts, with or without dots. */
function isMixed(text: string): boolean {
  return /\d/.test(text) && /[A-Za-z]/.test(text) && isRandom(text);
}

function isRandom(text: string): boolean {
  const { random } = shapeOf(text);
  return random >= 10 && random >= text.length * 0.5 && entropy(text) >= 2.8 && wordScore(text) < MOST_WORDLIKE;
}

/**
 * Ten to fifteen characters: letters and digits well mixed, not a word followed by a number. Directly after its label one change from
 * letters to digits is enough.
 */
function isShortToken(text: string, bridge: string): boolean {
  if (LIST.test(bridge) || !/^[0-9A-Za-z]+$/.test(text) || shapeOf(text).words > 0) return false;
  const turns = text.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])/g)?.length ?? 0;
  const least = LED_BY_LABEL.test(bridge) && !isCountedUp(text) ? 1 : 2;
  return turns >= least && entropy(text) >= 2.8;
}

/** Random letters without a digit. */
function isLetters(text: string): boolean {
  return /^[A-Za-z]{20,}$/.test(text) && entropy(text) >= 3.6 && wordScore(text) < 0;
}
