import { readFile } from 'node:fs/promises';
import * as fc from 'fast-check';
import { expand } from '../../../scripts/lib/values.ts';
import { parseDecision } from '../../../src/check/decision.ts';
import { BRANCH_FIELDS, HEAD_FIELDS, OPTIONAL_HEAD_FIELDS } from '../../../src/policy/decision/fields.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { GOOD, good, problems, rules } from './records.ts';

const test = suite('broken decision record');
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
    /^DEC-01 decision_status which is not text/,
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
    { check: 'DEC-01', line: 2, column: 1, reason: 'the record is not structured: $.kind: duplicate key' },
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
