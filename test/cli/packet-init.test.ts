import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKET_TEMPLATES } from '../../src/cli/packet-templates.ts';
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
    assert.is(start.out, readFileSync('rules/packets/start/model-approval.yaml', 'utf8'));
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
      /admission +open[^]*expected evidence 'trial-pass' not produced\n +→ have a run write it \(no file matches /,
    );
    writeFileSync(at('reports/trial-1.json'), JSON.stringify({ result: 'pass', provider: PROVIDER, model: MODEL }));
    const admitted = await check(env);
    assert.is(admitted.code, 0, admitted.out);
    assert.match(admitted.out, /trial-pass +present/);
  }));

interface Case {
  readonly run: (...args: readonly string[]) => Promise<Ended>;
  readonly write: (path: string, text: string) => void;
  readonly commit: (message: string) => string;
}

/** A repository that begins with a packet of ours. @param env what the commands get beside `PATH` */
function withTemplate(template: string, env: Record<string, string>, body: (at: Case) => Promise<void>): Promise<void> {
  return withRepository(async (cwd) => {
    const at: Case = {
      run: (...args) => run([...args, '-q'], { cwd, env: { PATH: process.env['PATH'] ?? '', ...env } }),
      write: (path, text) => writeFileSync(join(cwd, path), text),
      commit: (message) => {
        git(cwd, ['add', '.']);
        git(cwd, ['commit', '-qm', message]);
        return git(cwd, ['rev-parse', 'HEAD']);
      },
    };
    for (const folder of ['.watertight', 'docs/decisions', 'reports/audit'])
      mkdirSync(join(cwd, folder), { recursive: true });
    writeFileSync(join(cwd, 'docs/scope.md'), 'What this is about.\n');
    writeFileSync(
      join(cwd, '.watertight/packet.yaml'),
      (await run(['packet', 'init', '--template', template], { cwd })).out,
    );
    at.commit('packet');
    await body(at);
  });
}

const fieldsOf = (fields: Readonly<Record<string, string>>): string[] =>
  Object.entries(fields).flatMap(([name, text]) => ['--field', `${name}=${text}`]);

const approvedBy = (by: string): Record<string, string> => ({
  'approval_source.kind': 'change-ticket',
  'approval_source.ref': 'CHG-12',
  'approval_source.by': by,
  'approval_source.at': '2026-06-02',
});

test('each packet to begin with has a file, and each file can be asked for', () => {
  const files = readdirSync('rules/packets/start').map((file) => file.replace(/\.yaml$/, ''));
  assert.equal(files, [...PACKET_TEMPLATES].sort());
});

test('release-approval opens its gate for the approved version and artifact alone, and only with its evidence', () => {
  const env: Record<string, string> = {};
  return withTemplate('release-approval', env, async ({ run: command, write, commit }) => {
    const required = (): Promise<Ended> => command('check', '--require-open', 'release');
    const closed = await command('check');
    assert.is(closed.code, 0, closed.out);
    assert.match((await required()).out, /STG-01 {2}release blocked: [^]*it\s+must\s+be\s+open/);

    write('reports/tests-1.json', '{"result":"pass","version":"1.4.0"}\n');
    assert.is((await command('scan', 'docs', '--output', 'json=reports/secret-scan.json')).code, 0);
    const evidence = { 'evidence.path': 'reports/tests-1.json', 'evidence.commit': commit('evidence') };
    const form = await command(
      'decision',
      'new',
      '--branch',
      'go',
      ...fieldsOf({ ...approvedBy('release-manager'), ...evidence }),
    );
    assert.match(form.err, /^complete: /);
    write('docs/decisions/RELEASE-1.decision.yaml', form.out);

    write('release.json', '{"version":"1.4.0","artifact":"sha256-of-one"}\n');
    Object.assign(env, {
      RELEASE_FILE: 'release.json',
      RELEASE_VERSION: '1.4.0',
      RELEASE_ARTIFACT_SHA256: 'sha256-of-one',
    });
    const open = await required();
    assert.is(open.code, 0, open.out);
    assert.match(open.out, /approved +open\n +release +open/);

    const lax = await command('scan', 'docs', '--report-only', '--output', 'json=reports/secret-scan.json');
    assert.is(lax.code, 0);
    assert.match((await required()).out, /STG-01 {2}release blocked: secret-scan-enforced/);
    assert.is((await command('scan', 'docs', '--output', 'json=reports/secret-scan.json')).code, 0);

    env['RELEASE_ARTIFACT_SHA256'] = 'sha256-of-another';
    assert.match((await required()).out, /ADM-02 [^]*STG-01 {2}release blocked/);
    env['RELEASE_FILE'] = '';
    write('reports/notes.md', 'Version 1.4.0 is released.\n');
    const early = await command('check');
    assert.is(early.code, 1);
    assert.match(early.out, /STG-03 {2}reports\/notes\.md claims 'released'/);
  });
});

test('audit-pass is open with proof in the history and the word of the auditor, and not without either', () =>
  withTemplate('audit-pass', {}, async ({ run: command, write, commit }) => {
    const required = (): Promise<Ended> => command('check', '--require-open', 'passed');
    const closed = await command('check');
    assert.is(closed.code, 0, closed.out);
    assert.match(closed.out, /SEC-CMT pass: commit: nothing forbidden in HEAD/);

    assert.is((await command('audit', '--output', 'json=reports/audit/history.json')).code, 0);
    assert.is((await command('scan', 'docs', '--ledger', 'scan.jsonl')).code, 0);
    const attested = await command('attest', 'scan.jsonl', '--out', 'reports/audit/artifacts.intoto.json');
    assert.is(attested.code, 0, attested.err);
    write('reports/audit/controls-1.json', '{"result":"pass","control":"restore"}\n');
    assert.match((await required()).out, /history-clean +void \(reports\/audit\/history\.json is not committed/);
    const proof = { 'evidence.path': 'reports/audit/history.json', 'evidence.commit': commit('proof') };
    assert.match((await required()).out, /STG-01 {2}passed blocked: decision is not_decided; it\s+must\s+be\s+open/);

    const fields = { ...approvedBy('auditor'), ...proof, 'review_trigger.on': '2099-01-01' };
    const form = await command('decision', 'new', '--branch', 'passed', ...fieldsOf(fields));
    assert.match(form.err, /^complete: /);
    write('docs/decisions/AUDIT-1.decision.yaml', form.out);
    const passed = await required();
    assert.is(passed.code, 0, passed.out);

    assert.is((await command('audit', '--report-only', '--output', 'json=reports/audit/history.json')).code, 0);
    commit('an audit that enforces nothing');
    assert.match((await required()).out, /STG-01 {2}passed blocked: [^]*history-enforced/);

    write('reports/audit/controls-1.json', '{"result":"fail","control":"restore"}\n');
    write('reports/summary.md', 'The audit passed.\n');
    const denied = await command('check');
    assert.is(denied.code, 1);
    assert.match(denied.out, /STG-03 {2}reports\/summary\.md claims 'audit-passed'/);
  }));

test('a gate that the packet has not cannot be asked for, and a document is no template', () =>
  withTemplate('release-approval', {}, async ({ run: command }) => {
    const unknown = await command('check', '--require-open', 'relaese');
    assert.is(unknown.code, 2);
    assert.match(unknown.err, /packet \.watertight\/packet\.yaml has no such gate \(did you mean release\?\)/);
    const both = await command('packet', 'init', '--template', 'audit-pass', '--from', 'docs/scope.md');
    assert.is(both.code, 2);
    assert.match(both.err, /use either --from or --template/);
  }));

test('a document is named by --from alone', async () => {
  const { code, err } = await run(['packet', 'init', 'docs/a.md'], { cwd: process.cwd() });
  assert.is(code, 2);
  assert.match(err, /name the document with --from FILE/);
  const missing = await run(['packet', 'init', '--from', 'docs/nothing-there.md'], { cwd: process.cwd() });
  assert.is(missing.code, 2);
  assert.match(missing.err, /no such document: docs\/nothing-there\.md/);
});

test.run();
