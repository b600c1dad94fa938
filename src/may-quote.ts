/** Maximum length of a quoted text. */
export const MAX_QUOTED = 40;

/** Whether a text is short, consists of the characters of names and versions, and has no run of characters that looks like a token. */
export function mayQuote(text: string): boolean {
  if (text.length > MAX_QUOTED || !/^[\w .:/*<@+-]*$/.test(text) || CREDENTIALS.test(text)) return false;
  const runs = text.split(/[^A-Za-z0-9]+/);
  return !runs.some(looksRandom) && !MIXED.test(runs.join(''));
}

/** `user:password@`, with any address after it. */
const CREDENTIALS = /:.*@/;

/** Changes of letter case that do not occur in words. */
const MIXED = /[a-z][A-Z]{2}|[A-Z]{4}[a-z]|[a-z][A-Z][a-z][A-Z]/;

/** A date, as in the names of models. */
const DAY = /^20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/;

/** A long run, or a medium one that mixes digits or letter cases as no word does. */
function looksRandom(run: string): boolean {
  if (run.length > 24) return true;
  if (run.length > 4 && /[A-Za-z]\d+[A-Za-z]|^\d+[A-Za-z]/.test(run)) return true;
  if (run.length < 8 || DAY.test(run)) return false;
  return (/\d/.test(run) && /[A-Za-z]/.test(run)) || /^\d+$/.test(run) || MIXED.test(run) || /^[A-Z]{16}/.test(run);
}

/** The id of a rule or the like, for a message; only its length if it may be something pasted by mistake. */
export function shownId(id: string): string {
  return mayQuote(id) ? id : `(an id of ${id.length} characters)`;
}
