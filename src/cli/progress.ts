import type { ScanProgress } from '../scan/context.ts';
import { plural, size } from '../report/figures.ts';
import type { TextSink } from './io.ts';

/** Until the first line and between lines. A log keeps each line, so that a short run leaves none. */
const TERMINAL_MS = { first: 1500, next: 250 };
const LOG_MS = { first: 10_000, next: 10_000 };

/** Tells on standard error how far a long scan is: one line in place on a terminal, now and then a line in a log. */
export class ProgressLine {
  readonly #sink: TextSink;
  readonly #started: number = Date.now();
  readonly #noun: string;
  #last: number = Date.now();
  #shown = false;

  /** @param noun what is counted */
  constructor(sink: TextSink, noun = 'file') {
    this.#noun = noun;
    this.#sink = sink;
  }

  update({ blobs, bytes, findings }: ScanProgress): void {
    const now = Date.now();
    const since = now - this.#last;
    // What a short run need not know: asking for a terminal opens the stream.
    if (since < TERMINAL_MS.next || (!this.#shown && since < TERMINAL_MS.first)) return;
    const pause = this.#sink.isTTY === true ? TERMINAL_MS : LOG_MS;
    if (since < (this.#shown ? pause.next : pause.first)) return;
    this.#last = now;
    const seconds = Math.round((now - this.#started) / 1000);
    const text = `watertight: ${plural(blobs, this.#noun)}, ${size(bytes)}, ${plural(findings, 'finding')}, ${seconds} s`;
    this.#sink.write(this.#sink.isTTY === true ? `\r\u001B[K${text}` : `${text}\n`);
    this.#shown = true;
  }

  /** Takes the line away again. */
  end(): void {
    if (this.#shown && this.#sink.isTTY === true) this.#sink.write('\r\u001B[K');
  }
}
