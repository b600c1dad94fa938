const LF = 10;

/** Offset of the line feed that ends the line at `from`; -1 if there is none in the next `most` characters. */
export function lineEnd(text: string, from: number, most: number): number {
  const limit = Math.min(text.length, from + most);
  for (let at = from; at < limit; at++) if (text.charCodeAt(at) === LF) return at;
  return -1;
}

/** Blanks and escaped line breaks after a word with a digit. */
const LINE_END = /^(?=\D{0,400}\d)(?<word>\S{4,400}?)(?:\\{1,4}[nrt]|[ \t]){1,8}$/;

/**
 * The end of the word in the quoted text from `start` to `end`, without the trailing line end: blanks, `\n`. Such values were typed, or
 * read from a file. For any other text, its own end.
 */
export function wordOfLine(text: string, start: number, end: number): number {
  const last = text.charCodeAt(end - 1);
  if (last !== 32 && last !== 9 && text.charCodeAt(end - 2) !== 92) return end;
  const word = LINE_END.exec(text.slice(start, end))?.groups?.['word'];
  return word === undefined ? end : start + word.length;
}
