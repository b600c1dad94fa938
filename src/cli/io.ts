/** Everything that a command touches of the world outside, so that tests need no process. */
export interface CliIo {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Absolute paths of the running Node and of the script that it was started with, for hooks that start it again. */
  readonly program?: { readonly node: string; readonly script: string };
  /**
   * Tells the engine that runs this program to compile less: for work of seconds in many small functions, of which most of
   * the time would go into machine code that is hardly used. A run that turns out to be longer compiles as much as ever.
   */
  compileLess?(): Promise<void>;
  /** Keeps what is no longer used from filling memory: the heap may grow by `percent` of what a collection of garbage left. */
  growLess?(percent: number): Promise<void>;
  /** Calls back when the user ends the run; gives a function that stops listening. */
  onInterrupt(handler: () => void): () => void;
  /** Hands on the signals that this process gets, and is not ended by them; gives a function that stops that. */
  onSignal?(handler: (signal: NodeJS.Signals) => void): () => void;
}

export interface TextSink {
  write(text: string): void;
  /** Writes bytes as they are, and waits where the reader is slower; false where it is gone. */
  writeBytes?(bytes: Uint8Array): Promise<boolean>;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Whether to colour a sink: never when piped, with NO_COLOR or with `--no-color`; always with FORCE_COLOR. */
export function wantsColour(io: CliIo, refused: boolean): boolean {
  const { NO_COLOR: no, FORCE_COLOR: force } = io.env;
  if (refused || (no !== undefined && no !== '')) return false;
  if (force !== undefined && force !== '' && force !== '0') return true;
  return io.stdout.isTTY === true && io.env['TERM'] !== 'dumb';
}
