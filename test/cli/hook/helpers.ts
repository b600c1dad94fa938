/** Command lines of hooks in repositories of their own. */
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import type { CliIo } from '../../../src/cli/io.ts';
import { main } from '../../../src/cli/main.ts';
import { put } from '../../source/git/events.ts';
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

/** Writes a program that notes its arguments and input, and ends as told. */
export function program(
  folder: string,
  code: number = 0,
): { readonly program: NonNullable<HookWorld['program']>; readonly log: string } {
  const script = join(folder, "it's a program.cjs");
  const log = join(folder, 'log');
  const text = `const fs = require('fs');
const input = process.argv.includes('pre-push') ? fs.readFileSync(0, 'utf8') : '';
fs.appendFileSync(${JSON.stringify(log)}, JSON.stringify([process.argv.slice(2), input]) + '\\n');
process.exitCode = ${code};
`;
  put(folder, { "it's a program.cjs": text });
  return { program: { node: process.execPath, script }, log };
}

/** A hook of somebody else's, as git runs it. */
export function hook(folder: string, name: string, body: string): void {
  put(folder, { [`.git/hooks/${name}`]: `#!/bin/sh\n${body}\n` });
  chmodSync(join(folder, '.git/hooks', name), 0o755);
}
