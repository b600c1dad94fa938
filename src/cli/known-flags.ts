import type { CommandName, FlagSpec } from './commands.ts';

/** Commands that look for declared values. */
const LOOKING: readonly CommandName[] = [
  'scan',
  'audit',
  'check',
  'packet eval',
  'hook pre-commit',
  'hook commit-msg',
  'hook pre-push',
  'baseline create',
  'baseline compare',
];

/** Flags that say where declared values are: never the values themselves. */
export const KNOWN_FLAGS: readonly FlagSpec[] = [
  {
    name: 'known-env',
    type: 'string',
    repeatable: true,
    argument: 'GLOB',
    commands: LOOKING,
    description:
      "Known values: environment variables whose names fit, e.g. '*_TOKEN' or usual for the customary names; repeatable",
  },
  {
    name: 'known-dotenv',
    type: 'string',
    repeatable: true,
    argument: 'FILE',
    commands: LOOKING,
    description: 'Known values: an environment file, one NAME=value a line; repeatable',
  },
  {
    name: 'known-dir',
    type: 'string',
    repeatable: true,
    argument: 'DIR',
    commands: LOOKING,
    description: 'Known values: a folder with one value a file, such as /run/secrets; repeatable',
  },
  {
    name: 'known-fd',
    type: 'string',
    repeatable: true,
    argument: 'N',
    commands: LOOKING,
    description:
      'Known values: NAME, NUL, VALUE, NUL, or what env -0 prints, from an open descriptor; 0 is standard input; repeatable',
  },
];
