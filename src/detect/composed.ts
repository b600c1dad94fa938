/** Lower-case and capital letters, digits and signs: everything that password policies ask for. */
const COMPOSED = /^(?=.*[a-z]{2})(?=.*[A-Z])(?=.*\d)(?=.*[!@#$%^&*?+])[A-Za-z][\w!@#$%^&*?+.-]{7,23}$/;
/** An address, or a placeholder of a format string. */
const NOT_COMPOSED = /@[\w-]+\.[a-z]|%[a-z\d.-]*[sdvxq]/;
/** Whether a text has capital and lower-case letters, digits and signs, even if its words are common in samples. */
export function isComposed(text: string): boolean {
  return COMPOSED.test(text) && !NOT_COMPOSED.test(text);
}
