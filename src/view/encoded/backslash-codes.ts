/** Values of the characters after a backslash. */
function simpleEscapes(pairs: Readonly<Record<string, number>>): Int16Array {
  const table = new Int16Array(256).fill(-1);
  for (const [letter, code] of Object.entries(pairs)) table[letter.charCodeAt(0)] = code;
  return table;
}

/** RFC 8259, section 7. */
export const JSON_SIMPLE: Readonly<Int16Array> = simpleEscapes({
  '"': 0x22,
  '\\': 0x5c,
  '/': 0x2f,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
});
/** ISO C 6.4.4.4, and `\e` of compilers and shells. */
export const C_SIMPLE: Readonly<Int16Array> = simpleEscapes({
  '"': 0x22,
  "'": 0x27,
  '\\': 0x5c,
  '?': 0x3f,
  '/': 0x2f,
  a: 7,
  b: 8,
  e: 27,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
});
