import { parseDecision } from '../../../src/check/decision.ts';
import { BRANCH_FIELDS, HEAD_FIELDS } from '../../../src/policy/decision/fields.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { APPROVAL, COMMIT, EVIDENCE, GOOD, good, problems, rules, type Fields } from './records.ts';

const test = suite('decision record');
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

test('a field that has the hint of the form still decides nothing, whatever its schema takes', async () => {
  const ref = { approval_source: { ...APPROVAL, ref: '<id or address of what was approved>' } };
  const words = 'DEC-05 external_provider_approved: approval_source.ref: the placeholder is still there';
  const [first = '', ...others] = await problems(good('external_provider_approved', ref));
  assert.ok(first.startsWith(words), first);
  assert.equal(others, []);
  const id = { approval_source: { ...APPROVAL, ref: '<20261129.1@mail.example>' } };
  assert.equal(await problems(good('external_provider_approved', id)), []);
});

test('a form that is not filled in says of each field one thing, and takes no hint for a value', async () => {
  const ref = '<name of the variable, op://…, vault:…, /run/secrets/…>';
  const told = await problems(good('external_provider_approved', { credential_source: { class: 'env', ref } }));
  assert.is(told.length, 1, told.join('\n'));
  assert.match(told[0] ?? '', /credential_source\.ref: must be a name, never a value/);
});

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
    "DEC-05 external_provider_approved: approval_source.kind: 'chat' is not a valid kind of approval",
  ],
  [
    'external_provider_approved',
    { approval_source: { ...APPROVAL, at: '2026-02-29' } },
    'DEC-05 external_provider_approved: approval_source.at: must be a day of the calendar',
  ],
  [
    'external_provider_approved',
    { approval_source: { ...APPROVAL, at: '2 June' } },
    'DEC-05 external_provider_approved: approval_source.at: must be a day of the calendar',
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
    "DEC-05 external_provider_approved: credential_source.class: 'value' is not a valid class",
  ],
  [
    'external_provider_approved',
    { credential_source: { class: 'env', value: 'x' } },
    "DEC-05 external_provider_approved: credential_source: unknown key 'value'",
  ],
  [
    'external_provider_approved',
    { allowed_network_class: 'any' },
    "DEC-05 external_provider_approved: allowed_network_class: 'any' is not a valid network class",
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
    "DEC-05 external_provider_approved: review_trigger.kind: 'never' is not a valid kind",
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
    "DEC-05 external_provider_approved: evidence_expectations[0].surface: 'logs' is not a valid surface",
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

test.run();
