import { existsSync } from 'node:fs';
import type { HooksFolder } from '../../source/git/hooks-folder.ts';
import type { Arguments } from '../arguments.ts';
import type { CliIo } from '../io.ts';
import { safeText } from '../safe-text.ts';
import { HookFile } from './hook-file.ts';
import { type ManagedHook, managedHook, waitingHook } from './managed.ts';
import { INSTALL, namedHooks, TURN_ON } from './named-hooks.ts';
import { type HookProgram, hookScript, KEPT, programOf } from './script.ts';
import type { Manager } from './snippets.ts';

/** `watertight hook status`: a line for each hook; ends with 3 where git would not run one of ours, or it could not scan. */
export async function hookStatus(args: Arguments, io: CliIo): Promise<number> {
  const { folder, files, top } = await namedHooks(args, io);
  const by = folder.configured ? ' (core.hooksPath)' : '';
  const owner = folder.manager === undefined ? '' : `, managed by ${folder.manager}`;
  io.stdout.write(`hooks folder ${safeText(folder.shown)}${by}${owner}\n`);
  const remedies = new Set<string>();
  const install = installWords(folder, files, top);
  for (const file of files) {
    const { text, remedy } = describe(file, { folder, top, install });
    io.stdout.write(`${file.name.padEnd(11)} ${safeText(text)}\n`);
    if (remedy !== undefined) remedies.add(remedy);
  }
  for (const remedy of remedies) io.stdout.write(`to activate: ${safeText(remedy)}\n`);
  return remedies.size === 0 ? 0 : 3;
}

interface Described {
  readonly text: string;
  /** What to do; undefined where the hook is in force. */
  readonly remedy?: string;
}

interface Surroundings {
  readonly folder: HooksFolder;
  readonly top: string;
  /** What puts in a hook that is not there. */
  readonly install: string;
}

function managedBy(file: HookFile, top: string): ManagedHook | undefined {
  const state = file.state();
  return state.kind === 'other' ? managedHook(file.path, state.text ?? '', top) : undefined;
}

/** What has a manager write its hooks: once in each clone, for husky in each work tree. */
const WRITES: Readonly<Record<Manager, string>> = {
  'pre-commit': 'pre-commit install --hook-type pre-commit --hook-type commit-msg --hook-type pre-push',
  husky: 'npx husky, with its packages installed in this work tree',
  lefthook: 'npx lefthook install',
};

/** pre-commit names no others to its hooks (`pre_commit/commands/hook_impl.py`). */
const FIRST_REF = `; of several pushed refs, it scans only the first (all with ${INSTALL} pre-push)`;

const byManager = (manager: Manager): string => `${INSTALL} --print ${manager}, and add its output to the settings`;

/** What puts in a hook that is not there: not our own installation where a manager would not keep it. */
function installWords(folder: HooksFolder, files: readonly HookFile[], top: string): string {
  const lefthook = files.some((file) => managedBy(file, top)?.manager === 'lefthook') ? 'lefthook' : undefined;
  const manager = folder.manager ?? lefthook;
  if (manager !== undefined) return byManager(manager);
  return folder.shared ? `${INSTALL} --shared` : INSTALL;
}

function describe(file: HookFile, { folder, top, install }: Surroundings): Described {
  if (folder.off !== undefined) {
    const text = `not active: core.hooksPath ${folder.off}, so git runs no hooks`;
    return { text, remedy: `${TURN_ON}, then ${INSTALL}` };
  }
  const managed = describeManaged(file, top);
  if (managed !== undefined) return managed;
  const state = file.state();
  if (state.kind !== 'ours') {
    const other = state.kind === 'other' ? ': another hook exists' : '';
    return { text: `not installed${other}${elsewhere(file, folder)}`, remedy: install };
  }
  const kept = file.hasKept ? `, after ${file.name}${KEPT}` : '';
  const program = programOf(state.text);
  const fault = faultOf(file, state.text, program);
  if (fault !== undefined) return { text: `not active: ${fault}${kept}`, remedy: install };
  return { text: `installed, runs ${program?.script ?? ''}${kept}` };
}

/** A hook that a manager wrote, or would write by its settings. */
function describeManaged(file: HookFile, top: string): Described | undefined {
  const managed = managedBy(file, top);
  if (managed !== undefined) {
    const { manager, settings } = managed;
    const part = manager === 'pre-commit' && file.name === 'pre-push' ? FIRST_REF : '';
    if (settings !== undefined) return { text: `run by ${manager} (${settings})${part}` };
    const text = `not installed: a hook of ${manager} exists, but its settings do not name watertight`;
    return { text, remedy: byManager(manager) };
  }
  const waiting = file.state().kind === 'none' ? waitingHook(file.path, top) : undefined;
  if (waiting === undefined) return undefined;
  const { manager, settings } = waiting;
  const text = `not active: ${settings} names it, but ${manager} has not written its hook here`;
  return { text, remedy: WRITES[manager] };
}

/** Why a script of ours does not do its work. */
function faultOf(file: HookFile, text: string, program: HookProgram | undefined): string | undefined {
  if (!file.isExecutable) return 'the file is not executable, so git ignores it: reinstall it';
  if (program === undefined || text !== hookScript(file.name, program)) {
    return 'the file differs from what this watertight writes: reinstall it';
  }
  return existsSync(program.script) ? undefined : `its program ${program.script} is gone: reinstall it`;
}

/** A script of ours that git does not look for. */
function elsewhere({ name }: HookFile, { configured, path, usual }: HooksFolder): string {
  if (!configured || path === usual) return '';
  const passedBy = new HookFile(usual, name).state().kind === 'ours';
  return passedBy ? `; the one in ${usual} is ignored, because core.hooksPath names another folder` : '';
}
