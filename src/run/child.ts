import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { openPipes } from './pipes.ts';

/** The streams that are captured. */
export type StreamName = 'stdout' | 'stderr';
export const STREAMS: readonly StreamName[] = ['stdout', 'stderr'];

/** What to start, and who takes what it writes. */
export interface ChildOptions {
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the names of pipes may stand until they are open. */
  readonly folder: string;
  /** Takes the bytes of one stream to their end. Slow takers slow the command down, as a slow pipe would. */
  take(name: StreamName, stream: Readable): Promise<void>;
  /** Milliseconds since anything came. */
  idle(): number;
  /** Called when the command runs. */
  onStart(pid: number, signal: (name: NodeJS.Signals) => void): void;
}

/** How a command ended: its exit code as a shell gives it (128 + signal, 126, 127), and what else is known. */
export interface ChildEnd {
  readonly code: number;
  readonly signal: NodeJS.Signals | null;
  /** It could not be started, for this reason. */
  readonly failure: 'not found' | 'cannot be executed' | null;
  /** A process that it left behind kept its output open; what that wrote later was not waited for. */
  readonly leftOpen: boolean;
}

/** How long an open output is waited for, once the command has ended and nothing comes any more. */
const GRACE_MS = 2000;

/**
 * Starts a command with this process's standard input, and with its two outputs as pipes. It stays in this process group,
 * so that the terminal's signals reach it.
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
  // What fails is thrown when the command has ended.
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

/** Whether the outputs come to their end before nothing has come for a while. */
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
