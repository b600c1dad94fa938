import { fstatSync } from 'node:fs';
import { ScanError, systemReason } from '../errors.ts';
import type { CliIo, TextSink } from './io.ts';
import { main } from './main.ts';
import { flagsToCompileAgain, flagsToCompileLess, flagsToGrowLess } from './v8-flags.ts';

/** CPU time in µs after which a run is long: machine code that is compiled then is used for as long again, and pays. */
const LONG_RUN = 8_000_000;
/** How often that is asked, in ms. */
const ASK_EVERY = 500;

/** Runs the process's own command line and sets its exit code. */
export async function run(): Promise<void> {
  // Node would print an unexpected error with its message, which may quote evidence.
  process.on('uncaughtException', (error) => {
    process.stderr.write(`watertight: internal error (${error.name})\n`);
    process.exit(2);
  });
  // A reader that closes the pipe early (`| head`) is no error of ours, and the exit code stays what was found.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    process.stderr.write(`watertight: Cannot write to standard output: ${systemReason(error)}\n`);
    process.exit(2);
  });
  process.exitCode = await main(process.argv.slice(2), processIo());
}

/** Where there is none any more, nothing that is named can be found. */
function workingFolder(): string {
  try {
    return process.cwd();
  } catch {
    process.stderr.write('watertight: Cannot run: the working directory was removed\n');
    process.exit(2);
  }
}

function processIo(): CliIo {
  return {
    // Opened when it is read: most runs read files.
    stdin: { [Symbol.asyncIterator]: () => (isFolder(0) ? folderStream() : process.stdin)[Symbol.asyncIterator]() },
    stdout: sink(() => process.stdout),
    stderr: sink(() => process.stderr),
    env: process.env,
    cwd: workingFolder(),
    program: { node: process.execPath, script: process.argv[1] ?? '' },
    onSignal(handler) {
      // The terminal sends these to the command as well.
      const own: readonly NodeJS.Signals[] = process.stdin.isTTY ? ['SIGINT', 'SIGQUIT'] : [];
      const listener = (signal: NodeJS.Signals): void => {
        if (!own.includes(signal)) handler(signal);
      };
      for (const signal of HANDED_ON) process.on(signal, listener);
      return () => {
        for (const signal of HANDED_ON) process.off(signal, listener);
      };
    },
    async compileLess() {
      const { setFlagsFromString } = await import('node:v8');
      const { node } = process.versions;
      for (const flag of flagsToCompileLess(node)) setFlagsFromString(flag);
      const timer = setInterval(() => {
        if (process.cpuUsage().user < LONG_RUN) return;
        clearInterval(timer);
        for (const flag of flagsToCompileAgain(node)) setFlagsFromString(flag);
      }, ASK_EVERY).unref();
    },
    async growLess(percent) {
      const { setFlagsFromString } = await import('node:v8');
      for (const flag of flagsToGrowLess(process.versions.node, percent)) setFlagsFromString(flag);
    },
    onInterrupt(handler) {
      let asked = false;
      const listener = (): void => {
        // Asked twice: no more waiting for the report.
        if (asked) process.exit(130);
        asked = true;
        handler();
        // A read that waits for more input would wait on.
        process.stdin.destroy();
      };
      process.on('SIGINT', listener);
      process.on('SIGTERM', listener);
      return () => {
        process.off('SIGINT', listener);
        process.off('SIGTERM', listener);
      };
    },
  };
}

/** What may follow a write for which there was no room. */
const SETTLED = ['drain', 'error', 'close'] as const;
const HANDED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH'] as const;

/** Node reads a folder as an empty stream. */
function isFolder(fd: number): boolean {
  try {
    return fstatSync(fd).isDirectory();
  } catch {
    return false;
  }
}

function folderStream(): AsyncIterable<Uint8Array> {
  const error = new ScanError('unreadable', 'Cannot read <stdin>: is a directory');
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }) };
}

/** A stream of the process; opening one takes a millisecond, and most runs write nothing on standard error. */
function sink(opened: () => NodeJS.WriteStream): TextSink {
  let isGone = false;
  let known: NodeJS.WriteStream | undefined;
  const open = (): NodeJS.WriteStream => {
    if (known !== undefined) return known;
    known = opened();
    // Node opens its own streams again after an error, so that nothing else tells.
    known.on('error', () => (isGone = true));
    return known;
  };
  return {
    write: (text) => void open().write(text),
    writeBytes: (bytes) => {
      const stream = open();
      return new Promise((done) => {
        if (isGone || stream.write(bytes)) {
          done(!isGone);
          return;
        }
        const settle = (): void => {
          for (const event of SETTLED) stream.off(event, settle);
          done(!isGone);
        };
        for (const event of SETTLED) stream.on(event, settle);
      });
    },
    get isTTY() {
      return open().isTTY;
    },
    get columns() {
      return open().columns;
    },
  };
}
