import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, suite } from '../helpers/suite.ts';
import { git, withRepository } from '../source/git/helpers.ts';
import { run, type Ended } from './helpers.ts';

const test = suite('watertight packet init');
const RECORD = 'docs/decisions/MODEL-1.decision.yaml';
const [PROVIDER, MODEL] = ['acme-models', 'acme-large-2026-05-01'];

const FIELDS: Readonly<Record<string, string>> = {
  provider: PROVIDER,
  model: MODEL,
  'approval_source.kind': 'owner-decision',
  'approval_source.ref': 'CHG-12',
  'approval_source.by': 'platform',
  'approval_source.at': '2026-06-02',
  'credential_source.class': 'env',
  'credential_source.ref': 'ACME_API_KEY',
  allowed_network_class: 'allowlisted-egress',
  'review_trigger.on': '2099-01-01',
  'evidence_expectations.id': 'trial-pass',
  'evidence_expectations.surface': 'report',
  'evidence_expectations.path': 'reports/trial-*.json',
  'evidence.path': 'reports/dry-run.json',
};

test('without a document it gives a packet that leads from nothing to an admitted model', () =>
  withRepository(async (cwd) => {
    const at = (path: string): string => join(cwd, path);
    const check = (env: Record<string, string> = {}): Promise<Ended> =>
      run(['check', '-q'], { cwd, env: { PATH: process.env['PATH'] ?? '', ...env } });
    for (const folder of ['.watertight', 'docs/decisions', 'reports']) mkdirSync(at(folder), { recursive: true });
    const start = await run(['packet', 'init'], { cwd });
    assert.is(start.out, readFileSync('rules/packets/model-approval.yaml', 'utf8'));
    assert.match(start.err, /--from FILE proposes one/);
    writeFileSync(at('.watertight/packet.yaml'), start.out);
    writeFileSync(at('reports/dry-run.json'), '{"dry":"run"}\n');
    git(cwd, ['add', '.']);
    git(cwd, ['commit', '-qm', 'packet']);
    const closed = await check();
    assert.is(closed.code, 0, closed.out);
    assert.match(closed.out, /decision +not_decided[^]*admission +closed/);

    const form = ['decision', 'new', '--branch', 'external_provider_approved'];
    writeFileSync(at(RECORD), (await run(form, { cwd })).out);
    assert.match((await check()).out, /DEC-05 {2}external_provider_approved: provider: must be one exact name/);

    const fields = { ...FIELDS, 'evidence.commit': git(cwd, ['rev-parse', 'HEAD']) };
    const filled = [...form, ...Object.entries(fields).flatMap(([name, text]) => ['--field', `${name}=${text}`])];
    writeFileSync(at(RECORD), (await run(filled, { cwd })).out);
    const decided = await check();
    assert.is(decided.code, 0, decided.out);
    assert.match(decided.out, /decision +external_provider_approved[^]*admission +closed/);

    writeFileSync(at('admission.json'), JSON.stringify({ provider: PROVIDER, model: MODEL }));
    const env = { MODEL_ADMISSION_FILE: 'admission.json', MODEL_PROVIDER: PROVIDER, MODEL_NAME: MODEL };
    assert.match(
      (await check(env)).out,
      /admission +open[^]*expected evidence 'trial-pass' not produced\n +→ have a run write it: no file fits /,
    );
    writeFileSync(at('reports/trial-1.json'), JSON.stringify({ result: 'pass', provider: PROVIDER, model: MODEL }));
    const admitted = await check(env);
    assert.is(admitted.code, 0, admitted.out);
    assert.match(admitted.out, /trial-pass +present/);
  }));

test('a document is named by --from alone', async () => {
  const { code, err } = await run(['packet', 'init', 'docs/a.md'], { cwd: process.cwd() });
  assert.is(code, 2);
  assert.match(err, /name the document with --from FILE/);
});

test.run();
