/** Small and capital letters, digits and signs: all that a rule for passwords asks for. */
const COMPOSED = /^(?=.*[a-z]{2})(?=.*[A-Z])(?=.*\d)(?=.*[!@#$%^&*?+])[A-Za-z][\w!@#$%^&*?+.-]{7,23}$/;
/** An address, a place of a format. */
const NOT_COMPOSED = /@[\w-]+\.[a-z]|%[a-z\d.-]*[sdvxq]/;
/** Words that samples are put together of. */
const OF_SAMPLES = /pass|pwd|secret|admin|user|test|demo|root|welcome/i;

/** Whether a text has capital and small letters, digits and signs at once, though its words may be those of samples. */
export function isComposed(text: string): boolean {
  return COMPOSED.test(text) && !NOT_COMPOSED.test(text);
}

/** Whether it has them, and the words of samples: what tests type where a password is asked for. */
export function isComposedOfSamples(text: string): boolean {
  return OF_SAMPLES.test(text) && isComposed(text);
}
