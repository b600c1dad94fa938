import { SURFACES } from '../types.ts';
import type { CommandName, FlagSpec } from './commands.ts';

/** Commands that write an entry which somebody answers for. */
const ENTRIES: readonly CommandName[] = ['allow', 'audit acknowledge'];

/** Flags of the commands that prove what was scanned, and of those that say what is known already. */
export const PROOF_FLAGS: readonly FlagSpec[] = [
  {
    name: 'baseline',
    type: 'string',
    argument: 'FILE',
    commands: [
      'scan',
      'audit',
      'check',
      'explain',
      'baseline compare',
      'hook pre-commit',
      'hook commit-msg',
      'hook pre-push',
    ],
    description:
      "Baseline of existing findings: they are counted, but do not fail the run; default: the packet's baseline",
  },
  {
    name: 'history',
    type: 'boolean',
    commands: ['baseline create', 'allow'],
    description: 'Use the findings of an audit of the repositories, in all versions of all files, instead of a scan',
  },
  {
    name: 'by-context',
    type: 'boolean',
    commands: ['baseline create'],
    description: 'Also take findings identified only by location: a new weak value there is not noticed',
  },
  {
    name: 'in',
    type: 'string',
    argument: 'ARCHIVE',
    commands: ['ledger diff'],
    description: 'The names are members of this archive in the ledger, as unzip -Z1 or tar -t lists them',
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
    description: 'JSON report of the same run, to name in the statement',
  },
  {
    name: 'report',
    type: 'string',
    argument: 'FILE',
    commands: ['explain'],
    description: 'JSON report with the fingerprint; without one, the paths are scanned for it',
  },
  {
    name: 'report',
    type: 'string',
    argument: 'FILE',
    commands: ['allow', 'audit acknowledge'],
    description: 'JSON report of an audit with the fingerprint, instead of a new audit',
  },
  {
    name: 'resource',
    type: 'string',
    argument: 'URI',
    commands: ['attest'],
    description: 'URI of what was scanned; default: the ledger by its digest',
  },
  {
    name: 'verifier',
    type: 'string',
    argument: 'URI',
    commands: ['attest'],
    description: 'URI of the verifier; default: watertight',
  },
  {
    name: 'subject',
    type: 'string',
    argument: 'KIND',
    choices: ['files', 'ledger'],
    commands: ['attest'],
    description: 'Subjects of the statement: every file of the ledger (the default), or only the ledger',
  },
  {
    name: 'key',
    type: 'string',
    argument: 'FILE',
    commands: ['attest'],
    description: 'Private key in PEM to sign with: Ed25519, ECDSA P-256 or RSA; default: unsigned',
  },
  {
    name: 'key',
    type: 'string',
    argument: 'FILE',
    commands: ['attest verify'],
    description: 'Public key in PEM',
  },
  {
    name: 'ledger',
    type: 'string',
    argument: 'FILE',
    commands: ['attest verify'],
    description: 'Ledger that the attestation must be for',
  },
  { name: 'reason', type: 'string', argument: 'TEXT', commands: ENTRIES, description: 'Why it is allowed; required' },
  { name: 'owner', type: 'string', argument: 'NAME', commands: ENTRIES, description: 'Who answers for it; required' },
  {
    name: 'expires',
    type: 'string',
    argument: 'DATE',
    commands: ['allow'],
    description: 'Last day on which it is valid, YYYY-MM-DD; default: no expiry',
  },
  {
    name: 'expires',
    type: 'string',
    argument: 'DATE',
    commands: ['audit acknowledge'],
    description: 'Last day on which it is valid, YYYY-MM-DD; required',
  },
  {
    name: 'rotated',
    type: 'string',
    argument: 'FILE',
    commands: ['audit acknowledge'],
    description:
      'Proof that the value was rotated: a file below the packet folder, or its id under evidence.refs; required',
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
    description: 'Only in files that match the glob',
  },
  {
    name: 'unread',
    type: 'string',
    argument: 'KIND',
    commands: ['allow'],
    description:
      'Accept one part as unread, instead of a finding, for the reason that reports give (encrypted, corrupt …); with --expires, and --path or --object',
  },
  {
    name: 'object',
    type: 'string',
    repeatable: true,
    argument: 'ID',
    commands: ['allow'],
    description: "With --unread: the part is this object of a repository's history; repeatable",
  },
];
