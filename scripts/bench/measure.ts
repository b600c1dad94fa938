import { join } from 'node:path';
import { run } from '../lib/run.ts';

/** What one run of a program cost. */
export interface Cost {
  /** User and system seconds, those of its children with them. */
  readonly cpu: number;
  /** Seconds. */
  readonly wall: number;
  /** Largest resident set of one process, in bytes. */
  readonly peak: number;
}

/** A program with its arguments, and the exit codes with which it has done its work. */
export interface Command {
  readonly argv: readonly string[];
  readonly codes: readonly number[];
  /** On top of this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where it runs. @default the run's own empty folder */
  readonly cwd?: string;
}

/**
 * Runs a program in its own folder or in `cwd`, its output thrown away.
 *
 * @throws {Error} where it ends with another code than one of `codes`, so that a failed run is no figure
 */
export async function measure(command: Command, cwd: string): Promise<Cost> {
  const script = join(import.meta.dirname, 'measure.py');
  const { argv, codes, env = {}, cwd: folder = cwd } = command;
  const { code, output } = await run('python3', [script, folder, ...argv], { cwd, env });
  if (code !== 0) throw new Error(`Cannot measure ${argv[0]}: python3 ended ${code}: ${output.trimEnd()}`);
  const cost = JSON.parse(output) as Cost & { readonly code: number };
  if (!codes.includes(cost.code)) throw new Error(`Cannot measure ${argv.join(' ')}: it ended ${cost.code}`);
  return cost;
}
