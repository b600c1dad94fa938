import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expand } from '../../scripts/lib/values.ts';
import { externalRecord, ISSUES, PACKET, RECORD, withCase, type Case } from '../check/case.ts';
import { TOKEN } from '../check/scenarios.ts';
import { assert, suite } from '../helpers/suite.ts';
import { run, token, withFolder, type Ended } from './helpers.ts';

const test = suite('watertight check');
const EXTERNAL = ['--branch', 'external_provider_approved'];

function cli(one: Case, ...argv: string[]): Promise<Ended> {
  return run(argv, { cwd: one.root, env: one.env });
}

test('finds the packet, writes every format and ends with the exit code', () =>
  withCase(async (one) => {
    one.write('.watertight/packet.yaml', PACKET);
    const ended = await cli(one, 'check', '-o', 'json=out.json', '-o', 'sarif=out.sarif', '-o', 'junit=out.xml');
    assert.is(ended.code, 0, ended.out + ended.err);
    assert.match(ended.out, /^PASS \d+ checks passed \(exit 0\)$/m);
    assert.is(
      (JSON.parse(readFileSync(join(one.root, 'out.json'), 'utf8')) as { schema: string }).schema,
      'watertight/check/v1',
    );
    one.write('runs/7/logs/more.log', TOKEN);
    const failed = await cli(one, 'check', '.watertight/packet.yaml', '--format', 'json');
    assert.is(failed.code, 1);
    assert.not(failed.out.includes(TOKEN));
  }));

test('a packet that cannot be used, and two of them, end with 2', () =>
  withCase(async (one) => {
    one.write('bad.yaml', `${PACKET}alow: {}\n`);
    const bad = await cli(one, 'check', 'bad.yaml');
    assert.equal([bad.code, bad.out], [2, '']);
    assert.match(bad.err, /bad\.yaml:7:1: \$: unknown key 'alow' \(did you mean allow\?\)/);
    assert.is((await cli(one, 'check', 'a.yaml', 'b.yaml')).code, 2);
    assert.is((await cli(one, 'check', 'none.yaml')).code, 2);
  }));

test('a packet is no evidence of itself, wherever the check is started and however it is named', () =>
  withFolder({ 'sub/a.txt': 'a\n', '.git/HEAD': 'ref: refs/heads/main\n' }, async (cwd) => {
    const text = `apiVersion: watertight/v1
kind: EvidencePacket
metadata: { id: a }
extends: watertight:default
gates: { stage: { kind: all-of, of: [{ evidence: proof }] } }
evidence: { refs: [{ id: proof, path: '.watertight/*.yaml' }] }
`;
    mkdirSync(join(cwd, '.watertight'));
    writeFileSync(join(cwd, '.watertight/packet.yaml'), text);
    const packet = '.watertight/packet.yaml';
    for (const [folder, ...argv] of [
      ['sub'],
      [''],
      ['', packet],
      ['', `./${packet}`],
      ['', join(cwd, packet)],
    ] as const) {
      const { out } = await run(['check', ...argv, '--format', 'json'], { cwd: join(cwd, folder) });
      const { facts, observations } = JSON.parse(out) as {
        facts: { packet: { path: string } };
        observations: { id: string; message: string }[];
      };
      assert.is(facts.packet.path, packet);
      const said = observations.find(({ id }) => id === 'STG-02')?.message ?? '';
      assert.match(said, 'cited as evidence: .watertight/packet.yaml');
    }
  }));

test('a mapping where a gate lists what it observes is told with the form of the list', () =>
  withCase(async (one) => {
    const gate = '{ kind: file-matches-env, file: { env: A }, match: [{ pointer: /v, env: V }], observe: { /v: x } }';
    one.write('bad.yaml', `${PACKET}gates: { a: ${gate} }\n`);
    const { code, err } = await cli(one, 'check', 'bad.yaml');
    assert.is(code, 2);
    assert.match(err, /gates\.a\.observe: must be a list such as \[\{ pointer: \/model, names: \[.*, not a mapping/);
  }));

test('a value that somebody wrote into the packet is told by its place, and shown in no output', () =>
  withFolder({}, async (cwd) => {
    const value = token('in a packet');
    const head = 'apiVersion: watertight/v1\nkind: EvidencePacket\nextends: watertight:default\n';
    const packets = [
      `metadata: { id: ${value}, title: 'of ${value}', owner: ${value} }`,
      `metadata: { id: a, sources: [{ role: prd, path: ${value}/a.md }] }`,
      `metadata: { id: a }\nstatements: [{ id: ${value}, any: ['the key ${value} is safe'] }]`,
      `metadata: { id: a }\ndecision: { record: ${value}.yaml, default: ${value}, branches: [${value}], deciders: [${value}] }`,
      `metadata: { id: a }\nsurfaces: { commit: { range: '${value}..HEAD', required: true } }`,
      `metadata: { id: a }\nevidence: { refs: [{ id: ${value}, path: '${value}/*', present: required }] }`,
    ];
    for (const more of packets) {
      writeFileSync(join(cwd, 'p.yaml'), `${head}${more}\n`);
      for (const format of ['text', 'json', 'sarif', 'junit']) {
        const { code, out, err } = await run(['check', 'p.yaml', '--format', format], { cwd });
        assert.not.match(out + err, value.slice(6), more.replaceAll(value, 'VALUE'));
        assert.ok(code > 0 && out !== '', `${code} ${err}`);
        assert.match(out, /p\.yaml/);
      }
      const { out, err } = await run(['packet', 'eval', 'p.yaml'], { cwd });
      assert.not.match(out + err, value.slice(6));
    }
  }));

test('packet eval gives every fact as JSON and leaves the judgement to others', () =>
  withCase(async (one) => {
    one.write('p.yaml', PACKET).edit(ISSUES, 'Status: blocked.', 'Status: done.');
    const { code, out } = await cli(one, 'packet', 'eval', 'p.yaml');
    const facts = JSON.parse(out) as {
      exitCode: number;
      decision: { status: string };
      checks: { id: string; outcome: string }[];
    };
    assert.equal([code, facts.exitCode, facts.decision.status], [0, 1, 'not_decided']);
    assert.ok(facts.checks.some(({ id, outcome }) => id === 'WRK-03' && outcome === 'fail'));
  }));

test('packet init proposes a packet that loads, also for prose as it was captured', () =>
  withCase(async (one) => {
    one.write(ISSUES, readFileSync('fixtures/packets/captured-document.md', 'utf8'));
    const { code, out, err } = await cli(one, 'packet', 'init', '--from', ISSUES);
    assert.is(code, 0);
    assert.match(err, /^23 acceptance lines: 23 mapped to checks, 0 unmapped; \d+ only partly/);
    assert.match(out, /^ {2}owner: jp$/m);
    assert.match(out, /search_lines: 20/);
    one.write('proposed.yaml', out);
    const coverage = await cli(one, 'packet', 'coverage', 'proposed.yaml');
    assert.is(coverage.code, 0);
    assert.match(coverage.out, /23 acceptance lines: 23 with a check \(\d+ partly\), 0 without/);
  }));

test('packet coverage lists lines that no machine checks', () =>
  withCase(async (one) => {
    one.write('p.yaml', PACKET).edit(ISSUES, '- States `not_decided`', '- Reads well.\n- States `not_decided`');
    const { out } = await cli(one, 'packet', 'coverage', 'p.yaml');
    assert.match(out, /NO MACHINE CHECK\n +Reads well\./);
    assert.match(out, /24 acceptance lines: 23 with a check \(\d+ partly\), 1 without/);
    const json = JSON.parse((await cli(one, 'packet', 'coverage', 'p.yaml', '--json')).out) as { lines: object[] };
    assert.is(json.lines.length, 26);
  }));

const ASKING = `---
id: REL-7
owner: jp
---
# Release

## REL-1 Decide
Status: blocked

Acceptance:
- The decision record selects exactly one branch.
- The record names approval source and evidence expectations.
- No secrets in reports.
`;

test('lines whose checks look at nothing are not called held, and the proposal has the form of what is missing', () =>
  withFolder({ 'docs/rel.md': ASKING }, async (cwd) => {
    const init = await run(['packet', 'init', '--from', 'docs/rel.md'], { cwd });
    assert.match(init.err, /^3 acceptance lines: 1 mapped to checks, 0 unmapped; 2 waiting for a section/);
    assert.match(init.out, /^ {2}id: REL-7$/m);
    assert.match(init.out, /^# decision:\n# {3}work_item: /m);
    assert.match(init.out, /waiting {3}DEC-03, WRK-03 once decision is written/);
    writeFileSync(join(cwd, 'p.yaml'), init.out);
    const coverage = await run(['packet', 'coverage', 'p.yaml'], { cwd });
    assert.match(coverage.out, /would be covered by DEC-03, WRK-03 once decision is written/);
    assert.match(coverage.out, /EVD-05 once evidence\.refs is written/);
    assert.match(coverage.out, /3 acceptance lines: 1 with a check \(1 partly\), 0 without, 2 waiting/);
    const checked = await run(['check', 'p.yaml'], { cwd });
    for (const id of ['DEC-03', 'DEC-05', 'EVD-05', 'WRK-03'])
      assert.match(checked.out, new RegExp(`${id} {2}not checked: docs/rel\\.md requires it`));
    assert.not.match(checked.out, /REL-7 is referenced/);
  }));

test('decision new refuses values, unknown branches and fields, and repeats none of them', () =>
  withCase(async (one) => {
    one.write('p.yaml', PACKET);
    const refused = await cli(
      one,
      'decision',
      'new',
      'p.yaml',
      '--branch',
      'external_provider_approved',
      '--field',
      `credential_source.ref=${TOKEN}`,
    );
    assert.equal([refused.code, refused.out], [2, '']);
    assert.not(refused.err.includes(TOKEN));
    const opaque = expand(['{base62:48}'], 'field');
    for (const field of ['provider', 'model', 'approval_source.by', 'approval_source.ref', 'evidence.path']) {
      const text = field === 'evidence.path' ? `docs/${opaque}` : opaque;
      const { code, out, err } = await cli(
        one,
        'decision',
        'new',
        'p.yaml',
        ...EXTERNAL,
        '--field',
        `${field}=${text}`,
      );
      assert.equal([code, out, err.includes(opaque)], [2, '', false], field);
    }
    for (const field of [
      'provider=Acme AI (EU) GmbH',
      'model=acme/case-8b-instruct@20260115',
      'approval_source.ref=https://git.example.com/acme/ops/-/merge_requests/123456',
      `evidence.commit=${one.commit}`,
      'evidence.path=docs/sot/2026-01-15T030405Z-Lebensversicherungsgesellschaft.md',
    ])
      assert.is((await cli(one, 'decision', 'new', 'p.yaml', ...EXTERNAL, '--field', field)).code, 0, field);
    assert.match(
      (await cli(one, 'decision', 'new', 'p.yaml', '--branch', 'external')).err,
      /--branch: it must be one of not_decided, external_provider_approved/,
    );
    assert.match((await cli(one, 'decision', 'new', 'p.yaml', '--field', 'x=y')).err, /--field: it must be NAME=TEXT/);
    const { out } = await cli(one, 'decision', 'new', 'p.yaml', '--branch', 'local_provider_required');
    assert.match(out, /^provider_class: local_case_compatible$/m);
  }));

test('decision new names what is open still, and nothing that is filled in', () =>
  withCase(async (one) => {
    one.write('p.yaml', PACKET);
    const { err } = await cli(one, 'decision', 'new', 'p.yaml', ...EXTERNAL, '--field', 'review_trigger.on=2027-06-01');
    assert.match(err, /until these are correct: provider, model, /);
    assert.not.match(err, /review_trigger/);
  }));

test('decision history shows each version and ends with 1 where a step is illegal', () =>
  withCase(async (one) => {
    one.write('p.yaml', PACKET);
    assert.match((await cli(one, 'decision', 'history', 'p.yaml')).out, /no version yet, decision not_decided/);
    one.record(externalRecord(one.commit)).commitAll();
    const first = await cli(one, 'decision', 'history', 'p.yaml');
    assert.is(first.code, 0);
    assert.match(first.out, /^[0-9a-f]{12} {2}revision 1 {3}external_provider_approved$/m);
    one.edit(RECORD, 'provider: acme', 'provider: other').commitAll();
    const second = await cli(one, 'decision', 'history', 'p.yaml');
    assert.is(second.code, 1);
    assert.match(second.out, /FAIL DEC-07 the record changed, but its revision is still 1/);
  }));

test.run();
