import { isUtf8 } from 'node:buffer';

declare const raw: unique symbol;
/**
 * A path or name as stored by the file system: one character (U+0000 to U+00FF) per byte, `/` as separator. POSIX names
 * are bytes and need not be UTF-8; as text, such a name would be damaged and its file lost.
 */
export type RawPath = string & { readonly [raw]: true };

/** Takes bytes as a path. */
export function rawFromBytes(bytes: Uint8Array): RawPath {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1') as RawPath;
}

/** Text as a path in UTF-8. Lone surrogates U+DC80 to U+DCFF stand for the bytes 0x80 to 0xFF, as in Python's PEP 383. */
export function rawFromText(text: string): RawPath {
  if (isAscii(text)) return text as RawPath;
  const parts = text.split(/([\uDC80-\uDCFF])/u);
  const bytes = parts.map((part, i) => (i % 2 ? Buffer.of(part.charCodeAt(0) & 0xff) : Buffer.from(part, 'utf8')));
  return rawFromBytes(Buffer.concat(bytes));
}

/** Bytes as text that {@link rawFromText} converts back to the same bytes. */
export function textFromBytes(bytes: Uint8Array): string {
  return textFromRaw(rawFromBytes(bytes));
}

/** The same for a path. */
export function textFromRaw(path: RawPath): string {
  return decode(path, (byte) => String.fromCharCode(0xdc00 | byte));
}

/** The path for reports: bytes that are not UTF-8 as `\xNN`, everything else unchanged. */
export function displayPath(path: RawPath): string {
  return decode(path, (byte) => `\\x${byte.toString(16).toUpperCase()}`);
}

/** The path in the form that Node's file functions take. */
export function nativePath(path: RawPath): string | Buffer {
  return isAscii(path) ? path : Buffer.from(path, 'latin1');
}

/** The path as text, or undefined if it is not UTF-8. */
export function textPath(path: RawPath): string | undefined {
  if (isAscii(path)) return path;
  const bytes = Buffer.from(path, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
}

/** `name` inside `folder`; an empty folder gives only the name. */
export function joinPath<Path extends string>(folder: Path, name: Path): Path {
  return (folder === '' || folder.endsWith('/') ? folder + name : `${folder}/${name}`) as Path;
}

/** True for the folder itself and everything below it. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** The steps from `folder` down to `path`, which is within it; empty for the folder itself. */
export function stepsBelow(folder: RawPath, path: RawPath): RawPath[] {
  return path
    .slice(folder.length)
    .split('/')
    .filter((step) => step !== '') as RawPath[];
}

/** The folder that contains `path`. */
export function parentPath(path: RawPath): RawPath {
  const slash = path.lastIndexOf('/');
  return (slash > 0 ? path.slice(0, slash) : '/') as RawPath;
}

function isAscii(text: string): boolean {
  return !/[^\x00-\x7F]/.test(text);
}

/** Decodes UTF-8, passing each byte outside a well-formed sequence through `escape`. */
function decode(path: RawPath, escape: (byte: number) => string): string {
  if (isAscii(path)) return path;
  const bytes = Buffer.from(path, 'latin1');
  if (isUtf8(bytes)) return bytes.toString('utf8');
  let text = '';
  for (let i = 0; i < bytes.length;) {
    const length = sequenceLength(bytes, i);
    text += length > 0 ? bytes.toString('utf8', i, i + length) : escape(bytes[i] ?? 0);
    i += Math.max(1, length);
  }
  return text;
}

function sequenceLength(bytes: Buffer, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length++) {
    if (isUtf8(bytes.subarray(at, at + length))) return length;
  }
  return 0;
}
