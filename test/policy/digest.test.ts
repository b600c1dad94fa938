import { builtInPacket, builtInPacketDigest } from '../../src/policy/built-in.ts';
import { packetDigest } from '../../src/policy/digest.ts';
import { loadPacket } from '../../src/policy/load.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('packetDigest');
const TEXT = `apiVersion: watertight/v1
kind: EvidencePacket
metadata: { id: x, owner: jp }
forbid:
  - { id: a, surfaces: all, match: { class: secret } }
decision: { default: not_decided }
`;

test('is sha256 in lower hex and the same each time', () => {
  assert.match(packetDigest(builtInPacket()), /^sha256:[0-9a-f]{64}$/);
  assert.is(packetDigest(builtInPacket()), packetDigest(structuredClone(builtInPacket())));
});

test('of the built-in packet it was made at build time', () =>
  assert.is(builtInPacketDigest(), packetDigest(builtInPacket())));

test('does not change with comments, key order, form or a default that is written out', async () => {
  const same = [
    `# comment\n${TEXT}`,
    TEXT.split('\n')
      .toSorted((a, b) => Number(a.startsWith('kind')) - Number(b.startsWith('kind')))
      .join('\n'),
    `${TEXT}coverage: { max_depth: 8 }\n`,
    TEXT.replace('class: secret', 'class: [secret]').replace('{ id: x, owner: jp }', '{ owner: jp, id: x }'),
    '{"decision":{"default":"not_decided"},"forbid":[{"match":{"class":"secret"},"surfaces":"all","id":"a"}],"metadata":{"id":"x","owner":"jp"},"kind":"EvidencePacket","apiVersion":"watertight/v1"}',
  ];
  const digest = packetDigest(await loadPacket(TEXT, 'p'));
  for (const text of same) assert.is(packetDigest(await loadPacket(text, 'p')), digest, text);
});

test('changes with what is forbidden, allowed, or for check alone', async () => {
  const other = [
    TEXT.replace('class: secret', 'class: identifier'),
    TEXT.replace('id: a', 'id: b'),
    `${TEXT}exclude: [a]\n`,
    TEXT.replace('default: not_decided', 'default: other'),
    TEXT.replace('class: secret', 'class: [secret, copied-evidence], min_run_chars: 9'),
    TEXT.replace('class: secret', 'class: [secret, copied-evidence], min_run_chars: 10'),
  ];
  const digests = await Promise.all([TEXT, ...other].map(async (text) => packetDigest(await loadPacket(text, 'p'))));
  assert.is(new Set(digests).size, 7);
});

test.run();
