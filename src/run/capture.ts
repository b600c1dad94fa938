import { type FileHandle, lstat, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { FoundValues } from '../redact/found.ts';
import { StreamRedactor } from '../redact/stream.ts';
import type { ScanContext } from '../scan/context.ts';
import { type StreamName, STREAMS } from './child.ts';

/** After this many milliseconds without output, the start of a line is shown: it may be a prompt. */
const PAUSE_MS = 80;

/** Shows bytes to the user; false if nobody reads them any more. */
export type Show = (name: StreamName, bytes: Uint8Array) => Promise<boolean>;

/** The number of values removed from a stream, by rule, and the number of bytes written. */
export interface CaptureCounts {
  readonly bytes: number;
  readonly redactions: Readonly<Record<string, number>>;
}

/**
 * Keeps a command's output as evidence, redacted as it arrives: `stdout.log`, `stderr.log`, and `order.jsonl`, which
 * records in which order their parts arrived (`{"ms":12,"stream":"stdout","bytes":40}`).
 */
export class Capture {
  readonly #context: ScanContext;
  readonly #folder: string;
  readonly #show: Show;
  readonly #found: FoundValues | undefined;
  readonly #started: number = performance.now();
  #last: number = performance.now();
  readonly #counts: Map<StreamName, CaptureCounts> = new Map();
  #order: FileHandle | undefined;
  readonly #logs: Map<StreamName, FileHandle> = new Map();
  /** Its files as they were written. */
  readonly #states: Map<string, { readonly ino: bigint; readonly least: number }> = new Map();
  /** Streams that nobody reads any more. */
  readonly #unread: Set<StreamName> = new Set();
  /** Why the evidence is not complete. */
  #failure: { readonly error: unknown } | undefined;
  /** Parts are written one after the other, from either stream. */
  #queue: Promise<void> = Promise.resolve();

  /** @param found receives the values that are removed */
  constructor(context: ScanContext, folder: string, show: Show, found?: FoundValues) {
    this.#found = found;
    this.#context = context;
    this.#folder = folder;
    this.#show = show;
  }

  /** What was captured of each stream. */
  get counts(): ReadonlyMap<StreamName, CaptureCounts> {
    return this.#counts;
  }

  /** Milliseconds since the last output. */
  idle(): number {
    return performance.now() - this.#last;
  }

  /** Creates its files before the command runs, which may remove their folder. */
  async open(): Promise<void> {
    this.#order = await this.#file('order.jsonl');
    for (const name of STREAMS) this.#logs.set(name, await this.#file(`${name}.log`));
  }

  #file(name: string): Promise<FileHandle> {
    return open(join(this.#folder, name), 'wx');
  }

  /** @throws {Error} of the system if something could not be written; the command was not affected */
  async close(): Promise<void> {
    await this.#queue;
    await this.#keep(() => this.#closed('order.jsonl', this.#order));
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Takes one stream to its end, or until nobody reads it any more: then it is closed, and the command notices as with any pipe. */
  async take(name: StreamName, stream: Readable): Promise<void> {
    const file = this.#logs.get(name);
    const redactor = new StreamRedactor(this.#context, { path: `${name}.log`, surface: 'backend_log' }, this.#found);
    let bytes = 0;
    let timer: NodeJS.Timeout | undefined;
    const give = (part: Buffer): Promise<void> => {
      if (part.length === 0) return Promise.resolve();
      bytes += part.length;
      this.#queue = this.#queue.then(() => this.#write(name, file, part));
      return this.#queue;
    };
    // In an async function, an exception from a rule is a rejection; outside one, a timer would end the process with
    // it.
    const pause = async (): Promise<void> => give(redactor.pause());
    try {
      for await (const chunk of chunksOf(stream)) {
        clearTimeout(timer);
        this.#last = performance.now();
        await give(redactor.push(chunk));
        if (this.#unread.has(name)) break;
        // What fails here fails again for the next part.
        timer = setTimeout(() => void pause().catch(() => undefined), PAUSE_MS);
      }
    } finally {
      clearTimeout(timer);
      await give(redactor.end());
      await this.#queue;
      await this.#keep(() => this.#closed(`${name}.log`, file, bytes));
      this.#counts.set(name, { bytes, redactions: Object.fromEntries(redactor.counts) });
    }
  }

  /** @param least bytes that were written to it */
  async #closed(name: string, file: FileHandle | undefined, least: number = 0): Promise<void> {
    if (file === undefined) return;
    const { ino } = await file.stat({ bigint: true });
    this.#states.set(name, { ino, least });
    await file.close();
  }

  /** Has a file of the folder watched as well. */
  async watch(name: string): Promise<void> {
    const { ino, size } = await lstat(join(this.#folder, name), { bigint: true });
    this.#states.set(name, { ino, least: Number(size) });
  }

  /** The first of its files that is not what was written any more: the command may have taken it away, or put another there. */
  async replaced(): Promise<string | undefined> {
    for (const [name, { ino, least }] of this.#states) {
      const there = await lstat(join(this.#folder, name), { bigint: true }).catch(() => undefined);
      if (there?.isFile() !== true || there.ino !== ino || there.size < least) return name;
    }
    return undefined;
  }

  async #write(name: StreamName, file: FileHandle | undefined, part: Buffer): Promise<void> {
    const ms = Math.round(performance.now() - this.#started);
    await this.#keep(async () => {
      if (this.#failure !== undefined) return;
      await file?.appendFile(part);
      await this.#order?.appendFile(`${JSON.stringify({ ms, stream: name, bytes: part.length })}\n`);
    });
    if (!(await this.#show(name, part))) this.#unread.add(name);
  }

  /** A full disk is no reason to stop the command: it continues, and the run fails after it has ended. */
  async #keep(write: () => Promise<void> | undefined): Promise<void> {
    try {
      await write();
    } catch (error) {
      this.#failure ??= { error };
    }
  }
}

/** The chunks of a pipe; one closed by this process has ended. */
async function* chunksOf(stream: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw error;
  }
}
