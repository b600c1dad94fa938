import { existsSync } from 'node:fs';
import { visible } from '../../report/sanitize.ts';
import type { Arguments } from '../arguments.ts';
import type { CliIo } from '../io.ts';
import type { HookFile } from './hook-file.ts';
import { namedHooks } from './named-hooks.ts';
import { KEPT, programOf } from './script.ts';

/** `watertight hook status`: a line for each hook; ends with 3 where one is not installed or its program is gone. */
export async function hookStatus(args: Arguments, io: CliIo): Promise<number> {
  const { folder, files } = await namedHooks(args, io);
  const by = folder.configured ? ' (core.hooksPath)' : '';
  const owner = folder.manager === undefined ? '' : `, written by ${folder.manager}`;
  io.stdout.write(`hooks folder ${visible(folder.shown)}${by}${owner}\n`);
  let inForce = true;
  for (const file of files) {
    const { text, good } = describe(file);
    io.stdout.write(`${file.name.padEnd(11)} ${visible(text)}\n`);
    inForce &&= good;
  }
  return inForce ? 0 : 3;
}

function describe(file: HookFile): { text: string; good: boolean } {
  const state = file.state();
  if (state.kind === 'none') return { text: 'not installed', good: false };
  if (state.kind === 'other') return { text: 'not installed: another hook is there', good: false };
  const kept = file.hasKept ? `, after ${file.name}${KEPT}` : '';
  const program = programOf(state.text);
  const found = program !== undefined && existsSync(program.script);
  const runs = found ? `installed, runs ${program.script}` : 'installed, but its program is gone: install it again';
  return { text: `${runs}${kept}`, good: found };
}
