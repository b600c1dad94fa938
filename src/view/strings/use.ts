import { hasTarMagic } from '../archive/tar-header.ts';

/** How a format uses the lengths before its strings: a string may name the next one, none does, or there are no lengths. */
export type StringUse = 'pairs' | 'constants' | 'none';

/** Formats by their first 4 bytes, as a number; those not listed use pairs. */
const USES: ReadonlyMap<number, StringUse> = new Map<number, StringUse>([
  // Constants in an unrelated order: Java classes, DEX, Lua, Erlang.
  ...[0xcafebabe, 0x6465780a, 0x1b4c7561, 0x464f5231].map((magic) => [magic, 'constants'] as const),
  // NUL-terminated strings, or strings without separators: ELF, Mach-O, WebAssembly, LLVM, gettext catalogues.
  ...[
    0x7f454c46, 0xcffaedfe, 0xcefaedfe, 0xfeedface, 0xfeedfacf, 0x0061736d, 0x4243c0de, 0xdec01704, 0xde120495,
    0x950412de,
  ].map((magic) => [magic, 'none'] as const),
  // Pixels, outlines and packed data: PNG, JPEG, GIF, TIFF, ICO, WOFF, WOFF 2, TrueType, OpenType, zip, gzip, zstd, xz.
  ...[
    0x89504e47, 0xffd8ffe0, 0xffd8ffe1, 0xffd8ffdb, 0x47494638, 0x49492a00, 0x00000100, 0x774f4646, 0x774f4632,
    0x00010000, 0x4f54544f, 0x504b0304, 0x1f8b0808, 0x1f8b0800, 0x28b52ffd, 0xfd377a58,
  ].map((magic) => [magic, 'none'] as const),
]);
/** `MZ`, the start of Windows programs, and the end of the magic number of a Python module. */
const [MZ, PYTHON] = [0x4d5a, 0x0d0a] as const;

/** How a file uses strings, judging by its first bytes. */
export function stringUseOf(head: Buffer): StringUse {
  if (head.length < 64) return 'pairs';
  const [front, behind] = [head.readUInt16BE(0), head.readUInt16BE(2)];
  if (front === MZ || hasTarMagic(head)) return 'none';
  // Its version number comes first, low byte first.
  if (behind === PYTHON && (front & 0xff) < 0x20) return 'constants';
  return USES.get(front * 0x10000 + behind) ?? 'pairs';
}
