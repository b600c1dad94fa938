/** Final words of credential names, as in a line of a text that repeats them. */
const CREDENTIAL_WORD = /pass|pwd|secret|token|key|auth|cred|psw|pword|bearer|jwt/gi;
/** Shorter values contain only a few of them. */
const LEAST_LENGTH = 64;
/** Random base64 text contains this many by chance once in 10^16. */
const MOST_WORDS = 8;

/**
 * Whether a value contains so many credential names that it is a list of them, or assignments without separators. Each of them has the rest
 * for its value, so this is checked before anything else: no character is then part of more than a few judged values.
 */
export function namesMany(value: string): boolean {
  if (value.length < LEAST_LENGTH) return false;
  CREDENTIAL_WORD.lastIndex = 0;
  let count = 0;
  while (count < MOST_WORDS && CREDENTIAL_WORD.test(value)) count++;
  return count === MOST_WORDS;
}
