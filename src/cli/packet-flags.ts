import type { FlagSpec } from './commands.ts';
import { PACKET_TEMPLATES } from './packet-templates.ts';

/** Flags of the commands that write a packet or a decision record, or hold a packet to its word. */
export const PACKET_FLAGS: readonly FlagSpec[] = [
  {
    name: 'renew',
    type: 'boolean',
    commands: ['allow'],
    description: 'Replace a valid entry for the same finding or part; an expired one needs no flag',
  },
  {
    name: 'strict',
    type: 'boolean',
    commands: ['check', 'packet eval'],
    description: 'Treat warnings as violations',
  },
  {
    name: 'require-open',
    type: 'string',
    repeatable: true,
    argument: 'GATE',
    commands: ['check'],
    description: 'Gate of the packet that must be open; a closed one is a violation (exit 1); repeatable',
  },
  {
    name: 'from',
    type: 'string',
    argument: 'FILE',
    commands: ['packet init'],
    description: 'Document with the headings, statuses and acceptance lines to make the packet from',
  },
  {
    name: 'template',
    type: 'string',
    argument: 'NAME',
    choices: PACKET_TEMPLATES,
    commands: ['packet init'],
    description: 'Kind of decision that the packet is for; default: model-approval',
  },
  {
    name: 'branch',
    type: 'string',
    argument: 'NAME',
    commands: ['decision new'],
    description: 'Status of the record: not_decided or a branch of the packet',
  },
  {
    name: 'field',
    type: 'string',
    repeatable: true,
    argument: 'NAME=TEXT',
    commands: ['decision new'],
    description:
      'Fill a field of the form (credential_source.ref=OUR_API_KEY); names only, values are refused; repeatable',
  },
];
