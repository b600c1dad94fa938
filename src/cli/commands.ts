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
  run: {
    positionals: '-- command…',
    says: 'Run a command and keep its arguments and output as evidence, redacted as they come',
  },
  selftest: {
    positionals: '',
    says: 'Plant values for every rule, surface and view that the packet covers, and expect them all to be found',
  },
  redact: {
    positionals: '<file|folder|->',
    says: 'Write a copy without the values that the packet forbids, and prove it clean',
  },
  allow: { positionals: 'FINGERPRINT', says: 'Add an allowance for one finding to the packet' },
  'baseline create': { positionals: '[paths…]', says: 'Scan, and write the findings as a baseline' },
  'baseline compare': { positionals: '[paths…]', says: 'Scan, and say what is new since a baseline and what is gone' },
  'known build': { positionals: '', says: 'Make a file of keyed fingerprints of secret values, where the values are' },
  'known list': { positionals: '[file]', says: 'Show what a file of fingerprints knows, by name' },
  'known check': {
    positionals: '[file]',
    says: 'Say whether a file of fingerprints opens with its key, and which of the values it does not know',
  },
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
  explain: {
    positionals: 'FILE:LINE[:COLUMN]|FINGERPRINT [paths…]',
    says: 'Say why the values of a line are reported or not: rule, checks, model, packet; never the value',
  },
  rules: { positionals: '[words…]', says: 'List the rules, or those whose id or name holds a word' },
  'rules list': { positionals: '[words…]', says: 'The same' },
  'rules show': { positionals: 'ID', says: 'Show all that a built-in rule says, with its examples as templates' },
  'rules test': {
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
