import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { openPipes } from './pipes.ts';

/** The streams that are captured. */
export type StreamName = 'stdout' | 'stderr';
export const STREAMS: readonly StreamName[] = ['stdout', 'stderr'];

/** What to start, and what receives its output. */
export interface ChildOptions {
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder in which pipes may have names until they are open. */
  readonly folder: string;
  /** Takes the bytes of one stream to their end. A slow taker slows the command down, as a slow pipe would. */
  take(name: StreamName, stream: Readable): Promise<void>;
  /** Milliseconds since the last output. */
  idle(): number;
  /** Called once the command is running. */
  onStart(pid: number, signal: (name: NodeJS.Signals) => void): void;
}

/** How a command ended: its exit code as a shell gives it (128 + signal, 126, 127), and what else is known. */
export interface ChildEnd {
  readonly code: number;
  readonly signal: NodeJS.Signals | null;
  /** Why it could not be started. */
  readonly failure: 'not found' | 'cannot be executed' | null;
  /** Whether a process left behind by it kept its output open; later output of that process was not awaited. */
  readonly leftOpen: boolean;
}

/** How long to wait for an open output once the command has ended and nothing more arrives. */
const GRACE_MS = 2000;

/**
 * Starts a command with this process's standard input, and with pipes for its two outputs. It stays in this process
 * group, so that the terminal's signals reach it.
 */
export async function runChild(options: ChildOptions): Promise<ChildEnd> {
  const { child, streams } = start(options);
  const ended = new Promise<ChildEnd>((done) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (child.pid === undefined) done(notStarted(error.code));
    });
    child.once('exit', (code, signal) => {
      done({
        code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]),
        signal,
        failure: null,
        leftOpen: false,
      });
    });
  });
  if (child.pid !== undefined) options.onStart(child.pid, (name) => void child.kill(name));
  const taken = Promise.all(streams.map(([name, stream]) => options.take(name, stream)));
  // A failure is thrown after the command has ended.
  taken.catch(() => undefined);
  const end = await ended;
  const isOpen = end.failure === null && !(await settles(taken, () => options.idle()));
  if (isOpen) for (const [, stream] of streams) stream.destroy();
  await taken;
  return { ...end, leftOpen: isOpen };
}

interface Started {
  readonly child: ChildProcess;
  readonly streams: readonly (readonly [StreamName, Readable])[];
}

function start({ command, cwd, env, folder }: ChildOptions): Started {
  const [program, ...args] = command;
  const pipes = openPipes(folder, STREAMS.length) ?? [];
  const [out = 'pipe', err = 'pipe'] = pipes.map(({ end }) => end);
  const child = spawn(program, args, { cwd, env, stdio: ['inherit', out, err] });
  for (const { end } of pipes) closeSync(end);
  const own = [child.stdout, child.stderr];
  return {
    child,
    streams: STREAMS.flatMap((name, index) => {
      const stream = pipes[index]?.stream ?? own[index];
      return stream ? [[name, stream] as const] : [];
    }),
  };
}

function notStarted(code: string | undefined): ChildEnd {
  const isMissing = code === 'ENOENT';
  const failure = isMissing ? 'not found' : 'cannot be executed';
  return { code: isMissing ? 127 : 126, signal: null, failure, leftOpen: false };
}

/** Whether the outputs end before nothing has arrived for a while. */
async function settles(taken: Promise<unknown>, idle: () => number): Promise<boolean> {
  const over = taken.then(() => true);
  for (;;) {
    const wait = Math.max(10, GRACE_MS - idle());
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((done) => (timer = setTimeout(() => done(false), wait)));
    const isOver = await Promise.race([over, late]);
    clearTimeout(timer);
    if (isOver) return true;
    if (idle() >= GRACE_MS) return false;
  }
}
