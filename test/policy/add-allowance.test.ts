import * as fc from 'fast-check';
import { parse } from 'yaml';
import { packetToBeginWith, withAllowance, withEvidence } from '../../src/policy/add-allowance.ts';
import { loadPacket } from '../../src/policy/load.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('withAllowance()');

const fingerprint = `h1:${'0a'.repeat(16)}`;
const entry = { fingerprints: [fingerprint], reason: 'a sandbox: no rights', owner: 'jp', expires: '2027-01-31' };
const { fingerprints: _, ...answer } = entry;
const plain = { fingerprint, ...answer };
const HEAD = `# What we decided.
apiVersion: watertight/v1
kind: EvidencePacket
metadata: { id: case,   owner: "platform" } # ours
extends: watertight:default
`;
const TAIL = `
# The end.
exclude: ['out/**',   node_modules]
`;
const EARLIER = `h1:${'1b'.repeat(16)}`;

/** The packet with the entry, and that what was there before is there still, line by line. */
async function grown(text: string): Promise<string> {
  const after = await withAllowance(text, 'p.yaml', entry);
  let rest = after;
  for (const line of text.split('\n')) {
    const at = rest.indexOf(line);
    assert.ok(at >= 0, `lost: ${line}`);
    rest = rest.slice(at + line.length);
  }
  const { allow } = await loadPacket(after, 'p.yaml');
  assert.ok(allow.findings.some((one) => one.fingerprints?.[0] === fingerprint && one.owner === 'jp'));
  return after;
}

test('a packet without allow keeps every line and gets one at its end', async () => {
  const after = await grown(HEAD + TAIL);
  assert.ok(after.startsWith(HEAD + TAIL));
  assert.ok(
    after.endsWith(`  findings:
    - fingerprint: ${fingerprint}
      reason: "a sandbox: no rights"
      owner: jp
      expires: 2027-01-31
`),
  );
});

test('an entry goes behind the last one, with its indentation, before what follows', async () => {
  for (const indent of ['  ', '    ']) {
    const list = `allow:\n${indent}findings:\n${indent}# known\n${indent}- fingerprint: ${EARLIER}\n${indent}  reason: old # 2025\n${indent}  owner: ab\n`;
    const after = await grown(HEAD + list + TAIL);
    const added = after.slice((HEAD + list).length, -TAIL.length).split('\n');
    assert.is(added[0], `${indent}- fingerprint: ${fingerprint}`);
    assert.ok(after.endsWith(TAIL));
  }
});

test('an allow without findings, and a text over several lines at the end of it, stay as they are', async () => {
  await grown(`${HEAD}allow:\n  redactions: ['<gone>']\n  # inline\n  inline: { surfaces: [other] }\n${TAIL}`);
  const folded = `allow:\n  findings:\n    - fingerprint: ${EARLIER}\n      owner: ab\n      reason: |\n        one\n        two\n`;
  const after = await grown(HEAD + folded + TAIL);
  assert.match(after, /two\n {4}- fingerprint: h1:0a/);
  await grown((HEAD + folded).trimEnd());
});

test('lists in brackets are written anew, with comments', async () => {
  for (const list of ['allow: { findings: [] }\n', `allow:\n  findings: [] # none yet\n`]) {
    const after = await withAllowance(HEAD + list + TAIL, 'p.yaml', entry);
    assert.is((await loadPacket(after, 'p.yaml')).allow.findings[0]?.fingerprints?.[0], fingerprint);
    for (const comment of ['# What we decided.', '# ours', '# The end.']) assert.ok(after.includes(comment), comment);
  }
});

test('JSON stays JSON, with its indentation', async () => {
  const packet = {
    apiVersion: 'watertight/v1',
    kind: 'EvidencePacket',
    metadata: { id: 'x' },
    extends: 'watertight:default',
  };
  const after = await withAllowance(JSON.stringify(packet, null, 4), 'p.json', entry);
  assert.equal(JSON.parse(after), { ...packet, allow: { findings: [plain] } });
  assert.match(after, /^ {4}"apiVersion"/m);
});

test('refuses an entry for the same finding, and takes one for another surface', async () => {
  const after = await withAllowance(HEAD, 'p.yaml', entry);
  try {
    await withAllowance(after, 'p.yaml', { ...entry, reason: 'again' });
    assert.unreachable();
  } catch (error) {
    assert.match((error as Error).message, /p\.yaml: \$\.allow\.findings\[0\] is for the same finding/);
  }
  const both = await withAllowance(after, 'p.yaml', { ...entry, surface: 'trace', path: 'runs/**' });
  assert.is((await loadPacket(both, 'p.yaml')).allow.findings.length, 2);
});

test('several objects and fingerprints are lists, and the same ones in another order are the same entry', async () => {
  const many = {
    ...entry,
    fingerprints: [fingerprint, EARLIER],
    objects: ['1'.repeat(40), '2'.repeat(40)],
    part: 'blob',
    rotated: 'ops-7',
  };
  const withProof = await withEvidence(HEAD, 'p.yaml', 'docs/ops-7.md');
  assert.is(withProof.id, 'ops-7');
  const after = await withAllowance(withProof.text, 'p.yaml', many);
  const { allow, governed } = await loadPacket(after, 'p.yaml');
  assert.equal(allow.findings[0]?.objects, many.objects);
  assert.equal(allow.findings[0]?.fingerprints, many.fingerprints);
  assert.equal(governed.evidence.refs[0]?.path, 'docs/ops-7.md');
  try {
    await withAllowance(after, 'p.yaml', { ...many, objects: many.objects.toReversed() });
    assert.unreachable();
  } catch (error) {
    assert.match((error as Error).message, /is for the same finding/);
  }
});

test('evidence that is there keeps its id, and a new file gets one that is free', async () => {
  const first = await withEvidence(HEAD + TAIL, 'p.yaml', 'docs/ops 7.md');
  assert.is(first.id, 'ops-7');
  assert.equal(await withEvidence(first.text, 'p.yaml', 'docs/ops 7.md'), first);
  assert.equal(await withEvidence(first.text, 'p.yaml', 'ops-7'), first);
  const second = await withEvidence(first.text, 'p.yaml', 'other/ops-7.txt');
  assert.is(second.id, 'ops-7-2');
  assert.ok(second.text.startsWith(HEAD + TAIL));
});

test('a packet that cannot be used is not changed', async () => {
  try {
    await withAllowance('kind: EvidencePacket\n', 'p.yaml', entry);
    assert.unreachable();
  } catch (error) {
    assert.is((error as { code?: string }).code, 'packet-invalid');
  }
});

test('any reason and owner come back as they were given', async () => {
  const line = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
    .filter((text) => /\S/.test(text) && !/[\r\n]/.test(text));
  await fc.assert(
    fc.asyncProperty(line, line, async (reason, owner) => {
      const text = await withAllowance(await packetToBeginWith(owner, 'evidence'), 'p.yaml', {
        ...entry,
        reason,
        owner,
      });
      const after = await withAllowance(text, 'p.yaml', { ...entry, surface: 'trace', reason, owner });
      const { allow } = parse(after) as { allow: { findings: { reason: string; owner: string }[] } };
      assert.equal(
        allow.findings.map((one) => [one.reason, one.owner]),
        [
          [reason, owner],
          [reason, owner],
        ],
      );
    }),
    { numRuns: 60 },
  );
});

test.run();
