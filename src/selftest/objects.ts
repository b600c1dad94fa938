/** A pickle of protocol 0 (pickletools.py of Python): a dictionary with a text whose first half is written in escapes. */
export function pickleOf(text: string): Buffer {
  const half = text.length >> 1;
  const escapes = Array.from({ length: half }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`);
  const rest = text.slice(half).replaceAll('\\', '\\u005c');
  return Buffer.from(`(dp0\nVnote\np1\nV${escapes.join('')}${rest}\np2\ns.`, 'latin1');
}

/** Header of a NumPy array, padded to a multiple of 64. */
const [HEAD, ALIGNED] = [10, 64] as const;
const WIDE = 4;

/** A NumPy array (numpy.lib.format) with two texts, whose characters have four bytes. */
export function arrayOf(text: string): Buffer {
  const size = Math.max(text.length, 1);
  const described = `{'descr': '<U${size}', 'fortran_order': False, 'shape': (2,), }`;
  const header = described.padEnd(Math.ceil((HEAD + described.length + 1) / ALIGNED) * ALIGNED - HEAD - 1);
  const cells = Buffer.alloc(2 * size * WIDE);
  for (let at = 0; at < text.length; at++) cells.writeUInt32LE(text.charCodeAt(at), (size + at) * WIDE);
  const length = Buffer.alloc(2);
  length.writeUInt16LE(header.length + 1);
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\0', 'latin1'), length, Buffer.from(`${header}\n`), cells]);
}
