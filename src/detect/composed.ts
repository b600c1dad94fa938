/** Small and capital letters, digits and signs: all that a rule for passwords asks for. */
const COMPOSED = /^(?=.*[a-z]{2})(?=.*[A-Z])(?=.*\d)(?=.*[!@#$%^&*?+])[A-Za-z][\w!@#$%^&*?+.-]{7,23}$/;
/** An address, a place of a format. */
const NOT_COMPOSED = /@[\w-]+\.[a-z]|%[a-z\d.-]*[sdvxq]/;
/** Whether a text has capital and small letters, digits and signs at once, though its words may be those of samples. */
export function isComposed(text: string): boolean {
  return COMPOSED.test(text) && !NOT_COMPOSED.test(text);
}
