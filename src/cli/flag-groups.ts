import type { FlagSpec } from './commands.ts';

/** Flags by what they are for, in the order in which help shows them; what is in no group is of one command alone. */
export const FLAG_GROUPS: readonly (readonly [title: string, names: readonly string[]])[] = [
  [
    'Scope:',
    [
      'exclude',
      'files-from',
      'respect-gitignore',
      'staged',
      'include-committed',
      'range',
      'since',
      'all',
      'unreachable',
      'history',
    ],
  ],
  ['Policy:', ['packet', 'rules', 'baseline', 'strict', 'report-only']],
  [
    'Your own secrets (known values):',
    ['known-env', 'known-dotenv', 'known-dir', 'known-fd', 'known', 'known-required', 'key-env', 'key-fd'],
  ],
  ['Output:', ['format', 'output', 'ledger', 'json', 'quiet', 'no-color']],
  ['Speed:', ['threads', 'no-cache']],
];

/** Where none of the groups has a flag. */
export const OWN_GROUP = 'Options:';
/** Flags that every command has. */
export const GENERAL_GROUP = 'General:';
const GENERAL = ['help', 'version'];

/** What a short help names of the flags that many commands share; the others are told by `--help all`. */
const COMMON: ReadonlySet<string> = new Set([
  'packet',
  'format',
  'output',
  'ledger',
  'report-only',
  'exclude',
  'staged',
  'range',
  'since',
  'baseline',
  'known-env',
  'quiet',
  'help',
]);
/** A command with no more flags shows them all. */
const FEW = 10;

/** The title of the group that a flag belongs to. */
export function groupOf(name: string): string {
  if (GENERAL.includes(name)) return GENERAL_GROUP;
  return FLAG_GROUPS.find(([, names]) => names.includes(name))?.[0] ?? OWN_GROUP;
}

/** The flags of a command that its short help shows: its own, and the most used of those that many share. */
export function shortFlags(flags: readonly FlagSpec[]): readonly FlagSpec[] {
  if (flags.length <= FEW) return flags;
  return flags.filter(({ name }) => COMMON.has(name) || groupOf(name) === OWN_GROUP);
}
