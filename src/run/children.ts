import { readdirSync, readFileSync } from 'node:fs';

/** A process started by the command, as it was when seen. */
export interface SeenProcess {
  readonly pid: number;
  readonly parent: number;
  readonly argv: readonly string[];
}

/** Maximum number of processes recorded. */
const MOST_SEEN = 10_000;
const FIRST_MS = 10;
const LATER_MS = 200;

/**
 * Looks in `/proc` at intervals for the processes below a given one, and reports each command line once. A process that
 * starts and ends between two looks is not seen; without `/proc`, none is.
 */
export class ChildWatch {
  readonly #root: number;
  readonly #onSeen: (seen: SeenProcess) => void;
  readonly #known: Set<string> = new Set();
  #timer: NodeJS.Timeout | undefined;
  #wait: number = FIRST_MS;

  constructor(root: number, onSeen: (seen: SeenProcess) => void) {
    this.#root = root;
    this.#onSeen = onSeen;
    this.#next();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #next(): void {
    this.#timer = setTimeout(() => {
      this.#look(this.#root);
      this.#wait = Math.min(LATER_MS, this.#wait * 2);
      this.#next();
    }, this.#wait);
    this.#timer.unref();
  }

  #look(parent: number): void {
    for (const pid of childrenOf(parent)) {
      const line = read(`/proc/${pid}/cmdline`);
      const key = `${pid} ${line}`;
      if (line !== '' && !this.#known.has(key) && this.#known.size < MOST_SEEN) {
        this.#known.add(key);
        this.#onSeen({ pid, parent, argv: line.replace(/\0$/, '').split('\0') });
      }
      this.#look(pid);
    }
  }
}

/** Sends a signal to a process. @throws if the process no longer exists */
export type SendSignal = (pid: number, signal: NodeJS.Signals) => void;

/** Sends a signal to the direct child processes of a process. @returns whether there were any to receive it */
export function signalBelow(pid: number, signal: NodeJS.Signals, send: SendSignal): boolean {
  const taken = childrenOf(pid).filter((child) => {
    try {
      send(child, signal);
      return true;
    } catch {
      return false;
    }
  });
  return taken.length > 0;
}

function childrenOf(pid: number): readonly number[] {
  let threads: readonly string[];
  try {
    threads = readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
  return threads.flatMap((thread) =>
    read(`/proc/${pid}/task/${thread}/children`)
      .split(' ')
      .filter((text) => /^\d+$/.test(text))
      .map(Number),
  );
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
