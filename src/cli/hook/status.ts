import { existsSync } from 'node:fs';
import { visible } from '../../report/sanitize.ts';
import type { HooksFolder } from '../../source/git/hooks-folder.ts';
import type { Arguments } from '../arguments.ts';
import type { CliIo } from '../io.ts';
import { HookFile } from './hook-file.ts';
import { namedHooks } from './named-hooks.ts';
import { type HookProgram, hookScript, KEPT, programOf } from './script.ts';

/** `watertight hook status`: a line for each hook; ends with 3 where git would not run one of ours, or it could not scan. */
export async function hookStatus(args: Arguments, io: CliIo): Promise<number> {
  const { folder, files } = await namedHooks(args, io);
  const by = folder.configured ? ' (core.hooksPath)' : '';
  const owner = folder.manager === undefined ? '' : `, written by ${folder.manager}`;
  io.stdout.write(`hooks folder ${visible(folder.shown)}${by}${owner}\n`);
  let inForce = true;
  for (const file of files) {
    const { text, good } = describe(file, folder);
    io.stdout.write(`${file.name.padEnd(11)} ${visible(text)}\n`);
    inForce &&= good;
  }
  if (!inForce)
    io.stdout.write(
      `in force after: ${folder.manager === undefined ? INSTALL : `${INSTALL} --print ${folder.manager}`}\n`,
    );
  return inForce ? 0 : 3;
}

const INSTALL = 'watertight hook install';

interface Described {
  readonly text: string;
  readonly good: boolean;
}

function describe(file: HookFile, folder: HooksFolder): Described {
  const state = file.state();
  if (state.kind === 'none') return { text: `not installed${elsewhere(file, folder)}`, good: false };
  if (state.kind === 'other') {
    return { text: `not installed: another hook is there${elsewhere(file, folder)}`, good: false };
  }
  const kept = file.hasKept ? `, after ${file.name}${KEPT}` : '';
  const program = programOf(state.text);
  const fault = faultOf(file, state.text, program);
  if (fault !== undefined) return { text: `not in force: ${fault}${kept}`, good: false };
  return { text: `installed, runs ${program?.script ?? ''}${kept}`, good: true };
}

/** Why a script of ours does not do its work. */
function faultOf(file: HookFile, text: string, program: HookProgram | undefined): string | undefined {
  if (!file.isExecutable) return 'the file is not executable, and git passes it by: install it again';
  if (program === undefined || text !== hookScript(file.name, program)) {
    return 'the file is not as this watertight writes it: install it again';
  }
  return existsSync(program.script) ? undefined : `its program ${program.script} is gone: install it again`;
}

/** A script of ours that git does not look for. */
function elsewhere({ name }: HookFile, { configured, path, usual }: HooksFolder): string {
  if (!configured || path === usual) return '';
  const passedBy = new HookFile(usual, name).state().kind === 'ours';
  return passedBy ? `; the one in ${usual} is passed by, because core.hooksPath names another folder` : '';
}
