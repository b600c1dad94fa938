import { RarCoder } from '../compressed/ppmd/coder.ts';
import { BadPpmd, PpmdModel } from '../compressed/ppmd/model.ts';
import { modelWork } from '../compressed/ppmd/model-size.ts';
import type { BitStream } from './bit-stream.ts';
import { BadRarData, UnreadRarData } from './code-table.ts';

/** Flags of a block that is packed by prediction. */
const IS_NEW = 0x20;
const HAS_ESCAPE = 0x40;
const ORDER = 0x1f;
/** Orders above this one are encoded in steps of three. */
const LARGE_ORDER = 16;
const USUAL_ESCAPE = 2;
const MIB = 1024 * 1024;
/** Work charged for a block that continues with the previous model. */
const OLD_MODEL = 1024;
const LARGEST_MEMORY = 128;

/** Text packed by prediction: bytes, and an escape byte before anything else. */
export class Prediction {
  #model: PpmdModel | undefined;
  #coder: RarCoder | undefined;
  #escape = USUAL_ESCAPE;

  /** The byte that precedes commands. */
  get escape(): number {
    return this.#escape;
  }

  /** Discards the model. */
  reset(): void {
    this.#model = undefined;
    this.#escape = USUAL_ESCAPE;
  }

  /** Reads the header of a block; gives the work to be charged. Throws {@link BadRarData}, {@link UnreadRarData}, `OutOfBits`. */
  open(bits: BitStream): number {
    const flags = bits.read(8);
    const isNew = (flags & IS_NEW) !== 0;
    const memory = isNew ? bits.read(8) + 1 : 0;
    if ((flags & HAS_ESCAPE) !== 0) this.#escape = bits.read(8);
    this.#coder = new RarCoder(() => bits.read(8));
    if (!isNew) {
      if (this.#model === undefined) throw new BadRarData();
      return OLD_MODEL;
    }
    const told = (flags & ORDER) + 1;
    if (told === 1) throw new BadRarData();
    if (memory > LARGEST_MEMORY) throw new UnreadRarData(`a model of over ${LARGEST_MEMORY} MiB`);
    const order = told > LARGE_ORDER ? LARGE_ORDER + (told - LARGE_ORDER) * 3 : told;
    this.#model = new PpmdModel(order, memory * MIB);
    return modelWork(memory * MIB);
  }

  /** The next byte. Throws {@link BadRarData}, `OutOfBits`. */
  next(): number {
    try {
      const byte = this.#coder === undefined ? undefined : this.#model?.next(this.#coder);
      if (byte === undefined) throw new BadRarData();
      return byte;
    } catch (error) {
      throw error instanceof BadPpmd ? new BadRarData() : error;
    }
  }
}
