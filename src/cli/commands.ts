/** What commands are for, in the order in which help shows them. Those that hooks call are shown where all are asked for. */
export const COMMAND_GROUPS = {
  scan: 'Find secrets',
  git: 'Before each commit and push',
  why: 'Why a value is reported or not',
  old: 'Existing findings',
  known: 'Your own secrets, as fingerprints',
  packet: 'Packets and decisions',
  proof: 'Proof of what was scanned',
  inner: 'Called by the hooks',
} as const;

/** What stands behind a command's name in a usage line, and what it does. A name may have two words (`hook install`); the longer one that fits is meant. */
export const COMMANDS = {
  scan: {
    group: 'scan',
    positionals: '[paths…]',
    says: 'Scan files, folders, globs or standard input (-); the default command',
  },
  audit: {
    group: 'scan',
    positionals: '[repositories…]',
    says: 'Audit the history of Git repositories: every object once, messages, tags, notes, refs, configuration',
  },
  surfaces: { group: 'why', positionals: '[paths…]', says: 'Show which surface each file belongs to, and why' },
  check: {
    group: 'packet',
    positionals: '[packet]',
    says: 'Check a packet with its decision, gates, evidence and prose, and scan',
  },
  'packet init': {
    group: 'packet',
    positionals: '',
    says: 'Print a starter packet, or propose one from a document',
  },
  'packet coverage': { group: 'packet', positionals: '[packet]', says: 'Show which acceptance lines have a check' },
  'packet eval': {
    group: 'packet',
    positionals: '[packet]',
    says: 'Print every fact of a packet as JSON, for other policy engines',
  },
  'decision new': { group: 'packet', positionals: '[packet]', says: 'Print a decision record to fill in' },
  'decision history': {
    group: 'packet',
    positionals: '[packet]',
    says: 'Show each version of the decision record in Git',
  },
  'ledger verify': {
    group: 'proof',
    positionals: 'LEDGER [folder]',
    says: 'Re-read every file of a ledger and show what changed or is missing since the scan',
  },
  'ledger diff': {
    group: 'proof',
    positionals: 'LEDGER folder|listing|-',
    says: 'Compare a ledger with a folder, or with names that another tool lists',
  },
  attest: {
    group: 'proof',
    positionals: 'LEDGER',
    says: 'Write what a scan proved as an in-toto statement, signed if a key is given',
  },
  'attest verify': { group: 'proof', positionals: 'ENVELOPE', says: 'Verify the signature of an attestation, offline' },
  'publish-check': {
    group: 'proof',
    positionals: 'LEDGER paths…',
    says: 'Refuse artifacts that changed or appeared after the scan, or were not clean',
  },
  run: {
    group: 'scan',
    positionals: '-- command…',
    says: 'Run a command and keep its arguments and output as evidence, redacted on the fly',
  },
  selftest: {
    group: 'proof',
    positionals: '',
    says: 'Plant values for every rule, surface and view that the packet covers, and check that all are found',
  },
  redact: {
    group: 'scan',
    positionals: '<file|folder|->',
    says: 'Write a copy without the values that the packet forbids, and verify that it is clean',
  },
  allow: {
    group: 'old',
    positionals: 'FINGERPRINT',
    says: 'Add or renew an allowance in the packet, for one finding or one unread part',
  },
  'audit acknowledge': {
    group: 'old',
    positionals: 'FINGERPRINT… [repositories…]',
    says: 'Record in the packet, object by object, that values in the history were rotated',
  },
  'baseline create': { group: 'old', positionals: '[paths…]', says: 'Scan, and write the findings as a baseline' },
  'baseline compare': {
    group: 'old',
    positionals: '[paths…]',
    says: 'Scan, and show what is new since a baseline and what is gone',
  },
  'known build': {
    group: 'known',
    positionals: '',
    says: 'Build a file of keyed fingerprints of secret values, where the values are',
  },
  'known list': { group: 'known', positionals: '[file]', says: 'List the values of a fingerprint file, by name' },
  'known check': {
    group: 'known',
    positionals: '[file]',
    says: 'Check that a fingerprint file opens with its key, and which values it lacks',
  },
  'hook pre-commit': {
    group: 'inner',
    positionals: '[files…]',
    says: 'Scan the staged content, or that of the named files; for the pre-commit hook',
  },
  'hook commit-msg': {
    group: 'inner',
    positionals: '<file>',
    says: "Scan a commit's message, author and committer; for the commit-msg hook",
  },
  'hook pre-push': {
    group: 'inner',
    positionals: '<remote> <url>',
    says: 'Scan the objects that a push would send; for the pre-push hook, which passes the refs on standard input',
  },
  'hook install': {
    group: 'git',
    positionals: '[hooks…]',
    says: 'Install the three hooks, or those named; an existing hook is kept and runs first',
  },
  'hook uninstall': {
    group: 'git',
    positionals: '[hooks…]',
    says: 'Remove the hooks and restore the previous ones',
  },
  'hook status': { group: 'git', positionals: '', says: 'Show which hooks are installed and whether they can run' },
  explain: {
    group: 'why',
    positionals: 'FILE:LINE[:COLUMN]|FINGERPRINT [paths…]',
    says: 'Explain why the values of a line are reported or not: rule, checks, model, packet; never the value',
  },
  rules: { group: 'why', positionals: '[words…]', says: 'List the rules, or those whose id or name contains a word' },
  'rules list': { group: 'why', positionals: '[words…]', says: 'Same as rules' },
  'rules show': {
    group: 'why',
    positionals: 'ID',
    says: 'Show a built-in rule in full, with its examples as templates',
  },
  'rules test': {
    group: 'why',
    positionals: 'FILE',
    says: 'Test the rules of a file with their examples, time them, and show what they find in a text',
  },
} as const;
export type CommandName = keyof typeof COMMANDS;

/** Names of the commands of two words that begin with a word. */
export function commandsOf(first: string): readonly CommandName[] {
  return (Object.keys(COMMANDS) as CommandName[]).filter((name) => first !== '' && name.startsWith(`${first} `));
}

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
