const LF = 10;

/** Where the line ends that goes on at `from`: its line feed; -1 where none stands in the next `most` characters. */
export function lineEnd(text: string, from: number, most: number): number {
  const limit = Math.min(text.length, from + most);
  for (let at = from; at < limit; at++) if (text.charCodeAt(at) === LF) return at;
  return -1;
}
