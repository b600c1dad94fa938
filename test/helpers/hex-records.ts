const hex = (bytes: readonly number[]): string => Buffer.from(bytes).toString('hex').toUpperCase();

/** A record of Motorola with an address of `width` bytes. */
function motorola(kind: number, width: number, address: number, data: Buffer): string {
  const place = Array.from({ length: width }, (_, index) => Math.floor(address / 256 ** (width - 1 - index)) & 0xff);
  const body = [width + data.length + 1, ...place, ...data];
  return `S${kind}${hex([...body, ~body.reduce((sum, byte) => sum + byte, 0) & 0xff])}\n`;
}

/** Records of Motorola S (SREC) of a text, 20 bytes each. @param kind of the records, 1 to 3 @param width bytes of an address */
export function motorolaOf(text: string | Buffer, kind: number, width: number): string {
  const bytes = Buffer.from(text as string);
  const lines = [motorola(0, 2, 0, Buffer.from('rom'))];
  for (let at = 0; at < bytes.length; at += 20)
    lines.push(motorola(kind, width, 300 + at, bytes.subarray(at, at + 20)));
  return `${lines.join('')}${motorola(9, 2, 0, Buffer.alloc(0))}`;
}
