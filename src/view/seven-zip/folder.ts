import type { ByteReader } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { Meter, type ChunkSource, type Loss } from '../nested-blob.ts';
import { rangeReader, type RandomAccess } from '../random-access.ts';
import type { Folder } from './header.ts';
import { LARGEST_DICTIONARY } from '../compressed/lzma/lzma-source.ts';
import { dictionaryOf, isCompression, sourceOf, unreadable, workOf } from './methods.ts';

/** Memory for all coders of a folder together. */
const MOST_MEMORY = 2 * LARGEST_DICTIONARY;

/** Work charged for opening a coder whose output is the input of another one. */
const INNER = 16 * 1024;

const NOT_PAID: Loss = { reason: 'too-expanded', detail: 'unpacking it costs more than the budget allows' };

/** The first loss among all coders: the others are its consequences. */
interface Told {
  loss: Loss | undefined;
}

/** Output of one coder, for the next one. */
class CoderReader implements ByteReader {
  readonly #source: ChunkSource;
  readonly #told: Told;
  readonly #meter: Meter | undefined;
  readonly #budget: Budget;
  readonly #each: number;
  #chunk: Buffer = Buffer.alloc(0);
  #total = 0;
  #isOver = false;

  /** @param paid `meter` for data unpacked only as input of another coder; `budget` for the work of all coders */
  constructor(
    source: ChunkSource,
    told: Told,
    { meter, budget, each }: { readonly meter: Meter | undefined; readonly budget: Budget; readonly each: number },
  ) {
    this.#source = source;
    this.#told = told;
    this.#meter = meter;
    this.#budget = budget;
    this.#each = 1 + each;
  }

  async read(into: Uint8Array): Promise<number> {
    while (this.#chunk.length === 0 && !this.#isOver) {
      const chunk = await this.#source.next();
      if (chunk === undefined) this.#end(true);
      else this.#accept(chunk);
    }
    const given = this.#chunk.copy(into);
    this.#chunk = this.#chunk.subarray(given);
    return given;
  }

  #accept(chunk: Buffer): void {
    this.#total += chunk.length;
    if (this.#meter?.reach(this.#total) !== false && this.#budget.work(this.#each * chunk.length)) this.#chunk = chunk;
    else {
      this.#told.loss ??= NOT_PAID;
      this.#end(false);
    }
  }

  #end(ended: boolean): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#told.loss ??= this.#source.close(ended);
  }

  close(): undefined {
    this.#end(false);
    return undefined;
  }
}

/** The stream of a folder, whose coders are opened when its first bytes are read. */
class FolderSource implements ChunkSource {
  readonly #folder: Folder;
  readonly #access: RandomAccess;
  readonly #meters: readonly (Meter | undefined)[];
  readonly #budget: Budget;
  /** Work of each coder. */
  readonly #works: readonly ReturnType<typeof workOf>[];
  readonly #readers: CoderReader[] = [];
  readonly #told: Told = { loss: undefined };
  #source: ChunkSource | undefined;

  constructor(
    folder: Folder,
    access: RandomAccess,
    { meters, budget }: { readonly meters: readonly (Meter | undefined)[]; readonly budget: Budget },
  ) {
    this.#folder = folder;
    this.#access = access;
    this.#meters = meters;
    this.#budget = budget;
    this.#works = folder.recipe.coders.map((coder, index) => workOf(coder, folder.sizes[index] ?? 0));
  }

  async next(): Promise<Buffer | undefined> {
    const { main } = this.#folder.recipe;
    if (this.#source === undefined) this.#pay(this.#works.reduce((sum, { opened }) => sum + INNER + opened, -INNER));
    if (this.#told.loss !== undefined) return undefined;
    this.#source ??= await this.#open(main);
    // After a loss in one of several streams, the output is not the original data.
    const chunk = this.#told.loss === undefined ? await this.#source.next() : undefined;
    this.#pay((this.#works[main]?.each ?? 0) * (chunk?.length ?? 0));
    return chunk;
  }

  #pay(work: number): void {
    if (!this.#budget.work(work)) this.#told.loss ??= NOT_PAID;
  }

  close(ended: boolean): Loss | undefined {
    const last = this.#source?.close(ended);
    for (const reader of this.#readers) reader.close();
    return this.#told.loss ?? last;
  }

  /** Opens the coder with this number, and the coders that give its inputs. */
  async #open(coder: number): Promise<ChunkSource> {
    const { recipe, sizes, packs } = this.#folder;
    const first = recipe.coders.slice(0, coder).reduce((sum, { inputs }) => sum + inputs, 0);
    const one = recipe.coders[coder];
    if (one === undefined) throw new TypeError('no such coder');
    const inputs: ByteReader[] = [];
    let packed = 0;
    for (let input = first; input < first + one.inputs; input++) {
      const output = recipe.bonds.get(input);
      if (output !== undefined) {
        const reader = new CoderReader(await this.#open(output), this.#told, {
          meter: this.#meters[output],
          budget: this.#budget,
          each: this.#works[output]?.each ?? 0,
        });
        packed = Infinity;
        this.#readers.push(reader);
        inputs.push(reader);
      } else {
        const { start = 0, end = 0 } = packs[recipe.packed.indexOf(input)] ?? {};
        packed += end - start;
        inputs.push(rangeReader(this.#access, start, end));
      }
    }
    return sourceOf(one, inputs, { size: sizes[coder] ?? 0, packed, budget: this.#budget });
  }
}

/** Why a folder cannot be read at all; undefined if it can. */
export function unreadableFolder({ recipe, sizes }: Folder): Loss | undefined {
  const losses = recipe.coders.map(unreadable).filter((loss) => loss !== undefined);
  const loss = losses.find(({ reason }) => reason === 'encrypted') ?? losses[0];
  if (loss !== undefined) return loss;
  const memory = recipe.coders.reduce(
    (sum, coder, index) => sum + Math.min(LARGEST_DICTIONARY, dictionaryOf(coder, sizes[index] ?? 0)),
    0,
  );
  if (memory <= MOST_MEMORY) return undefined;
  return { reason: 'too-large', detail: `the 7z member needs ${memory} bytes of memory` };
}

/** A function that opens the stream of a folder; the output of its inner compressions is paid for only once. */
export function openerOf(folder: Folder, access: RandomAccess, budget: Budget): () => ChunkSource {
  const { coders, main } = folder.recipe;
  const isPaid = isCompression(coders[main] as (typeof coders)[number]);
  // The input of a filter is as long as its output.
  const meters = coders.map((coder, index) =>
    index !== main && isCompression(coder) && isPaid ? new Meter(budget) : undefined,
  );
  return () => new FolderSource(folder, access, { meters, budget });
}
