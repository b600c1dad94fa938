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
  assert.match((await said(', surface: trace')).join(), /warn canary entry for .+ of 'jp' covers nothing any more/);
  assert.match((await said(', expires: 2026-01-01')).join(), /warn canary entry for .+ of 'jp' expired on 2026-01-01/);
});

test.run();
