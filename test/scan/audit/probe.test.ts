import { builtinRules } from '../../../src/detect/builtin.ts';
import { Detector } from '../../../src/detect/detector.ts';
import { CLEAN, CLOSER, Probe } from '../../../src/scan/audit/probe.ts';
import { readRules, valuesFor } from '../../helpers/fixture-values.ts';
import { assert, suite } from '../../helpers/suite.ts';
import { WRITTEN_FORMS } from '../../helpers/written-forms.ts';
import { contextOf } from '../helpers.ts';

const test = suite('Probe');
const source = valuesFor(await readRules(new URL('../../../', import.meta.url)), 'probe');
const value = source.valueOf('github-classic-pat#0');
const ID = '0123456789abcdef0123456789abcdef01234567';

function commit(message: string): Buffer {
  const people = 'author A <a@example.com> 1767225600 +0000\ncommitter C <c@example.com> 1767225600 +0000\n';
  return Buffer.from(`tree ${ID}\nparent ${ID}\n${people}\n${message}`);
}

/** Statuses of commits by their numbers, those that are looked at together included. */
async function statusesOf(messages: readonly string[]): Promise<number[]> {
  const probe = new Probe(contextOf({ detector: new Detector(builtinRules()) }));
  const statuses: number[] = [];
  for (const [index, message] of messages.entries()) {
    const probed = await probe.check('commit', commit(message), index);
    if (probed !== undefined) statuses[index] = probed.status;
    if (!probe.isFull) continue;
    for (const [other, { status }] of probe.settle()) statuses[other] = status;
  }
  for (const [other, { status }] of probe.settle()) statuses[other] = status;
  return statuses;
}

test('finds among many commits the one with a value, however that is written', async () => {
  const log = '2026-05-31T10:00:00.123456789Z stdout';
  const forms = [...WRITTEN_FORMS.map((form) => form(value)), `uses ${value}`];
  const inParts = `${log} P ${value.slice(0, 20)}\n${log} F ${value.slice(20)}\n`;
  for (const message of [...forms, inParts]) {
    const messages = Array.from({ length: 40 }, (_, index) => `Say it more plainly (${index})\n`);
    messages[23] = `Fix\n\n${message}\n`;
    const statuses = await statusesOf(messages);
    assert.equal(
      statuses,
      messages.map((_, index) => (index === 23 ? CLOSER : CLEAN)),
      JSON.stringify(message),
    );
  }
});

test('tells of every commit, also of more than are looked at together', async () => {
  const statuses = await statusesOf(
    Array.from({ length: 1000 }, (_, index) => `Change ${index}\n\n${'words '.repeat(40)}\n`),
  );
  assert.is(statuses.length, 1000);
  assert.ok(statuses.every((status) => status === CLEAN));
});

test.run();
