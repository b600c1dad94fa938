const HEX = /^(?:0x)?(?<digits>(?:[0-9a-f]{2}){3,200}|(?:[0-9A-F]{2}){3,200})$/;
const BASE64 = /^[0-9A-Za-z+/_-]{6,400}={0,2}$/;
const PLAIN = /^[\x20-\x7e]+[\r\n]{0,2}$/;

/** The text that a value encodes in hexadecimal or base64, without its last line break; undefined if it encodes none. */
export function textOfDigits(value: string): string | undefined {
  const digits = HEX.exec(value)?.groups?.['digits'];
  const text = digits === undefined ? undefined : Buffer.from(digits, 'hex').toString('latin1');
  if (text !== undefined && PLAIN.test(text)) return text.trimEnd();
  if (!BASE64.test(value)) return undefined;
  const decoded = Buffer.from(value, 'base64').toString('latin1');
  return PLAIN.test(decoded) ? decoded.trimEnd() : undefined;
}
