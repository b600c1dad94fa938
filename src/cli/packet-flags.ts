import type { FlagSpec } from './commands.ts';
import { PACKET_TEMPLATES } from './packet-templates.ts';

/** Flags of the commands that write a packet or a decision record, or hold a packet to its word. */
export const PACKET_FLAGS: readonly FlagSpec[] = [
  {
    name: 'renew',
    type: 'boolean',
    commands: ['allow'],
    description:
      'Write over the entry for the same finding or part that still counts; one that has expired needs no flag',
  },
  {
    name: 'strict',
    type: 'boolean',
    commands: ['check', 'packet eval'],
    description: 'Warnings count as violations',
  },
  {
    name: 'require-open',
    type: 'string',
    repeatable: true,
    argument: 'GATE',
    commands: ['check'],
    description: 'A gate of the packet that must be open: a closed one is a violation then (exit 1); repeatable',
  },
  {
    name: 'from',
    type: 'string',
    argument: 'FILE',
    commands: ['packet init'],
    description: 'Document whose headings, statuses and acceptance lines the packet is made from',
  },
  {
    name: 'template',
    type: 'string',
    argument: 'NAME',
    choices: PACKET_TEMPLATES,
    commands: ['packet init'],
    description: 'What is decided: which packet to begin with; default: model-approval',
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
];
