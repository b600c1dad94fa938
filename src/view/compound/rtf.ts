/** Initial contents of the dictionary ([MS-OXRTFCP] 2.1.3.1.1). */
const DICTIONARY =
  String.raw`{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0` +
  '\r\n' +
  String.raw`\par \pard\plain\f0\fs20\b\i\u\tab\tx`;
const SIZE = 4096;
const HEADER = 16;
const COMPRESSED = 0x75465a4c;
const PLAIN = 0x414c454d;

/** The body of an Outlook message stored as compressed RTF ([MS-OXRTFCP] 3.1.3.2); undefined if the bytes are something else. */
export function unpackRtf(bytes: Buffer): Buffer | undefined {
  if (bytes.length < HEADER) return undefined;
  const type = bytes.readUInt32LE(8);
  if (type === PLAIN) return bytes.subarray(HEADER);
  return type === COMPRESSED ? unpack(bytes.subarray(HEADER)) : undefined;
}

function unpack(bytes: Buffer): Buffer {
  const dictionary = Buffer.alloc(SIZE);
  let write = dictionary.write(DICTIONARY, 'latin1');
  const output: number[] = [];
  const put = (byte: number): void => {
    output.push(byte);
    dictionary[write] = byte;
    write = (write + 1) % SIZE;
  };
  for (let at = 0; at < bytes.length;) {
    const control = bytes[at++] ?? 0;
    for (let bit = 0; bit < 8 && at < bytes.length; bit++) {
      if (((control >> bit) & 1) === 0) {
        put(bytes[at++] ?? 0);
        continue;
      }
      const token = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
      at += 2;
      const from = token >> 4;
      // The end is a reference to the position that is written next.
      if (from === write) return Buffer.from(output);
      for (let index = 0; index < (token & 15) + 2; index++) put(dictionary[(from + index) % SIZE] ?? 0);
    }
  }
  return Buffer.from(output);
}
