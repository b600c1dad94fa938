import { methodOf } from './methods.ts';

const NAME_BEFORE = 60;
const NAME_AFTER = 40;
const PAREN = 40;
const EXCLAMATION = 33;
/**
 * The start and end of the name that contains the credential word at `at`. It ends before a method that compares its value or types it into
 * a field.
 */
export function nameAround(text: string, at: number): [number, number] {
  let start = at;
  while (start > 0 && start > at - NAME_BEFORE && isNameCode(text.charCodeAt(start - 1))) start--;
  let end = at;
  while (end < text.length && end < at + NAME_AFTER && isNameCode(text.charCodeAt(end))) end++;
  while (end > at && isJoint(text.charCodeAt(end - 1))) end--;
  return [start, isCalled(text, end) ? end - (methodOf(text.slice(start, end))?.length ?? 0) : end];
}

/** A bracket, or an exclamation mark and a bracket (Ruby). */
function isCalled(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === PAREN || (code === EXCLAMATION && text.charCodeAt(at + 1) === PAREN);
}

/** The word before a bare `key` that says what it is for, as people write it: `API key`, `Access Key`. */
const FRONT_OF_KEY =
  /(?<![A-Za-z0-9_])(?:api|access|secret|auth|client|signing|encryption|master|app|application|account|service|subscription|license|licence|integration|admin|read|write|deploy|merchant|sdk|rest|storage) $|(?<![A-Za-z0-9_])(?:jwt|token|auth|encryption):$/i;
const LONGEST_FRONT = 13;

/** The start of the name that ends in a bare `key`, also as a path of .NET's settings (`Jwt:Key`); other names are complete. */
export function frontOfKey(text: string, nameStart: number, nameEnd: number): number {
  const length = nameEnd - nameStart;
  const front = text.charCodeAt(nameStart - 1);
  if ((front !== 32 && front !== 58) || length < 3 || length > 4) return nameStart;
  if (!/^keys?$/i.test(text.slice(nameStart, nameEnd))) return nameStart;
  const words = FRONT_OF_KEY.exec(text.slice(Math.max(0, nameStart - LONGEST_FRONT - 1), nameStart));
  return words === null ? nameStart : nameStart - words[0].length;
}

/** Letters, digits, underscores and the joints below. */
function isNameCode(code: number): boolean {
  return isAlphanumeric(code) || code === 95 || isJoint(code);
}

function isAlphanumeric(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);
}

/** Dot, dash, dollar. */
function isJoint(code: number): boolean {
  return code === 46 || code === 45 || code === 36;
}
