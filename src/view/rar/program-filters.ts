import { crc32 } from 'node:zlib';
import { memoryAccess } from '../random-access.ts';
import { BitStream } from './bit-stream.ts';
import { BadRarData } from './code-table.ts';
import type { Filter, FilteredOutput } from './filters.ts';

/** Flags in the description of a filter. */
const HAS_NUMBER = 0x80;
const IS_FAR = 0x40;
const HAS_LENGTH = 0x20;
const HAS_REGISTERS = 0x10;
const REGISTERS = 7;
const FAR = 258;
const MOST = 1024;
const LONGEST_PROGRAM = 0x10000;

/** The programs that RAR itself writes, by their length and CRC-32: in RAR 3 and 4 a filter comes as a program that reverses it. */
const PROGRAMS: Readonly<Record<string, Filter['kind']>> = {
  '53:ad576887': 'e8',
  '57:3cd7e57e': 'e8e9',
  '29:e06077d': 'delta',
};

interface Program {
  readonly kind: Filter['kind'] | undefined;
  length: number;
}

/** A number of 4, 8, 16 or 32 bits, depending on two bits before it. */
function readNumber(bits: BitStream): number {
  const size = bits.read(2);
  if (size === 0) return bits.read(4);
  if (size >= 2) return bits.readLong(size === 2 ? 16 : 32);
  const byte = bits.read(8);
  // Below 16 the number is negative, and its low bits follow.
  return byte >= 16 ? byte : (0xffffff00 | (byte << 4) | bits.read(4)) >>> 0;
}

function readProgram(bits: BitStream): Filter['kind'] | undefined {
  const size = readNumber(bits);
  if (size === 0 || size > LONGEST_PROGRAM) throw new BadRarData();
  const code = Buffer.from(Array.from({ length: size }, () => bits.read(8)));
  return PROGRAMS[`${size}:${crc32(code).toString(16)}`];
}

/** The filters of a member, or of a solid sequence of members. */
export class ProgramFilters {
  #programs: Program[] = [];
  #last = 0;

  /** Removes all filters. */
  reset(): void {
    this.#programs = [];
    this.#last = 0;
  }

  /**
   * Reads the description of a filter and adds it to the output. A filter that is not one of RAR's own programs is skipped: its bytes stay
   * as they were packed, which is reported. Throws {@link BadRarData}, `OutOfBits`.
   *
   * @param byte gives the next byte of the description
   * @param unpacked number of bytes before the symbol with the description
   */
  read(byte: () => number, unpacked: number, output: FilteredOutput): void {
    const flags = byte();
    let size = (flags & 7) + 1;
    if (size === 7) size = byte() + 7;
    else if (size === 8) size = byte() * 0x100 + byte();
    const said = Buffer.from(Array.from({ length: size }, byte));
    this.#add(flags, new BitStream(memoryAccess(said), { start: 0, end: size }), { unpacked, output });
  }

  #add(flags: number, bits: BitStream, to: { readonly unpacked: number; readonly output: FilteredOutput }): void {
    const index = this.#indexOf(flags, bits);
    const start = to.unpacked + readNumber(bits) + (flags & IS_FAR ? FAR : 0);
    const length = flags & HAS_LENGTH ? readNumber(bits) : (this.#programs[index]?.length ?? 0);
    const [channels = 0] = flags & HAS_REGISTERS ? readRegisters(bits) : [];
    const program = this.#programs[index] ?? { kind: readProgram(bits), length };
    program.length = length;
    this.#programs[index] = program;
    if (program.kind === undefined) {
      to.output.isPartly = true;
      return;
    }
    if (program.kind === 'delta' && (channels === 0 || channels > length)) throw new BadRarData();
    to.output.add({ kind: program.kind, start, length, channels, wraps: false });
  }

  #indexOf(flags: number, bits: BitStream): number {
    if (flags & HAS_NUMBER) {
      const number = readNumber(bits);
      if (number === 0) this.reset();
      this.#last = Math.max(0, number - 1);
    }
    if (this.#last > this.#programs.length || this.#last > MOST) throw new BadRarData();
    return this.#last;
  }
}

function readRegisters(bits: BitStream): number[] {
  const mask = bits.read(REGISTERS);
  return Array.from({ length: REGISTERS }, (_, index) => (mask & (1 << index) ? readNumber(bits) : 0));
}
