const [LINE, BLANK, COLON, EQUALS, SLASH] = [10, 32, 58, 61, 47] as const;
const LONGEST_USER = 70;
const LONGEST_WORD = 12;

/** Whether a user and a colon may follow the setting whose name contains the keyword at `at`: almost none has one. */
export function mayBeUserList(bytes: Uint8Array, at: number): boolean {
  let from = at;
  while (from < at + LONGEST_WORD && bytes[from] !== COLON && bytes[from] !== EQUALS) from++;
  let next = from + 1;
  while (next < from + LONGEST_USER && !endsUser(bytes[next] ?? LINE)) next++;
  const behind = bytes[next + 1] ?? LINE;
  return bytes[next] === COLON && behind > BLANK && behind !== SLASH;
}

function endsUser(byte: number): boolean {
  return byte === COLON || byte === LINE || byte === EQUALS || byte === SLASH;
}
