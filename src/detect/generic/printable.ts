/** Bytes on each side of a value that must be text. */
const AROUND = 40;
/** A stray byte of an older encoding is forgiven. */
const FORGIVEN = 2;

/** Whether a value stands in text: compressed data and programs hold every short word by chance. Text is latin1, one character a byte. */
export function isTextAround(text: string, start: number, end: number): boolean {
  const last = Math.min(text.length, end + AROUND);
  let odd = 0;
  for (let at = Math.max(0, start - AROUND); at < last; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x80) {
      const more = continuations(text, at, code);
      if (more > 0) at += more;
      else if (at > start - AROUND + 2) odd++;
    } else if (isControl(code)) odd++;
  }
  return odd <= FORGIVEN;
}

/** Neither NUL, which ends strings, nor ESC, which colours them, nor white space and separators. */
function isControl(code: number): boolean {
  return (code > 0 && code < 9) || (code > 13 && code < 27) || code === 127;
}

/** Bytes that follow the first one of a UTF-8 sequence, 0 where it is none. */
function continuations(text: string, at: number, lead: number): number {
  const more = lead >= 0xf0 && lead < 0xf5 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc2 ? 1 : 0;
  if (lead >= 0xf5) return 0;
  for (let next = 1; next <= more && at + next < text.length; next++) {
    if ((text.charCodeAt(at + next) & 0xc0) !== 0x80) return 0;
  }
  return more;
}
