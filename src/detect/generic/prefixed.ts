import { shapeOf } from '../wordlike.ts';

/** Words, each followed by a separator, and a generated part: letters and digits without signs. */
const PREFIXED = /^(?<word>[a-z][a-z\d]{2,15})(?:[-_.][a-z\d]{1,12}){0,3}[-_.](?<drawn>[A-Za-z\d]{20,128})$/;
/** Words that occur in the name of any credential, and prefixes of object names. */
const OF_NAMES =
  /^(?:access|api|app|auth|bearer|build|cache|client|commit|cred|credential|default|file|hash|image|key|md5|pass|password|release|request|secret|session|sha\d*|token|user|version)$/;
/** In letters and digits that do not read as words. */
const LEAST_DRAWN = 16;

/**
 * Whether a value is a token that carries its issuer's name, which also occurs in the name it is assigned to: `ACME_TOKEN=acme_live_…`.
 * Most other values that repeat their name say nothing else.
 */
export function isPrefixedToken(name: string, value: string): boolean {
  const { word = '', drawn = '' } = PREFIXED.exec(value)?.groups ?? {};
  if (word === '' || OF_NAMES.test(word) || !name.toLowerCase().includes(word)) return false;
  return /\d/.test(drawn) && /[A-Za-z]/.test(drawn) && shapeOf(drawn).random >= LEAST_DRAWN;
}
