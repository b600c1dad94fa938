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
  'redact',
  'run',
];

/** Commands that make and read files of fingerprints. */
const PRINTS: readonly CommandName[] = ['known build', 'known list', 'known check'];

/** Flags that say where declared values are: never the values themselves. */
export const KNOWN_FLAGS: readonly FlagSpec[] = [
  {
    name: 'known-env',
    type: 'string',
    repeatable: true,
    argument: 'GLOB',
    commands: LOOKING,
    description:
      "Known values: environment variables whose names match, e.g. '*_TOKEN', or usual for common names; repeatable",
  },
  {
    name: 'known-dotenv',
    type: 'string',
    repeatable: true,
    argument: 'FILE',
    commands: LOOKING,
    description: 'Known values: an environment file, one NAME=value per line; repeatable',
  },
  {
    name: 'known-dir',
    type: 'string',
    repeatable: true,
    argument: 'DIR',
    commands: LOOKING,
    description: 'Known values: a folder with one value per file, such as /run/secrets; repeatable',
  },
  {
    name: 'known-fd',
    type: 'string',
    repeatable: true,
    argument: 'N',
    commands: LOOKING,
    description:
      'Known values: NAME, NUL, VALUE, NUL, or the output of env -0, from an open descriptor; 0 is standard input; repeatable',
  },
  {
    name: 'known',
    type: 'string',
    repeatable: true,
    argument: 'FILE',
    commands: LOOKING,
    description: 'Known values: a file of keyed fingerprints from known build; repeatable',
  },
  {
    name: 'known-required',
    type: 'boolean',
    commands: LOOKING,
    description: 'The run is incomplete (exit 3) if a known value could not be searched for',
  },
  {
    name: 'key-env',
    type: 'string',
    argument: 'NAME',
    commands: [...LOOKING, ...PRINTS],
    description: 'Variable that holds the key of fingerprint files; default: WATERTIGHT_FP_KEY',
  },
  {
    name: 'key-fd',
    type: 'string',
    argument: 'N',
    commands: [...LOOKING, ...PRINTS],
    description: 'Open descriptor to read the key of fingerprint files from, instead of a variable',
  },
  {
    name: 'from',
    type: 'string',
    repeatable: true,
    argument: 'SOURCE',
    commands: ['known build', 'known check'],
    description: 'Where the values are: env:GLOB, dotenv:FILE, dir:FOLDER or fd:N; repeatable',
  },
  {
    name: 'out',
    type: 'string',
    argument: 'FILE',
    commands: ['known build'],
    description: 'File to write the fingerprints to; default: .watertight/known.fp',
  },
  {
    name: 'anonymous',
    type: 'boolean',
    commands: ['known build'],
    description: 'Omit the names of the values: they become value-1, value-2 and so on',
  },
  {
    name: 'allow-weak',
    type: 'boolean',
    commands: ['known build'],
    description: 'Also take values below 72 bits: whoever has the file and its key can guess those',
  },
];
