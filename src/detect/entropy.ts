/** Shannon entropy of the text's characters, in bits per character; 0 for the empty text. */
export function entropy(text: string): number {
  const counts = countsIn(text) ?? characterCounts(text);
  let bits = 0;
  for (const count of counts) {
    const share = count / text.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}

/** The count of each distinct character, in order of first occurrence; undefined if one is beyond latin1. */
function countsIn(text: string): readonly number[] | undefined {
  const places = new Uint16Array(256);
  const counts: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 255) return undefined;
    const place = places[code] ?? 0;
    if (place === 0) places[code] = counts.push(1);
    else counts[place - 1] = (counts[place - 1] ?? 0) + 1;
  }
  return counts;
}

function characterCounts(text: string): readonly number[] {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  return [...counts.values()];
}
