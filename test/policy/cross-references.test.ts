import { loadPacket } from '../../src/policy/load.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('cross references of a packet');
const HEAD = 'apiVersion: watertight/v1\nkind: EvidencePacket\nmetadata: { id: t }\n';
const FORBID = 'forbid:\n  - { id: a, surfaces: all, match: { class: secret } }\n';

const CASES: Readonly<Record<string, readonly [string, string]>> = {
  'claims of one id': [
    `${HEAD}${FORBID}claims:\n${'  - { id: c, check: ADM-04, any: [is admitted] }\n'.repeat(2)}`,
    'p.yaml:8:11: $.claims[1].id: an earlier entry has the same id',
  ],
  'a decision without a record': [
    `${HEAD}${FORBID}decision: { branches: [go] }\n`,
    "p.yaml:6:11: $.decision: the key 'record' is missing: without it nothing can be decided",
  ],
  'a record above the folder of the packet': [
    `${HEAD}${FORBID}decision: { record: ../a/d.yaml, branches: [go] }\n`,
    "p.yaml:6:21: $.decision.record: it leads out of the packet's folder",
  ],
  'a record by its absolute path': [
    `${HEAD}${FORBID}decision: { record: /a/d.yaml, branches: [go] }\n`,
    "p.yaml:6:21: $.decision.record: it leads out of the packet's folder",
  ],
  'a step that needs a field that no record has': [
    `${HEAD}${FORBID}decision:\n  record: d.yaml\n  branches: [go]\n  transitions: [{ from: not_decided, to: go, needs: [approval] }]\n`,
    "$.decision.transitions[0].needs[0]: 'approval' is no field of a decision record (did you mean approval_source?)",
  ],
};

for (const [name, [text, expected]] of Object.entries(CASES)) {
  test(`refuses ${name}, with its place`, async () => {
    const message = await loadPacket(text, 'p.yaml').then(
      () => '',
      (error: unknown) => (error as Error).message,
    );
    assert.ok(message.includes(expected), message);
  });
}

test('takes a step that needs a part of a field', async () => {
  const step = '{ from: not_decided, to: go, needs: [approval_source.ref, supersedes] }';
  const decision = `decision:\n  record: docs/..x/d.yaml\n  branches: [go]\n  transitions: [${step}]\n`;
  const packet = await loadPacket(`${HEAD}${FORBID}${decision}`, 'p.yaml');
  assert.is(packet.governed.decision?.transitions.length, 1);
});

test.run();
