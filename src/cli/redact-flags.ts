import type { FlagSpec } from './commands.ts';

/** Flags of the commands that take values out of what they read. */
export const REDACT_FLAGS: readonly FlagSpec[] = [
  {
    name: 'out',
    type: 'string',
    argument: 'PATH',
    commands: ['redact'],
    description: 'File or folder to write; must not be there yet. Without it, - is redacted to standard output',
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
    description: 'Give the command a terminal of its own (by script of util-linux); its two outputs are one then',
  },
  {
    name: 'exit-policy',
    type: 'string',
    argument: 'POLICY',
    choices: ['strict', 'command'],
    commands: ['run'],
    description:
      "strict: 1 for a leak and 3 for what could not be looked at, else the command's code; command: always that",
  },
  {
    name: 'record',
    type: 'string',
    argument: 'FILE',
    commands: ['redact'],
    description: 'Write what was taken out of which file by which rule, without values',
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
    description: 'Where the files that change are copied to before; holds the values, so keep it out of evidence',
  },
];
