/** A chunk's header: its length less three, a three-bit signature, and whether it is compressed ([MS-OVBA] 2.4.1.1.5). */
const CHUNK_HEAD = 2;
const SIGNATURE = 3;
const COMPRESSED = 0x8000;
const PLAIN_CHUNK = 4096;
/** The source text of a module begins with its attributes; what precedes it is compiled code. */
const SOURCE = Buffer.from('\0Attribut', 'latin1');
/** Signature and chunk header before the first flags. */
const IN_FRONT = 3;

/** Copies the bytes that a token refers to, in a chunk that began at `start` ([MS-OVBA] 2.4.1.3.19); false if there are no such bytes. */
function copy(token: number, into: number[], start: number): boolean {
  const bits = Math.max(4, Math.ceil(Math.log2(into.length - start)));
  const distance = (token >> (16 - bits)) + 1;
  if (distance > into.length - start) return false;
  for (let left = (token & (0xffff >> bits)) + 3; left > 0; left--) into.push(into[into.length - distance] ?? 0);
  return into.length - start <= PLAIN_CHUNK;
}

/** Unpacks the tokens of a compressed chunk ([MS-OVBA] 2.4.1.3.5); false if they are broken. */
function unpackChunk(chunk: Buffer, into: number[]): boolean {
  const start = into.length;
  for (let at = 0; at < chunk.length;) {
    const flags = chunk[at++] ?? 0;
    for (let bit = 0; bit < 8 && at < chunk.length; bit++) {
      const isToken = ((flags >> bit) & 1) === 1;
      if (!isToken) into.push(chunk[at] ?? 0);
      else if (at + 2 > chunk.length || !copy(chunk.readUInt16LE(at), into, start)) return false;
      at += isToken ? 2 : 1;
    }
  }
  return true;
}

function unpack(bytes: Buffer, from: number): Buffer {
  const into: number[] = [];
  for (let at = from; at + CHUNK_HEAD <= bytes.length;) {
    const header = bytes.readUInt16LE(at);
    if (((header >> 12) & 7) !== SIGNATURE) break;
    const end = at + (header & 0xfff) + 3;
    const data = bytes.subarray(at + CHUNK_HEAD, end);
    if ((header & COMPRESSED) === 0) for (const byte of data) into.push(byte);
    else if (!unpackChunk(data, into)) break;
    at = end;
  }
  return Buffer.from(into);
}

/** The source text of a Visual Basic for Applications module in its stream; undefined if the stream is not a module. */
export function vbaSource(stream: Buffer): Buffer | undefined {
  const found = stream.indexOf(SOURCE);
  if (found < IN_FRONT || stream[found - IN_FRONT] !== 1) return undefined;
  return unpack(stream, found - CHUNK_HEAD);
}
