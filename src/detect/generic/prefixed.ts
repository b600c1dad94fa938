import { shapeOf } from '../wordlike.ts';

/** Words with a sign behind each, and what a machine drew: letters and digits without any sign. */
const PREFIXED = /^(?<word>[a-z][a-z\d]{2,15})(?:[-_.][a-z\d]{1,12}){0,3}[-_.](?<drawn>[A-Za-z\d]{20,128})$/;
/** What the name of any credential says, and what names of objects begin with. */
const OF_NAMES =
  /^(?:access|api|app|auth|bearer|build|cache|client|commit|cred|credential|default|file|hash|image|key|md5|pass|password|release|request|secret|session|sha\d*|token|user|version)$/;
/** In letters and digits that are no words. */
const LEAST_DRAWN = 16;

/**
 * Whether a value is a token that its issuer marks with its own name, which the name that it is assigned to has as well: `ACME_TOKEN=acme_live_…`.
 * Of most values that repeat their name, the name is all that they say.
 */
export function isPrefixedToken(name: string, value: string): boolean {
  const { word = '', drawn = '' } = PREFIXED.exec(value)?.groups ?? {};
  if (word === '' || OF_NAMES.test(word) || !name.toLowerCase().includes(word)) return false;
  return /\d/.test(drawn) && /[A-Za-z]/.test(drawn) && shapeOf(drawn).random >= LEAST_DRAWN;
}
