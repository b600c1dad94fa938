const LF = 10;

/** Where the line ends that goes on at `from`: its line feed; -1 where none stands in the next `most` characters. */
export function lineEnd(text: string, from: number, most: number): number {
  const limit = Math.min(text.length, from + most);
  for (let at = from; at < limit; at++) if (text.charCodeAt(at) === LF) return at;
  return -1;
}

/** Blanks and escaped line breaks behind a word with a digit. */
const LINE_END = /^(?=\D{0,400}\d)(?<word>\S{4,400}?)(?:\\{1,4}[nrt]|[ \t]){1,8}$/;

/**
 * Where the word ends that a quoted text from `start` to `end` is, without what ends its line there: blanks, `\n`. Such values were
 * typed, or read out of a file. The end itself of any other text.
 */
export function wordOfLine(text: string, start: number, end: number): number {
  const last = text.charCodeAt(end - 1);
  if (last !== 32 && last !== 9 && text.charCodeAt(end - 2) !== 92) return end;
  const word = LINE_END.exec(text.slice(start, end))?.groups?.['word'];
  return word === undefined ? end : start + word.length;
}
