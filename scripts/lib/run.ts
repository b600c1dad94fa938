import { spawn } from 'node:child_process';

/** How a program ended, and all that it wrote, both streams in order of arrival. */
export interface Outcome {
  /** Exit code; 128 where a signal ended it, 127 where it could not be started. */
  readonly code: number;
  readonly output: string;
  readonly stdout: string;
}

/** Where a program runs, and with which environment on top of this process's own. */
export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program to its end, without a shell and without standard input. Never rejects. */
export function run(command: string, args: readonly string[], { cwd, env }: RunOptions): Promise<Outcome> {
  return new Promise((resolve) => {
    let output = '';
    let stdout = '';
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', (error) => resolve({ code: 127, output: `${output}${error.message}\n`, stdout }));
    child.on('close', (code) => resolve({ code: code ?? 128, output, stdout }));
  });
}
