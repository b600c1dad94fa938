import { readFile } from 'node:fs/promises';
import * as fc from 'fast-check';
import { parse } from 'yaml';
import { expand } from '../../scripts/lib/values.ts';
import { ScanError } from '../../src/errors.ts';
import { loadPacket } from '../../src/policy/load.ts';
import { assert, suite } from '../helpers/suite.ts';

const test = suite('mutated packets');
const text = await readFile('fixtures/packets/cto-case.packet.yaml', 'utf8');
const SECRET = expand(['ghp', '_', '{base62:36}'], 'mutated');

/** Loads and gives the message, or nothing where the packet was taken. */
async function messageOf(packet: string): Promise<string | undefined> {
  try {
    await loadPacket(packet, 'case.packet.yaml');
    return undefined;
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    assert.is(error.code, 'packet-invalid');
    return error.message;
  }
}

function checkMessage(message: string | undefined): void {
  if (message === undefined) return;
  assert.match(message, /^Cannot use packet case\.packet\.yaml(?::\d+:\d+)?: ./);
  assert.not(message.includes(SECRET));
  assert.not(message.includes(SECRET.slice(4)));
}

test('a packet cut, doubled or garbled anywhere is taken or refused with file, place and reason', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(text.length),
      fc.nat(60),
      fc.oneof(fc.string({ maxLength: 10 }), fc.constant(SECRET)),
      async (at, cut, insert) => {
        checkMessage(await messageOf(text.slice(0, at) + insert + text.slice(at + cut)));
      },
    ),
    { numRuns: 300 },
  );
});

/** Every place of a document, as steps. */
function placesOf(value: unknown, steps: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [steps];
  return [
    steps,
    ...Object.entries(value).flatMap(([key, inner]) =>
      placesOf(inner, [...steps, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

/** A copy with another value at a place. */
function replaced(value: unknown, steps: readonly (string | number)[], by: unknown): unknown {
  const [first, ...rest] = steps;
  if (first === undefined) return by;
  if (Array.isArray(value))
    return value.map((inner: unknown, index) => (index === first ? replaced(inner, rest, by) : inner));
  const copy = { ...(value as Record<string, unknown>) };
  copy[first] = replaced(copy[first], rest, by);
  return copy;
}

test('a packet with any value replaced is taken or refused with file, place and reason, and no value is echoed', async () => {
  const document: unknown = parse(text);
  const places = placesOf(document).filter((steps) => steps.length > 0);
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom<unknown>(SECRET, [SECRET], { [SECRET]: 1 }, '', [], {}, null, 0, -1, 1e9, '**', '('),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...places), value, async (steps, by) => {
      checkMessage(await messageOf(JSON.stringify(replaced(document, steps, by), null, 1)));
    }),
    { numRuns: 400 },
  );
});

const HEAD = 'apiVersion: watertight/v1\nkind: EvidencePacket\nextends: watertight:cto-case\nmetadata: { id: x }\n';
const LOOSE: Readonly<Record<string, readonly [string, string]>> = {
  'a gate that waits for a gate that is not there': [
    'gates: { a: { kind: all-of, of: [{ gate: b }] } }',
    "$.gates.a.of[0]: gate 'b' is not under 'gates'",
  ],
  'gates that wait for one another': [
    'gates: { a: { kind: all-of, of: [{ gate: b }] }, b: { kind: all-of, of: [{ any: [{ gate: a }] }] } }',
    '$.gates.a: it waits for itself',
  ],
  'a gate that waits for evidence that waits for it': [
    'gates: { a: { kind: all-of, of: [{ evidence: e }] } }\nevidence: { refs: [{ id: e, path: x, after: a }] }',
    '$.gates.a: it waits for itself',
  ],
  'evidence after no gate': [
    'evidence: { refs: [{ id: e, path: x, after: nowhere }] }',
    "'e' waits for a gate that is not under 'gates'",
  ],
  'an unknown status': [
    'work_items: { rules: { A-1: { blocked_unless: { decision_status: maybe } } } }',
    "'maybe' is not a decision status of this packet",
  ],
  'an unknown status of a gate': [
    'gates: { a: { kind: file-matches-env, file: { env: A }, match: [{ pointer: /a, env: B }], needs_decision: [maybe] } }',
    "'maybe' is not a decision status",
  ],
  'unknown evidence': [
    'work_items: { rules: { A-1: { blocked_unless: { not: { evidence: none } } } } }',
    "evidence 'none' is not under 'evidence.refs'",
  ],
  'a claim about an unknown gate': [
    'claims: [{ id: c, check: ADM-04, any: [x], unless: { gate: nowhere } }]',
    "gate 'nowhere' is not under 'gates'",
  ],
  'a transition to nowhere': [
    'decision: { transitions: [{ from: not_decided, to: elsewhere, needs: [] }] }',
    "'elsewhere' is neither a branch nor the default",
  ],
  'a heading without its group': [
    "work_items: { source: { path: x, heading: '^## ' } }",
    'it needs the group (?<id>…)',
  ],
  'a status with a reference back': [
    "work_items: { source: { path: x, status: '^(a)\\1(?<status>b)$' } }",
    'it is not a valid RE2 regular expression',
  ],
  'a pattern that is none': [
    "work_items: { source: { path: x, heading: '(?<id>[' } }",
    'it is not a valid RE2 regular expression',
  ],
  'a rotation without evidence': [
    'allow: { findings: [{ fingerprint: "h1:00000000000000000000000000000000", reason: r, owner: o, rotated: nowhere }] }',
    "it is not an id under 'evidence.refs'",
  ],
};

for (const [name, [part, expected]] of Object.entries(LOOSE)) {
  test(`refuses ${name}`, async () => {
    const message = (await messageOf(`${HEAD}${part}\n`)) ?? 'the packet was taken';
    assert.ok(message.includes(expected), message);
    assert.match(message, /case\.packet\.yaml:[5-9]:\d+: /);
  });
}

test('takes from what it extends whatever it does not say itself', async () => {
  const { governed, vars, metadata } = await loadPacket(
    `${HEAD}vars: { MODEL: OUR_MODEL }\ndecision: { deciders: [ana] }\nstatements: [{ id: gate, any: [ours] }, { id: more, any: [x] }]\n`,
    'p.yaml',
  );
  assert.is(vars['MODEL'], 'OUR_MODEL');
  assert.is(vars['PROVIDER'], 'CTO_HARNESS_CASE_MODEL_PROVIDER');
  assert.equal([metadata['id'], metadata['owner'], metadata['lifecycle']], ['x', undefined, 'sot']);
  assert.equal(governed.decision?.deciders, ['ana']);
  assert.equal(governed.decision?.branches, ['external_provider_approved', 'local_provider_required']);
  assert.equal(governed.statements.map(({ id }) => id).slice(4), [
    'gate',
    'wi022',
    'stage2-blocked',
    'no-target',
    'more',
  ]);
  assert.equal(governed.statements[4]?.any, ['ours']);
});

test.run();
