import type { CommandName } from './commands.ts';

/** What a command ends with, for commands that do not end as a scan does; 2 is for all what it is for a scan. */
type Codes = Readonly<Partial<Record<0 | 1 | 3, string>>>;

const UNREAD = 'something could not be read';

/** How a scan ends, and every command that is not in the table. */
export const SCAN_EXIT_CODES: string =
  'Exit codes: 0 complete and clean; 1 a leak or a packet violation; 2 could not run; 3 ran, but part or all of the scope ' +
  'was not scanned (1 wins over 3).';

const OTHERS: Readonly<Partial<Record<CommandName, Codes>>> = {
  redact: {
    0: 'redacted and clean',
    1: 'a value is left; its file was withheld',
    3: 'part or all of the scope was not scanned (1 wins over 3)',
  },
  surfaces: { 0: 'every file has a surface', 3: UNREAD },
  explain: { 0: 'explained', 3: UNREAD },
  rules: { 0: 'listed' },
  'rules list': { 0: 'listed' },
  'rules show': { 0: 'shown' },
  'rules test': { 0: 'every rule passes its examples', 1: 'a rule fails' },
  allow: { 0: 'the entry is in the packet' },
  'audit acknowledge': {
    0: 'every place is acknowledged',
    3: 'a value is also in a place that can still be changed and has no entry',
  },
  'baseline create': { 0: 'written', 3: 'written, but something in scope was not scanned' },
  'baseline compare': { 0: 'nothing new', 1: 'a new finding', 3: 'nothing new, but something was not scanned' },
  'known build': { 0: 'written', 3: 'written, but a value was left out' },
  'known list': { 0: 'shown' },
  'known check': { 0: 'it opens and covers the values', 1: 'it lacks a value', 3: 'a value could not be read' },
  'packet init': { 0: 'written' },
  'packet coverage': { 0: 'shown', 3: 'a document could not be read' },
  'packet eval': { 0: 'printed, whatever the result' },
  'decision new': { 0: 'written' },
  'decision history': {
    0: 'each version follows from the one before',
    1: 'a version does not',
    3: 'the clone is shallow and lacks earlier versions',
  },
  'ledger verify': {
    0: 'every file is unchanged',
    1: 'a file changed or is missing, or the ledger was changed',
    3: 'the ledger has no digest for something',
  },
  'ledger diff': {
    0: 'the ledger accounts for every name',
    1: 'it does not, or was changed',
    3: 'something could not be listed',
  },
  attest: {
    0: 'the statement says PASSED',
    1: 'it says FAILED, for findings',
    3: 'it says FAILED, for something not scanned or not enforced',
  },
  'attest verify': { 0: 'signed by this key, and PASSED', 1: 'not signed by this key, for another ledger, or FAILED' },
  'publish-check': {
    0: 'every artifact is unchanged and was clean',
    1: 'an artifact must not be published',
    3: 'nothing to publish',
  },
  selftest: { 0: 'every planted value was found', 1: 'one was not' },
  'hook install': { 0: 'installed' },
  'hook uninstall': { 0: 'removed' },
  'hook status': { 0: 'the hooks are active', 3: 'git would not run a hook, or it could not scan' },
};

const RUN =
  'Exit codes: 1 a leak, or a value among the arguments; 3 something was not scanned; 2 could not run; otherwise the ' +
  "command's own (128 + signal; 127 not found; 126 cannot be executed). run.json says which.";

/** One sentence on what a command's exit codes mean. */
export function exitCodes(command: CommandName): string {
  if (command === 'run') return RUN;
  const codes = OTHERS[command];
  if (codes === undefined) return SCAN_EXIT_CODES;
  const all: Codes & { readonly 2: string } = { ...codes, 2: 'could not run' };
  const said = ([0, 1, 2, 3] as const).flatMap((code) => (all[code] === undefined ? [] : [`${code} ${all[code]}`]));
  return `Exit codes: ${said.join('; ')}.`;
}
