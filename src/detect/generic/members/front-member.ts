import type { Member } from './member.ts';

/** Maximum text read before a name. */
export const LONGEST_FRONT = 150;
/** A preceding value, with other members between: `{"value": "…", "label": "x", "type": "`. */
const FIRST =
  /(?<word>value|val|data|content|raw|text|plain)["'`\\]{0,4}\s?(?<operator>=>|[:=])\s?(?<quote>\\{0,3}["'`]?)(?<value>[^\s"'`<>{}()[\],;\\]{12,110})\k<quote>(?<between>[^<>{}()[\]]{0,90})$/i;
/** The next item of a list, another paragraph, another statement. */
const ENDS = /\n\s*-\s|\n\s*\n|[;.]\s/;
type Part = 'word' | 'operator' | 'quote' | 'value' | 'between';
/** A key up to and including its last word. */
const KEY_END = /[\w.-]{0,40}$/;

/** The column of a member that begins its line; undefined if others precede it. */
export function columnOf(front: string, at: number): number | undefined {
  const head = front.slice(0, at);
  const line = head.slice(head.lastIndexOf('\n') + 1);
  // The text read is only part of a long line.
  if (line.length === head.length && front.length === LONGEST_FRONT) return undefined;
  const lead = /^[ \t]*(?:- )?/.exec(line)?.[0].length ?? 0;
  return /^["'`:]?$/.test(line.slice(lead)) ? lead : undefined;
}

/** The member before the one that names the object; offsets in `front` are relative to `base`. */
export function memberInFront(front: string, at: number, base: number): Member[] {
  const match = FIRST.exec(front.slice(0, at));
  if (match?.groups === undefined) return [];
  const { word, operator, quote, value, between } = match.groups as Record<Part, string>;
  const keyEnd = match.index + word.length;
  const path = KEY_END.exec(front.slice(0, keyEnd))?.[0] ?? word;
  const keyStart = keyEnd - path.length;
  if (ENDS.test(between) || (between.includes('\n') && columnOf(front, keyStart) !== columnOf(front, at))) return [];
  const end = match.index + match[0].length - between.length - quote.length;
  const [start, place] = [base + end - value.length, { keyStart: base + keyStart, keyEnd: base + keyEnd }];
  return [{ start, end: base + end, quote, operator, path, ...place }];
}
