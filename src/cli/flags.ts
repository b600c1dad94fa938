import type { CommandName, FlagSpec } from './commands.ts';
import { KNOWN_FLAGS } from './known-flags.ts';
import { PACKET_FLAGS } from './packet-flags.ts';
import { REDACT_FLAGS } from './redact-flags.ts';
import { PROOF_FLAGS } from './proof-flags.ts';

const FORMATS = ['text', 'brief', 'json', 'sarif', 'junit', 'html', 'github', 'gitlab'] as const;

/** Formats of `check`. */
export const CHECK_FORMATS = ['text', 'brief', 'json', 'sarif', 'junit', 'github'] as const;

/** What every output does with a file that is there. */
const OUTPUT_PLACE = 'replaces an earlier one of its kind, never another file';

const CHECK: readonly CommandName[] = ['check'];
/** Commands that look at a packet and all that it speaks of. */
const GOVERNED: readonly CommandName[] = [
  'check',
  'packet coverage',
  'packet eval',
  'decision new',
  'decision history',
];
const HOOKS: readonly CommandName[] = ['hook pre-commit', 'hook commit-msg', 'hook pre-push'];
const SCAN: readonly CommandName[] = ['scan', 'audit', ...HOOKS];
const BASELINE: readonly CommandName[] = ['baseline create', 'baseline compare'];
const WALK: readonly CommandName[] = ['scan', 'surfaces', ...BASELINE];
/** Commands that hold files to a ledger: the packet says which folders must not be opened. */
const LEDGER: readonly CommandName[] = ['ledger verify', 'ledger diff', 'publish-check'];
const PACKET: readonly CommandName[] = [
  'redact',
  'run',
  'selftest',
  'scan',
  'audit',
  'explain',
  'surfaces',
  ...HOOKS,
  ...BASELINE,
  ...LEDGER,
  'allow',
  'audit acknowledge',
];
const EXCLUDE: readonly CommandName[] = [...WALK, 'redact', 'explain', 'hook pre-commit', 'hook pre-push'];
const AUDIT: readonly CommandName[] = ['audit'];

/** Every flag of every command. */
export const FLAGS: readonly FlagSpec[] = [
  {
    name: 'packet',
    alias: 'p',
    type: 'string',
    argument: 'FILE',
    commands: [...PACKET, ...GOVERNED],
    description:
      'Packet to apply; default: WATERTIGHT_PACKET, then .watertight/packet.yaml up to the Git root, then the built-in one',
  },
  {
    name: 'format',
    alias: 'f',
    type: 'string',
    argument: 'FORMAT',
    choices: FORMATS,
    commands: SCAN,
    description: 'Format of the result on standard output',
  },
  {
    name: 'format',
    alias: 'f',
    type: 'string',
    argument: 'FORMAT',
    choices: CHECK_FORMATS,
    commands: CHECK,
    description: 'Format of the result on standard output',
  },
  {
    name: 'format',
    alias: 'f',
    type: 'string',
    argument: 'FORMAT',
    choices: ['watertight', 'detect-secrets'],
    commands: ['baseline create'],
    description:
      'Format of the baseline; that of detect-secrets holds the bare SHA-1 of each value, for those who still run it',
  },
  {
    name: 'output',
    alias: 'o',
    type: 'string',
    repeatable: true,
    argument: 'FORMAT=FILE',
    commands: SCAN,
    description: `Also write the result to a file, whole or not at all, as ${FORMATS.join(', ')} or ledger; ${OUTPUT_PLACE}; excluded from the scan; repeatable`,
  },
  {
    name: 'output',
    alias: 'o',
    type: 'string',
    repeatable: true,
    argument: 'FORMAT=FILE',
    commands: CHECK,
    description: `Also write the result to a file, whole or not at all, as ${CHECK_FORMATS.join(', ')}; ${OUTPUT_PLACE}; repeatable`,
  },
  {
    name: 'ledger',
    type: 'string',
    argument: 'FILE',
    commands: SCAN,
    description: 'Write the ledger: one JSON line for every file and container member, scanned or not',
  },
  {
    name: 'rules',
    type: 'string',
    repeatable: true,
    argument: 'FILE',
    commands: [...SCAN, 'redact', 'run', 'selftest', 'check', 'packet eval', 'explain', ...BASELINE],
    description: 'Add a rule file: YAML, or a gitleaks configuration (TOML); repeatable',
  },
  {
    name: 'exclude',
    type: 'string',
    repeatable: true,
    argument: 'GLOB',
    commands: [...EXCLUDE, ...CHECK, 'packet eval'],
    description: 'Exclude paths; a glob without a slash matches names at any depth; recorded in the ledger; repeatable',
  },
  {
    name: 'files-from',
    type: 'string',
    argument: 'FILE',
    commands: WALK,
    description: 'Read paths from a file (- for standard input), one per line or NUL-separated',
  },
  {
    name: 'respect-gitignore',
    type: 'boolean',
    commands: WALK,
    description: 'Skip files ignored by .gitignore; off by default, since generated evidence usually is ignored',
  },
  {
    name: 'staged',
    type: 'boolean',
    commands: ['scan'],
    description: 'Scan what the next commit would add, from the index instead of the work tree; paths narrow it',
  },
  {
    name: 'include-committed',
    type: 'boolean',
    commands: ['scan', 'hook pre-commit', 'hook pre-push'],
    description: 'Also report values that the committed version of the file already contains',
  },
  {
    name: 'text',
    type: 'string',
    argument: 'FILE',
    commands: ['rules test'],
    description: 'Text to try the rules on; - is standard input',
  },
  {
    name: 'print',
    type: 'string',
    argument: 'MANAGER',
    choices: ['pre-commit', 'husky', 'lefthook'],
    commands: ['hook install'],
    description: 'Install nothing; print the settings for a hook manager',
  },
  {
    name: 'shared',
    type: 'boolean',
    commands: ['hook install', 'hook uninstall'],
    description: 'Allow a hooks folder outside this repository (core.hooksPath), which other repositories may use too',
  },
  {
    name: 'range',
    type: 'string',
    argument: 'RANGE',
    commands: AUDIT,
    description:
      'Audit these commits and what they add, e.g. origin/main..HEAD; default: every object of the repository',
  },
  {
    name: 'since',
    type: 'string',
    argument: 'DATE',
    commands: AUDIT,
    description: 'Audit the commits after a date (2026-01-31, "2 weeks ago", yesterday), with all their files',
  },
  {
    name: 'all',
    type: 'boolean',
    commands: AUDIT,
    description: 'Audit every object, reachable or not; the default; overrides --range and --since',
  },
  {
    name: 'unreachable',
    type: 'boolean',
    commands: AUDIT,
    description: 'With --range or --since: also objects that no ref, reflog or index reaches',
  },
  {
    name: 'no-cache',
    type: 'boolean',
    commands: AUDIT,
    description: 'Read every object again, and cache nothing',
  },
  {
    name: 'report-only',
    type: 'boolean',
    commands: SCAN,
    description: 'Exit with 0 whatever is found; every output says that nothing was enforced',
  },
  {
    name: 'threads',
    type: 'string',
    argument: 'N',
    commands: SCAN,
    description: 'Number of scanning threads, 1 to 64; default: one per core, at most 4, and one for a small scan',
  },
  {
    name: 'no-color',
    type: 'boolean',
    description: 'No colours, as when NO_COLOR is set or the output is not a terminal',
  },
  {
    name: 'quiet',
    alias: 'q',
    type: 'boolean',
    description: 'No progress on standard error',
  },
  ...PACKET_FLAGS,
  ...KNOWN_FLAGS,
  ...PROOF_FLAGS,
  ...REDACT_FLAGS,
  {
    name: 'json',
    type: 'boolean',
    commands: [
      'surfaces',
      'explain',
      'rules',
      'selftest',
      'rules list',
      'rules show',
      'rules test',
      'packet coverage',
      'decision history',
      'ledger verify',
      'ledger diff',
      'baseline compare',
    ],
    description: 'Print JSON',
  },
  { name: 'help', alias: 'h', type: 'boolean', description: 'Show help' },
  { name: 'version', alias: 'v', type: 'boolean', description: 'Show the version' },
];

/** The flags that a command takes, in the order of the table. */
export function flagsOf(command: string): readonly FlagSpec[] {
  return FLAGS.filter(({ commands }) => commands === undefined || (commands as readonly string[]).includes(command));
}
