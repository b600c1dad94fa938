import { readdirSync, readFileSync } from 'node:fs';

/** A process that the command started, as it was when it was seen. */
export interface SeenProcess {
  readonly pid: number;
  readonly parent: number;
  readonly argv: readonly string[];
}

/** Processes that were seen; more are not noted. */
const MOST_SEEN = 10_000;
const FIRST_MS = 10;
const LATER_MS = 200;

/**
 * Looks at `/proc` now and then for the processes below one, and tells of each command line once. What starts and ends
 * between two looks is not seen; where there is no `/proc`, nothing is.
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

/** Sends a signal to a process. @throws where there is none any more */
export type SendSignal = (pid: number, signal: NodeJS.Signals) => void;

/** Sends a signal to the processes right below one. @returns whether any was there to take it */
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
