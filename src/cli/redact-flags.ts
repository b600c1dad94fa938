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
