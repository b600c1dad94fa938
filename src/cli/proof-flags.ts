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
      "Findings that were there before: they are counted, and do not fail the run; default: the packet's baseline",
  },
  {
    name: 'history',
    type: 'boolean',
    commands: ['baseline create', 'allow'],
    description:
      'Take what an audit of the repositories finds, in all versions of all files, instead of what a scan finds',
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
    name: 'report',
    type: 'string',
    argument: 'FILE',
    commands: ['explain'],
    description: 'JSON report in which the fingerprint stands; without one, the paths are scanned for it',
  },
  {
    name: 'report',
    type: 'string',
    argument: 'FILE',
    commands: ['allow', 'audit acknowledge'],
    description: 'JSON report of an audit in which the fingerprint stands, in place of another audit',
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
  { name: 'reason', type: 'string', argument: 'TEXT', commands: ENTRIES, description: 'Why it is allowed; needed' },
  { name: 'owner', type: 'string', argument: 'NAME', commands: ENTRIES, description: 'Who answers for it; needed' },
  {
    name: 'expires',
    type: 'string',
    argument: 'DATE',
    commands: ['allow'],
    description: 'Last day on which it counts, YYYY-MM-DD; default: until it is taken out',
  },
  {
    name: 'expires',
    type: 'string',
    argument: 'DATE',
    commands: ['audit acknowledge'],
    description: 'Last day on which it counts, YYYY-MM-DD; needed',
  },
  {
    name: 'rotated',
    type: 'string',
    argument: 'FILE',
    commands: ['audit acknowledge'],
    description:
      'What proves that the value was rotated: a file below the folder of the packet, or its id under evidence.refs; needed',
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
    name: 'unread',
    type: 'string',
    argument: 'KIND',
    commands: ['allow'],
    description:
      'Let one part stay unread in place of a finding, for the reason that reports give (encrypted, corrupt …); with --expires, and --path or --object',
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
