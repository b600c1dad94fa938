/** Fingerprints as `src/detect/fingerprint.ts` writes them. */
const FORM = /^(?:k1|h1|c1):[0-9a-f]{32}$/;

/** Whether a text is a fingerprint; anything else may be a pasted value and must not be repeated. */
export function isFingerprint(text: string): boolean {
  return FORM.test(text);
}

/** Whether it names rule, file and surroundings and not the value: another value in that place has the same one. */
export function namesPlaceAlone(fingerprint: string): boolean {
  return fingerprint.startsWith('c1:');
}
