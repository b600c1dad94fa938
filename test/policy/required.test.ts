import { builtInPacket } from '../../src/policy/built-in.ts';
import type { Packet } from '../../src/policy/packet.ts';
import { judgeRequired } from '../../src/policy/required.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('judgeRequired()');
const globs = (required: boolean): { include: string[]; exclude: string[]; required: boolean } => ({
  include: [],
  exclude: [],
  required,
});
const PACKET: Packet = {
  ...builtInPacket(),
  surfaces: { sot: globs(true), trace: globs(true), report: globs(false), commit: globs(true) },
};

test('over the whole scope, what was not found is missing, commits apart', () =>
  assert.equal(judgeRequired(PACKET, new Set(['sot']), true), { missing: ['trace'], unjudged: ['commit'] }));

test('a narrower run judges nothing', () =>
  assert.equal(judgeRequired(PACKET, new Set(), false), { missing: [], unjudged: ['sot', 'trace', 'commit'] }));

test('what was found needs no word', () =>
  assert.equal(judgeRequired(PACKET, new Set(['sot', 'trace', 'commit']), true), { missing: [], unjudged: [] }));

test.run();
