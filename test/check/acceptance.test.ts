import { acceptanceLines } from '../../src/policy/acceptance/lines.ts';
import { extendedPacket } from '../../src/policy/built-in.ts';
import { proseBlocks } from '../../src/policy/prose/blocks.ts';
import { CHECK_TITLES } from '../../src/report/check/titles.ts';
import { readFile } from 'node:fs/promises';
import { assert, suite } from '../helpers/suite.ts';
import { withCase, type Case } from './case.ts';
import { SCENARIOS } from './scenarios.ts';

const test = suite('checks');

const { governed } = await extendedPacket('watertight:cto-case');
const captured = proseBlocks(await readFile('fixtures/packets/captured-document.md', 'utf8'));
const cleaned = proseBlocks(await readFile('fixtures/sot/founding-packet-cleaned/packet.md', 'utf8'));
/** States, things of later versions, and the guard of the outputs, which has tests of its own. */
const WITHOUT = new Set(['PKT-01', 'ADM-01', 'STG-01', 'SEC-KNV', 'SEC-OWN', 'SEC-OTH', 'COV-02', 'COV-03', 'STM']);

test('every check that can fail has a scenario in which it does', () => {
  const ids = Object.keys(CHECK_TITLES).filter((id) => !WITHOUT.has(id));
  assert.equal(
    ids.filter((id) => !Object.hasOwn(SCENARIOS, id)),
    [],
  );
});

for (const [name, blocks] of [
  ['captured', captured],
  ['cleaned', cleaned],
] as const) {
  test(`every acceptance line of the ${name} prose is held by a check that has a scenario`, () => {
    const lines = acceptanceLines(blocks, governed.statements);
    assert.is(lines.filter(({ kind }) => kind === 'acceptance').length, 23);
    assert.is(lines.filter(({ kind }) => kind === 'blocked-by').length, 2);
    for (const { text, checks } of lines)
      assert.ok(
        checks.some((id) => Object.hasOwn(SCENARIOS, id)),
        text,
      );
  });
}

async function outcomesOf(one: Case, id: string, options: object = {}): Promise<string[]> {
  const { result } = await one.run(options);
  return result.observations.filter((said) => said.id === id).map(({ outcome }) => outcome);
}

for (const [id, { change, from, options, outcome = 'fail' }] of Object.entries(SCENARIOS)) {
  test(`${id} passes on the clean case and is '${outcome}' on its fault`, async () => {
    await withCase(async (one) => {
      from?.(one);
      const before = await outcomesOf(one, id);
      assert.not(before.includes(outcome), `${id} before: ${before.join(', ')}`);
      change(one);
      const after = await outcomesOf(one, id, options);
      assert.ok(after.includes(outcome), `${id} after: ${after.join(', ') || 'nothing'}`);
    });
  });
}

test.run();
