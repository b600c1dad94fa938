/** What a terminal or a program writes, behind the number of a stream: of frames of Kubernetes. */
const TEXT = /^[\0-\x04]?[\t\r\n\b\x1b\x20-\x7e\x80-\xff]+$/;
const HIGH = /[\x80-\xff]/g;

/** Whether bytes, as Latin-1, are text of which hardly anything is no ASCII. */
export function isTextPiece(text: string): boolean {
  return TEXT.test(text) && (text.match(HIGH)?.length ?? 0) * 4 <= text.length;
}
