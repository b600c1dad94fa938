/** Whether the value of a TLS key is base64 of words, as in samples: a real key is PEM or DER. */
export function isSampleOfKey(name: string, value: string): boolean {
  if (!/(?:^|[^A-Za-z])(?:tls|ca|server|client)\.key$/.test(name)) return false;
  const text = Buffer.from(value, 'base64').toString('latin1');
  return /^[\t\n\r\x20-\x7e]+$/.test(text) && !text.includes('-----BEGIN');
}
