import type { FlagSpec } from './commands.ts';

/** Flags of the commands that take values out of what they read. */
export const REDACT_FLAGS: readonly FlagSpec[] = [
  {
    name: 'out',
    type: 'string',
    argument: 'PATH',
    commands: ['redact'],
    description: 'File or folder to write; must not exist. Without it, - is redacted to standard output',
  },
  {
    name: 'out',
    type: 'string',
    argument: 'FOLDER',
    commands: ['run'],
    description: 'Folder for the evidence; must be empty. Default: a new one under .watertight/runs',
  },
  {
    name: 'tty',
    type: 'boolean',
    commands: ['run'],
    description: 'Give the command a terminal (script of util-linux); stdout and stderr are merged',
  },
  {
    name: 'exit-policy',
    type: 'string',
    argument: 'POLICY',
    choices: ['strict', 'command'],
    commands: ['run'],
    description:
      "strict: 1 for a leak, 3 if something was not scanned, else the command's code; command: always the command's code",
  },
  {
    name: 'record',
    type: 'string',
    argument: 'FILE',
    commands: ['redact'],
    description: 'Write what was redacted in which file by which rule, without values',
  },
  {
    name: 'record',
    type: 'string',
    argument: 'FILE',
    commands: ['selftest'],
    description: 'Write what was planted and found; check reads .watertight/selftest.json',
  },
  {
    name: 'in-place',
    type: 'boolean',
    commands: ['redact'],
    description: 'Replace the files themselves; needs --backup',
  },
  {
    name: 'backup',
    type: 'string',
    argument: 'FOLDER',
    commands: ['redact'],
    description: 'Folder for copies of the files before they change; they hold the values, so keep it out of evidence',
  },
];
