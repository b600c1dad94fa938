import type { ScanProgress } from '../scan/context.ts';
import type { TextSink } from './io.ts';

const FIRST_MS = 1500;
const TERMINAL_MS = 250;
const LOG_MS = 10_000;

/** Tells on standard error how far a long scan is: one line in place on a terminal, now and then a line in a log. */
export class ProgressLine {
  readonly #sink: TextSink;
  readonly #started: number = performance.now();
  readonly #noun: string;
  #last: number = performance.now() + FIRST_MS;
  #shown = false;

  /** @param noun what is counted */
  constructor(sink: TextSink, noun = 'files') {
    this.#noun = noun;
    this.#sink = sink;
  }

  update({ blobs, bytes, findings }: ScanProgress): void {
    const now = performance.now();
    const pause = this.#sink.isTTY === true ? TERMINAL_MS : LOG_MS;
    if (now - this.#last < (this.#shown ? pause : 0)) return;
    this.#last = now;
    const seconds = Math.round((now - this.#started) / 1000);
    const text = `watertight: ${blobs} ${this.#noun}, ${(bytes / 1e6).toFixed(0)} MB, ${findings} findings, ${seconds} s`;
    this.#sink.write(this.#sink.isTTY === true ? `\r\u001B[K${text}` : `${text}\n`);
    this.#shown = true;
  }

  /** Takes the line away again. */
  end(): void {
    if (this.#shown && this.#sink.isTTY === true) this.#sink.write('\r\u001B[K');
  }
}
