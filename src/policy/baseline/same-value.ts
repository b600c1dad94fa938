import { createHash } from 'node:crypto';
import type { Secret } from '../../secret.ts';

/** Minimum length: shorter texts occur inside others by chance. */
const TELLING = 12;

/**
 * SHA-1 of the forms in which detect-secrets may have hashed a value: its patterns without a group include what
 * precedes it (`AccountKey=`, a quote, a blank).
 */
export function hashedForms(secret: Secret): string[] {
  const value = secret.reveal();
  return ['', 'AccountKey=', '=', ':', '"', ' '].map((before) => sha1(before + value));
}

/** SHA-1 of the value after a text that is not secret; 40 lower-case hex digits. A secret with few bits is not safe behind it. */
export function sha1Of(secret: Secret, before: string): string {
  return sha1(before + secret.reveal());
}

/** SHA-1 of a text that is not secret. */
export function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

/** Which of these texts a line contains. */
export function heldBy(line: Secret, texts: readonly string[]): string | undefined {
  const text = line.reveal();
  return texts.find((one) => text.includes(one));
}

/** Which of these public prefixes a value has. */
export function prefixOf(secret: Secret, prefixes: readonly string[]): string | undefined {
  const value = secret.reveal();
  return prefixes.find((one) => value.startsWith(one));
}

/**
 * Whether two values are the same: equal except for white space, or one is the larger part of a credential that another
 * rule cut differently.
 */
export function isSameValue(a: Secret, b: Secret): boolean {
  const [one, other] = [plain(a.reveal()), plain(b.reveal())];
  if (one === other) return true;
  const [shorter, longer] = one.length < other.length ? [one, other] : [other, one];
  return shorter.length >= TELLING && longer.includes(shorter);
}

/** Without line breaks, plain or escaped, and blanks. */
function plain(text: string): string {
  return text.replace(/\\[nrt]|\s/g, '');
}
