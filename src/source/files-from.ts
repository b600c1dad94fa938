import { textFromBytes } from './raw-path.ts';

/**
 * Reads a list of paths, separated by NUL if one stands in it, else by newlines (or CR LF, when every line ends so).
 * Names are kept as they are, empty lines are dropped, and so is a byte order mark; UTF-16 with one is understood,
 * because PowerShell writes it. A byte that is not UTF-8 becomes a lone surrogate that the file source takes back
 * as that byte.
 *
 * @returns names for the `files` of `fileSource`
 */
export function parseFileList(bytes: Uint8Array): string[] {
  const text = decodeList(bytes);
  if (text.includes('\0')) return text.split('\0').filter((name) => name !== '');
  const lines = text.split('\n').filter((line) => line !== '');
  const names = lines.every((line) => line.endsWith('\r')) ? lines.map((line) => line.slice(0, -1)) : lines;
  return names.filter((name) => name !== '');
}

function decodeList(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return textFromBytes(bytes).replace(/^\uFEFF/u, '');
}
