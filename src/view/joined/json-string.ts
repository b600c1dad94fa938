const [QUOTE, BACKSLASH] = [0x22, 0x5c] as const;

/** End of the JSON string whose inside begins at `at`: the position of its closing quote, -1 if it has none. */
export function stringEnd(bytes: Buffer, at: number): number {
  for (let end = bytes.indexOf(QUOTE, at); end >= 0; end = bytes.indexOf(QUOTE, end + 1)) {
    let first = end;
    while (first > at && bytes[first - 1] === BACKSLASH) first--;
    if ((end - first) % 2 === 0) return end;
  }
  return -1;
}
