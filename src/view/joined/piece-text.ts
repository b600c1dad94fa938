/** What a terminal or program writes, after the stream number of a Kubernetes frame. */
const TEXT = /^[\0-\x04]?[\t\r\n\b\x1b\x20-\x7e\x80-\xff]+$/;
const HIGH = /[\x80-\xff]/g;

/** Whether bytes, given as Latin-1, are mostly ASCII text. */
export function isTextPiece(text: string): boolean {
  return TEXT.test(text) && (text.match(HIGH)?.length ?? 0) * 4 <= text.length;
}
