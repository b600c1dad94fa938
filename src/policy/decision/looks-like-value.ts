/** If a secret's name begins with the address of a store, the store chooses ids at random. */
const STORES = /^(?:op:\/\/|vault:|arn:aws:|\/run\/secrets\/)/;
const LONGEST_NAME = 24;

/** Whether a text that should be the name of a secret is more likely the secret itself. */
export function looksLikeValue(ref: string): boolean {
  if (STORES.test(ref)) return false;
  // A variable's name consists of words; a key of upper-case letters and digits does not.
  if (/^[A-Z][A-Z0-9_]*$/.test(ref)) return ref.split('_').some((word) => isRandom(word));
  const rest = ref.replace(/^[a-z][a-z0-9-]*:/, '');
  return rest.split(/[/.]/).some((part) => part.split(/[-_]/).some((word) => isRandom(word)) || part.length > 64);
}

/** A word of letters alone may be long; one with digits among the letters may not. */
function isRandom(word: string): boolean {
  if (word.length > LONGEST_NAME) return true;
  if (word.length < 10) return false;
  const changes = word.match(/\d(?=[A-Za-z])|[A-Za-z](?=\d)|[a-z](?=[A-Z])/g)?.length ?? 0;
  return changes > 2 || (word.length >= 16 && !/[aeiouyAEIOUY]/.test(word));
}
