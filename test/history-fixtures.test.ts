/** Every case under `fixtures/history/`: what a command reports of a repository, and nothing else. */
import { join } from 'node:path';
import type { Finding } from '../src/types.ts';
import { runIn } from './cli/hook/helpers.ts';
import { loadHistoryFixtures, makeHistory, saysExpected } from './helpers/history-fixtures.ts';
import { assert, suite } from './helpers/suite.ts';
import { withRepository } from './source/git/helpers.ts';

const test = suite('fixtures of histories');

for (const fixture of await loadHistoryFixtures()) {
  const { id, source, run, env, expect } = fixture;
  test(`${id} (${source}) gives ${expect.length === 0 ? 'no finding' : 'its findings'}`, () =>
    withRepository(async (folder) => {
      makeHistory(fixture, folder);
      const variables = Object.entries(env).map(([name, path]) => [name, join(folder, path)]);
      const world = { env: Object.fromEntries(variables) as Record<string, string> };
      const { code, out } = await runIn(folder, [...run, '--format', 'json'], world);
      const { findings } = JSON.parse(out) as { findings: readonly Finding[] };
      const told = JSON.stringify(findings, undefined, 1);
      for (const one of expect)
        assert.ok(
          findings.some((finding) => saysExpected(finding, one)),
          `${JSON.stringify(one)} ${told}`,
        );
      const further = findings.filter((finding) => !expect.some((one) => saysExpected(finding, one)));
      assert.equal(further, [], told);
      assert.is(code, expect.length === 0 ? 0 : 1);
    }));
}

test.run();
