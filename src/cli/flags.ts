import { SURFACES } from '../types.ts';

/** One flag of the command line: parser, help and documents are made from this table. */
export interface FlagSpec {
  readonly name: string;
  readonly alias?: string;
  readonly type: 'boolean' | 'string';
  readonly repeatable?: boolean;
  /** What stands for the value in help texts. */
  readonly argument?: string;
  readonly choices?: readonly string[];
  readonly description: string;
  /** Commands that take it; left out: all of them. */
  readonly commands?: readonly CommandName[];
}

/** What stands behind a command's name in a usage line, and what it does. A name may have two words (`hook install`); the longer one that fits is meant. */
export const COMMANDS = {
  scan: {
    positionals: '[paths…]',
    says: 'Scan files, folders, globs or standard input (-); the default command',
  },
  audit: {
    positionals: '[repositories…]',
    says: 'Audit the history of Git repositories: every object once, messages, tags, notes, refs, configuration',
  },
  surfaces: { positionals: '[paths…]', says: 'Show which surface each file belongs to, and why' },
  check: {
    positionals: '[packet]',
    says: 'Hold a packet, its decision, gates, evidence and prose to their word, and scan',
  },
  'packet init': { positionals: '', says: 'Propose a packet from a document' },
  'packet coverage': { positionals: '[packet]', says: 'Show which acceptance lines have a check' },
  'packet eval': { positionals: '[packet]', says: 'Print every fact of a packet as JSON, for other policy engines' },
  'decision new': { positionals: '[packet]', says: 'Write the form of a decision record' },
  'decision history': { positionals: '[packet]', says: 'Show each version of the decision record in git' },
  'ledger verify': {
    positionals: 'LEDGER [folder]',
    says: 'Read every file of a ledger again and say what changed or is missing since the scan',
  },
  'ledger diff': {
    positionals: 'LEDGER folder|listing|-',
    says: 'Hold a ledger against a folder, or against names that another tool lists',
  },
  attest: { positionals: 'LEDGER', says: 'Write what a scan proved as an in-toto statement, signed if a key is named' },
  'attest verify': { positionals: 'ENVELOPE', says: 'Verify the signature of an attestation, offline' },
  'publish-check': {
    positionals: 'LEDGER paths…',
    says: 'Refuse artifacts that changed or appeared after the scan, or that it did not find clean',
  },
  allow: { positionals: 'FINGERPRINT', says: 'Add an allowance for one finding to the packet' },
  'baseline create': { positionals: '[paths…]', says: 'Scan, and write the findings as a baseline' },
  'baseline compare': { positionals: '[paths…]', says: 'Scan, and say what is new since a baseline and what is gone' },
  'hook pre-commit': {
    positionals: '[files…]',
    says: 'Scan what is staged, or the files named as the index has them; for the pre-commit hook',
  },
  'hook commit-msg': {
    positionals: '<file>',
    says: "Scan a commit's message, author and committer; for the commit-msg hook",
  },
  'hook pre-push': {
    positionals: '<remote> <url>',
    says: 'Scan the objects that a push would send; for the pre-push hook, which gives the refs on standard input',
  },
  'hook install': {
    positionals: '[hooks…]',
    says: 'Install the three hooks, or those named; a hook that is there is kept and runs first',
  },
  'hook uninstall': { positionals: '[hooks…]', says: 'Remove the hooks and put back what was there before' },
  'hook status': { positionals: '', says: 'Show which hooks are installed and whether they can run' },
  rules: { positionals: '[words…]', says: 'List the rules, or those whose id or name holds a word' },
} as const;
export type CommandName = keyof typeof COMMANDS;

const FORMATS = ['text', 'brief', 'json', 'sarif', 'junit', 'github', 'gitlab'] as const;

/** Formats of `check`. */
export const CHECK_FORMATS = ['text', 'json', 'sarif', 'junit'] as const;

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
const PACKET: readonly CommandName[] = ['scan', 'audit', 'surfaces', ...HOOKS, ...BASELINE, ...LEDGER, 'allow'];
const EXCLUDE: readonly CommandName[] = [...WALK, 'hook pre-commit', 'hook pre-push'];
const AUDIT: readonly CommandName[] = ['audit'];

const FLAGS: readonly FlagSpec[] = [
  {
    name: 'packet',
    alias: 'p',
    type: 'string',
    argument: 'FILE',
    commands: [...PACKET, ...GOVERNED],
    description:
      'Packet to hold the evidence to; default: WATERTIGHT_PACKET, .watertight/packet.yaml upwards to the git root, then the built-in one',
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
    name: 'output',
    alias: 'o',
    type: 'string',
    repeatable: true,
    argument: 'FORMAT=FILE',
    commands: [...SCAN, ...CHECK],
    description:
      'Write the result to a file as well, whole or not at all; the file is left out of the scan; repeatable',
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
    commands: [...SCAN, 'check', 'packet eval', ...BASELINE],
    description: 'Add a rule file; repeatable',
  },
  {
    name: 'exclude',
    type: 'string',
    repeatable: true,
    argument: 'GLOB',
    commands: [...EXCLUDE, ...CHECK, 'packet eval'],
    description: 'Leave out paths; a glob without a slash fits names at any depth; noted in the ledger; repeatable',
  },
  {
    name: 'files-from',
    type: 'string',
    argument: 'FILE',
    commands: WALK,
    description: 'Read paths from a file (- for standard input), one a line or separated by NUL',
  },
  {
    name: 'respect-gitignore',
    type: 'boolean',
    commands: WALK,
    description: 'Leave out what .gitignore files name; generated evidence usually is, so this is off',
  },
  {
    name: 'staged',
    type: 'boolean',
    commands: ['scan'],
    description: 'Scan what the next commit would add, from the index in place of the work tree; paths narrow it',
  },
  {
    name: 'include-committed',
    type: 'boolean',
    commands: ['scan', 'hook pre-commit', 'hook pre-push'],
    description: 'Report values too that the committed version of their file holds already',
  },
  {
    name: 'print',
    type: 'string',
    argument: 'MANAGER',
    choices: ['pre-commit', 'husky', 'lefthook'],
    commands: ['hook install'],
    description: 'Install nothing; print what to write into the settings of a hook manager',
  },
  {
    name: 'shared',
    type: 'boolean',
    commands: ['hook install', 'hook uninstall'],
    description: 'Allow a hooks folder outside of this repository (core.hooksPath), which other repositories use too',
  },
  {
    name: 'range',
    type: 'string',
    argument: 'RANGE',
    commands: AUDIT,
    description:
      'Audit these commits and what they bring, e.g. origin/main..HEAD; default: every object of the repository',
  },
  {
    name: 'since',
    type: 'string',
    argument: 'DATE',
    commands: AUDIT,
    description: 'Audit the commits after a date, with all their files',
  },
  {
    name: 'all',
    type: 'boolean',
    commands: AUDIT,
    description: 'Audit every object, reachable or not: the default, and takes back --range and --since',
  },
  {
    name: 'unreachable',
    type: 'boolean',
    commands: AUDIT,
    description: 'With --range or --since: also the objects that no ref, reflog or index leads to',
  },
  {
    name: 'no-cache',
    type: 'boolean',
    commands: AUDIT,
    description: 'Read every object again, and remember nothing under the folder of the repository',
  },
  {
    name: 'report-only',
    type: 'boolean',
    commands: SCAN,
    description: 'End with 0 whatever is found; every output says that nothing was enforced',
  },
  {
    name: 'threads',
    type: 'string',
    argument: 'N',
    commands: SCAN,
    description: 'Threads that scan, 1 to 64; default: one for each core, 4 at most, and one alone for a small scan',
  },
  {
    name: 'no-color',
    type: 'boolean',
    commands: [...SCAN, ...CHECK],
    description: 'No colours, as when NO_COLOR is set or the output is no terminal',
  },
  {
    name: 'quiet',
    alias: 'q',
    type: 'boolean',
    commands: [...SCAN, ...CHECK, 'packet eval', ...BASELINE],
    description: 'No progress on standard error',
  },
  { name: 'strict', type: 'boolean', commands: [...CHECK, 'packet eval'], description: 'Warnings count as violations' },
  {
    name: 'from',
    type: 'string',
    argument: 'FILE',
    commands: ['packet init'],
    description: 'Document whose headings, statuses and acceptance lines the packet is made from',
  },
  {
    name: 'branch',
    type: 'string',
    argument: 'NAME',
    commands: ['decision new'],
    description: 'Status of the record: not_decided or one of the branches of the packet',
  },
  {
    name: 'field',
    type: 'string',
    repeatable: true,
    argument: 'NAME=TEXT',
    commands: ['decision new'],
    description:
      'Fill a field of the form (credential_source.ref=OUR_API_KEY); names alone, values are refused; repeatable',
  },
  {
    name: 'baseline',
    type: 'string',
    argument: 'FILE',
    commands: ['scan', 'baseline compare'],
    description: 'Findings that were there before: they are counted, and do not fail the run',
  },
  {
    name: 'by-context',
    type: 'boolean',
    commands: ['baseline create'],
    description: 'Also take findings that are known by their place alone: a new weak value there is not noticed then',
  },
  {
    name: 'in',
    type: 'string',
    argument: 'ARCHIVE',
    commands: ['ledger diff'],
    description: 'The names are members of this archive of the ledger, as unzip -Z1 or tar -t list them',
  },
  {
    name: 'out',
    type: 'string',
    argument: 'FILE',
    commands: ['attest', 'baseline create'],
    description: 'File to write',
  },
  {
    name: 'report',
    type: 'string',
    argument: 'FILE',
    commands: ['attest'],
    description: 'JSON report of the same run, to be named in the statement',
  },
  {
    name: 'resource',
    type: 'string',
    argument: 'URI',
    commands: ['attest'],
    description: 'What the files are, as a URI; default: the ledger by its digest',
  },
  {
    name: 'verifier',
    type: 'string',
    argument: 'URI',
    commands: ['attest'],
    description: 'Who verified, as a URI; default: watertight',
  },
  {
    name: 'subject',
    type: 'string',
    argument: 'KIND',
    choices: ['files', 'ledger'],
    commands: ['attest'],
    description: 'What the statement is about: every file of the ledger (the default), or the ledger alone',
  },
  {
    name: 'key',
    type: 'string',
    argument: 'FILE',
    commands: ['attest'],
    description: 'Private key in PEM form to sign with: Ed25519, ECDSA P-256 or RSA; default: not signed',
  },
  {
    name: 'key',
    type: 'string',
    argument: 'FILE',
    commands: ['attest verify'],
    description: 'Public key in PEM form',
  },
  {
    name: 'ledger',
    type: 'string',
    argument: 'FILE',
    commands: ['attest verify'],
    description: 'Ledger that the attestation must have been made from',
  },
  { name: 'reason', type: 'string', argument: 'TEXT', commands: ['allow'], description: 'Why it is allowed; needed' },
  { name: 'owner', type: 'string', argument: 'NAME', commands: ['allow'], description: 'Who answers for it; needed' },
  {
    name: 'expires',
    type: 'string',
    argument: 'DATE',
    commands: ['allow'],
    description: 'Last day on which it counts, YYYY-MM-DD; default: until it is taken out',
  },
  {
    name: 'surface',
    type: 'string',
    argument: 'SURFACE',
    choices: SURFACES,
    commands: ['allow'],
    description: 'Only on this surface',
  },
  {
    name: 'path',
    type: 'string',
    argument: 'GLOB',
    commands: ['allow'],
    description: 'Only in files that the glob fits',
  },
  {
    name: 'json',
    type: 'boolean',
    commands: [
      'surfaces',
      'rules',
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
