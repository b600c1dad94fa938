import { MAX_QUOTED, mayQuote } from '../may-quote.ts';

/**
 * A key or a choice from a packet, quoted for a message. A text that is long, unprintable or might be a pasted secret
 * is described only by its length.
 */
export function quoted(text: string): string {
  return mayQuote(text) ? `'${text}'` : `(a text of ${text.length} characters)`;
}

/** Two different texts, as {@link quoted} gives them; if both would be described by length, how far they are the same. */
export function quotedPair(one: string, other: string): readonly [string, string] {
  const [first, second] = [quoted(one), quoted(other)];
  if (first !== second) return [first, second];
  let same = 0;
  while (same < one.length && one[same] === other[same]) same++;
  return [first, `another (they differ from character ${same + 1} on)`];
}

/** A path as it may appear in a message: control characters are escaped, so that no name breaks a line or a terminal. */
export function printablePath(path: string): string {
  return path.replace(
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * The choice that was probably meant, if one is close: by edit distance of the whole, or of one word of it (`logs`
 * means `backend_log`).
 */
export function nearest(text: string, choices: readonly string[]): string | undefined {
  if (text.length > MAX_QUOTED) return undefined;
  const given = text.toLowerCase();
  let best: { readonly choice: string; readonly score: number } | undefined;
  for (const choice of choices) {
    const score = distance(given, choice.toLowerCase());
    if (best === undefined || score < best.score) best = { choice, score };
  }
  return best !== undefined && best.score < Infinity ? best.choice : undefined;
}

function distance(given: string, choice: string): number {
  const whole = editDistance(given, choice);
  const near = whole <= Math.max(1, Math.floor(Math.max(given.length, choice.length) / 3)) ? whole : Infinity;
  const words = choice.split(/[_-]/);
  if (words.length < 2) return near;
  const byWord = Math.min(...words.map((word) => editDistance(given, word)));
  return byWord <= Math.floor(given.length / 4) ? Math.min(near, byWord + 0.5) : near;
}

/** Minimum number of characters to insert, delete, replace or swap with their neighbour. */
function editDistance(a: string, b: string): number {
  let older: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const replaced = (previous[j - 1] ?? 0) + (same ? 0 : 1);
      const moved = swapped ? (older[j - 2] ?? 0) + 1 : Infinity;
      current.push(Math.min(replaced, moved, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    older = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}
