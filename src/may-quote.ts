/** Longest text that is quoted. */
export const MAX_QUOTED = 40;

/** Whether a text is short, made of what names and versions are made of, and has no run of characters as tokens have them. */
export function mayQuote(text: string): boolean {
  if (text.length > MAX_QUOTED || !/^[\w .:/*<@+-]*$/.test(text) || CREDENTIALS.test(text)) return false;
  const runs = text.split(/[^A-Za-z0-9]+/);
  return !runs.some(looksRandom) && !MIXED.test(runs.join(''));
}

/** `user:password@`, with any address behind it. */
const CREDENTIALS = /:.*@/;

/** Letter cases that change as no word's do. */
const MIXED = /[a-z][A-Z]{2}|[A-Z]{4}[a-z]|[a-z][A-Z][a-z][A-Z]/;

/** A day, as names of models have it. */
const DAY = /^20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/;

/** A long run, or one of some length that mixes digits or cases as no word does. */
function looksRandom(run: string): boolean {
  if (run.length > 24) return true;
  if (run.length > 4 && /[A-Za-z]\d+[A-Za-z]|^\d+[A-Za-z]/.test(run)) return true;
  if (run.length < 8 || DAY.test(run)) return false;
  return (/\d/.test(run) && /[A-Za-z]/.test(run)) || /^\d+$/.test(run) || MIXED.test(run) || /^[A-Z]{16}/.test(run);
}

/** The id of a rule or the like, for a message; by its length where it may be something that was pasted in its place. */
export function shownId(id: string): string {
  return mayQuote(id) ? id : `(an id of ${id.length} characters)`;
}
