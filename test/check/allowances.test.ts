import type { Observation } from '../../src/check-result.ts';
import { assert, suite } from '../helpers/suite.ts';
import { PACKET, withCase } from './case.ts';
import { TOKEN } from './scenarios.ts';

const test = suite('PKT-05');

async function said(entry: string): Promise<string[]> {
  let observations: readonly Observation[] = [];
  await withCase(async (one) => {
    one.packet = `${PACKET}allow: { canaries: [{ path: 'reports/*', marker: my-canary, reason: none, owner: jp${entry} }] }\n`;
    one.write('reports/planted.txt', `token my-canary ${TOKEN} my-canary\n`);
    ({ observations } = (await one.run()).result);
  });
  return observations
    .filter(({ id, outcome }) => id === 'PKT-05' || (id.startsWith('SEC-') && outcome === 'fail'))
    .map(({ outcome, message }) => `${outcome} ${message}`);
}

test('an entry for canaries that covers one is as it should be', async () => {
  assert.equal(await said(''), ['pass no allowance is unused, expired or without its evidence']);
});

test('one that covers nothing or has expired is told', async () => {
  assert.match(
    (await said(', surface: trace')).join(),
    /warn canary entry for .+ of 'jp' covers nothing in what was scanned/,
  );
  assert.match((await said(', expires: 2026-01-01')).join(), /warn canary entry for .+ of 'jp' expired on 2026-01-01/);
});

const ENTRY = "reason: none, owner: jp, expires: '2999-01-01' }";

/** What is said of allowances for the history by a check of files alone, and by one of all commits. */
async function ofHistory(entry: string, withCommits: boolean): Promise<string[]> {
  let observations: readonly Observation[] = [];
  await withCase(async (one) => {
    const asked = `surfaces: { commit: { required: ${String(withCommits)} } }`;
    one.packet = `apiVersion: watertight/v1
kind: EvidencePacket
extends: watertight:default
metadata: { id: CTO-WORK-023, owner: jp }
${asked}
allow: { findings: [{ ${entry}, ${ENTRY}] }
`;
    ({ observations } = (await one.run()).result);
  });
  return observations
    .filter(({ id }) => id === 'PKT-05')
    .map(({ outcome, message, fix = '' }) => `${outcome} ${message}: ${fix}`);
}

test('a check of files alone does not advise against allowances that the history may need', async () => {
  const object = `object: '${'a'.repeat(40)}', part: blob`;
  const value = `fingerprint: 'h1:${'0'.repeat(32)}'`;
  assert.match((await ofHistory(object, false)).join(), /^pass /);
  assert.match(
    (await ofHistory(value, false)).join(),
    /^warn .+ covers nothing in what was scanned: .+ unless watertight audit needs it/,
  );
  for (const entry of [object, value])
    assert.match((await ofHistory(entry, true)).join(), /^warn .+ no longer covers anything: remove it from allow/);
});

test.run();
