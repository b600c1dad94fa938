/** Fingerprints in the form of `src/detect/fingerprint.ts`. */
const FORM = /^(?:k1|h1|c1):[0-9a-f]{32}$/;

/** Whether a text is a fingerprint; anything else may be a pasted value and must not be repeated. */
export function isFingerprint(text: string): boolean {
  return FORM.test(text);
}

/** Whether it identifies rule, file and surroundings instead of the value: another value in that place has the same fingerprint. */
export function namesPlaceAlone(fingerprint: string): boolean {
  return fingerprint.startsWith('c1:');
}
