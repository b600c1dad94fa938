import { readFile } from 'node:fs/promises';
import * as fc from 'fast-check';
import { expand } from '../../../scripts/lib/values.ts';
import { parseDecision } from '../../../src/check/decision.ts';
import { BRANCH_FIELDS, HEAD_FIELDS, OPTIONAL_HEAD_FIELDS } from '../../../src/policy/decision/fields.ts';
import { extendedPacket } from '../../../src/policy/built-in.ts';
import type { DecisionRules } from '../../../src/policy/governed.ts';
import { assert, suite } from '../../helpers/suite.ts';

const test = suite('decision record');
const rules = (await extendedPacket('watertight:cto-case')).governed.decision as DecisionRules;

type Fields = Record<string, unknown>;
const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const HEAD = { apiVersion: 'watertight/v1', kind: 'DecisionRecord', id: 'CTO-WORK-024', revision: 1 };
const EVIDENCE = [{ path: 'reports/case/dry-run.json', commit: COMMIT }];
const APPROVAL = { kind: 'owner-decision', ref: 'CTO-WORK-024', by: 'jp', at: '2026-06-02' };
const GOOD: Readonly<Record<string, Fields>> = {
  not_decided: { ...HEAD, revision: 0, decision_status: 'not_decided' },
  external_provider_approved: {
    ...HEAD,
    decision_status: 'external_provider_approved',
    provider: 'acme',
    model: 'acme/case-7b@2026-05-01',
    approval_source: APPROVAL,
    credential_source: { class: 'env', ref: 'CTO_HARNESS_CASE_API_KEY' },
    allowed_network_class: 'allowlisted-egress',
    review_trigger: { kind: 'date', on: '2026-09-01' },
    evidence_expectations: [{ id: 'hei', surface: 'report', path: 'reports/*.json' }],
    evidence: EVIDENCE,
  },
  local_provider_required: {
    ...HEAD,
    decision_status: 'local_provider_required',
    provider_class: 'local_case_compatible',
    approval_source: { ...APPROVAL, kind: 'governed-core-route' },
    evidence: EVIDENCE,
  },
};

async function problems(record: unknown): Promise<string[]> {
  const { problems: found } = await parseDecision(typeof record === 'string' ? record : JSON.stringify(record), rules);
  return found.map(({ check, reason }) => `${check} ${reason}`);
}

function good(branch: string, changes: Fields = {}): Fields {
  const record = { ...GOOD[branch], ...changes };
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

for (const branch of Object.keys(GOOD)) {
  test(`a good record of ${branch} is valid`, async () => {
    assert.equal(await problems(good(branch)), []);
    const { status, state } = await parseDecision(JSON.stringify(good(branch)), rules);
    assert.equal([status, state], [branch, 'valid']);
  });
}

/** Further good values by branch and field. */
const ALSO_GOOD: readonly (readonly [branch: string, changes: Fields])[] = [
  ['not_decided', { note: 'waiting for the route' }],
  ['not_decided', { evidence: EVIDENCE }],
  ['not_decided', { supersedes: COMMIT }],
  ['external_provider_approved', { provider_class: 'hosted' }],
  ['external_provider_approved', { provider: 'acme.test:443/eu', model: 'm-1+fp8' }],
  ['external_provider_approved', { allowed_hosts: ['api.acme.test', 'b.acme.test:8443'] }],
  ['external_provider_approved', { review_trigger: { kind: 'event', event: 'a new version of the model' } }],
  ['external_provider_approved', { credential_source: { class: 'none' } }],
  ['external_provider_approved', { credential_source: { class: 'vault', ref: 'vault:kv/case/key' } }],
  ['external_provider_approved', { credential_source: { class: 'os-keychain', ref: 'op://case/api/credential' } }],
  ['external_provider_approved', { credential_source: { class: 'file-mount', ref: '/run/secrets/case' } }],
  ['external_provider_approved', { evidence: [{ ...EVIDENCE[0], sha256: 'a'.repeat(64), role: 'dry run' }] }],
  ['external_provider_approved', { evidence: [{ path: 'a b.json', commit: 'a'.repeat(64) }] }],
  ['external_provider_approved', { approval_source: { ...APPROVAL, commit: COMMIT } }],
  ['external_provider_approved', { note: 'see CTO-WORK-020' }],
  ['local_provider_required', { provider: '', model: null }],
  ['local_provider_required', { provider: 'local', model: 'llama-3.1-8b' }],
  ['local_provider_required', { allowed_network_class: 'loopback' }],
  ['local_provider_required', { credential_source: { class: 'none' }, review_trigger: { kind: 'event', event: 'x' } }],
];

for (const [branch, changes] of ALSO_GOOD) {
  test(`${branch} takes ${JSON.stringify(changes).slice(0, 80)}`, async () => {
    assert.equal(await problems(good(branch, changes)), []);
  });
}

/** Bad values, and how the first problem begins. */
const BAD: readonly (readonly [branch: string, changes: Fields, expected: string])[] = [
  ['not_decided', { provider: 'acme' }, "DEC-04 not_decided record names provider 'acme'"],
  ['not_decided', { model: 'm' }, "DEC-04 not_decided record names model 'm'"],
  ['not_decided', { provider_class: 'x' }, 'DEC-04 not_decided record names provider_class'],
  ['not_decided', { approval_source: APPROVAL }, "DEC-01 not_decided: unknown field 'approval_source'"],
  ['not_decided', { note: 3 }, 'DEC-04 not_decided: note: must be a text'],
  ['not_decided', { revision: -1 }, 'DEC-07 not_decided: revision: must be at least 0'],
  ['not_decided', { revision: 'one' }, 'DEC-07 not_decided: revision: must be a whole number'],
  ['not_decided', { apiVersion: 'watertight/v2' }, "DEC-01 not_decided: apiVersion: must be 'watertight/v1'"],
  ['not_decided', { kind: 'Record' }, "DEC-01 not_decided: kind: must be 'DecisionRecord'"],
  ['not_decided', { id: 'CTO-WORK-025' }, "DEC-03 the record is for 'CTO-WORK-025'"],
  ['not_decided', { id: 'x' }, 'DEC-01 not_decided: id: must be an id such as'],
  ['not_decided', { supersedes: 'abc' }, 'DEC-07 not_decided: supersedes: must be a whole commit id'],
  [
    'external_provider_approved',
    { provider: '*' },
    'DEC-05 external_provider_approved: provider: must be one exact name',
  ],
  ['external_provider_approved', { provider: '' }, 'DEC-05 external_provider_approved: provider: must'],
  [
    'external_provider_approved',
    { model: 'acme/latest' },
    'DEC-05 external_provider_approved: model: must be one exact name',
  ],
  ['external_provider_approved', { model: 'any' }, 'DEC-05'],
  ['external_provider_approved', { model: 'TBD' }, 'DEC-05'],
  ['external_provider_approved', { model: 'a|b' }, 'DEC-05'],
  ['external_provider_approved', { model: 'case-auto' }, 'DEC-05'],
  ['external_provider_approved', { model: 'case-default' }, 'DEC-05'],
  [
    'external_provider_approved',
    { provider_class: 'local_case_compatible' },
    'DEC-05 external_provider_approved: provider_class: must be another class',
  ],
  [
    'external_provider_approved',
    { approval_source: { ...APPROVAL, kind: 'chat' } },
    "DEC-05 external_provider_approved: approval_source.kind: 'chat' is no kind of approval",
  ],
  [
    'external_provider_approved',
    { approval_source: { ...APPROVAL, at: '2 June' } },
    'DEC-05 external_provider_approved: approval_source.at: must be a date',
  ],
  [
    'external_provider_approved',
    { approval_source: { ...APPROVAL, by: undefined } },
    "DEC-05 external_provider_approved: approval_source: the key 'by' is missing",
  ],
  [
    'external_provider_approved',
    { approval_source: { ...APPROVAL, secret: 'x' } },
    "DEC-05 external_provider_approved: approval_source: unknown key 'secret'",
  ],
  [
    'external_provider_approved',
    { approval_source: 'jp' },
    'DEC-05 external_provider_approved: approval_source: must be a mapping',
  ],
  [
    'external_provider_approved',
    { credential_source: { class: 'env', ref: 'not a name' } },
    'DEC-05 external_provider_approved: credential_source.ref: must be a name, never a value',
  ],
  [
    'external_provider_approved',
    { credential_source: { ref: 'A_KEY' } },
    "DEC-05 external_provider_approved: credential_source: the key 'class' is missing",
  ],
  [
    'external_provider_approved',
    { credential_source: { class: 'value' } },
    "DEC-05 external_provider_approved: credential_source.class: 'value' is no class",
  ],
  [
    'external_provider_approved',
    { credential_source: { class: 'env', value: 'x' } },
    "DEC-05 external_provider_approved: credential_source: unknown key 'value'",
  ],
  [
    'external_provider_approved',
    { allowed_network_class: 'any' },
    "DEC-05 external_provider_approved: allowed_network_class: 'any' is no network class",
  ],
  [
    'external_provider_approved',
    { allowed_hosts: ['*'] },
    'DEC-05 external_provider_approved: allowed_hosts[0]: must be a host name',
  ],
  [
    'external_provider_approved',
    { review_trigger: { kind: 'date' } },
    "DEC-05 external_provider_approved: review_trigger: the key 'on' is missing",
  ],
  [
    'external_provider_approved',
    { review_trigger: { kind: 'event', on: '2026-01-01' } },
    'DEC-05 external_provider_approved: review_trigger',
  ],
  [
    'external_provider_approved',
    { review_trigger: { kind: 'never' } },
    "DEC-05 external_provider_approved: review_trigger.kind: 'never' is no kind",
  ],
  [
    'external_provider_approved',
    { evidence_expectations: [] },
    'DEC-05 external_provider_approved: evidence_expectations: must not be empty',
  ],
  [
    'external_provider_approved',
    { evidence_expectations: [{ id: 'a' }] },
    'DEC-05 external_provider_approved: evidence_expectations[0]: the key',
  ],
  [
    'external_provider_approved',
    { evidence_expectations: [{ id: 'a', surface: 'logs', path: 'x' }] },
    "DEC-05 external_provider_approved: evidence_expectations[0].surface: 'logs' is no surface",
  ],
  ['external_provider_approved', { evidence: [] }, 'EVD-03 external_provider_approved: evidence: must not be empty'],
  [
    'external_provider_approved',
    { evidence: [{ path: 'a', commit: '0123456' }] },
    'EVD-03 external_provider_approved: evidence[0].commit: must be a whole commit id',
  ],
  [
    'external_provider_approved',
    { evidence: [{ path: '../a', commit: COMMIT }] },
    'EVD-03 external_provider_approved: evidence[0].path: must be a path below',
  ],
  ['external_provider_approved', { evidence: [{ path: '/a', commit: COMMIT }] }, 'EVD-03'],
  [
    'external_provider_approved',
    { evidence: [{ path: 'a', commit: COMMIT, content: 'line' }] },
    "EVD-03 external_provider_approved: evidence[0]: unknown key 'content'",
  ],
  [
    'external_provider_approved',
    { evidence: 'reports/a.json' },
    'EVD-03 external_provider_approved: evidence: must be a list',
  ],
  [
    'external_provider_approved',
    { modell: 'x' },
    "DEC-05 external_provider_approved: unknown field 'modell' (did you mean model?)",
  ],
  [
    'local_provider_required',
    { provider_class: 'other' },
    "DEC-06 local_provider_required: provider_class: must be 'local_case_compatible'",
  ],
  ['local_provider_required', { provider: '*' }, 'DEC-06 local_provider_required: provider: must be one exact name'],
  ['local_provider_required', { model: 7 }, 'DEC-06 local_provider_required: model: must be a text'],
  [
    'local_provider_required',
    { allowed_network_class: 'public-egress' },
    'DEC-06 local_provider_required: allowed_network_class',
  ],
  [
    'local_provider_required',
    { allowed_hosts: ['a.test'] },
    "DEC-06 local_provider_required: unknown field 'allowed_hosts'",
  ],
  ['local_provider_required', { evidence: [] }, 'EVD-03 local_provider_required: evidence: must not be empty'],
  ['local_provider_required', { approval_source: {} }, 'DEC-06 local_provider_required: approval_source: the key'],
  [
    'local_provider_required',
    { evidence_expectations: [3] },
    'DEC-06 local_provider_required: evidence_expectations[0]: must be a mapping',
  ],
  [
    'local_provider_required',
    { review_trigger: {} },
    "DEC-06 local_provider_required: review_trigger: the key 'kind' is missing",
  ],
  ['local_provider_required', { credential_source: { class: 'env', ref: 'x y' } }, 'DEC-06'],
];

for (const [branch, changes, expected] of BAD) {
  test(`${branch} refuses ${JSON.stringify(changes).slice(0, 90)}`, async () => {
    const found = await problems(good(branch, changes));
    assert.ok(
      found.some((problem) => problem.startsWith(expected)),
      found.join('\n'),
    );
  });
}

for (const [branch, { required }] of Object.entries(BRANCH_FIELDS)) {
  for (const field of required) {
    test(`${branch} without ${field} says so`, async () => {
      const expected = field === 'evidence' ? 'EVD-03 no evidence reference' : `${branch}: missing ${field}`;
      const found = await problems(good(branch, { [field]: undefined }));
      assert.is(found.length, 1, found.join('\n'));
      assert.ok(found[0]?.includes(expected), found[0]);
    });
  }
}

for (const field of HEAD_FIELDS.filter((name) => name !== 'decision_status')) {
  test(`a record without ${field} says so`, async () => {
    assert.ok(
      (await problems(good('not_decided', { [field]: undefined }))).some((one) => one.includes(`missing ${field}`)),
    );
  });
}

test('a status that is none of the packet, missing or no text decides nothing', async () => {
  assert.match(
    (await problems(good('not_decided', { decision_status: 'approved' })))[0] ?? '',
    /^DEC-01 decision_status 'approved' is not one of not_decided, ext/,
  );
  assert.equal(await problems(good('not_decided', { decision_status: undefined })), [
    'DEC-01 decision_status is missing',
  ]);
  assert.match(
    (await problems(good('not_decided', { decision_status: ['a'] })))[0] ?? '',
    /^DEC-01 decision_status which is no text/,
  );
  const { status, state } = await parseDecision(
    JSON.stringify(good('external_provider_approved', { model: '*' })),
    rules,
  );
  assert.equal([status, state], ['not_decided', 'broken']);
});

test('a record that is no strict YAML is told with its place', async () => {
  const { problems: found } = await parseDecision('kind: DecisionRecord\nkind: x\n', rules);
  assert.equal(found, [
    { check: 'DEC-01', line: 2, column: 1, reason: 'the record is not structured: $.kind: the key stands here twice' },
  ]);
  assert.equal(await problems('- a\n'), ['DEC-01 the record must be a mapping']);
  assert.equal(await problems('x'.repeat(1024 * 1024 + 1)), [
    'DEC-01 the record is not structured: it is larger than 1 MiB',
  ]);
});

test('a value in the place of a name is refused, whatever form it has', async () => {
  const values = [
    expand(['AKIA', '{base32:16}'], 'a'),
    expand(['{base32:24}'], 'b'),
    expand(['env:', '{base62:40}'], 'c'),
    expand(['key:', '{hex:32}'], 'd'),
    expand(['{ALNUM:32}'], 'e'),
  ];
  for (const ref of values) {
    const found = await problems(good('external_provider_approved', { credential_source: { class: 'env', ref } }));
    assert.ok(
      found.some((one) => one.startsWith('DEC-05')),
      `${ref.length} characters`,
    );
    assert.not(found.join('\n').includes(ref));
  }
  for (const ref of [
    'OPENAI_API_KEY',
    'X',
    'env:CASE_KEY',
    'azure:kv-prod/case-key',
    'gcp:projects/case/secrets/api-key',
    'CTO_HARNESS_CASE_MODEL_ADMISSION_FILE',
  ]) {
    assert.equal(
      await problems(good('external_provider_approved', { credential_source: { class: 'env', ref } })),
      [],
      ref,
    );
  }
});

test('the table of fields is that of the published schema', async () => {
  const schema = JSON.parse(await readFile('schemas/decision.v1.schema.json', 'utf8')) as {
    required: string[];
    properties: object;
    $defs: Record<string, { required?: string[]; properties: Record<string, unknown> }>;
  };
  assert.equal(schema.required, [...HEAD_FIELDS]);
  assert.equal(Object.keys(schema.properties).sort(), [...HEAD_FIELDS, ...OPTIONAL_HEAD_FIELDS].sort());
  const names = { not_decided: 'notDecided', external_provider_approved: 'external', local_provider_required: 'local' };
  for (const [branch, name] of Object.entries(names)) {
    const fields = BRANCH_FIELDS[branch];
    assert.equal([...(schema.$defs[name]?.required ?? [])].sort(), [...(fields?.required ?? [])].sort());
    assert.equal(
      Object.keys(schema.$defs[name]?.properties ?? {}).sort(),
      [...(fields?.required ?? []), ...(fields?.optional ?? [])].sort(),
    );
  }
});

test('mutated records never crash and always name check and reason, and never a value', async () => {
  const secret = expand(['sk-', '{base62:48}'], 'f');
  const paths = [
    'provider',
    'model',
    'note',
    'id',
    'revision',
    'decision_status',
    'approval_source',
    'credential_source',
    'evidence',
    'review_trigger',
    'extra',
  ];
  const value = fc.oneof(
    fc.constant(secret),
    fc.jsonValue({ maxDepth: 3 }),
    fc.constant({ class: 'env', ref: secret }),
    fc.constant([{ path: secret, commit: secret }]),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(GOOD)),
      fc.dictionary(fc.constantFrom(...paths), value, { minKeys: 1 }),
      async (branch, changes) => {
        const decision = await parseDecision(JSON.stringify(good(branch, changes)), rules);
        for (const { check, reason } of decision.problems) {
          assert.match(check, /^(?:DEC|EVD)-\d\d$/);
          assert.ok(reason.length > 5);
          assert.not(reason.includes(secret));
        }
        if (decision.state !== 'valid') assert.is(decision.status, 'not_decided');
        assert.is(decision.state === 'valid', decision.problems.length === 0);
      },
    ),
    { numRuns: 300 },
  );
});

test('records cut, doubled and garbled at any place never crash', async () => {
  const text = JSON.stringify(GOOD['external_provider_approved'], null, 1);
  await fc.assert(
    fc.asyncProperty(fc.nat(text.length), fc.nat(40), fc.string({ maxLength: 12 }), async (at, length, insert) => {
      const decision = await parseDecision(text.slice(0, at) + insert + text.slice(at + length), rules);
      if (decision.state === 'valid') return;
      assert.ok(decision.problems.length > 0);
      assert.ok(decision.problems.every(({ check, reason }) => check !== '' && reason !== ''));
    }),
    { numRuns: 300 },
  );
});

test.run();
