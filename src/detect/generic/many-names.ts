/** Words in which names of credentials end, those of one line of a text that repeats them. */
const CREDENTIAL_WORD = /pass|pwd|secret|token|key|auth|cred|psw|pword|bearer|jwt/gi;
/** Shorter values hold a few of them at most. */
const LEAST_LENGTH = 64;
/** A random text of base64 holds as many by chance once in 10^16. */
const MOST_WORDS = 8;

/**
 * Whether a value names so many credentials that it is a list of them, or assignments with nothing between. Each of them has the rest
 * for its value: that is told before anything else is asked, so that no character is part of more than a few values that are judged.
 */
export function namesMany(value: string): boolean {
  if (value.length < LEAST_LENGTH) return false;
  CREDENTIAL_WORD.lastIndex = 0;
  let count = 0;
  while (count < MOST_WORDS && CREDENTIAL_WORD.test(value)) count++;
  return count === MOST_WORDS;
}
