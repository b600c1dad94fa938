import * as fc from 'fast-check';
import { parse } from 'yaml';
import { packetToBeginWith, withAllowance, withEvidence } from '../../src/policy/add-allowance.ts';
import { loadPacket } from '../../src/policy/load.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('withAllowance()');

const allowed = async (...args: Parameters<typeof withAllowance>): Promise<string> =>
  (await withAllowance(...args)).text;
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
  const after = await allowed(text, 'p.yaml', entry);
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
    const after = await allowed(HEAD + list + TAIL, 'p.yaml', entry);
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
  const after = await allowed(JSON.stringify(packet, null, 4), 'p.json', entry);
  assert.equal(JSON.parse(after), { ...packet, allow: { findings: [plain] } });
  assert.match(after, /^ {4}"apiVersion"/m);
});

test('refuses an entry for the same finding, and takes one for another surface', async () => {
  const after = await allowed(HEAD, 'p.yaml', entry);
  try {
    await allowed(after, 'p.yaml', { ...entry, reason: 'again' });
    assert.unreachable();
  } catch (error) {
    assert.match(
      (error as Error).message,
      /p\.yaml: \$\.allow\.findings\[0\] is for the same finding and is valid until 2027-01-31; --renew/,
    );
  }
  const both = await allowed(after, 'p.yaml', { ...entry, surface: 'trace', path: 'runs/**' });
  assert.is((await loadPacket(both, 'p.yaml')).allow.findings.length, 2);
});

test('an entry that has expired is renewed in its place, and nothing else of the text is another', async () => {
  const answers = { reason: 'still: a sandbox, no rights', owner: 'ab', expires: '2028-01-31' };
  const lists = [
    `  findings:
    - fingerprint: ${EARLIER}
      reason: old # 2025
      owner: ab
    - # ours
      fingerprint: ${fingerprint} # the sandbox
      expires: 2026-01-31
      owner: jp # who knows it
      reason: 'a sandbox'
`,
    `  findings: [{ fingerprint: ${fingerprint}, reason: a sandbox, owner: jp, expires: 2026-01-31 }]\n`,
  ];
  for (const list of lists) {
    const text = `${HEAD}allow:\n${list}${TAIL}`;
    const after = await withAllowance(text, 'p.yaml', { ...entry, ...answers }, { today: '2026-02-01' });
    assert.is(after.isRenewed, true);
    const [before, now] = [text, after.text].map((said) => said.split('\n'));
    assert.is(now?.length, before?.length);
    assert.ok((before ?? []).filter((line, at) => line !== now?.[at]).length <= 3);
    for (const comment of text.match(/ # .*/g) ?? []) assert.ok(after.text.includes(comment), comment);
    const found = (await loadPacket(after.text, 'p.yaml')).allow.findings.find(
      ({ fingerprints }) => fingerprints?.[0] === fingerprint,
    );
    assert.equal([found?.reason, found?.owner, found?.expires], Object.values(answers));
  }
});

test('one that still counts is written over where that is asked for, and may lose its day', async () => {
  const first = await allowed(HEAD, 'p.yaml', entry);
  const { expires: _day, ...endless } = { ...entry, reason: 'again' };
  const { text, isRenewed } = await withAllowance(first, 'p.yaml', endless, { renew: true, today: '2026-02-01' });
  const { findings } = (await loadPacket(text, 'p.yaml')).allow;
  assert.equal([isRenewed, findings.length, findings[0]?.reason, findings[0]?.expires], [true, 1, 'again', undefined]);
  const back = await withAllowance(text, 'p.yaml', entry, { renew: true });
  assert.is((await loadPacket(back.text, 'p.yaml')).allow.findings[0]?.expires, entry.expires);
  const json = await allowed(JSON.stringify(parse(first)), 'p.json', endless, { renew: true });
  assert.equal(JSON.parse(json), parse(text));
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
  const after = await allowed(withProof.text, 'p.yaml', many);
  const { allow, governed } = await loadPacket(after, 'p.yaml');
  assert.equal(allow.findings[0]?.objects, many.objects);
  assert.equal(allow.findings[0]?.fingerprints, many.fingerprints);
  assert.equal(governed.evidence.refs[0]?.path, 'docs/ops-7.md');
  try {
    await allowed(after, 'p.yaml', { ...many, objects: many.objects.toReversed() });
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
    await allowed('kind: EvidencePacket\n', 'p.yaml', entry);
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
      const text = await allowed(await packetToBeginWith(owner, 'evidence'), 'p.yaml', {
        ...entry,
        reason,
        owner,
      });
      const after = await allowed(text, 'p.yaml', { ...entry, surface: 'trace', reason, owner });
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
