/** Whether what is put for a key of TLS is words in base64, as samples have them: a key is PEM there, or DER. */
export function isSampleOfKey(name: string, value: string): boolean {
  if (!/(?:^|[^A-Za-z])(?:tls|ca|server|client)\.key$/.test(name)) return false;
  const text = Buffer.from(value, 'base64').toString('latin1');
  return /^[\t\n\r\x20-\x7e]+$/.test(text) && !text.includes('-----BEGIN');
}
