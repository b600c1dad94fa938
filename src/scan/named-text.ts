import type { Detection, Detector, TextOrigin } from '../detect/detector.ts';
import { nameKind } from '../detect/generic/name.ts';
import type { Span } from '../types.ts';

/** Longer texts are not a single value. */
const LONGEST = 600;
const ONE_WORD = /^\s{0,8}(?<value>[^\s"'<>{}]{4,512})\s{0,8}$/;
const USER_AND_PASSWORD = /^[\w.@+-]{1,80}\r?\n(?<value>[^\s"'<>{}]{4,128})\s{0,8}$/;
/** Extensions that say nothing about a file's content. */
const ENDING = /\.(?:txt|text|secret|bak|old|orig)$/i;

/**
 * The value that makes up a whole text, alone or below its user's name: the content of files named after their secret,
 * such as `master.key`, `.vault_pass`, `/run/secrets/db_password`.
 */
export function soleValue(bytes: Buffer): SoleValue | undefined {
  if (bytes.length > LONGEST) return undefined;
  const text = bytes.toString('latin1');
  const word = ONE_WORD.exec(text);
  const value = (word ?? USER_AND_PASSWORD.exec(text))?.groups?.['value'];
  if (value === undefined) return undefined;
  const start = text.lastIndexOf(value);
  return { start, end: start + value.length, isBelowUser: word === null };
}

/** Position of a value that makes up a whole text, except for a user's name above it. */
export interface SoleValue extends Span {
  readonly isBelowUser: boolean;
}

/** Files in which a user's name precedes the value. */
const LOGIN = /passwd|auth|cred|login|user/i;
const USER = /^[\w.@+-]{1,80}:(?=[^/])/;

function behindUser(bytes: Buffer, sole: SoleValue): SoleValue {
  const user = USER.exec(bytes.toString('latin1', sole.start, sole.end))?.[0].length ?? 0;
  return user === 0 ? sole : { start: sole.start + user, end: sole.end, isBelowUser: true };
}

/** Detects a text that is a single value by the name of its file, as if that name were assigned the value. */
export function detectByName(detector: Detector, bytes: Buffer, origin: TextOrigin | undefined): readonly Detection[] {
  if (origin?.file === undefined || bytes.length > LONGEST) return [];
  // Few texts are a single value, so the name is checked last.
  const sole = soleValue(bytes);
  if (sole === undefined) return [];
  const name = origin.file.replace(/^.*\/\.*/s, '').replace(ENDING, '');
  if (!/^[\w.-]{1,60}$/.test(name) || nameKind(name) === 'none') return [];
  const value = LOGIN.test(name) ? behindUser(bytes, sole) : sole;
  const front = Buffer.from(`${value.isBelowUser ? 'password' : name}=`);
  const by = value.start - front.length;
  return detector
    .detectWhole(Buffer.concat([front, bytes.subarray(value.start, value.end)]), origin)
    .filter(({ start }) => start >= front.length)
    .map((detection) => ({ ...detection, start: detection.start + by, end: detection.end + by }));
}
