import type { Blob, SourceEvent } from '../../types.ts';
import type { Budget } from '../budget.ts';
import { chunkReader, type ChunkSource, type Loss, memoryReader, Meter, nestedBlob, skipOf } from '../nested-blob.ts';
import { expandWith, type RandomAccess, restAt } from '../random-access.ts';
import type { Entry } from './fields.ts';
import { LogPass } from './log.ts';
import type { Pass } from './pass.ts';
import { TablePass } from './table.ts';
import { dataOf, lineOf } from './words.ts';

/** Files of LevelDB: tables, and logs of what is not yet in a table. */
export type LevelKind = 'leveldb' | 'leveldb-log';

/** Lines are given in pieces of this many characters. */
const PIECE = 256 * 1024;

const PASSES: Readonly<Record<LevelKind, (access: RandomAccess, budget: Budget) => Pass>> = {
  leveldb: (access, budget) => new TablePass(access, budget),
  'leveldb-log': (access) => new LogPass(access),
};

async function* singly(pass: Pass): AsyncGenerator<Iterable<Entry>> {
  yield* pass.entries();
}

/** The entries as lines of JSON. */
class LineChunks implements ChunkSource {
  readonly pass: Pass;
  readonly #groups: AsyncGenerator<Iterable<Entry>>;
  #entries: Iterator<Entry> | undefined;
  /** Entries so far, and how many of them are data. */
  count = 0;
  data = 0;

  constructor(pass: Pass) {
    this.pass = pass;
    this.#groups = singly(pass);
  }

  async next(): Promise<Buffer | undefined> {
    const lines: string[] = [];
    for (let length = 0; length < PIECE;) {
      const next = this.#entries?.next();
      if (next === undefined || next.done === true) {
        const group = await this.#groups.next();
        if (group.done === true) break;
        this.#entries = group.value[Symbol.iterator]();
        continue;
      }
      const line = this.#lineOf(next.value);
      length += line.length;
      lines.push(line);
    }
    return lines.length === 0 ? undefined : Buffer.from(lines.join(''));
  }

  #lineOf(entry: Entry): string {
    this.count++;
    const { line, isData } = lineOf(entry);
    if (isData) this.data++;
    return line;
  }

  close(): Loss | undefined {
    return this.pass.loss;
  }
}

/** The entries once more: data among the first `count` of them, each as a member named by its line number, until the budget is spent. */
async function* dataEvents(
  blob: Blob,
  { kind, pass, budget }: { readonly kind: LevelKind; readonly pass: Pass; readonly budget: Budget },
  count: number,
): AsyncGenerator<SourceEvent> {
  let line = 0;
  for await (const entries of pass.entries()) {
    for (const entry of entries) {
      if (++line > count) return;
      const data = dataOf(entry);
      if (data === undefined) continue;
      const step = `${kind}:${line}`;
      if (!budget.spend(data.length)) {
        const detail = 'this value and those behind it were not scanned';
        yield skipOf(blob, { reason: 'too-expanded', detail }, step);
        return;
      }
      yield nestedBlob(blob, step, data.length, () => memoryReader(data));
    }
  }
}

/**
 * Gives the keys and values of a LevelDB table or log as lines of JSON, including deleted and overwritten ones; values that are data as
 * separate members; and unreadable parts unchanged.
 */
export function expandLevelDb(blob: Blob, kind: LevelKind, budget: Budget): AsyncGenerator<SourceEvent> {
  return expandWith(blob, async function* (access) {
    const meter = new Meter(budget);
    let chunks: LineChunks | undefined;
    const open = (): ReturnType<typeof chunkReader> =>
      chunkReader((chunks = new LineChunks(PASSES[kind](access, budget))), meter);
    // The lines and the data contain everything that is in the file.
    yield nestedBlob(blob, kind, undefined, open, { start: 0, end: access.size });
    if (chunks === undefined) return;
    if (chunks.data > 0) yield* dataEvents(blob, { kind, pass: PASSES[kind](access, budget), budget }, chunks.count);
    for (const span of chunks.pass.rest) yield* restAt({ blob, access, budget }, kind, span);
  });
}
