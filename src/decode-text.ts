/**
 * The text of a file that a person or a tool wrote for watertight: UTF-8, or UTF-16 with a byte order mark, as PowerShell writes it when
 * output is redirected to a file. The mark is not part of the text.
 *
 * @throws TypeError for bytes that are neither
 */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const wide =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
  return new TextDecoder(wide ?? 'utf-8', { fatal: true }).decode(bytes);
}
