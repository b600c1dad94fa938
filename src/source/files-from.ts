import { textFromBytes } from './raw-path.ts';

/**
 * Reads a list of paths, separated by NUL if it contains one, otherwise by newlines (or CR LF, if every line ends with
 * it). Names are kept as they are; empty lines and a byte order mark are dropped. UTF-16 with a byte order mark is
 * understood, because PowerShell writes it. A byte that is not UTF-8 becomes a lone surrogate, which the file source
 * converts back to that byte.
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
