/** Command lines of hooks in repositories of their own. */
import { join } from 'node:path';
import type { CliIo } from '../../../src/cli/io.ts';
import { main } from '../../../src/cli/main.ts';
import { chunks, type Ended, fakeIo } from '../helpers.ts';

/** What a command line sees beside the folder. */
export interface HookWorld {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly program?: NonNullable<CliIo['program']>;
}

/** Runs a command line in a folder, with git on the path and no configuration of a user. */
export async function runIn(cwd: string, argv: readonly string[], world: HookWorld = {}): Promise<Ended> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: join(cwd, 'none'), ...world.env };
  const { io, written } = fakeIo({ cwd, env, stdin: chunks(world.stdin ?? '') });
  const code = await main(argv, world.program === undefined ? io : { ...io, program: world.program });
  return { code, ...written };
}
