/** What of a value can be read in an output, by whoever knows its encodings. */

/** This many characters in a row tell something of a value. */
export const PIECE = 6;

const hex = (digits: string): string => Buffer.from(digits, 'hex').toString();

/** What may be read in an output. */
function* readings(out: Buffer, depth = 0): Generator<string> {
  const text = out.toString();
  yield text;
  yield Array.from(text).toReversed().join('');
  yield text.replaceAll('\0', '');
  yield text
    .replace(/%([\da-f]{2})|\\x([\da-f]{2})|\\u00([\da-f]{2})/gi, (_, a?: string, b?: string, c?: string) =>
      Buffer.from(a ?? b ?? c ?? '', 'hex').toString('latin1'),
    )
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
  for (const [run] of depth > 2 ? [] : text.matchAll(/[\w+/-]{8,}/g)) {
    for (let from = 0; from < 4; from++) yield* readings(Buffer.from(run.slice(from), 'base64'), depth + 1);
    for (let from = 0; from < 2; from++) yield hex(run.slice(from));
  }
}

/** A piece of a value that can be read in an output. */
export function pieceIn(out: Buffer, value: string): string | undefined {
  const pieces = Array.from({ length: value.length - PIECE + 1 }, (_, at) => value.slice(at, at + PIECE));
  for (const text of readings(out)) {
    const piece = pieces.find((one) => text.includes(one));
    if (piece !== undefined) return piece;
  }
  return undefined;
}
