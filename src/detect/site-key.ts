const SITE_KEY = /^6L[\w-]{38}$/;

/**
 * Whether a value is a captcha's (reCAPTCHA) site key, which is public in the page; after a word for a secret it is the server's key.
 *
 * @param naming - the name of the value, or the text between it and the provider's name
 */
export function isSiteKey(value: string, naming: string): boolean {
  return SITE_KEY.test(value) && !/secret|private/i.test(naming);
}
