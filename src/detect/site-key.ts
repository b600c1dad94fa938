const SITE_KEY = /^6L[\w-]{38}$/;

/**
 * Whether a value is the key of a captcha (reCAPTCHA) by which a page asks, for all to read; behind a word for a secret it is the one by which
 * the server does.
 *
 * @param naming - the name of the value, or what stands between it and the provider's
 */
export function isSiteKey(value: string, naming: string): boolean {
  return SITE_KEY.test(value) && !/secret|private/i.test(naming);
}
