import { main } from '../../src/cli/main.ts';
import { fakeIo } from './helpers.ts';

/** How a run ended, and what it wrote. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs in this process; the command is a process of its own. */
export async function ran(
  argv: readonly string[],
  cwd: string,
  onSignal?: (signal: (name: NodeJS.Signals) => void) => void,
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const { io, written } = fakeIo({ cwd, env: { PATH: process.env['PATH'] ?? '', HOME: cwd, ...env } });
  const bytes = { out: '', err: '' };
  const sink = (name: 'out' | 'err') => (part: Uint8Array) =>
    Promise.resolve((bytes[name] += Buffer.from(part).toString()) !== '');
  const world = {
    ...io,
    stdout: { ...io.stdout, writeBytes: sink('out') },
    stderr: { ...io.stderr, writeBytes: sink('err') },
    onSignal: (handler: (signal: NodeJS.Signals) => void) => {
      onSignal?.(handler);
      return () => undefined;
    },
  };
  const code = await main(argv, world);
  return { code, out: bytes.out + written.out, err: bytes.err + written.err };
}

/** A command line of Node that runs this script. */
export const script = (text: string): string[] => ['--', process.execPath, '-e', text];
