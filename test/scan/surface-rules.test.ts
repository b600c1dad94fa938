import { assert, suite } from '../helpers/suite.ts';
import { blobOf, scanBlobs } from './helpers.ts';

const test = suite('rules for some surfaces');

const TEXT = `LOG_LEVEL=debug\n${['DB_PASS', 'hunter2'].join('=')}\n`;

async function rulesOf(path: string): Promise<readonly string[]> {
  const { findings } = await scanBlobs([blobOf(path, TEXT)]);
  return findings.map(({ ruleId }) => ruleId);
}

test('look at texts of those surfaces and at no others', async () => {
  assert.equal(await rulesOf('deploy/.env'), ['weak-config-password']);
  assert.equal(await rulesOf('logs/app.log'), []);
  assert.equal(await rulesOf('src/readme.md'), []);
  assert.equal(await rulesOf('deploy/env.example'), []);
  assert.equal(await rulesOf('src/test/resources/.env'), []);
});

test.run();
