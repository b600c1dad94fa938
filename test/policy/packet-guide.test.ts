import { readFile } from 'node:fs/promises';
import { loadPacket } from '../../src/policy/load.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('docs/packet.md');
const guide = await readFile('docs/packet.md', 'utf8');

test('shows packets that load', async () => {
  const blocks = [...guide.matchAll(/```yaml\n(?<text>[\s\S]*?)```/g)].map(({ groups }) => groups?.['text'] ?? '');
  const packets = blocks.filter((text) => text.includes('apiVersion: watertight/v1'));
  assert.is(packets.length, 4);
  for (const text of packets) assert.ok((await loadPacket(text, 'docs/packet.md')).forbid.length > 0);
});

test('shows the built-in packet as it is', async () => {
  assert.ok(guide.includes(await readFile('rules/packets/default.yaml', 'utf8')));
});

test.run();
