import { createHash } from 'node:crypto';
import type { Secret } from '../../secret.ts';

/** Shorter texts stand inside others by chance. */
const TELLING = 12;

/**
 * SHA-1 of the forms that detect-secrets may have hashed a value in: its patterns without a group take in what stands before
 * it (`AccountKey=`, a quote, a blank).
 */
export function hashedForms(secret: Secret): string[] {
  const value = secret.reveal();
  return ['', 'AccountKey=', '=', ':', '"', ' '].map((before) => sha1(before + value));
}

/** SHA-1 of the value, behind a text that is no secret; 40 lower hex digits. No secret of few bits is safe behind it. */
export function sha1Of(secret: Secret, before: string): string {
  return sha1(before + secret.reveal());
}

/** SHA-1 of a text that is no secret. */
export function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

/** Which of these texts a line holds. */
export function heldBy(line: Secret, texts: readonly string[]): string | undefined {
  const text = line.reveal();
  return texts.find((one) => text.includes(one));
}

/** Which of these public prefixes a value has. */
export function prefixOf(secret: Secret, prefixes: readonly string[]): string | undefined {
  const value = secret.reveal();
  return prefixes.find((one) => value.startsWith(one));
}

/** Whether two values are one: equal but for white space, or the larger part of a credential cut otherwise by another rule. */
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
