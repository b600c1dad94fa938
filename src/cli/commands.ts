/** What commands are for, in the order in which help shows them. Those that hooks call are shown where all are asked for. */
export const COMMAND_GROUPS = {
  scan: 'Find secret values',
  git: 'Before each commit and push',
  why: 'Why something is reported or not',
  old: 'Findings that are known already',
  known: 'Your own secrets, as fingerprints',
  packet: 'A packet: what may stand where, and a decision about it',
  proof: 'Proof of what was scanned',
  inner: 'What the hooks call',
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
    says: 'Hold a packet, its decision, gates, evidence and prose to their word, and scan',
  },
  'packet init': {
    group: 'packet',
    positionals: '',
    says: 'Write a packet to begin with, or propose one from a document; on standard output',
  },
  'packet coverage': { group: 'packet', positionals: '[packet]', says: 'Show which acceptance lines have a check' },
  'packet eval': {
    group: 'packet',
    positionals: '[packet]',
    says: 'Print every fact of a packet as JSON, for other policy engines',
  },
  'decision new': { group: 'packet', positionals: '[packet]', says: 'Write the form of a decision record' },
  'decision history': {
    group: 'packet',
    positionals: '[packet]',
    says: 'Show each version of the decision record in git',
  },
  'ledger verify': {
    group: 'proof',
    positionals: 'LEDGER [folder]',
    says: 'Read every file of a ledger again and say what changed or is missing since the scan',
  },
  'ledger diff': {
    group: 'proof',
    positionals: 'LEDGER folder|listing|-',
    says: 'Hold a ledger against a folder, or against names that another tool lists',
  },
  attest: {
    group: 'proof',
    positionals: 'LEDGER',
    says: 'Write what a scan proved as an in-toto statement, signed if a key is named',
  },
  'attest verify': { group: 'proof', positionals: 'ENVELOPE', says: 'Verify the signature of an attestation, offline' },
  'publish-check': {
    group: 'proof',
    positionals: 'LEDGER paths…',
    says: 'Refuse artifacts that changed or appeared after the scan, or that it did not find clean',
  },
  run: {
    group: 'scan',
    positionals: '-- command…',
    says: 'Run a command and keep its arguments and output as evidence, redacted as they come',
  },
  selftest: {
    group: 'proof',
    positionals: '',
    says: 'Plant values for every rule, surface and view that the packet covers, and expect them all to be found',
  },
  redact: {
    group: 'scan',
    positionals: '<file|folder|->',
    says: 'Write a copy without the values that the packet forbids, and prove it clean',
  },
  allow: {
    group: 'old',
    positionals: 'FINGERPRINT',
    says: 'Add an allowance for one finding, or for one part that stays unread, to the packet, or renew it',
  },
  'audit acknowledge': {
    group: 'old',
    positionals: 'FINGERPRINT… [repositories…]',
    says: 'Write down in the packet that values of the history were rotated and stay there, object by object',
  },
  'baseline create': { group: 'old', positionals: '[paths…]', says: 'Scan, and write the findings as a baseline' },
  'baseline compare': {
    group: 'old',
    positionals: '[paths…]',
    says: 'Scan, and say what is new since a baseline and what is gone',
  },
  'known build': {
    group: 'known',
    positionals: '',
    says: 'Make a file of keyed fingerprints of secret values, where the values are',
  },
  'known list': { group: 'known', positionals: '[file]', says: 'Show what a file of fingerprints knows, by name' },
  'known check': {
    group: 'known',
    positionals: '[file]',
    says: 'Say whether a file of fingerprints opens with its key, and which of the values it does not know',
  },
  'hook pre-commit': {
    group: 'inner',
    positionals: '[files…]',
    says: 'Scan what is staged, or the files named as the index has them; for the pre-commit hook',
  },
  'hook commit-msg': {
    group: 'inner',
    positionals: '<file>',
    says: "Scan a commit's message, author and committer; for the commit-msg hook",
  },
  'hook pre-push': {
    group: 'inner',
    positionals: '<remote> <url>',
    says: 'Scan the objects that a push would send; for the pre-push hook, which gives the refs on standard input',
  },
  'hook install': {
    group: 'git',
    positionals: '[hooks…]',
    says: 'Install the three hooks, or those named; a hook that is there is kept and runs first',
  },
  'hook uninstall': {
    group: 'git',
    positionals: '[hooks…]',
    says: 'Remove the hooks and put back what was there before',
  },
  'hook status': { group: 'git', positionals: '', says: 'Show which hooks are installed and whether they can run' },
  explain: {
    group: 'why',
    positionals: 'FILE:LINE[:COLUMN]|FINGERPRINT [paths…]',
    says: 'Say why the values of a line are reported or not: rule, checks, model, packet; never the value',
  },
  rules: { group: 'why', positionals: '[words…]', says: 'List the rules, or those whose id or name holds a word' },
  'rules list': { group: 'why', positionals: '[words…]', says: 'The same as rules' },
  'rules show': {
    group: 'why',
    positionals: 'ID',
    says: 'Show all that a built-in rule says, with its examples as templates',
  },
  'rules test': {
    group: 'why',
    positionals: 'FILE',
    says: 'Check the rules of a file with their examples, time them, and show what they find in a text',
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
