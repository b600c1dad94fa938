/** Test files run by several processes at once, each file by one of them. */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/** The environment variable that tells the processes which seed properties are tried with, a whole number. */
export const SEED_VARIABLE = 'WATERTIGHT_TEST_SEED';

/** One test file: its name as it is shown, and where it is. */
export interface TestFile {
  readonly name: string;
  readonly file: string;
}

/** What became of a test file: all it printed, how many suites it registered, and how long it took, in seconds. */
export interface TestAnswer {
  readonly name: string;
  readonly output: string;
  readonly suites: number;
  readonly seconds: number;
}

/** Asks `child` to run `file`; a process that ends first gives an answer with no suite and how it ended. */
function ask(child: ChildProcess, file: TestFile): Promise<TestAnswer> {
  return new Promise((resolve) => {
    const ended = (code: number | null, signal: string | null): void =>
      resolve({ name: file.name, output: `The process ended (${signal ?? code})\n`, suites: 0, seconds: 0 });
    child.once('exit', ended);
    child.once('message', (answer: TestAnswer) => {
      child.off('exit', ended);
      resolve(answer);
    });
    child.send(file);
  });
}

/** Takes files off `queue` until it is empty, in a process of its own; one that died is started again. */
async function drain(queue: TestFile[], done: (answer: TestAnswer) => void): Promise<void> {
  let child: ChildProcess | undefined;
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    if (child?.connected !== true)
      child = fork(join(import.meta.dirname, 'test-worker.ts'), { execArgv: process.execArgv });
    done(await ask(child, file));
  }
  const last = child;
  if (last?.connected === true) {
    await new Promise((resolve) => {
      last.once('exit', resolve);
      last.disconnect();
    });
  }
}

/**
 * Runs `files` in `processes` processes at once, in their order, and calls `done` with each answer as it comes.
 * Files that share a process share its modules and globals.
 */
export async function runTestFiles(
  files: readonly TestFile[],
  processes: number,
  done: (answer: TestAnswer) => void,
): Promise<void> {
  const queue = [...files];
  const count = Math.max(1, Math.min(processes, queue.length));
  await Promise.all(Array.from({ length: count }, () => drain(queue, done)));
}
