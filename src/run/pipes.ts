import { spawnSync } from 'node:child_process';
import { closeSync, constants, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** A pipe: what a command writes to the descriptor comes out of the stream. */
export interface Pipe {
  readonly stream: Readable;
  /** Descriptor of the write end. To be closed here once the command has it. */
  readonly end: number;
}

/**
 * Pipes as a shell makes them, which Node cannot: it gives a command the ends of sockets, which cannot be opened by
 * name, so that `echo x > /dev/stderr` fails. Each is a FIFO (POSIX.1-2017, mkfifo) whose name is removed once both
 * ends are open. Undefined if the system or the folder does not support them.
 *
 * @param folder where the names briefly exist
 */
export function openPipes(folder: string, count: number): readonly Pipe[] | undefined {
  const names = Array.from({ length: count }, (_, index) => join(folder, `.${index}.pipe`));
  const opened: Pipe[] = [];
  try {
    if (spawnSync('mkfifo', ['-m', '600', ...names], { stdio: 'ignore' }).status !== 0) return undefined;
    for (const name of names) {
      const from = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK);
      const stream = new Socket({ fd: from, readable: true, writable: false });
      opened.push({ stream, end: openSync(name, constants.O_WRONLY) });
    }
    return opened;
  } catch {
    for (const { stream, end } of opened) {
      stream.destroy();
      closeSync(end);
    }
    return undefined;
  } finally {
    for (const name of names) rmSync(name, { force: true });
  }
}
